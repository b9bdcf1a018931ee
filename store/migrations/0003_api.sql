-- An answer is kept as it was given (json keeps the text, jsonb would rearrange it), with its headers.
-- `claim` tells one handling of a request from another that took it over; `resource` is what it made.
ALTER TABLE idempotency_keys
  ALTER COLUMN body TYPE json USING body::json,
  ADD COLUMN headers    json NOT NULL DEFAULT '{}',
  ADD COLUMN claim      uuid UNIQUE,
  ADD COLUMN claimed_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN resource   text;
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE INDEX ownerships_building ON ownerships (building_id, id);
CREATE INDEX messages_state ON messages (state, id);
