-- name: add_privacy_request!
-- What a person asked for, with what is to be written instead.
INSERT INTO privacy_requests (ticket_id, customer_id, kind, channel, corrections)
VALUES (:ticket_id, :customer_id, :kind, :channel, :corrections);

-- name: privacy_request^
-- A request with its ticket and its copy, for the API and for carrying it out.
SELECT r.*, t.stage, t.due_at, t.acts, p.mark, p.made_at
FROM privacy_requests r JOIN tickets t ON t.id = r.ticket_id LEFT JOIN privacy_copies p ON p.ticket_id = r.ticket_id
WHERE r.ticket_id = :ticket_id;

-- name: privacy_identity!
-- How the person was recognised and by whom, for the request's workflow.
UPDATE privacy_requests SET identity = :identity, identity_by = :by, identity_at = :at WHERE ticket_id = :ticket_id;

-- name: privacy_decision!
-- What was decided and by whom, for the request's workflow.
UPDATE privacy_requests SET decision = :decision, ground = :ground, decided_by = :by, decided_at = :at
WHERE ticket_id = :ticket_id;

-- name: privacy_answer!
-- Who answered the person, for the request's workflow.
UPDATE privacy_requests SET answered_by = :by, answered_at = :at WHERE ticket_id = :ticket_id;

-- name: privacy_outcome!
-- What came of carrying the request out.
UPDATE privacy_requests SET outcome = :outcome, rest_due = :rest_due,
  carried_out_at = CASE WHEN :done::boolean THEN now() ELSE carried_out_at END,
  corrections = CASE WHEN :done THEN NULL ELSE corrections END
WHERE ticket_id = :ticket_id;

-- name: keep_copy!
-- The copy that a person asked for, until it is handed over.
INSERT INTO privacy_copies (ticket_id, customer_id, mark, copy) VALUES (:ticket_id, :customer_id, :mark, :copy)
ON CONFLICT (ticket_id) DO UPDATE SET mark = excluded.mark, copy = excluded.copy, made_at = now();

-- name: privacy_copy^
-- That copy, for whoever hands it over.
SELECT * FROM privacy_copies WHERE ticket_id = :ticket_id;

-- name: lock_customer^
-- A customer's name and numbers, locked while a correction is carried out.
-- row: customers/customers.PersonRecord
SELECT id, name, phone, other_phones, signed_at, erased_at FROM customers WHERE id = :id FOR NO KEY UPDATE;

-- name: correct_name!
-- Writes the name that a person asked for.
UPDATE customers SET name = :name, updated_at = now() WHERE id = :id;

-- name: correct_other_phones!
-- Writes the further numbers that a person asked for.
UPDATE customers SET other_phones = :other_phones, updated_at = now() WHERE id = :id;

-- name: flat_of^
-- A flat of the customer's, for its correction.
SELECT id, block, unit, room FROM ownerships WHERE id = :id AND customer_id = :customer_id;

-- name: correct_flat!
-- Writes where a flat is, as a person asked for.
UPDATE ownerships SET block = :block, unit = :unit, room = :room WHERE id = :id;

-- name: keep_correction!
-- What was there before and after a correction, once.
INSERT INTO data_corrections (customer_id, ticket_id, field, before, after, by)
VALUES (:customer_id, :ticket_id, :field, :before, :after, :by) ON CONFLICT (ticket_id, field) DO NOTHING;

-- name: corrected
-- Which fields were corrected already, when the correction is carried out a second time.
SELECT field FROM data_corrections WHERE ticket_id = :ticket_id;
