-- One file per customer (P22, P24): what is known beyond name and number, contracts, duplicates and their merging.
ALTER TABLE customers
  ADD COLUMN agent_id     text REFERENCES staff,
  ADD COLUMN grade        text CHECK (grade IN ('key', 'regular', 'potential')),
  ADD COLUMN grade_reason bytea,
  ADD COLUMN grade_by     text,
  ADD COLUMN grade_at     timestamptz,
  ADD COLUMN email        bytea,
  ADD COLUMN wechat       bytea,
  ADD COLUMN addresses    bytea[] NOT NULL DEFAULT '{}',
  -- Who put the customer on file by hand; null: a roster did.
  ADD COLUMN added_by     text,
  -- A duplicate that was merged: its id still resolves, to the file that has everything.
  ADD COLUMN merged_into  text REFERENCES customers,
  -- Whose file it is: one's own, or the one it was merged into.
  ADD COLUMN person       text GENERATED ALWAYS AS (coalesce(merged_into, id)) STORED;
CREATE INDEX customers_agent ON customers (agent_id, id) WHERE agent_id IS NOT NULL;
CREATE INDEX customers_grade ON customers (grade, id) WHERE grade IS NOT NULL;
CREATE INDEX customers_same_person ON customers (person);
CREATE INDEX customers_merged ON customers (id) WHERE merged_into IS NOT NULL;

-- A flat that both files had stays with the duplicate; `merged` says that the other row counts.
ALTER TABLE ownerships
  DROP CONSTRAINT ownerships_status_check,
  ADD CONSTRAINT ownerships_status_check CHECK (status IN ('active', 'sold', 'merged'));

CREATE INDEX communications_customer ON communications (customer_id, at, id);
CREATE INDEX messages_customer ON messages (customer_id, id);
CREATE INDEX call_records_customer ON call_records (customer_id);

-- The file that an id leads to, whether merged or not.
-- With its owner's rights: an id that was given out before a merge leads there for everybody.
CREATE FUNCTION person(customer text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT coalesce((SELECT merged_into FROM customers WHERE id = $1 AND merged_into IS NOT NULL), $1) $$;

-- What was known before the customer signed.
CREATE TABLE pre_sales (
  customer_id    text PRIMARY KEY REFERENCES customers,
  stage          text NOT NULL CHECK (stage IN ('potential', 'near_intent')),
  source         text,
  needs          bytea,
  salesperson_id text REFERENCES staff,
  assessment     bytea,
  updated_by     text NOT NULL,
  updated_at     timestamptz NOT NULL DEFAULT now()
);

CREATE SEQUENCE contract_no;
CREATE TABLE contracts (
  id               text PRIMARY KEY DEFAULT 'H' || lpad(nextval('contract_no')::text, 8, '0'),
  customer_id      text NOT NULL REFERENCES customers,
  ownership_id     text REFERENCES ownerships,
  -- As it stands on the paper; sealed, since companies write names and flats into it.
  number           bytea NOT NULL,
  signed_on        date NOT NULL,
  amount           numeric(14, 2) CHECK (amount >= 0),
  first_payment_on date,
  note             bytea,
  recorded_by      text NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX contracts_number ON contracts (idx(number));
CREATE INDEX contracts_customer ON contracts (customer_id, id);

-- A person's word on whether a new customer is an earlier one (P4).
CREATE TABLE returning_customers (
  customer_id text NOT NULL,
  earlier_id  text NOT NULL,
  confirmed   boolean NOT NULL,
  by          text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, earlier_id),
  CHECK (customer_id <> earlier_id)
);

-- By what a customer is recognised, as blind indexes: whoever changes it makes the customer another one to compare.
CREATE FUNCTION recognised_by(customer text) RETURNS jsonb LANGUAGE sql STABLE
RETURN (SELECT jsonb_build_object(
    'name', encode(idx(c.name), 'hex'),
    'numbers', (SELECT jsonb_agg(DISTINCT encode(idx(n), 'hex')) FROM unnest(c.phone || c.other_phones) AS n),
    'flats', (SELECT jsonb_agg(DISTINCT o.building_id || encode(flat(o.block, o.unit, o.room), 'hex'))
              FROM ownerships o WHERE o.customer_id = c.id AND o.status <> 'merged'))
  FROM customers c WHERE c.id = $1);

-- Two that somebody found to be two: they stay so until one of them changes.
CREATE TABLE duplicate_dismissals (
  low_id  text NOT NULL,
  high_id text NOT NULL,
  low_as  jsonb NOT NULL,
  high_as jsonb NOT NULL,
  reason  bytea,
  by      text NOT NULL,
  at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (low_id, high_id),
  CHECK (low_id < high_id)
);

-- What a merge did, to be undone. Ids, names of columns and blind indexes only: the values stand where they stood.
CREATE TABLE merges (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kept      text NOT NULL,
  other     text NOT NULL,
  -- Columns whose values the two files exchanged, and those that the kept one lacked and took over.
  exchanged text[] NOT NULL DEFAULT '{}',
  filled    text[] NOT NULL DEFAULT '{}',
  numbers   integer NOT NULL DEFAULT 0,
  places    integer NOT NULL DEFAULT 0,
  -- How the kept file looked when it was done.
  after     jsonb,
  by        text NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  undone_by text,
  undone_at timestamptz
);
CREATE INDEX merges_kept ON merges (kept, id);
CREATE INDEX merges_other ON merges (other, id);
CREATE TABLE merge_moves (
  merge_id bigint NOT NULL REFERENCES merges,
  relation text NOT NULL,
  key      text[] NOT NULL,
  -- The status that a flat of both had before.
  was      text,
  PRIMARY KEY (merge_id, relation, key)
);

-- What of a customer's row can be told to have changed since, by column.
CREATE FUNCTION customer_state(customer text) RETURNS jsonb LANGUAGE sql STABLE
RETURN (SELECT jsonb_build_object(
    'name', encode(idx(c.name), 'hex'), 'phone', encode(idx(c.phone), 'hex'),
    'other_phones', (SELECT jsonb_agg(encode(idx(n), 'hex')) FROM unnest(c.other_phones) AS n),
    'email', encode(idx(c.email), 'hex'), 'wechat', encode(idx(c.wechat), 'hex'),
    'addresses', (SELECT jsonb_agg(encode(idx(n), 'hex')) FROM unnest(c.addresses) AS n),
    'preferred_hours', c.preferred_hours, 'agent_id', c.agent_id, 'grade', c.grade, 'grade_at', c.grade_at,
    'signed_at', c.signed_at)
  FROM customers c WHERE c.id = $1);

-- Every column that says whose a row is, read from the schema: a table that is added later moves with the file too.
CREATE FUNCTION parts_of_file() RETURNS TABLE (relation text, owner text, key text, of_ticket boolean)
LANGUAGE sql STABLE AS $$
  SELECT f.conrelid::regclass::text, a.attname::text,
         (SELECT string_agg(format('x.%I::text', k.attname), ', ' ORDER BY k.attnum) FROM pg_index i
          JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = ANY (i.indkey)
          WHERE i.indrelid = f.conrelid AND i.indisprimary),
         EXISTS (SELECT 1 FROM pg_attribute t
                 WHERE t.attrelid = f.conrelid AND t.attname = 'ticket_id' AND NOT t.attisdropped)
  FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
  WHERE f.contype = 'f' AND f.confrelid = 'customers'::regclass
  ORDER BY f.conrelid <> 'ownerships'::regclass, f.conrelid <> 'tickets'::regclass, 1, 2
$$;

-- Files are moved with the owner's rights, since not everything in them may be changed by hand: only for whoever sees all.
CREATE PROCEDURE require_all_files() LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('huifang.reach', true) IN ('own', 'jobs', 'none') THEN
    RAISE EXCEPTION 'only whoever sees all files may merge them' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Gives everything of `giver` to `taker`. What one file can have only once (a flat, a pre-sale record, a loan to the same
-- person) stays where both have it.
CREATE FUNCTION move_file(merge bigint, giver text, taker text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  part record;
  unless text;
BEGIN
  CALL require_all_files();
  FOR part IN SELECT * FROM parts_of_file() LOOP
    unless := CASE part.relation
      WHEN 'ownerships' THEN 'EXISTS (SELECT 1 FROM ownerships y WHERE y.customer_id = $3 AND y.building_id = x.building_id
                                      AND flat(y.block, y.unit, y.room) = flat(x.block, x.unit, x.room))'
      WHEN 'pre_sales' THEN 'EXISTS (SELECT 1 FROM pre_sales y WHERE y.customer_id = $3)'
      WHEN 'loans' THEN 'x.ended_at IS NULL AND EXISTS (SELECT 1 FROM loans y WHERE y.customer_id = $3
                         AND y.borrower_id = x.borrower_id AND y.ended_at IS NULL)'
      ELSE 'false' END;
    EXECUTE format(
      'WITH moved AS (UPDATE %1$s x SET %2$I = $3 WHERE x.%2$I = $2 AND NOT (%4$s) RETURNING ARRAY[%3$s] AS key)
       INSERT INTO merge_moves (merge_id, relation, key) SELECT $1, %5$L, key FROM moved',
      part.relation, part.owner, part.key, unless, part.relation) USING merge, giver, taker;
  END LOOP;
END $$;

-- What stands otherwise than this merge left it: nothing when it can be undone.
CREATE FUNCTION changed_since(merge bigint) RETURNS TABLE (what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  done merges;
  part record;
  missing boolean;
BEGIN
  SELECT * INTO done FROM merges WHERE id = merge;
  RETURN QUERY SELECT 'merged'::text FROM customers WHERE id = done.kept AND merged_into IS NOT NULL;
  RETURN QUERY SELECT 'merged'::text FROM customers WHERE id = done.other AND merged_into IS DISTINCT FROM done.kept;
  RETURN QUERY SELECT b.key FROM jsonb_each(done.after) b JOIN jsonb_each(customer_state(done.kept)) n USING (key)
               WHERE b.value <> n.value;
  FOR part IN SELECT * FROM parts_of_file() LOOP
    EXECUTE format(
      'SELECT EXISTS (SELECT 1 FROM merge_moves m WHERE m.merge_id = $1 AND m.relation = %4$L
         AND NOT EXISTS (SELECT 1 FROM %1$s x WHERE x.%2$I = $2 AND ARRAY[%3$s] = m.key))',
      part.relation, part.owner, part.key, part.relation) INTO missing USING merge, done.kept;
    IF missing THEN
      RETURN QUERY SELECT part.relation;
    END IF;
  END LOOP;
  RETURN QUERY SELECT 'same_flat'::text WHERE EXISTS (
    SELECT 1 FROM merge_moves m JOIN ownerships o ON o.id = m.key[1]
    WHERE m.merge_id = merge AND m.relation = 'same_flat'
      AND o.status <> CASE WHEN o.customer_id = done.other THEN 'merged' ELSE 'active' END);
END $$;

-- Gives back what `move_file` gave, and with its tickets and flats what has come to them since.
CREATE FUNCTION move_back(merge bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  done merges;
  part record;
  too text;
BEGIN
  CALL require_all_files();
  SELECT * INTO done FROM merges WHERE id = merge;
  FOR part IN SELECT * FROM parts_of_file() LOOP
    too := CASE
      WHEN part.relation IN ('tickets', 'contracts') THEN
        'x.ownership_id IN (SELECT o.id FROM ownerships o WHERE o.customer_id = $3)'
      WHEN part.of_ticket THEN 'x.ticket_id IN (SELECT t.id FROM tickets t WHERE t.customer_id = $3)'
      ELSE 'false' END;
    EXECUTE format(
      'UPDATE %1$s x SET %2$I = $3 WHERE x.%2$I = $2 AND (%5$s OR EXISTS (
         SELECT 1 FROM merge_moves m WHERE m.merge_id = $1 AND m.relation = %4$L AND m.key = ARRAY[%3$s]))',
      part.relation, part.owner, part.key, part.relation, too) USING merge, done.kept, done.other;
  END LOOP;
END $$;

-- A workflow that began before a merge still names the duplicate: what it writes goes to the file that has everything.
CREATE FUNCTION follow_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.customer_id := person(NEW.customer_id);
  RETURN NEW;
END $$;
CREATE TRIGGER follow_merge BEFORE INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON messages FOR EACH ROW
  WHEN (NEW.customer_id IS NOT NULL) EXECUTE FUNCTION follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON communications FOR EACH ROW
  WHEN (NEW.customer_id IS NOT NULL) EXECUTE FUNCTION follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON calls FOR EACH ROW
  WHEN (NEW.customer_id IS NOT NULL) EXECUTE FUNCTION follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON call_records FOR EACH ROW EXECUTE FUNCTION follow_merge();

-- Exchanges names or numbers of two customers. One steps aside meanwhile: there is one customer of a name and number.
CREATE FUNCTION exchange(one text, two text, columns text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  a customers;
  b customers;
BEGIN
  SELECT * INTO a FROM customers WHERE id = one;
  SELECT * INTO b FROM customers WHERE id = two;
  UPDATE customers SET name = decode(repeat('00', 9), 'hex') || uuid_send(gen_random_uuid()) WHERE id = two;
  UPDATE customers SET name = CASE WHEN 'name' = ANY (columns) THEN b.name ELSE a.name END,
                       phone = CASE WHEN 'phone' = ANY (columns) THEN b.phone ELSE a.phone END WHERE id = one;
  UPDATE customers SET name = CASE WHEN 'name' = ANY (columns) THEN a.name ELSE b.name END,
                       phone = CASE WHEN 'phone' = ANY (columns) THEN a.phone ELSE b.phone END WHERE id = two;
END $$;
