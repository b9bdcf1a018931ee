-- name: lock_occasion^
-- What a step needs to know at the moment of sending: the newest number, opt-out, consent and date.
-- Locked so that what refers to the customer, such as the timeline of a receipt, need not wait: it would wait for us.
-- row: Occasion
SELECT o.id AS ownership_id, o.status AS ownership_status, o.building_id, o.customer_id,
       b.name AS building, b.status AS building_status, b.handover_date,
       c.name, c.phone, c.signed_at,
       EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out,
       text_hold(o.id) AS held
FROM ownerships o JOIN buildings b ON b.id = o.building_id JOIN customers c ON c.id = o.customer_id
WHERE o.id = :ownership_id
FOR NO KEY UPDATE OF c;

-- name: lock_message^
-- The newest text for the occasion; the customer's row is locked, so no second one appears meanwhile.
-- row: messages/messages.Message
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

-- name: sent_to_number^
-- The text of this step that went to the number already under another name, or is under way (P1).
-- Its key begins and ends as ours would, with another customer between: one text for a number and a step, whoever it is
-- said to be.
-- row: messages/messages.Message
SELECT * FROM messages
WHERE idx(phone) = idx(:phone) AND purpose = 'marketing' AND state IN ('sending', 'accepted', 'delivered', 'unknown')
  AND dedupe_key <> :dedupe_key AND starts_with(dedupe_key, :begins) AND right(dedupe_key, length(:ends)) = :ends
ORDER BY id DESC LIMIT 1;

-- name: queue_message^
-- A marketing text on its way out, before any provider is called.
-- row: messages/messages.Message
INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, step, purpose, template, phone, text,
                      segments, state, provider)
VALUES (:dedupe_key, :reference, :ticket_id, :customer_id, :step, 'marketing', :template, :phone, :text,
        :segments, 'queued', :provider)
RETURNING *;

-- name: notice_recipient^
-- Whom a service text goes to, a member of the staff or a customer.
-- null: :staff_id, :customer_id
-- row: Recipient
SELECT phone, name, language FROM staff WHERE id = :staff_id
UNION ALL SELECT phone, name, NULL FROM customers WHERE id = person(:customer_id);

-- name: queue_notice^
-- A service text on its way out, before any provider is called.
-- row: messages/messages.Message
INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, staff_id, step, purpose, template, phone, text,
                      segments, state, provider)
VALUES (:dedupe_key, :reference, :ticket_id, :customer_id, :staff_id, :template, 'service', :template, :phone, :text,
        :segments, 'queued', :provider)
RETURNING *;

-- name: begin_attempt^
-- Notes that the provider is called now, with the text as it is sent.
-- row: messages/messages.Message
-- always
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
-- row: messages/messages.Message
UPDATE messages SET state = :state, provider_id = coalesce(:provider_id, provider_id), error_code = :error_code
WHERE id = :id AND attempts = :attempts AND (state = 'sending' OR state = 'queued' AND :state::text = 'accepted')
RETURNING *;

-- name: withdraw_message!
-- A text that was never taken is no longer wanted, or it would wait for ever.
UPDATE messages SET state = 'withdrawn', settled_at = now() WHERE id = :id AND state = 'queued';

-- name: withdraw_queued!
-- What a ticket that is closed leaves unsent.
UPDATE messages SET state = 'withdrawn', settled_at = now()
WHERE ticket_id = :ticket_id AND state = 'queued'
  AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = messages.ticket_id AND t.stage = 'closed');

-- name: inherit_message!
-- A failed text of a closed ticket belongs to the owner's other flat, so that a new number finds it there.
UPDATE messages SET ticket_id = :ticket_id
FROM tickets t WHERE messages.id = :id AND t.id = messages.ticket_id AND t.stage = 'closed';
