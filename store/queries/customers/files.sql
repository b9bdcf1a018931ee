-- name: flats_of_file
-- The flats of a customer, for the file's page.
SELECT o.id, o.building_id, b.name AS building, b.handover_date, o.block, o.unit, o.room, o.area, o.status, o.note
FROM ownerships o JOIN buildings b ON b.id = o.building_id
WHERE o.customer_id = :customer_id AND o.status <> 'merged' ORDER BY o.id LIMIT 200;

-- name: pre_sale_of_file^
-- What was known before the customer signed, for the file's page.
-- row: PreSale
SELECT * FROM pre_sales WHERE customer_id = :customer_id;

-- name: keep_pre_sale^
-- Writes what was known before the customer signed; as it is kept, or nothing where there is no such customer.
-- row: PreSale
INSERT INTO pre_sales (customer_id, stage, source, needs, salesperson_id, assessment, updated_by)
SELECT c.id, :stage, :source, :needs, :salesperson_id, :assessment, :by FROM customers c WHERE c.id = person(:customer_id)
ON CONFLICT (customer_id) DO UPDATE SET stage = excluded.stage, source = excluded.source, needs = excluded.needs,
  salesperson_id = excluded.salesperson_id, assessment = excluded.assessment, updated_by = excluded.updated_by,
  updated_at = now()
RETURNING *;

-- name: contracts_of_file
-- The customer's contracts, newest first, for the file's page.
-- row: Contract
SELECT * FROM contracts WHERE customer_id = :customer_id ORDER BY signed_on DESC, id DESC LIMIT 200;

-- name: add_contract^
-- A new contract of a customer whose file was looked up, as it is kept.
-- row: Contract
-- always
INSERT INTO contracts (customer_id, ownership_id, number, signed_on, amount, first_payment_on, note, recorded_by)
SELECT c.id, :ownership_id, :number, :signed_on, :amount, :first_payment_on, :note, :by
FROM customers c WHERE c.id = person(:customer_id)
RETURNING *;

-- name: get_contract^
-- A contract by its id, for whoever changes it.
-- row: Contract
SELECT * FROM contracts WHERE id = :id;

-- name: first_payment^
-- When the first payment came in.
-- Said once; said again, the later word counts.
-- row: Contract
UPDATE contracts SET first_payment_on = :on
WHERE id = :id AND customer_id = person(:customer_id) RETURNING *;

-- name: owns_flat$
-- Whether the flat is the customer's, asked before a contract is kept about it.
SELECT EXISTS (SELECT 1 FROM ownerships WHERE id = :ownership_id AND customer_id = person(:customer_id) AND status <> 'merged');

-- name: consents_of_file
-- The last word on each purpose, for the file's page.
-- row: LastWord
SELECT DISTINCT ON (purpose) purpose, state, at, source FROM consents WHERE customer_id = :customer_id
ORDER BY purpose, at DESC, id DESC;

-- name: contacts_of_file
-- Newest first: what people said and wrote, texts, and calls, whoever had them.
-- row: Contact
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
-- A contact that no ticket and no provider saw, for the API.
INSERT INTO communications (customer_id, kind, at, actor, data, words)
VALUES (:customer_id, :kind, :at, :actor, :data, :words) RETURNING id;

-- name: contact_of_file^
-- A contact as the list shows it, for the one who has just added it.
-- row: Contact
-- type: body = dict[str, Any]; text = str
-- always
SELECT c.at, 'event-' || c.id AS key, c.kind, c.actor AS who, c.ticket_id, c.data, c.words, NULL::bytea AS body,
       NULL::bytea AS text, NULL::text AS outcome, s.role, s.department_id
FROM communications c LEFT JOIN staff s ON s.id = c.actor WHERE c.id = :id;

-- name: problems_of_file
-- Newest first: every problem, with its urgency and the department concerned.
-- What was closed as a duplicate is open as long as the other is.
-- not null: open
SELECT t.id, t.kind, t.urgent, t.stage, t.stage <> 'closed' OR t.close_reason = 'duplicate' AND matter_open(t.id) AS open, t.department_id, d.name AS department, t.opened_at, t.close_reason, t.reopened,
       (SELECT x.body FROM ticket_texts x WHERE x.ticket_id = t.id AND x.kind = 'report' ORDER BY x.id LIMIT 1) AS report
FROM tickets t LEFT JOIN departments d ON d.id = t.department_id
WHERE t.customer_id = :customer_id AND t.kind = ANY (:kinds::text[]) AND (t.opened_at, t.id) < (:at::timestamptz, :key::text)
ORDER BY t.opened_at DESC, t.id DESC LIMIT :most;

-- name: maintenance_of_file
-- Newest first: repairs, with what each says about the crew that was there last.
-- not null: open
SELECT t.id, t.opened_at, t.stage, t.stage <> 'closed' OR t.close_reason = 'duplicate' AND matter_open(t.id) AS open, t.urgent, t.crew_id, w.name AS crew, t.reopened, t.close_reason, o.block, o.unit, o.room,
       a.in_time AS arrived_in_time, a.satisfaction, a.ended_at,
       (SELECT x.body FROM ticket_texts x WHERE x.ticket_id = t.id AND x.kind = 'report' ORDER BY x.id LIMIT 1) AS report
FROM tickets t LEFT JOIN crews w ON w.id = t.crew_id LEFT JOIN ownerships o ON o.id = t.ownership_id
LEFT JOIN LATERAL (SELECT * FROM crew_visits y WHERE y.ticket_id = t.id ORDER BY y.ended_at DESC LIMIT 1) a ON true
WHERE t.customer_id = :customer_id AND t.kind = ANY (kinds_with('crew_works')) AND (t.opened_at, t.id) < (:at::timestamptz, :key::text)
ORDER BY t.opened_at DESC, t.id DESC LIMIT :most;
