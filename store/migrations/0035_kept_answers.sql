-- Whose data a kept answer shows: erased with the person. NULL: kept before that was written down.
ALTER TABLE idempotency_keys ADD COLUMN customers text[];
CREATE INDEX idempotency_keys_customers ON idempotency_keys USING gin (customers);
