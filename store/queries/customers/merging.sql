-- name: lock_files
-- Both rows, in one order whoever asks; nobody sends to them or merges them meanwhile.
-- not null: person
SELECT * FROM customers WHERE id = ANY (:ids::text[]) ORDER BY id FOR NO KEY UPDATE;

-- name: begin_merge$
-- Opens the record of a merge; its number.
INSERT INTO merges (kept, other, by) VALUES (:kept, :other, :by) RETURNING id;

-- name: settle_same_flats!
-- Where both have the flat, the kept file's row counts, and it is active if either was.
WITH pair AS (
  SELECT theirs.id AS theirs, theirs.status AS their_status, mine.id AS mine, mine.status AS my_status
  FROM ownerships theirs JOIN ownerships mine ON mine.customer_id = :kept AND mine.building_id = theirs.building_id
   AND flat(mine.block, mine.unit, mine.room) = flat(theirs.block, theirs.unit, theirs.room) AND mine.status <> 'merged'
  WHERE theirs.customer_id = :other AND theirs.status <> 'merged'
), aside AS (
  UPDATE ownerships o SET status = 'merged' FROM pair WHERE o.id = pair.theirs
), woken AS (
  UPDATE ownerships o SET status = 'active' FROM pair
  WHERE o.id = pair.mine AND pair.my_status = 'sold' AND pair.their_status = 'active'
)
INSERT INTO merge_moves (merge_id, relation, key, was)
SELECT :merge::bigint, 'same_flat', ARRAY[theirs], their_status FROM pair
UNION ALL
SELECT :merge::bigint, 'same_flat', ARRAY[mine], my_status FROM pair WHERE my_status = 'sold' AND their_status = 'active';

-- name: give_file$
-- Gives everything of the other file to the kept one.
SELECT move_file(:merge, :other, :kept);

-- name: same_occasions!
-- A text on its way is found again under the id that its ticket asks with from now on.
UPDATE messages m SET dedupe_key = replace(m.dedupe_key, '/' || :before::text || '/', '/' || :after::text || '/')
WHERE m.customer_id = :customer_id AND m.dedupe_key LIKE 'pre-handover/%/' || :before::text || '/%'
  AND NOT EXISTS (SELECT 1 FROM messages x
                  WHERE x.dedupe_key = replace(m.dedupe_key, '/' || :before::text || '/', '/' || :after::text || '/')
                    AND x.state NOT IN ('failed', 'withdrawn'))
  AND EXISTS (SELECT 1 FROM merge_moves v
              WHERE v.merge_id = :merge AND v.relation = 'tickets' AND v.key = ARRAY[m.ticket_id]);

-- name: exchange_values$
-- Exchanges name or number of the two files.
SELECT exchange(:kept, :other, :columns::text[]);

-- name: fill_file^
-- What the kept file lacks, the other one gives; its numbers and addresses come after the file's own.
-- always
-- not null: filled
WITH gaps AS (
  SELECT k.id, array_remove(ARRAY[
      CASE WHEN k.email IS NULL AND o.email IS NOT NULL THEN 'email' END,
      CASE WHEN k.wechat IS NULL AND o.wechat IS NOT NULL THEN 'wechat' END,
      CASE WHEN k.preferred_hours = '[]' AND o.preferred_hours <> '[]' THEN 'preferred_hours' END,
      CASE WHEN k.agent_id IS NULL AND o.agent_id IS NOT NULL THEN 'agent_id' END,
      CASE WHEN k.grade IS NULL AND o.grade IS NOT NULL THEN 'grade' END,
      CASE WHEN k.signed_at IS NULL AND o.signed_at IS NOT NULL THEN 'signed_at' END], NULL) AS filled,
    ARRAY(SELECT n FROM unnest(o.phone || o.other_phones) WITH ORDINALITY AS x (n, place)
          WHERE idx(n) <> ALL (ARRAY(SELECT idx(y) FROM unnest(k.phone || k.other_phones) AS y)) ORDER BY place) AS numbers,
    ARRAY(SELECT n FROM unnest(o.addresses) WITH ORDINALITY AS x (n, place)
          WHERE idx(n) <> ALL (ARRAY(SELECT idx(y) FROM unnest(k.addresses) AS y)) ORDER BY place) AS places
  FROM customers k, customers o WHERE k.id = :kept AND o.id = :other
)
UPDATE customers k SET
  email = CASE WHEN 'email' = ANY (g.filled) THEN o.email ELSE k.email END,
  wechat = CASE WHEN 'wechat' = ANY (g.filled) THEN o.wechat ELSE k.wechat END,
  preferred_hours = CASE WHEN 'preferred_hours' = ANY (g.filled) THEN o.preferred_hours ELSE k.preferred_hours END,
  agent_id = CASE WHEN 'agent_id' = ANY (g.filled) THEN o.agent_id ELSE k.agent_id END,
  grade = CASE WHEN 'grade' = ANY (g.filled) THEN o.grade ELSE k.grade END,
  grade_reason = CASE WHEN 'grade' = ANY (g.filled) THEN o.grade_reason ELSE k.grade_reason END,
  grade_by = CASE WHEN 'grade' = ANY (g.filled) THEN o.grade_by ELSE k.grade_by END,
  grade_at = CASE WHEN 'grade' = ANY (g.filled) THEN o.grade_at ELSE k.grade_at END,
  signed_at = CASE WHEN 'signed_at' = ANY (g.filled) THEN o.signed_at ELSE k.signed_at END,
  other_phones = k.other_phones || g.numbers, addresses = k.addresses || g.places, updated_at = now()
FROM gaps g, customers o WHERE k.id = g.id AND o.id = :other
RETURNING g.filled, cardinality(g.numbers) AS numbers, cardinality(g.places) AS places;

-- name: empty_file!
-- What `fill_file` filled is empty again.
UPDATE customers k SET
  email = CASE WHEN 'email' = ANY (m.filled) THEN NULL ELSE k.email END,
  wechat = CASE WHEN 'wechat' = ANY (m.filled) THEN NULL ELSE k.wechat END,
  preferred_hours = CASE WHEN 'preferred_hours' = ANY (m.filled) THEN '[]' ELSE k.preferred_hours END,
  agent_id = CASE WHEN 'agent_id' = ANY (m.filled) THEN NULL ELSE k.agent_id END,
  grade = CASE WHEN 'grade' = ANY (m.filled) THEN NULL ELSE k.grade END,
  grade_reason = CASE WHEN 'grade' = ANY (m.filled) THEN NULL ELSE k.grade_reason END,
  grade_by = CASE WHEN 'grade' = ANY (m.filled) THEN NULL ELSE k.grade_by END,
  grade_at = CASE WHEN 'grade' = ANY (m.filled) THEN NULL ELSE k.grade_at END,
  signed_at = CASE WHEN 'signed_at' = ANY (m.filled) THEN NULL ELSE k.signed_at END,
  other_phones = trim_array(k.other_phones, m.numbers),
  addresses = trim_array(k.addresses, m.places), updated_at = now()
FROM merges m WHERE m.id = :merge AND k.id = m.kept;

-- name: share_refusals!
-- An opt-out of either is one of both; where nobody opted out again since, undoing the merge takes it back.
INSERT INTO opt_outs (phone, at, source)
SELECT c.phone, now(), 'merged-' || :merge::bigint FROM customers c
WHERE c.id IN (:kept, :other) AND EXISTS (
  SELECT 1 FROM customers x JOIN opt_outs o ON idx(o.phone) = idx(x.phone) WHERE x.id IN (:kept, :other))
ON CONFLICT (idx(phone)) DO NOTHING;

-- name: unshare_refusals!
-- Takes back what `share_refusals` wrote.
DELETE FROM opt_outs WHERE source = 'merged-' || :merge::bigint;

-- name: refused_purposes
-- Before the consents are in one file: what either refuses, and where that came from.
SELECT DISTINCT ON (c.purpose) c.purpose, c.source FROM consents c
WHERE c.customer_id IN (:kept, :other) AND refused(c.customer_id, c.purpose) AND c.state = 'withdrawn'
ORDER BY c.purpose, c.at DESC;

-- name: keep_refusal!
-- A word given in one file does not outweigh the refusal in the other.
WITH said AS (
  INSERT INTO consents (customer_id, purpose, state, at, source, recorded_by)
  SELECT :kept, :purpose, 'withdrawn', now(), :source, :by WHERE NOT refused(:kept, :purpose) RETURNING id
)
INSERT INTO merge_moves (merge_id, relation, key) SELECT :merge, 'refusals', ARRAY[id::text] FROM said;

-- name: become_one!
-- The other customer's id leads to the kept file from now on.
UPDATE customers SET merged_into = :kept, updated_at = now() WHERE id = :other;

-- name: finish_merge!
-- Closes the record of a merge with what it did and how the kept file looks.
UPDATE merges SET exchanged = :exchanged, filled = :filled, numbers = :numbers, places = :places,
                  after = customer_state(kept)
WHERE id = :id;

-- name: record_merge!
-- Says in the kept file's contacts that it was merged, or that this was undone.
INSERT INTO communications (customer_id, kind, at, actor, data)
VALUES (:customer_id, :kind, now(), :actor, :data);

-- name: lock_merge^
-- The record of a merge, locked while it is undone.
-- row: Merge
SELECT * FROM merges WHERE id = :id FOR UPDATE;

-- name: get_merge^
-- The record of a merge with what moved, for the API.
-- row: MergeWithMoves
SELECT m.*, (SELECT jsonb_object_agg(relation, n) FROM (
    SELECT relation, count(*) AS n FROM merge_moves WHERE merge_id = m.id GROUP BY relation) AS v) AS moved
FROM merges m WHERE m.id = :id;

-- name: merges_page
-- A page of merges, newest first, for the API.
-- row: MergeWithMoves
SELECT m.*, (SELECT jsonb_object_agg(relation, n) FROM (
    SELECT relation, count(*) AS n FROM merge_moves WHERE merge_id = m.id GROUP BY relation) AS v) AS moved
FROM merges m WHERE m.id < :before AND (:customer_id::text IS NULL OR :customer_id IN (m.kept, m.other))
ORDER BY m.id DESC LIMIT :most;

-- name: changed_since
-- What stands otherwise than the merge left it; nothing when it can be undone.
-- not null: what
SELECT DISTINCT what FROM changed_since(:merge) ORDER BY what;

-- name: become_two!
-- The other customer's id leads to its own file again.
UPDATE customers SET merged_into = NULL, updated_at = now() WHERE id = :other;

-- name: give_back$
-- Gives back what `give_file` gave.
SELECT move_back(:merge);

-- name: flats_as_before!
-- Flats that both had stand as they did before the merge.
UPDATE ownerships o SET status = m.was FROM merge_moves m
WHERE m.merge_id = :merge AND m.relation = 'same_flat' AND o.id = m.key[1];

-- name: return_refusals!
-- What the merge wrote down for both stays with whoever had refused.
UPDATE consents c SET customer_id = :other FROM merge_moves m
WHERE m.merge_id = :merge AND m.relation = 'refusals' AND m.key = ARRAY[c.id::text] AND refused(:other, c.purpose);

-- name: merge_undone!
-- Notes who undid a merge.
UPDATE merges SET undone_by = :by, undone_at = now() WHERE id = :id;

-- name: tickets_to_tell
-- Tickets that send marketing, of these files, with the reason why they should end, if there is one.
SELECT t.id, t.ownership_id, t.stage, t.close_reason,
       CASE WHEN o.status = 'merged' THEN 'merged' WHEN o.status = 'sold' THEN 'sold'
            WHEN c.signed_at IS NOT NULL THEN 'signed'
            WHEN EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) THEN 'opted_out' END AS left_for
FROM tickets t JOIN ownerships o ON o.id = t.ownership_id JOIN customers c ON c.id = person(o.customer_id)
WHERE t.customer_id = ANY (:ids::text[]) AND t.kind = 'PreHandover' ORDER BY t.id;

-- name: note_new_number!
-- Notes for the reconciler that the tickets of these files must be told of a number, should the process die before.
INSERT INTO number_changes SELECT o.id FROM ownerships o WHERE o.customer_id = ANY (:ids::text[])
ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp();
