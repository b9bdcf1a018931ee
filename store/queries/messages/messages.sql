-- name: message_row^
-- A text by its number, for the one who settles it.
-- row: Message
-- always
SELECT * FROM messages WHERE id = :id;

-- name: messages_page
-- A page of texts, for the API.
-- row: MessageInList
SELECT id, ticket_id, customer_id, step, purpose, state, phone, segments, provider, error_code, attempts,
       sent_at, settled_at, created_at
FROM messages
WHERE (:state::text IS NULL OR state = :state) AND (:ticket_id::text IS NULL OR ticket_id = :ticket_id)
  AND id > :after
ORDER BY id LIMIT :most;

-- name: message_state$
-- How a text stands, for the answer that it cannot be resolved.
SELECT state FROM messages WHERE id = :id;

-- name: set_message_state!
-- What a text came to that its ticket can no longer ask about; one that was opened again asks by itself.
UPDATE messages SET state = :state, provider_id = coalesce(:provider_id, provider_id), error_code = :error_code
WHERE id = :id AND state = 'sending'
  AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = messages.ticket_id AND t.stage = 'closed');

-- name: resolve_message^
-- A person says what became of a text whose outcome was unknown; nothing when it is not unknown any more.
UPDATE messages SET state = :state, error_code = NULL, settled_at = now()
WHERE id = :id AND state = 'unknown'
RETURNING id, ticket_id, customer_id, step, settled_at;

-- name: orphaned_messages
-- Texts whose attempt was interrupted and whose ticket no longer runs to ask about them.
-- row: Message
SELECT m.* FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.state = 'sending' AND t.stage = 'closed' AND m.attempted_at < now() - :age::interval
ORDER BY m.id LIMIT 100;

-- name: latest_ticket_of_phone^
-- Where a reply belongs: the ticket that last wrote to the number.
SELECT ticket_id, customer_id, coalesce(sent_at, created_at) AS at FROM messages WHERE idx(phone) = idx(:phone)
ORDER BY coalesce(sent_at, created_at) DESC, id DESC LIMIT 1;
