-- name: lock_occasion^
-- What a step needs to know at the moment of sending: the newest number, opt-out, consent and date.
SELECT o.id AS ownership_id, o.status AS ownership_status, o.building_id, o.customer_id,
       b.name AS building, b.status AS building_status, b.handover_date,
       c.name, c.phone, c.signed_at,
       EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out
FROM ownerships o JOIN buildings b ON b.id = o.building_id JOIN customers c ON c.id = o.customer_id
WHERE o.id = :ownership_id
FOR UPDATE OF c;

-- name: lock_message^
-- The newest text for the occasion; the customer's row is locked, so no second one appears meanwhile.
SELECT * FROM messages WHERE dedupe_key = :dedupe_key ORDER BY id DESC LIMIT 1 FOR UPDATE;

-- name: recent_marketing
-- When the marketing texts to this number within the period went out, newest last.
SELECT coalesce(sent_at, created_at) AS at FROM messages
WHERE idx(phone) = idx(:phone) AND purpose = 'marketing' AND state IN ('sending', 'accepted', 'delivered', 'unknown')
  AND coalesce(sent_at, created_at) > :since
ORDER BY 1;

-- name: lock_number!
-- One claim at a time for a number, whoever has it, so that its recent texts are counted before the next begins.
SELECT pg_advisory_xact_lock(hashtext('marketing'), hashtext(encode(idx(:phone), 'hex')));

-- name: queue_message^
INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, step, purpose, template, phone, text,
                      segments, state, provider)
VALUES (:dedupe_key, :reference, :ticket_id, :customer_id, :step, 'marketing', :template, :phone, :text,
        :segments, 'queued', :provider)
RETURNING *;

-- name: begin_attempt^
UPDATE messages SET state = 'sending', attempts = attempts + 1, attempted_at = now(), sent_at = :at,
                    ticket_id = :ticket_id, template = :template, phone = :phone, text = :text, segments = :segments, error_code = NULL
WHERE id = :id RETURNING *;

-- name: put_message_back!
-- An attempt that was certainly not taken. A later attempt, or a report that came meanwhile, knows better.
UPDATE messages SET state = 'queued', error_code = :error_code
WHERE id = :id AND state = 'sending' AND attempts = :attempts;

-- name: settle_attempt^
-- What the attempt came to, unless a later attempt or a report knows better. That it was taken still counts after
-- it was put back: sent again it would be there twice.
UPDATE messages SET state = :state, provider_id = coalesce(:provider_id, provider_id), error_code = :error_code
WHERE id = :id AND attempts = :attempts AND (state = 'sending' OR state = 'queued' AND :state::text = 'accepted')
RETURNING *;

-- name: message_row^
SELECT * FROM messages WHERE id = :id;

-- name: withdraw_message!
-- Never taken, and no longer wanted: it must not wait for ever.
UPDATE messages SET state = 'withdrawn', settled_at = now() WHERE id = :id AND state = 'queued';

-- name: withdraw_queued!
-- What a ticket that closes leaves unsent.
UPDATE messages SET state = 'withdrawn', settled_at = now() WHERE ticket_id = :ticket_id AND state = 'queued';

-- name: inherit_message!
-- A failed text of a closed ticket belongs to the owner's other flat, so that a new number finds it there.
UPDATE messages SET ticket_id = :ticket_id
FROM tickets t WHERE messages.id = :id AND t.id = messages.ticket_id AND t.stage = 'closed';

-- name: set_message_state!
-- What a text came to that its ticket can no longer ask about; one that was opened again asks by itself.
UPDATE messages SET state = :state, provider_id = coalesce(:provider_id, provider_id), error_code = :error_code
WHERE id = :id AND state = 'sending'
  AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = messages.ticket_id AND t.stage = 'closed');

-- name: record_event!
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data)
VALUES (:dedupe_key, :ticket_id, :customer_id, :kind, :at, :actor, :data)
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: record_words!
-- As `record_event`, for an event in which somebody said or is called something (see store/timeline.py).
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, words)
VALUES (:dedupe_key, :ticket_id, :customer_id, :kind, :at, :actor, :data, :words)
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: snapshot_ticket!
-- An older snapshot never overwrites a newer one.
UPDATE tickets SET stage = :stage, anchor_date = :anchor_date, next_step = :next_step, due_at = :due_at,
                   close_reason = :close_reason, version = :version, updated_at = now()
WHERE id = :id AND version < :version;

-- name: settle_message^
-- A delivery report: by the provider's id, or by our reference where the provider sends it back.
-- A late report never takes back a delivery.
UPDATE messages SET state = :state, error_code = :error_code, settled_at = greatest(:at, sent_at),
                    provider_id = coalesce(provider_id, :provider_id)
WHERE provider = :provider AND (provider_id = :provider_id OR reference = :reference)
  AND state IN ('sending', 'accepted', 'unknown')
RETURNING id, ticket_id, customer_id, step, state, settled_at;

-- name: message_of_receipt^
SELECT id, ticket_id, customer_id, step, state, settled_at FROM messages
WHERE provider = :provider AND (provider_id = :provider_id OR reference = :reference) ORDER BY id DESC LIMIT 1;

-- name: resolve_message^
UPDATE messages SET state = :state, error_code = NULL, settled_at = now()
WHERE id = :id AND state = 'unknown'
RETURNING id, ticket_id, customer_id, step, settled_at;

-- name: orphaned_messages
-- Texts whose attempt was interrupted and whose ticket no longer runs to ask about them.
SELECT m.* FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.state = 'sending' AND t.stage = 'closed' AND m.attempted_at < now() - :age::interval
ORDER BY m.id LIMIT 100;
