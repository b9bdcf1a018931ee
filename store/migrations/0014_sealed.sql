-- Personal data becomes bytea, sealed by the application (vault/sealed.py). What stood there before is sealed already and
-- waits in a temporary table (store/first_sealing.py); each table is written anew, so that no page keeps it as it was.
-- Two sealed values are compared by `idx`, never by themselves.

-- Where a flat is, to compare by: three blind indexes in a row.
CREATE FUNCTION flat(block bytea, unit bytea, room bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN idx(block) || idx(unit) || idx(room);

DROP TRIGGER opt_out_follows ON customers;
DROP INDEX customers_phone, messages_phone, staff_phone;

ALTER TABLE customers
  DROP CONSTRAINT customers_name_phone_key,
  ALTER COLUMN name TYPE bytea USING pg_temp.sealed('customers.name', id),
  ALTER COLUMN phone TYPE bytea USING pg_temp.sealed('customers.phone', id),
  ALTER COLUMN other_phones DROP DEFAULT,
  ALTER COLUMN other_phones TYPE bytea[] USING pg_temp.sealed_list('customers.other_phones', id),
  ALTER COLUMN other_phones SET DEFAULT '{}';
CREATE UNIQUE INDEX customers_person ON customers (idx(name), idx(phone));
CREATE INDEX customers_phone ON customers (idx(phone));

-- A flat always has a block and a unit, if only empty ones; an empty note is none.
ALTER TABLE ownerships
  DROP CONSTRAINT ownerships_building_id_block_unit_room_customer_id_key,
  ALTER COLUMN block DROP DEFAULT,
  ALTER COLUMN block TYPE bytea USING pg_temp.sealed('ownerships.block', id),
  ALTER COLUMN unit DROP DEFAULT,
  ALTER COLUMN unit TYPE bytea USING pg_temp.sealed('ownerships.unit', id),
  ALTER COLUMN room TYPE bytea USING pg_temp.sealed('ownerships.room', id),
  ALTER COLUMN note DROP DEFAULT,
  ALTER COLUMN note DROP NOT NULL,
  ALTER COLUMN note TYPE bytea USING pg_temp.sealed('ownerships.note', id),
  ALTER COLUMN roster_phone TYPE bytea USING pg_temp.sealed('ownerships.roster_phone', id);
CREATE UNIQUE INDEX ownerships_flat ON ownerships (building_id, flat(block, unit, room), customer_id);

ALTER TABLE opt_outs
  DROP CONSTRAINT opt_outs_pkey,
  ALTER COLUMN phone TYPE bytea USING pg_temp.sealed('opt_outs.phone', phone);
CREATE UNIQUE INDEX opt_outs_phone ON opt_outs (idx(phone));

ALTER TABLE messages
  ALTER COLUMN phone TYPE bytea USING pg_temp.sealed('messages.phone', id::text),
  ALTER COLUMN text TYPE bytea USING pg_temp.sealed('messages.text', id::text);
CREATE INDEX messages_phone ON messages (idx(phone), sent_at) WHERE purpose = 'marketing';

ALTER TABLE calls
  ALTER COLUMN staff_name TYPE bytea USING pg_temp.sealed('calls.staff_name', id::text),
  ALTER COLUMN phone TYPE bytea USING pg_temp.sealed('calls.phone', id::text),
  ALTER COLUMN customer_phone TYPE bytea USING pg_temp.sealed('calls.customer_phone', id::text),
  ALTER COLUMN text TYPE bytea USING pg_temp.sealed('calls.text', id::text),
  ALTER COLUMN recording_url TYPE bytea USING pg_temp.sealed('calls.recording_url', id::text);

ALTER TABLE staff
  DROP CONSTRAINT staff_name_check,
  ALTER COLUMN name TYPE bytea USING pg_temp.sealed('staff.name', id),
  ALTER COLUMN phone TYPE bytea USING pg_temp.sealed('staff.phone', id);
CREATE UNIQUE INDEX staff_phone ON staff (idx(phone)) WHERE active;

ALTER TABLE ticket_texts ALTER COLUMN body TYPE bytea USING pg_temp.sealed('ticket_texts.body', id);

-- Codes, ids and moments stay in `data`, where SQL reads them; what people said or are called goes to `words`.
ALTER TABLE communications ADD COLUMN words jsonb;
ALTER TABLE communications
  ALTER COLUMN words TYPE bytea USING pg_temp.sealed('communications.words', id::text),
  ALTER COLUMN data DROP DEFAULT,
  ALTER COLUMN data TYPE jsonb USING data - pg_temp.moved(kind),
  ALTER COLUMN data SET DEFAULT '{}',
  ALTER COLUMN actor TYPE text USING pg_temp.signer(kind, actor);

ALTER TABLE provider_events
  ALTER COLUMN event TYPE bytea USING pg_temp.sealed('provider_events.event', provider || '/' || event_id);

-- A plain hash of a request with a number in it tells the number to whoever tries them all: sealed, it is compared by idx.
ALTER TABLE idempotency_keys
  ALTER COLUMN request_hash TYPE bytea
    USING pg_temp.sealed('idempotency_keys.request_hash', endpoint || ' ' || key),
  ALTER COLUMN body TYPE bytea USING pg_temp.sealed('idempotency_keys.body', endpoint || ' ' || key);

ALTER TABLE roster_imports
  ALTER COLUMN file_name DROP DEFAULT,
  ALTER COLUMN file_name TYPE bytea USING pg_temp.sealed('roster_imports.file_name', id),
  ALTER COLUMN report_name TYPE bytea USING pg_temp.sealed('roster_imports.report_name', id),
  ALTER COLUMN report TYPE bytea USING pg_temp.sealed('roster_imports.report', id);

CREATE OR REPLACE FUNCTION opt_out_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO opt_outs (phone, at, source)
  SELECT NEW.phone, now(), 'followed' FROM opt_outs WHERE idx(phone) = idx(OLD.phone)
  ON CONFLICT (idx(phone)) DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER opt_out_follows AFTER UPDATE OF phone ON customers
FOR EACH ROW WHEN (idx(OLD.phone) IS DISTINCT FROM idx(NEW.phone)) EXECUTE FUNCTION opt_out_follows();
