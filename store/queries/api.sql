-- name: claim_key^
-- Take a key that is new, was left behind by a process that died, or has outlived its answer.
INSERT INTO idempotency_keys AS k (key, endpoint, request_hash, claim)
VALUES (:key, :endpoint, :request_hash, :claim)
ON CONFLICT (key, endpoint) DO UPDATE
SET claim = excluded.claim, claimed_at = now(), request_hash = excluded.request_hash,
    status = NULL, body = NULL, headers = '{}',
    created_at = CASE WHEN k.created_at < now() - :keep::interval THEN now() ELSE k.created_at END,
    resource = CASE WHEN k.created_at < now() - :keep::interval THEN NULL ELSE k.resource END
WHERE k.created_at < now() - :keep::interval
   OR (k.status IS NULL AND idx(k.request_hash) = idx(excluded.request_hash) AND k.claimed_at < now() - :lease::interval)
RETURNING resource;

-- name: kept_answer^
SELECT request_hash, status, headers, body FROM idempotency_keys WHERE key = :key AND endpoint = :endpoint;

-- name: remember_resource!
UPDATE idempotency_keys SET resource = :resource WHERE claim = :claim;

-- name: keep_answer!
UPDATE idempotency_keys SET status = :status, headers = :headers, body = :body WHERE claim = :claim;

-- name: release_key!
DELETE FROM idempotency_keys WHERE claim = :claim AND status IS NULL;

-- name: forget_keys!
DELETE FROM idempotency_keys WHERE created_at < now() - :keep::interval;

-- name: lock_building^
SELECT * FROM buildings WHERE id = :id FOR UPDATE;

-- name: revise_building^
-- Before the sequence is started nobody has to be told; a new name alone tells nobody either.
UPDATE buildings SET name = :name, handover_date = :handover_date, status = :status, version = version + 1,
                     updated_at = now(),
                     applied_version = CASE
                       WHEN policy IS NULL THEN version + 1
                       WHEN applied_version = version AND status = :status
                            AND handover_date IS NOT DISTINCT FROM :handover_date::date THEN version + 1
                       ELSE applied_version END
WHERE id = :id RETURNING *;

-- name: begin_sequence^
-- Behind its version until the enrolment has been started: a start lost in a crash is made by the reconciler.
UPDATE buildings SET policy = :policy, applied_version = version - 1, updated_at = now() WHERE id = :id
RETURNING *;

-- name: owners_page
SELECT o.id AS ownership_id, o.block, o.unit, o.room, o.area, o.status, c.id AS customer_id, c.name, c.phone,
       c.signed_at, EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out,
       t.id AS ticket_id, t.stage
FROM ownerships o JOIN customers c ON c.id = o.customer_id
LEFT JOIN LATERAL (SELECT id, stage FROM tickets WHERE ownership_id = o.id AND kind = 'PreHandover' LIMIT 1) t ON true
WHERE o.building_id = :building_id AND o.status <> 'merged' AND o.id > :after
ORDER BY o.id LIMIT :most;

-- name: count_owners^
SELECT count(*) FILTER (WHERE o.status = 'active') AS active, count(*) FILTER (WHERE o.status = 'sold') AS sold,
       count(*) FILTER (WHERE c.signed_at IS NOT NULL) AS signed,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone))) AS opted_out
FROM ownerships o JOIN customers c ON c.id = o.customer_id
WHERE o.building_id = :building_id AND o.status <> 'merged';

-- name: count_tickets
SELECT stage, close_reason, count(*) AS tickets FROM tickets
WHERE building_id = :building_id AND kind = 'PreHandover'
GROUP BY stage, close_reason;

-- name: count_messages
SELECT m.state, count(*) AS messages, sum(m.segments) AS segments
FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE t.building_id = :building_id
GROUP BY m.state;

-- name: tickets_page
-- Searched: in one of the rounds every word is found, as a part of the building's name or of the id, or as the whole
-- block, unit or room, which are sealed.
SELECT t.*, b.name AS building, o.block, o.unit, o.room
FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
WHERE (:kind::text IS NULL OR t.kind = :kind) AND (:stage::text IS NULL OR t.stage = :stage)
  AND (:building_id::text IS NULL OR t.building_id = :building_id)
  AND (:due_before::timestamptz IS NULL OR t.due_at < :due_before)
  AND (:due_after::timestamptz IS NULL OR t.due_at >= :due_after)
  AND (:words::bytea[] IS NULL
       OR EXISTS (SELECT 1 FROM unnest(:rounds::integer[], :patterns::text[], :words::bytea[]) AS w (round, pattern, word)
                  GROUP BY w.round
                  HAVING bool_and(t.id ILIKE w.pattern OR coalesce(b.name ILIKE w.pattern, false)
                                  OR coalesce(idx(w.word) IN (idx(o.block), idx(o.unit), idx(o.room)), false))))
  AND t.id > :after
ORDER BY t.id LIMIT :most;

-- name: ticket_view^
SELECT t.*, b.name AS building, b.handover_date, o.block, o.unit, o.room, c.name AS owner, c.phone,
       c.signed_at, EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out
FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
LEFT JOIN customers c ON c.id = t.customer_id
WHERE t.id = :id;

-- name: messages_page
SELECT id, ticket_id, customer_id, step, purpose, state, phone, segments, provider, error_code, attempts,
       sent_at, settled_at, created_at
FROM messages
WHERE (:state::text IS NULL OR state = :state) AND (:ticket_id::text IS NULL OR ticket_id = :ticket_id)
  AND id > :after
ORDER BY id LIMIT :most;

-- name: message_state$
SELECT state FROM messages WHERE id = :id;

-- name: timeline_page
-- With what was said or written, where there is any.
SELECT c.id, c.kind, c.at, c.actor, c.data, c.words, x.body
FROM communications c LEFT JOIN ticket_texts x ON x.id = c.text_id
WHERE c.ticket_id = :ticket_id AND (c.at, c.id) > (:after_at::timestamptz, :after_id::bigint)
ORDER BY c.at, c.id LIMIT :most;

-- name: timeline_entry^
SELECT c.id, c.kind, c.at, c.actor, c.data, c.words, x.body
FROM communications c LEFT JOIN ticket_texts x ON x.id = c.text_id WHERE c.id = :id;

-- name: add_note^
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
SELECT id, customer_id, 'note', now(), :actor, :words FROM tickets WHERE id = :ticket_id
RETURNING id, kind, at, actor, data, words, NULL::bytea AS body;

-- name: record_cancellation!
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
SELECT id, customer_id, 'cancel_requested', now(), :actor, :words FROM tickets WHERE id = :ticket_id;

-- name: ownership_to_start^
-- One row of `ownerships_to_enrol`, whoever it is, with what may stand against a ticket.
SELECT o.id, o.building_id, o.customer_id, o.status, b.name AS building, b.handover_date, b.policy,
       b.status AS building_status, c.signed_at,
       EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out,
       t.stage, coalesce(t.version, 0) AS version, coalesce(t.stage <> 'closed', false) AS open,
       ARRAY(SELECT m.step FROM messages m WHERE m.ticket_id = 'pre-handover-' || o.id
             AND m.state NOT IN ('queued', 'failed', 'withdrawn')) AS sent,
       ARRAY(SELECT m.step FROM messages m WHERE m.ticket_id = 'pre-handover-' || o.id
             AND (m.state IN ('queued', 'withdrawn') OR m.state = 'failed' AND idx(m.phone) <> idx(c.phone))) AS again
FROM ownerships o JOIN buildings b ON b.id = o.building_id JOIN customers c ON c.id = o.customer_id
LEFT JOIN tickets t ON t.ownership_id = o.id AND t.kind = 'PreHandover'
WHERE o.id = :ownership_id;
