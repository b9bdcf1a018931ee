-- name: add_consent^
INSERT INTO consents (customer_id, purpose, state, at, source, evidence, text_version, recorded_by)
VALUES (:customer_id, :purpose, :state, :at, :source, :evidence, :text_version, :recorded_by)
RETURNING *;

-- name: consent_by_id^
SELECT * FROM consents WHERE id = :id;

-- name: consents_of
SELECT * FROM consents WHERE customer_id = person(:customer_id) ORDER BY at DESC, id DESC LIMIT :most;

-- name: last_words
-- The last word on each purpose.
SELECT DISTINCT ON (purpose) purpose, state, at, source FROM consents
WHERE customer_id = person(:customer_id) ORDER BY purpose, at DESC, id DESC;

-- name: numbers_of^
SELECT id, name, phone, other_phones, signed_at, erased_at FROM customers WHERE id = person(:id);

-- name: opted_out_at$
SELECT x.at FROM customers c JOIN opt_outs x ON idx(x.phone) = idx(c.phone) WHERE c.id = person(:id);

-- name: opt_in!
-- The person agrees again: the number gets marketing texts from now on, unless somebody else who has or had it
-- withdrew, or may be the one who opted out (a reply or a note names no person) and has not agreed since.
DELETE FROM opt_outs o WHERE idx(o.phone) = idx(:phone::bytea)
  AND NOT (o.source LIKE 'consent-%' AND person(split_part(o.source, '-', 2)) <> person(:customer_id)
           AND coalesce((SELECT g.state FROM consents g
                         WHERE g.customer_id = person(split_part(o.source, '-', 2)) AND g.purpose = 'marketing_sms'
                         ORDER BY g.at DESC, g.id DESC LIMIT 1), 'withdrawn') <> 'given')
  AND NOT EXISTS (
    SELECT 1 FROM (
      SELECT c.person FROM customers c WHERE idx(c.phone) = idx(:phone::bytea)
      UNION SELECT c.person FROM customers c, unnest(c.other_phones) AS n WHERE idx(n) = idx(:phone::bytea)
      UNION SELECT person(m.customer_id) FROM messages m
            WHERE m.purpose = 'marketing' AND idx(m.phone) = idx(:phone::bytea)) AS other
    WHERE other.person <> person(:customer_id)
      AND (refused(other.person, 'marketing_sms')
           OR (o.source <> 'erased' AND o.source NOT LIKE 'consent%' AND NOT EXISTS (
             SELECT 1 FROM consents g WHERE g.customer_id = other.person AND g.purpose = 'marketing_sms'
               AND g.state = 'given' AND g.at > o.at))));

-- name: is_opted_out$
SELECT EXISTS (SELECT 1 FROM opt_outs WHERE idx(phone) = idx(:phone::bytea));

-- name: refuses$
SELECT refused(:customer_id, :purpose);

-- name: refuses_calls_of_ticket$
SELECT refused(customer_id, 'follow_up_calls') FROM tickets WHERE id = :ticket_id;

-- name: forget_number!
-- Recognised by its index, read by nobody.
INSERT INTO opt_outs (phone, at, source) VALUES (:phone, now(), 'erased')
ON CONFLICT (idx(phone)) DO UPDATE SET phone = excluded.phone;

-- name: next_privacy_number$
SELECT 'P' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') || '-' || lpad(nextval('privacy_request_no')::text, 6, '0');

-- name: add_privacy_request!
INSERT INTO privacy_requests (ticket_id, customer_id, kind, channel, corrections)
VALUES (:ticket_id, :customer_id, :kind, :channel, :corrections);

-- name: privacy_request^
SELECT r.*, t.stage, t.due_at, t.acts, p.mark, p.made_at
FROM privacy_requests r JOIN tickets t ON t.id = r.ticket_id LEFT JOIN privacy_copies p ON p.ticket_id = r.ticket_id
WHERE r.ticket_id = :ticket_id;

-- name: lock_privacy_request^
SELECT * FROM privacy_requests WHERE ticket_id = :ticket_id FOR UPDATE;

-- name: privacy_identity!
UPDATE privacy_requests SET identity = :identity, identity_by = :by, identity_at = :at WHERE ticket_id = :ticket_id;

-- name: privacy_decision!
UPDATE privacy_requests SET decision = :decision, ground = :ground, decided_by = :by, decided_at = :at
WHERE ticket_id = :ticket_id;

-- name: privacy_answer!
UPDATE privacy_requests SET answered_by = :by, answered_at = :at WHERE ticket_id = :ticket_id;

-- name: privacy_outcome!
UPDATE privacy_requests SET outcome = :outcome, rest_due = :rest_due,
  carried_out_at = CASE WHEN :done::boolean THEN now() ELSE carried_out_at END,
  corrections = CASE WHEN :done THEN NULL ELSE corrections END
WHERE ticket_id = :ticket_id;

-- name: keep_copy!
INSERT INTO privacy_copies (ticket_id, customer_id, mark, copy) VALUES (:ticket_id, :customer_id, :mark, :copy)
ON CONFLICT (ticket_id) DO UPDATE SET mark = excluded.mark, copy = excluded.copy, made_at = now();

-- name: privacy_copy^
SELECT * FROM privacy_copies WHERE ticket_id = :ticket_id;

-- name: lock_customer^
SELECT id, name, phone, other_phones, signed_at, erased_at FROM customers WHERE id = :id FOR UPDATE;

-- name: lock_person
-- The customer, and the duplicates that were merged into it.
SELECT id, phone, other_phones FROM customers WHERE id = person(:id) OR merged_into = person(:id) ORDER BY id FOR UPDATE;

-- name: ids_of_person
SELECT id FROM customers WHERE id = person(:id) OR merged_into = person(:id) ORDER BY id;

-- name: forget_comparisons!
-- With the blind indexes that merges and comparisons keep: a number can no longer be led back to the person.
UPDATE merges SET after = NULL WHERE kept = ANY(:ids::text[]) OR other = ANY(:ids::text[]);

-- name: open_tickets_of_customer
-- Whatever they are about; a request of the person itself is no obstacle to itself.
SELECT id, kind FROM tickets WHERE customer_id = :customer_id AND stage <> 'closed' AND id <> :but ORDER BY id;

-- name: holds_on
SELECT h.id FROM legal_holds h LEFT JOIN tickets t ON t.id = h.ticket_id
WHERE h.lifted_at IS NULL AND (h.customer_id = :customer_id OR t.customer_id = :customer_id) ORDER BY h.id;

-- name: standing_of^
-- What speaks for keeping the person recognisable.
SELECT greatest(c.signed_at, (SELECT max(h.signed_on)::timestamptz FROM contracts h WHERE h.customer_id = c.id)) AS signed_at,
       (SELECT max(t.updated_at) FROM tickets t WHERE t.customer_id = c.id AND t.kind IN ('Repair', 'Complaint'))
         AS after_sales_until
FROM customers c WHERE c.id = :customer_id;

-- name: person_erased!
UPDATE customers SET erased_at = now(), updated_at = now() WHERE id = ANY(:ids::text[]);

-- name: rest_settled!
UPDATE privacy_requests SET rest_due = NULL WHERE customer_id = :customer_id AND rest_due IS NOT NULL;

-- name: correct_name!
UPDATE customers SET name = :name, updated_at = now() WHERE id = :id;

-- name: correct_other_phones!
UPDATE customers SET other_phones = :other_phones, updated_at = now() WHERE id = :id;

-- name: flat_of^
SELECT id, block, unit, room FROM ownerships WHERE id = :id AND customer_id = :customer_id;

-- name: correct_flat!
UPDATE ownerships SET block = :block, unit = :unit, room = :room WHERE id = :id;

-- name: keep_correction!
INSERT INTO data_corrections (customer_id, ticket_id, field, before, after, by)
VALUES (:customer_id, :ticket_id, :field, :before, :after, :by) ON CONFLICT (ticket_id, field) DO NOTHING;

-- name: corrected
SELECT field FROM data_corrections WHERE ticket_id = :ticket_id;

-- name: add_hold^
INSERT INTO legal_holds (customer_id, ticket_id, reason, placed_by)
VALUES (:customer_id, :ticket_id, :reason, :placed_by) RETURNING *;

-- name: lift_hold^
UPDATE legal_holds SET lifted_by = coalesce(lifted_by, :lifted_by), lifted_at = coalesce(lifted_at, now())
WHERE id = :id RETURNING *;

-- name: holds_page
SELECT * FROM legal_holds WHERE id > :after AND (:open::boolean IS NULL OR (lifted_at IS NULL) = :open)
ORDER BY id LIMIT :most;

-- name: keep_retention_run!
INSERT INTO retention_runs (id, started_at, ended_at, erased) VALUES (:id, :started_at, now(), :erased)
ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, erased = excluded.erased;

-- name: last_retention_run^
SELECT * FROM retention_runs ORDER BY ended_at DESC LIMIT 1;

-- name: due_idempotency_answers
SELECT key || ' ' || endpoint AS id FROM idempotency_keys WHERE created_at < :before ORDER BY created_at LIMIT :most;

-- name: erase_idempotency_answers!
DELETE FROM idempotency_keys WHERE key || ' ' || endpoint = ANY(:ids::text[]) AND created_at < :before;

-- name: due_provider_events
-- Only what was worked through: what still waits is looked at by the reconciler.
SELECT provider || ' ' || event_id AS id FROM provider_events
WHERE received_at < :before AND processed_at IS NOT NULL ORDER BY received_at LIMIT :most;

-- name: erase_provider_events!
DELETE FROM provider_events
WHERE provider || ' ' || event_id = ANY(:ids::text[]) AND received_at < :before AND processed_at IS NOT NULL;

-- name: due_privacy_copies
SELECT ticket_id AS id FROM privacy_copies WHERE made_at < :before AND NOT held(customer_id, ticket_id)
ORDER BY made_at LIMIT :most;

-- name: erase_privacy_copies!
DELETE FROM privacy_copies WHERE ticket_id = ANY(:ids::text[]) AND made_at < :before;

-- name: due_import_reports
SELECT id FROM roster_imports WHERE at < :before AND followed_at IS NOT NULL ORDER BY at LIMIT :most;

-- name: erase_import_reports!
DELETE FROM roster_imports WHERE id = ANY(:ids::text[]) AND at < :before AND followed_at IS NOT NULL;

-- name: due_recordings
SELECT id::text FROM calls
WHERE recording_url IS NOT NULL AND coalesce(ended_at, created_at) < :before AND NOT held(customer_id, ticket_id)
ORDER BY id LIMIT :most;

-- name: erase_recordings!
UPDATE calls SET recording_url = NULL WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_message_texts
-- One whose outcome is open is still at work.
SELECT m.id::text FROM messages m
WHERE m.erased_at IS NULL AND m.created_at < :before AND m.state NOT IN ('queued', 'sending', 'unknown')
  AND NOT held(m.customer_id, m.ticket_id)
ORDER BY m.created_at LIMIT :most;

-- name: erase_message_texts!
-- Where a text failed, the number it failed at says whether a new one is worth another try.
UPDATE messages SET text = :hidden, phone = CASE WHEN state = 'failed' THEN phone ELSE :nothing END, erased_at = now()
WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_call_texts
SELECT c.id::text FROM calls c
WHERE (c.text IS NOT NULL OR c.phone IS NOT NULL OR c.customer_phone IS NOT NULL)
  AND c.state IN ('ended', 'failed', 'unknown') AND c.created_at < :before AND NOT held(c.customer_id, c.ticket_id)
ORDER BY c.id LIMIT :most;

-- name: erase_call_texts!
UPDATE calls SET text = NULL, phone = NULL, customer_phone = NULL, staff_name = NULL
WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_replies
SELECT c.id::text FROM communications c LEFT JOIN tickets t ON t.id = c.ticket_id
WHERE c.words IS NOT NULL AND c.at < :before AND coalesce(t.stage = 'closed', true)
  AND NOT held(c.customer_id, c.ticket_id) ORDER BY c.id LIMIT :most;

-- name: erase_replies!
UPDATE communications SET words = NULL WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_ticket_texts
SELECT x.id FROM ticket_texts x JOIN tickets t ON t.id = x.ticket_id
WHERE x.erased_at IS NULL AND t.stage = 'closed' AND t.updated_at < :before AND NOT held(t.customer_id, t.id)
ORDER BY x.id LIMIT :most;

-- name: erase_ticket_texts!
UPDATE ticket_texts SET body = :nothing_said, erased_at = now() WHERE id = ANY(:ids::text[]);

-- name: due_rests
-- What was kept when the person asked for deletion, and need not be kept any longer.
SELECT DISTINCT customer_id AS id FROM privacy_requests
WHERE rest_due <= :before::timestamptz::date AND NOT held(customer_id, NULL) ORDER BY 1 LIMIT :most;

-- name: due_leads
-- Never signed, or so long ago that the contract's records need not be kept; nothing open, and nothing happened.
SELECT c.id FROM customers c
WHERE c.erased_at IS NULL AND c.merged_into IS NULL AND c.updated_at < :before AND (c.signed_at IS NULL OR c.signed_at < :contracts)
  AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.customer_id = c.id
                  AND (t.stage <> 'closed' OR t.updated_at >= :before
                       OR t.kind IN ('Repair', 'Complaint') AND t.updated_at >= :after_sales))
  AND NOT EXISTS (SELECT 1 FROM ownerships o JOIN buildings b ON b.id = o.building_id WHERE o.customer_id = c.id
                  AND (o.created_at >= :before OR b.handover_date >= :before::timestamptz::date))
  AND NOT EXISTS (SELECT 1 FROM contracts h WHERE h.customer_id = c.id AND h.signed_on >= :contracts::timestamptz::date)
  AND NOT EXISTS (SELECT 1 FROM communications m WHERE m.customer_id = c.id AND m.at >= :before)
  AND NOT held(c.id, NULL)
ORDER BY c.id LIMIT :most;

-- name: due_former_staff
SELECT id FROM staff WHERE NOT active AND updated_at < :before AND idx(phone) <> idx(:nothing::bytea)
ORDER BY id LIMIT :most;

-- name: erase_former_staff!
UPDATE staff s SET name = n.name, phone = :nothing
FROM unnest(:ids::text[], :names::bytea[]) AS n (id, name) WHERE s.id = n.id AND NOT s.active;

-- name: sealed_columns
-- Every column that may hold sealed values, with its table.
SELECT c.table_name::text || '.' || c.column_name::text AS "column"
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.udt_name IN ('bytea', '_bytea') ORDER BY 1;

-- name: rest_put_off!
UPDATE privacy_requests SET rest_due = :due
WHERE ticket_id = (SELECT ticket_id FROM privacy_requests
                   WHERE customer_id = :customer_id AND kind = 'delete' AND carried_out_at IS NOT NULL
                   ORDER BY carried_out_at DESC LIMIT 1);
