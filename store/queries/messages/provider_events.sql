-- name: keep_provider_event$
-- Keeps what a provider reported; whether it was worked through already.
INSERT INTO provider_events (provider, event_id, event) VALUES (:provider, :event_id, :event)
ON CONFLICT (provider, event_id) DO UPDATE SET received_at = provider_events.received_at
RETURNING processed_at IS NOT NULL;

-- name: provider_event_done!
-- Notes that a report was worked through.
UPDATE provider_events SET processed_at = now() WHERE provider = :provider AND event_id = :event_id;

-- name: open_provider_events
-- Reports that were not worked through after a while, for the reconciler.
SELECT provider, event_id, event FROM provider_events
WHERE processed_at IS NULL AND received_at < now() - :age::interval ORDER BY received_at LIMIT 200;

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
