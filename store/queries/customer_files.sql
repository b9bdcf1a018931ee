-- name: customer_file^
-- Whose file an id leads to, with the duplicates that were merged into it.
SELECT c.*, EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out,
       ARRAY(SELECT m.id FROM customers m WHERE m.merged_into = c.id ORDER BY m.id) AS merged_ids
FROM customers c WHERE c.id = person(:id);

-- name: flats_of_file
SELECT o.id, o.building_id, b.name AS building, b.handover_date, o.block, o.unit, o.room, o.area, o.status, o.note
FROM ownerships o JOIN buildings b ON b.id = o.building_id
WHERE o.customer_id = :customer_id AND o.status <> 'merged' ORDER BY o.id LIMIT 200;

-- name: pre_sale_of_file^
SELECT * FROM pre_sales WHERE customer_id = :customer_id;

-- name: contracts_of_file
SELECT * FROM contracts WHERE customer_id = :customer_id ORDER BY signed_on DESC, id DESC LIMIT 200;

-- name: consents_of_file
-- The last word on each purpose.
SELECT DISTINCT ON (purpose) purpose, state, at, source FROM consents WHERE customer_id = :customer_id
ORDER BY purpose, at DESC, id DESC;

-- name: contacts_of_file
-- Newest first: what people said and wrote, texts, and calls, whoever had them.
SELECT k.*, s.role, s.department_id
FROM (
  (SELECT c.at, 'event-' || c.id AS key, c.kind, c.actor AS who, c.ticket_id, c.data, c.words, x.body, NULL::bytea AS text,
          NULL::text AS outcome
   FROM communications c LEFT JOIN ticket_texts x ON x.id = c.text_id
   WHERE c.customer_id = :customer_id AND (c.text_id IS NOT NULL OR c.kind = ANY (:kinds::text[]))
     AND (c.at, 'event-' || c.id) < (:at::timestamptz, :key::text)
   ORDER BY c.at DESC, 2 DESC LIMIT :most)
  UNION ALL
  (SELECT coalesce(m.sent_at, m.created_at), 'message-' || m.id, 'message', 'system', m.ticket_id, '{}', NULL, NULL, m.text,
          m.state
   FROM messages m
   WHERE m.customer_id = :customer_id
     AND (coalesce(m.sent_at, m.created_at), 'message-' || m.id) < (:at::timestamptz, :key::text)
   ORDER BY 1 DESC, 2 DESC LIMIT :most)
  UNION ALL
  (SELECT coalesce(l.placed_at, l.created_at), 'call-' || l.id, 'call', l.staff_id, l.ticket_id,
          jsonb_build_object('talk_seconds', l.talk_seconds), NULL, NULL, NULL, coalesce(l.outcome, l.state)
   FROM calls l
   WHERE l.customer_id = :customer_id
     AND (coalesce(l.placed_at, l.created_at), 'call-' || l.id) < (:at::timestamptz, :key::text)
   ORDER BY 1 DESC, 2 DESC LIMIT :most)
) AS k LEFT JOIN staff s ON s.id = k.who
ORDER BY k.at DESC, k.key DESC LIMIT :most;

-- name: add_contact^
-- A contact that no ticket and no provider saw.
INSERT INTO communications (customer_id, kind, at, actor, data, words)
VALUES (:customer_id, :kind, :at, :actor, :data, :words) RETURNING id;

-- name: contact_of_file^
SELECT c.at, 'event-' || c.id AS key, c.kind, c.actor AS who, c.ticket_id, c.data, c.words, NULL::bytea AS body,
       NULL::bytea AS text, NULL::text AS outcome, s.role, s.department_id
FROM communications c LEFT JOIN staff s ON s.id = c.actor WHERE c.id = :id;

-- name: problems_of_file
-- Newest first: every problem, with its urgency and the department concerned.
SELECT t.id, t.kind, t.urgent, t.stage, t.department_id, d.name AS department, t.opened_at, t.close_reason, t.reopened,
       (SELECT x.body FROM ticket_texts x WHERE x.ticket_id = t.id AND x.kind = 'report' ORDER BY x.id LIMIT 1) AS report
FROM tickets t LEFT JOIN departments d ON d.id = t.department_id
WHERE t.customer_id = :customer_id AND t.kind = ANY (:kinds::text[]) AND (t.opened_at, t.id) < (:at::timestamptz, :key::text)
ORDER BY t.opened_at DESC, t.id DESC LIMIT :most;

-- name: maintenance_of_file
-- Newest first: repairs, with what each last said about its crew.
SELECT t.id, t.opened_at, t.stage, t.urgent, t.crew_id, w.name AS crew, t.reopened, t.close_reason, o.block, o.unit, o.room,
       a.arrived_in_time, a.satisfaction, a.at AS ended_at,
       (SELECT x.body FROM ticket_texts x WHERE x.ticket_id = t.id AND x.kind = 'report' ORDER BY x.id LIMIT 1) AS report
FROM tickets t LEFT JOIN crews w ON w.id = t.crew_id LEFT JOIN ownerships o ON o.id = t.ownership_id
LEFT JOIN LATERAL (SELECT * FROM crew_assessments y WHERE y.ticket_id = t.id ORDER BY y.at DESC LIMIT 1) a ON true
WHERE t.customer_id = :customer_id AND t.kind = 'Repair' AND (t.opened_at, t.id) < (:at::timestamptz, :key::text)
ORDER BY t.opened_at DESC, t.id DESC LIMIT :most;

-- name: customers_page
SELECT c.id, c.name, c.phone, c.grade, c.agent_id, c.signed_at
FROM customers c
WHERE c.merged_into IS NULL AND c.id > :after
  AND (:agent::text IS NULL OR c.agent_id = :agent) AND (:grade::text IS NULL OR c.grade = :grade)
  AND (:building::text IS NULL OR EXISTS (SELECT 1 FROM ownerships o WHERE o.customer_id = c.id
                                          AND o.building_id = :building AND o.status <> 'merged'))
ORDER BY c.id LIMIT :most;

-- name: customers_found
-- By what is known exactly, whichever of a person's numbers and names it is.
SELECT c.id, c.name, c.phone, c.grade, c.agent_id, c.signed_at
FROM customers c
WHERE c.merged_into IS NULL AND c.id > :after AND c.id IN (
  SELECT f.person FROM customers f
  WHERE (:phone::bytea IS NULL OR idx(f.phone) = idx(:phone)
         OR EXISTS (SELECT 1 FROM unnest(f.other_phones) AS n WHERE idx(n) = idx(:phone)))
    AND (:name::bytea IS NULL OR idx(f.name) = idx(:name))
    AND (:email::bytea IS NULL OR idx(f.email) = idx(:email))
    AND (:wechat::bytea IS NULL OR idx(f.wechat) = idx(:wechat))
    AND (:contract::bytea IS NULL OR EXISTS (SELECT 1 FROM contracts k WHERE k.customer_id = f.person
                                             AND idx(k.number) = idx(:contract))))
ORDER BY c.id LIMIT :most;

-- name: put_on_file^
-- Somebody whom no roster names. Nothing when there is a customer of this name and number already.
INSERT INTO customers (name, phone, other_phones, email, wechat, addresses, agent_id, added_by)
VALUES (:name, :phone, :other_phones, :email, :wechat, :addresses, :agent_id, :added_by)
ON CONFLICT (idx(name), idx(phone)) DO NOTHING RETURNING id;

-- name: customer_known_as$
SELECT person FROM customers WHERE idx(name) = idx(:name) AND idx(phone) = idx(:phone);

-- name: grade_customer$
UPDATE customers SET grade = :grade, grade_reason = :reason, grade_by = :by, grade_at = now(), updated_at = now()
WHERE id = person(:id) RETURNING id;

-- name: assign_customer$
UPDATE customers SET agent_id = :agent_id, updated_at = now() WHERE id = person(:id) RETURNING id;

-- name: record_assignment!
INSERT INTO communications (customer_id, kind, at, actor, data)
VALUES (person(:customer_id), 'assigned', now(), :actor, :data);

-- name: keep_pre_sale^
INSERT INTO pre_sales (customer_id, stage, source, needs, salesperson_id, assessment, updated_by)
SELECT c.id, :stage, :source, :needs, :salesperson_id, :assessment, :by FROM customers c WHERE c.id = person(:customer_id)
ON CONFLICT (customer_id) DO UPDATE SET stage = excluded.stage, source = excluded.source, needs = excluded.needs,
  salesperson_id = excluded.salesperson_id, assessment = excluded.assessment, updated_by = excluded.updated_by,
  updated_at = now()
RETURNING *;

-- name: add_contract^
INSERT INTO contracts (customer_id, ownership_id, number, signed_on, amount, first_payment_on, note, recorded_by)
SELECT c.id, :ownership_id, :number, :signed_on, :amount, :first_payment_on, :note, :by
FROM customers c WHERE c.id = person(:customer_id)
RETURNING *;

-- name: get_contract^
SELECT * FROM contracts WHERE id = :id;

-- name: first_payment^
-- Said once; said again, the later word counts.
UPDATE contracts SET first_payment_on = :on
WHERE id = :id AND customer_id = person(:customer_id) RETURNING *;

-- name: owns_flat$
SELECT EXISTS (SELECT 1 FROM ownerships WHERE id = :ownership_id AND customer_id = person(:customer_id) AND status <> 'merged');

-- name: earlier_files
-- Others with the same number or name that were there before, and earlier contracts of one's own.
SELECT e.id, e.number_agrees, e.name_agrees, e.contracts, e.signed_at, r.confirmed, r.by, r.at
FROM (
  SELECT x.id, x.signed_at,
         EXISTS (SELECT 1 FROM unnest(c.phone || c.other_phones) AS n WHERE idx(n) = idx(x.phone)) AS number_agrees,
         idx(x.name) = idx(c.name) AS name_agrees,
         (SELECT count(*) FROM contracts k WHERE k.customer_id = x.id) AS contracts
  FROM customers c JOIN customers x ON x.merged_into IS NULL AND x.id < c.id
   AND (idx(x.name) = idx(c.name) OR idx(x.phone) IN (SELECT idx(n) FROM unnest(c.phone || c.other_phones) AS n))
  WHERE c.id = :customer_id
  ORDER BY number_agrees DESC, x.id LIMIT 10
) AS e LEFT JOIN returning_customers r ON r.customer_id = :customer_id AND r.earlier_id = e.id
ORDER BY e.number_agrees DESC, e.id;

-- name: say_returning!
INSERT INTO returning_customers (customer_id, earlier_id, confirmed, by)
VALUES (:customer_id, :earlier_id, :confirmed, :by)
ON CONFLICT (customer_id, earlier_id) DO UPDATE SET confirmed = excluded.confirmed, by = excluded.by, at = now();

-- name: duplicate_pairs
-- Who shares a number or a flat with one of the next customers, as far as nobody has said that they are two.
SELECT a.id AS one, b.id AS two
FROM (SELECT id, phone, other_phones FROM customers WHERE merged_into IS NULL AND id >= :begin AND id <= :last) AS a
CROSS JOIN LATERAL (
  SELECT x.id FROM unnest(a.phone || a.other_phones) AS n JOIN customers x ON idx(x.phone) = idx(n)
  UNION
  SELECT o.customer_id FROM ownerships mine
  JOIN ownerships o ON o.building_id = mine.building_id AND flat(o.block, o.unit, o.room) = flat(mine.block, mine.unit, mine.room)
  WHERE mine.customer_id = a.id AND mine.status <> 'merged' AND o.status <> 'merged'
) AS p JOIN customers b ON b.id = p.id AND b.merged_into IS NULL AND b.id <> a.id
WHERE NOT EXISTS (SELECT 1 FROM duplicate_dismissals d
                  WHERE d.low_id = least(a.id, b.id) AND d.high_id = greatest(a.id, b.id)
                    AND d.low_as = recognised_by(d.low_id) AND d.high_as = recognised_by(d.high_id))
ORDER BY 1, 2;

-- name: last_of_next_customers$
SELECT max(id) FROM (SELECT id FROM customers WHERE merged_into IS NULL AND id >= :begin ORDER BY id LIMIT :most) AS next;

-- name: people_to_compare
SELECT c.id, c.name, c.phone, c.other_phones, c.signed_at, c.created_at,
       (SELECT jsonb_agg(DISTINCT o.building_id || ' ' || encode(flat(o.block, o.unit, o.room), 'hex'))
        FROM ownerships o WHERE o.customer_id = c.id AND o.status <> 'merged') AS flats
FROM customers c WHERE c.id = ANY (:ids::text[]);

-- name: dismiss_duplicate$
INSERT INTO duplicate_dismissals (low_id, high_id, low_as, high_as, reason, by)
SELECT l.id, h.id, recognised_by(l.id), recognised_by(h.id), :reason, :by
FROM customers l, customers h WHERE l.id = :low AND h.id = :high
ON CONFLICT (low_id, high_id) DO UPDATE SET low_as = excluded.low_as, high_as = excluded.high_as, reason = excluded.reason,
  by = excluded.by, at = now()
RETURNING low_id;

-- name: lock_files
-- Both rows, in one order whoever asks; nobody sends to them or merges them meanwhile.
SELECT * FROM customers WHERE id = ANY (:ids::text[]) ORDER BY id FOR UPDATE;

-- name: begin_merge$
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
SELECT exchange(:kept, :other, :columns::text[]);

-- name: fill_file^
-- What the kept file lacks, the other one gives; its numbers and addresses come after the file's own.
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
UPDATE customers SET merged_into = :kept, updated_at = now() WHERE id = :other;

-- name: finish_merge!
UPDATE merges SET exchanged = :exchanged, filled = :filled, numbers = :numbers, places = :places,
                  after = customer_state(kept)
WHERE id = :id;

-- name: record_merge!
-- In the kept file.
INSERT INTO communications (customer_id, kind, at, actor, data)
VALUES (:customer_id, :kind, now(), :actor, :data);

-- name: lock_merge^
SELECT * FROM merges WHERE id = :id FOR UPDATE;

-- name: get_merge^
SELECT m.*, (SELECT jsonb_object_agg(relation, n) FROM (
    SELECT relation, count(*) AS n FROM merge_moves WHERE merge_id = m.id GROUP BY relation) AS v) AS moved
FROM merges m WHERE m.id = :id;

-- name: merges_page
SELECT m.*, (SELECT jsonb_object_agg(relation, n) FROM (
    SELECT relation, count(*) AS n FROM merge_moves WHERE merge_id = m.id GROUP BY relation) AS v) AS moved
FROM merges m WHERE m.id < :before AND (:customer_id::text IS NULL OR :customer_id IN (m.kept, m.other))
ORDER BY m.id DESC LIMIT :most;

-- name: changed_since
SELECT DISTINCT what FROM changed_since(:merge) ORDER BY what;

-- name: become_two!
UPDATE customers SET merged_into = NULL, updated_at = now() WHERE id = :other;

-- name: give_back$
SELECT move_back(:merge);

-- name: flats_as_before!
UPDATE ownerships o SET status = m.was FROM merge_moves m
WHERE m.merge_id = :merge AND m.relation = 'same_flat' AND o.id = m.key[1];

-- name: return_refusals!
-- What the merge wrote down for both stays with whoever had refused.
UPDATE consents c SET customer_id = :other FROM merge_moves m
WHERE m.merge_id = :merge AND m.relation = 'refusals' AND m.key = ARRAY[c.id::text] AND refused(:other, c.purpose);

-- name: merge_undone!
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
-- For the reconciler, should the process die before the tickets are told.
INSERT INTO number_changes SELECT o.id FROM ownerships o WHERE o.customer_id = ANY (:ids::text[])
ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp();
