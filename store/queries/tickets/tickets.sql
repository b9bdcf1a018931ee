-- name: get_ticket^
-- A ticket's row, for whoever names one by its id.
-- row: Ticket
SELECT * FROM tickets WHERE id = :id;

-- name: ticket_view^
-- A ticket with its building, flat and owner, for the API.
-- row: TicketView
-- null: start
SELECT t.*, (SELECT s.input - 'policy' FROM ticket_starts s WHERE s.ticket_id = t.id) AS start, b.name AS building, b.handover_date, o.block, o.unit, o.room, c.name AS owner, c.phone,
       c.signed_at, EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out
FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
LEFT JOIN customers c ON c.id = t.customer_id
WHERE t.id = :id;

-- name: waits_of
-- What a ticket waits for, with what was said when the wait began.
-- row: Wait
SELECT w.waited_for, w.since, w.by, x.body
FROM tickets t CROSS JOIN LATERAL jsonb_to_recordset(t.waits) AS w (waited_for text, since timestamptz, by text, text_id text)
LEFT JOIN ticket_texts x ON x.id = w.text_id
WHERE t.id = :id ORDER BY w.since;

-- name: tickets_page
-- A page of tickets, searched and filtered, for the API.
-- Searched: in one of the rounds every word is found, as a part of the building's name or of the id, or as the whole
-- block, unit or room, which are sealed.
-- Who sees all goes through the tickets in their order; who sees much, for some way; everybody else, and whoever found too few,
-- begins with what is in sight.
-- row: TicketInList
-- null: :rounds, :patterns
WITH of_all AS MATERIALIZED (
  SELECT t.id FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
  WHERE (SELECT huifang_all()) AND (:kind::text IS NULL OR t.kind = :kind) AND (:stage::text IS NULL OR t.stage = :stage)
    AND (:building_id::text IS NULL OR t.building_id = :building_id)
    AND (:due_before::timestamptz IS NULL OR t.due_at < :due_before)
    AND (:due_after::timestamptz IS NULL OR t.due_at >= :due_after)
    AND (:words::bytea[] IS NULL
         OR EXISTS (SELECT 1 FROM unnest(:rounds::integer[], :patterns::text[], :words::bytea[]) AS w (round, pattern, word)
                    GROUP BY w.round
                    HAVING bool_and(t.id ILIKE w.pattern OR coalesce(b.name ILIKE w.pattern, false)
                                    OR coalesce(idx(w.word) IN (idx(o.block), idx(o.unit), idx(o.room)), false))))
    AND t.id > :after
  ORDER BY t.id LIMIT :most
), of_much AS MATERIALIZED (
  SELECT t.id FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
  WHERE NOT (SELECT huifang_all()) AND (SELECT huifang_sees_much()) AND (:kind::text IS NULL OR t.kind = :kind) AND (:stage::text IS NULL OR t.stage = :stage)
    AND (:building_id::text IS NULL OR t.building_id = :building_id)
    AND (:due_before::timestamptz IS NULL OR t.due_at < :due_before)
    AND (:due_after::timestamptz IS NULL OR t.due_at >= :due_after)
    AND (:words::bytea[] IS NULL
         OR EXISTS (SELECT 1 FROM unnest(:rounds::integer[], :patterns::text[], :words::bytea[]) AS w (round, pattern, word)
                    GROUP BY w.round
                    HAVING bool_and(t.id ILIKE w.pattern OR coalesce(b.name ILIKE w.pattern, false)
                                    OR coalesce(idx(w.word) IN (idx(o.block), idx(o.unit), idx(o.room)), false))))
    -- Of what is open there is never so much that one would have to stop.
    AND t.id > :after AND (coalesce(:stage <> 'closed', false) OR t.id <= (SELECT some_way_on(:after)))
  ORDER BY t.id LIMIT :most
), of_sight AS MATERIALIZED (
  SELECT t.id FROM (SELECT s.id FROM huifang_tickets() s (id) WHERE s.id > :after ORDER BY s.id) s JOIN tickets t ON t.id = s.id
  LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
  WHERE NOT (SELECT huifang_all())
    AND NOT ((SELECT huifang_sees_much()) AND (coalesce(:stage <> 'closed', false) OR (SELECT count(*) FROM of_much) >= :most))
    AND (:kind::text IS NULL OR t.kind = :kind) AND (:stage::text IS NULL OR t.stage = :stage)
    AND (:building_id::text IS NULL OR t.building_id = :building_id)
    AND (:due_before::timestamptz IS NULL OR t.due_at < :due_before)
    AND (:due_after::timestamptz IS NULL OR t.due_at >= :due_after)
    AND (:words::bytea[] IS NULL
         OR EXISTS (SELECT 1 FROM unnest(:rounds::integer[], :patterns::text[], :words::bytea[]) AS w (round, pattern, word)
                    GROUP BY w.round
                    HAVING bool_and(t.id ILIKE w.pattern OR coalesce(b.name ILIKE w.pattern, false)
                                    OR coalesce(idx(w.word) IN (idx(o.block), idx(o.unit), idx(o.room)), false))))
  ORDER BY t.id LIMIT :most
)
SELECT t.*, b.name AS building, o.block, o.unit, o.room
FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
WHERE t.id IN (SELECT id FROM of_all UNION ALL SELECT id FROM of_much UNION ALL SELECT id FROM of_sight)
ORDER BY t.id LIMIT :most;

-- name: open_tickets
-- Open tickets that nothing has happened to for a while, for the reconciler.
SELECT t.id, t.kind, t.version, t.building_id, t.ownership_id, t.updated_at FROM tickets t
WHERE t.stage <> 'closed' AND t.id > :after AND t.updated_at < now() - :age::interval
ORDER BY t.id LIMIT :most;

-- name: close_ticket!
-- Closes a ticket whose workflow is gone, for the reconciler.
-- With what it leaves unsent.
WITH closed AS (UPDATE tickets SET stage = 'closed', close_reason = :reason, next_step = NULL, due_at = NULL,
                                   version = version + 1, updated_at = now()
                WHERE id = :id AND stage <> 'closed' RETURNING id)
UPDATE messages SET state = 'withdrawn', settled_at = now()
FROM closed WHERE messages.ticket_id = closed.id AND messages.state = 'queued';

-- name: close_terminated$
-- Closes a ticket whose workflow was ended by force, with what it leaves unsent, and says so in its timeline: all of it,
-- or nothing where the ticket has moved on since the reconciler saw it, or waits for a start that is still to be made:
-- then it was an earlier run that ended. The id, where it was closed now.
WITH closed AS (UPDATE tickets SET stage = 'closed', close_reason = 'terminated', next_step = NULL, due_at = NULL,
                                   version = version + 1, updated_at = now()
                WHERE id = :id AND stage <> 'closed' AND version = :version
                  AND NOT EXISTS (SELECT 1 FROM ticket_starts s WHERE s.ticket_id = tickets.id AND s.started_at IS NULL)
                RETURNING id),
unsent AS (UPDATE messages SET state = 'withdrawn', settled_at = now()
           FROM closed WHERE messages.ticket_id = closed.id AND messages.state = 'queued'),
told AS (INSERT INTO communications (dedupe_key, ticket_id, kind, at, actor, data)
         SELECT id || '/terminated/' || :run_id::text, id, 'closed_terminated', :at, 'operations', '{}' FROM closed
         ON CONFLICT (dedupe_key) DO NOTHING)
SELECT id FROM closed;

-- name: similar_open
-- Open tickets of the same customer, or of the same flat whoever owns it with them: perhaps the same matter.
-- null: :ownership_id
SELECT t.id, t.kind, t.stage, t.opened_at FROM tickets t
WHERE t.kind = :kind AND t.stage <> 'closed' AND t.id <> :id
  AND (t.customer_id = :customer_id
       OR t.ownership_id IN (SELECT o.id FROM ownerships f JOIN ownerships o ON o.building_id = f.building_id
                             AND flat(o.block, o.unit, o.room) = flat(f.block, f.unit, f.room) WHERE f.id = :ownership_id))
ORDER BY t.id LIMIT 10;

-- name: ticket_links
-- Tickets about the same matter, whichever of the two names the other.
SELECT other_id AS id, kind FROM ticket_links WHERE ticket_id = :ticket_id
UNION SELECT ticket_id AS id, kind FROM ticket_links WHERE other_id = :ticket_id ORDER BY 1;

-- name: link_tickets!
-- Links a ticket with one about the same matter.
INSERT INTO ticket_links (ticket_id, other_id, kind) VALUES (:ticket_id, :other_id, :kind)
ON CONFLICT (ticket_id, other_id, kind) DO NOTHING;

-- name: link_duplicate!
-- Links a duplicate with the ticket that goes on, where there is one of that id.
-- null: :other_id
INSERT INTO ticket_links (ticket_id, other_id, kind)
SELECT :ticket_id, id, 'duplicate' FROM tickets WHERE id = :other_id AND id <> :ticket_id
ON CONFLICT (ticket_id, other_id, kind) DO NOTHING;

-- name: lock_tickets
-- The tickets as they are now, in one order whoever asks, for whoever decides about both.
-- row: Ticket
SELECT * FROM tickets WHERE id = ANY (:ids::text[]) ORDER BY id FOR NO KEY UPDATE;

-- name: told
-- Who was told when, and what came of it.
SELECT kind, at, actor, data, words FROM communications
WHERE ticket_id = :ticket_id AND kind IN ('rung_told', 'call_ended', 'notice_sent') ORDER BY at, id LIMIT 200;

-- name: acts_done
-- Which of these acts were done in the ticket.
SELECT DISTINCT kind FROM communications WHERE ticket_id = :ticket_id AND kind = ANY(:acts::text[]) ORDER BY kind;

-- name: concerned
-- Whether and by what a ticket concerns a member of the staff, asked before each act.
-- not null: kind, by_name
SELECT kind, by_name FROM huifang_concerned(:ticket_id, :staff_id);

-- name: ticket_said
-- What was written and shown of a ticket from the first report on, in the order it came: the report itself, and files
-- attached since; for whoever may open it.
SELECT kind, body, author, created_at AS at FROM ticket_texts
WHERE ticket_id = :ticket_id AND kind IN ('report', 'attachment') ORDER BY created_at, id LIMIT 100;

-- name: customer_said
-- What the customer said in calls about a ticket, for whoever may open it.
-- type: body = dict[str, Any]
-- not null: at, reason, satisfaction
-- null: body
SELECT at, reason, satisfaction, answers, body FROM huifang_said(:ticket_id) ORDER BY at;
