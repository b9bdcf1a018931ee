-- name: add_building^
-- A new building, as it is kept; for the API and for demo data.
-- row: Building
INSERT INTO buildings (name, handover_date) VALUES (:name, :handover_date) RETURNING *;

-- name: get_building^
-- A building, for whoever names one by its id.
-- row: Building
SELECT * FROM buildings WHERE id = :id;

-- name: list_buildings
-- A page of buildings by id, for the API.
-- row: Building
SELECT * FROM buildings WHERE id > :after ORDER BY id LIMIT :most;

-- name: change_building^
-- A building changed without telling its tickets; for the stories, which play a change that got lost.
-- row: Building
UPDATE buildings SET name = coalesce(:name, name), handover_date = coalesce(:handover_date, handover_date),
                     status = coalesce(:status, status), version = version + 1, updated_at = now()
WHERE id = :id RETURNING *;

-- name: lock_building^
-- A building, locked while it is changed or its sequence is started.
-- row: Building
SELECT * FROM buildings WHERE id = :id FOR UPDATE;

-- name: revise_building^
-- What the API's change makes of a building.
-- Before the sequence is started nobody has to be told; a new name alone tells nobody either.
-- row: Building
-- always
UPDATE buildings SET name = :name, handover_date = :handover_date, status = :status, version = version + 1,
                     updated_at = now(),
                     applied_version = CASE
                       WHEN policy IS NULL THEN version + 1
                       WHEN applied_version = version AND status = :status
                            AND handover_date IS NOT DISTINCT FROM :handover_date::date THEN version + 1
                       ELSE applied_version END
WHERE id = :id RETURNING *;

-- name: set_building_policy!
-- The policy that the owners of a building were enrolled with; for benchmarks and stories, which enrol by themselves.
UPDATE buildings SET policy = :policy, updated_at = now() WHERE id = :id;

-- name: begin_sequence^
-- Starts the sequence of a building, for the API.
-- Behind its version until the enrolment has been started: a start lost in a crash is made by the reconciler.
-- row: Building
-- always
UPDATE buildings SET policy = :policy, applied_version = version - 1, updated_at = now() WHERE id = :id
RETURNING *;

-- name: building_change_applied!
-- Notes that a version of the building has reached every ticket, for the workflow that told them.
UPDATE buildings SET applied_version = greatest(applied_version, :version) WHERE id = :id;

-- name: buildings_behind
-- Buildings whose change has not reached every ticket, once the ordinary way had time to do it.
-- row: Building
SELECT * FROM buildings WHERE applied_version < version AND updated_at < now() - :age::interval ORDER BY id LIMIT 50;

-- name: building_of_ownership^
-- The building of a flat, for what is told to its owner.
-- row: Building
SELECT b.* FROM buildings b JOIN ownerships o ON o.building_id = b.id WHERE o.id = :id;

-- name: count_owners^
-- The owners of a building by how they stand, for its page.
SELECT count(*) FILTER (WHERE o.status = 'active') AS active, count(*) FILTER (WHERE o.status = 'sold') AS sold,
       count(*) FILTER (WHERE c.signed_at IS NOT NULL) AS signed,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone))) AS opted_out
FROM ownerships o JOIN customers c ON c.id = o.customer_id
WHERE o.building_id = :building_id AND o.status <> 'merged';

-- name: count_tickets
-- Its pre-handover tickets by stage and end, for its page.
SELECT stage, close_reason, count(*) AS tickets FROM tickets
WHERE building_id = :building_id AND kind = 'PreHandover'
GROUP BY stage, close_reason;

-- name: count_messages
-- Its texts by state, for its page.
SELECT m.state, count(*) AS messages, sum(m.segments) AS segments
FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE t.building_id = :building_id
GROUP BY m.state;

-- name: count_replies^
-- The replies of its owners, and how many of them wait for somebody, for its page.
SELECT count(*) AS all, count(*) FILTER (WHERE c.kind = 'reply' AND h.id IS NULL) AS waiting
FROM communications c JOIN tickets t ON t.id = c.ticket_id
LEFT JOIN communications h ON h.dedupe_key = 'reply_handled/' || c.id
WHERE c.kind IN ('reply', 'reply_opt_out') AND t.building_id = :building_id AND t.kind = 'PreHandover';
