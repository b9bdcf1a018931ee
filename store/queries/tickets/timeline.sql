-- name: timeline
-- A ticket's whole timeline; for tests.
SELECT kind, at, actor, data, words FROM communications WHERE ticket_id = :ticket_id ORDER BY at, id;

-- name: timeline_page
-- A page of a ticket's timeline in the order it happened, for the API.
-- With what was said or written, where there is any.
-- row: TimelineEntry
SELECT c.id, c.kind, c.at, c.actor, c.data, c.words, x.body
FROM communications c LEFT JOIN ticket_texts x ON x.id = c.text_id
WHERE c.ticket_id = :ticket_id AND (c.at, c.id) > (:after_at::timestamptz, :after_id::bigint)
ORDER BY c.at, c.id LIMIT :most;

-- name: timeline_entry^
-- One entry as the list shows it, for the one who has just added it.
-- row: TimelineEntry
SELECT c.id, c.kind, c.at, c.actor, c.data, c.words, x.body
FROM communications c LEFT JOIN ticket_texts x ON x.id = c.text_id WHERE c.id = :id;

-- name: add_note^
-- A note by hand; the entry, or nothing where there is no such ticket.
-- row: TimelineEntry
-- type: body = dict[str, Any]
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
SELECT id, customer_id, 'note', now(), :actor, :words FROM tickets WHERE id = :ticket_id
RETURNING id, kind, at, actor, data, words, NULL::bytea AS body;

-- name: record_cancellation!
-- Says in the timeline who asked for the ticket to be cancelled, and why.
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
SELECT id, customer_id, 'cancel_requested', now(), :actor, :words FROM tickets WHERE id = :ticket_id;

-- name: record_reopening!
-- Says in the timeline that the ticket was opened again, for the API.
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, text_id)
SELECT :ticket_id || '/reopened/' || :version::bigint::text, t.id, t.customer_id, 'reopen', now(), :actor, :acted_by::jsonb, :text_id
FROM tickets t WHERE t.id = :ticket_id;

-- name: attached!
-- Says in the timeline that something was attached, for the API.
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words, text_id, data)
SELECT id, customer_id, 'attachment', now(), :actor, :words, :text_id, :data::jsonb FROM tickets WHERE id = :ticket_id;

-- name: record_ticket_event!
-- Says in the timeline what happened to a ticket, once, with the text that belongs to it; for its workflow.
-- null: :text_id
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, text_id)
SELECT :dedupe_key, :ticket_id, t.customer_id, :kind, :at, :actor, :data, (SELECT id FROM ticket_texts WHERE id = :text_id)
FROM tickets t WHERE t.id = :ticket_id
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: record_event!
-- Says in a timeline what happened, once; for activities that know the customer.
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data)
VALUES (:dedupe_key, :ticket_id, :customer_id, :kind, :at, :actor, :data)
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: record_words!
-- As `record_event`, for an event in which somebody said or is called something (see store/timeline.py).
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, words)
VALUES (:dedupe_key, :ticket_id, :customer_id, :kind, :at, :actor, :data, :words)
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: add_text$
-- What somebody said or wrote, sealed; its id, which is all that workflows carry.
INSERT INTO ticket_texts (ticket_id, kind, body, author) VALUES (:ticket_id, :kind, :body, :author) RETURNING id;

-- name: forget_text!
-- Takes a text away that no event refers to, because the act was refused.
DELETE FROM ticket_texts WHERE id = :id AND NOT EXISTS (SELECT 1 FROM communications WHERE text_id = :id);
