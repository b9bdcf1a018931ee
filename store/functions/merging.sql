-- Two files become one, and two again (services/customers/merging.py).

-- Every column that says whose a row is, read from the schema: a table that is added later moves with the file too.
CREATE OR REPLACE FUNCTION parts_of_file() RETURNS TABLE (relation text, owner text, key text, of_ticket boolean)
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
CREATE OR REPLACE PROCEDURE require_all_files() LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('huifang.reach', true) IN ('own', 'jobs', 'none') THEN
    RAISE EXCEPTION 'only whoever sees all files may merge them' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Gives everything of `giver` to `taker`. What one file can have only once (a flat, a pre-sale record, a loan to the same
-- person) stays where both have it.
CREATE OR REPLACE FUNCTION move_file(merge bigint, giver text, taker text) RETURNS void
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
CREATE OR REPLACE FUNCTION changed_since(merge bigint) RETURNS TABLE (what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  done merges;
  part record;
  missing boolean;
BEGIN
  SELECT * INTO done FROM merges WHERE id = merge;
  RETURN QUERY SELECT 'merged'::text FROM customers WHERE id = done.kept AND merged_into IS NOT NULL;
  RETURN QUERY SELECT 'merged'::text FROM customers WHERE id = done.other AND merged_into IS DISTINCT FROM done.kept;
  -- What a later merge found was as this one left it: taken back first, this one could not be told from a change any more.
  RETURN QUERY SELECT 'later_merge'::text WHERE EXISTS (
    SELECT 1 FROM merges m WHERE m.kept = done.kept AND m.id > done.id AND m.undone_at IS NULL);
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
CREATE OR REPLACE FUNCTION move_back(merge bigint) RETURNS void
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

-- Exchanges names or numbers of two customers. One steps aside meanwhile: there is one customer of a name and number.
CREATE OR REPLACE FUNCTION exchange(one text, two text, columns text[]) RETURNS void LANGUAGE plpgsql AS $$
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
