-- name: keep_retention_run!
-- What a night's deletion erased, counted.
INSERT INTO retention_runs (id, started_at, ended_at, erased) VALUES (:id, :started_at, now(), :erased)
ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, erased = excluded.erased;

-- name: last_retention_run^
-- The last night's deletion, for the record of processing.
SELECT * FROM retention_runs ORDER BY ended_at DESC LIMIT 1;

-- name: due_idempotency_answers
-- Answers of the API whose time is up.
SELECT key || ' ' || endpoint AS id FROM idempotency_keys WHERE created_at < :before ORDER BY created_at LIMIT :most;

-- name: erase_idempotency_answers!
-- Deletes what the query before found, for the nightly deletion.
DELETE FROM idempotency_keys WHERE key || ' ' || endpoint = ANY(:ids::text[]) AND created_at < :before;

-- name: due_provider_events
-- Reports of providers whose time is up.
-- Only what was worked through: what still waits is looked at by the reconciler.
SELECT provider || ' ' || event_id AS id FROM provider_events
WHERE received_at < :before AND processed_at IS NOT NULL ORDER BY received_at LIMIT :most;

-- name: erase_provider_events!
-- Deletes what the query before found, for the nightly deletion.
DELETE FROM provider_events
WHERE provider || ' ' || event_id = ANY(:ids::text[]) AND received_at < :before AND processed_at IS NOT NULL;

-- name: due_privacy_copies
-- Copies that nobody fetched in time.
SELECT ticket_id AS id FROM privacy_copies WHERE made_at < :before AND NOT held(customer_id, ticket_id)
ORDER BY made_at LIMIT :most;

-- name: erase_privacy_copies!
-- Deletes what the query before found, for the nightly deletion.
DELETE FROM privacy_copies WHERE ticket_id = ANY(:ids::text[]) AND made_at < :before;

-- name: due_import_reports
-- Reports of imports whose time is up, once the tickets have followed.
SELECT id FROM roster_imports WHERE at < :before AND followed_at IS NOT NULL ORDER BY at LIMIT :most;

-- name: erase_import_reports!
-- Deletes what the query before found, for the nightly deletion.
DELETE FROM roster_imports WHERE id = ANY(:ids::text[]) AND at < :before AND followed_at IS NOT NULL;

-- name: due_recordings
-- Calls whose recording's time is up.
SELECT id::text FROM calls
WHERE recording_url IS NOT NULL AND coalesce(ended_at, created_at) < :before AND NOT held(customer_id, ticket_id)
ORDER BY id LIMIT :most;

-- name: erase_recordings!
-- Forgets the recordings that the query before found, for the nightly deletion.
UPDATE calls SET recording_url = NULL WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_message_texts
-- Texts whose words and number are not needed any longer.
-- One whose outcome is open is still at work.
SELECT m.id::text FROM messages m
WHERE m.erased_at IS NULL AND m.created_at < :before AND m.state NOT IN ('queued', 'sending', 'unknown')
  AND NOT held(m.customer_id, m.ticket_id)
ORDER BY m.created_at LIMIT :most;

-- name: erase_message_texts!
-- Empties what the query before found, for the nightly deletion.
-- Where a text failed, the number it failed at says whether a new one is worth another try.
UPDATE messages SET text = :hidden, phone = CASE WHEN state = 'failed' THEN phone ELSE :nothing END, erased_at = now()
WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_call_texts
-- Calls whose words and numbers are not needed any longer.
SELECT c.id::text FROM calls c
WHERE (c.text IS NOT NULL OR c.phone IS NOT NULL OR c.customer_phone IS NOT NULL)
  AND c.state IN ('ended', 'failed', 'unknown') AND c.created_at < :before AND NOT held(c.customer_id, c.ticket_id)
ORDER BY c.id LIMIT :most;

-- name: erase_call_texts!
-- Empties what the query before found, for the nightly deletion.
UPDATE calls SET text = NULL, phone = NULL, customer_phone = NULL, staff_name = NULL
WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_replies
-- Events of closed tickets whose words are not needed any longer.
SELECT c.id::text FROM communications c LEFT JOIN tickets t ON t.id = c.ticket_id
WHERE c.words IS NOT NULL AND c.at < :before AND coalesce(t.stage = 'closed', true)
  AND NOT held(c.customer_id, c.ticket_id) ORDER BY c.id LIMIT :most;

-- name: erase_replies!
-- Empties what the query before found, for the nightly deletion.
UPDATE communications SET words = NULL WHERE id = ANY(:ids::text[]::bigint[]);

-- name: due_ticket_texts
-- What was said and written in tickets that closed long ago.
SELECT x.id FROM ticket_texts x JOIN tickets t ON t.id = x.ticket_id
WHERE x.erased_at IS NULL AND t.stage = 'closed' AND t.updated_at < :before AND NOT held(t.customer_id, t.id)
ORDER BY x.id LIMIT :most;

-- name: erase_ticket_texts!
-- Empties what the query before found, for the nightly deletion.
UPDATE ticket_texts SET body = :nothing_said, erased_at = now() WHERE id = ANY(:ids::text[]);

-- name: due_rests
-- What was kept when the person asked for deletion, and need not be kept any longer.
SELECT DISTINCT customer_id AS id FROM privacy_requests
WHERE rest_due <= :before::timestamptz::date AND NOT held(customer_id, NULL) ORDER BY 1 LIMIT :most;

-- name: due_leads
-- Customers who never signed, or so long ago that the contract's records need not be kept; nothing open, and nothing
-- happened.
SELECT c.id FROM customers c
WHERE c.erased_at IS NULL AND c.merged_into IS NULL AND c.updated_at < :before AND (c.signed_at IS NULL OR c.signed_at < :contracts)
  AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.customer_id = c.id
                  AND (t.stage <> 'closed' OR t.updated_at >= :before
                       OR t.kind = ANY (kinds_with('problem')) AND t.updated_at >= :after_sales))
  AND NOT EXISTS (SELECT 1 FROM ownerships o JOIN buildings b ON b.id = o.building_id WHERE o.customer_id = c.id
                  AND (o.created_at >= :before OR b.handover_date >= :before::timestamptz::date))
  AND NOT EXISTS (SELECT 1 FROM contracts h WHERE h.customer_id = c.id AND h.signed_on >= :contracts::timestamptz::date)
  AND NOT EXISTS (SELECT 1 FROM communications m WHERE m.customer_id = c.id AND m.at >= :before)
  AND NOT held(c.id, NULL)
ORDER BY c.id LIMIT :most;

-- name: due_former_staff
-- Former members of the staff whose name and number are not needed any longer.
SELECT id FROM staff WHERE NOT active AND updated_at < :before AND idx(phone) <> idx(:nothing::bytea)
ORDER BY id LIMIT :most;

-- name: erase_former_staff!
-- Takes away names and numbers of those the query before found, for the nightly deletion.
UPDATE staff s SET name = n.name, phone = :nothing
FROM unnest(:ids::text[], :names::bytea[]) AS n (id, name) WHERE s.id = n.id AND NOT s.active;

-- name: sealed_columns
-- Every column that may hold sealed values, with its table; for the test of the register.
SELECT c.table_name::text || '.' || c.column_name::text AS "column"
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.udt_name IN ('bytea', '_bytea') ORDER BY 1;
