-- name: keep_provider_event$
-- Keeps what a provider reported; whether it was worked through already.
INSERT INTO provider_events (provider, event_id, event) VALUES (:provider, :event_id, :event)
ON CONFLICT (provider, event_id) DO UPDATE SET received_at = provider_events.received_at
RETURNING processed_at IS NOT NULL;

-- name: keep_odd_event$
-- Keeps what a provider sent and nobody could read, for a person; whether it was new.
INSERT INTO provider_events (provider, event_id, event) VALUES (:provider, 'odd:' || :digest::text, :event)
ON CONFLICT (provider, event_id) DO NOTHING
RETURNING true;

-- name: odd_events
-- What a provider sent and nobody could read, oldest first, for the person who looks at it.
-- row: OddEvent
SELECT substr(event_id, 5) AS id, provider, event, received_at, processed_at AS handled_at FROM provider_events
WHERE event_id LIKE 'odd:%' AND (:id::text IS NULL OR event_id = 'odd:' || :id)
  AND (:handled::boolean IS NULL OR (processed_at IS NOT NULL) = :handled)
  AND (received_at, event_id) > (:after_at::timestamptz, :after_id::text)
ORDER BY received_at, event_id LIMIT :most;

-- name: odd_event_handled!
-- Somebody has seen to it; who did so first stays on record.
UPDATE provider_events SET processed_at = now(), event = :event
WHERE event_id = 'odd:' || :id::text AND processed_at IS NULL;

-- name: provider_event_done!
-- Notes that a report was worked through.
UPDATE provider_events SET processed_at = now() WHERE provider = :provider AND event_id = :event_id;

-- name: open_provider_events
-- Reports that were not worked through after a while, for the reconciler.
SELECT provider, event_id, event, received_at FROM provider_events
WHERE processed_at IS NULL AND event_id NOT LIKE 'odd:%' AND received_at < now() - :age::interval
  AND (received_at, event_id) > (:after_at::timestamptz, :after_id::text)
ORDER BY received_at, event_id LIMIT :most;

-- name: settle_message^
-- A delivery report: by the provider's id, or by our reference where the provider sends it back.
-- A late report never takes back a delivery.
-- row: SettledMessage
-- null: :provider_id, :reference
UPDATE messages SET state = :state, error_code = :error_code, settled_at = greatest(:at, sent_at),
                    provider_id = coalesce(provider_id, :provider_id)
WHERE provider = :provider AND (provider_id = :provider_id OR reference = :reference)
  AND state IN ('sending', 'accepted', 'unknown')
RETURNING id, ticket_id, customer_id, step, state, settled_at;

-- name: message_of_receipt^
-- The text that a report is about, where it had been settled before.
-- row: SettledMessage
-- null: :provider_id, :reference
SELECT id, ticket_id, customer_id, step, state, settled_at FROM messages
WHERE provider = :provider AND (provider_id = :provider_id OR reference = :reference) ORDER BY id DESC LIMIT 1;
