-- To whom a customer's file is open: kept with what it follows from, so that nobody has to work it out (`open_files`).

-- Everything that opens a file, one row for each reason: `last` is when a closed ticket changed last, without end where the reason
-- has none; `lent_until` when a loan ends. Whether that is in time, whoever asks says.
CREATE OR REPLACE VIEW file_openers AS
  SELECT c.id AS file_id, c.agent_id AS who, 'infinity'::timestamptz AS last, NULL::timestamptz AS lent_until
  FROM customers c WHERE c.agent_id IS NOT NULL
  UNION ALL SELECT p.customer_id, p.salesperson_id, 'infinity', NULL FROM pre_sales p WHERE p.salesperson_id IS NOT NULL
  -- A salesperson's are also those he or she put on file, whoever became their agent (P24).
  UNION ALL SELECT c.id, c.added_by, 'infinity', NULL FROM customers c JOIN staff s ON s.id = c.added_by AND s.role = 'salesperson'
  UNION ALL SELECT t.customer_id, w.who, CASE WHEN t.stage = 'closed' THEN t.updated_at ELSE 'infinity' END, NULL
  FROM tickets t CROSS JOIN LATERAL (VALUES (t.agent_id), (t.first_contact), (t.department_id)) AS w (who)
  WHERE w.who IS NOT NULL AND t.customer_id IS NOT NULL AND t.kind <> ALL (kinds_with('file_not_shown'))
    -- A ticket that came to nothing opens nothing.
    AND NOT coalesce(t.close_reason = ANY (ends_of_nothing()), false)
  UNION ALL SELECT l.customer_id, l.borrower_id, '-infinity', l.until FROM loans l
  WHERE l.granted_at IS NOT NULL AND l.ended_at IS NULL AND l.until IS NOT NULL;
REVOKE ALL ON file_openers FROM huifang_api;

-- What is open for these customers and those merged with them, written anew where it is otherwise. One at a time for a customer: of
-- two tickets that close at once, the second must see the first.
CREATE OR REPLACE FUNCTION open_anew(changed text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  touched text[];
BEGIN
  touched := ARRAY(SELECT DISTINCT x.id FROM (
    SELECT unnest(changed) AS id
    UNION ALL SELECT c.merged_into FROM customers c WHERE c.id = ANY (changed)
    UNION ALL SELECT c.id FROM customers c WHERE c.person = ANY (changed)) AS x WHERE x.id IS NOT NULL ORDER BY x.id);
  PERFORM pg_advisory_xact_lock(4871501, hashtext(id)) FROM unnest(touched) AS id ORDER BY hashtext(id);
  WITH fresh AS (
    SELECT o.to_file AS file_id, o.who, max(o.last) AS last, max(o.lent_until) AS lent_until FROM (
      SELECT e.file_id AS to_file, e.who, e.last, e.lent_until FROM file_openers e WHERE e.file_id = ANY (touched)
      UNION ALL SELECT c.merged_into, e.who, e.last, e.lent_until FROM customers c JOIN file_openers e ON e.file_id = c.id
                WHERE c.person = ANY (touched) AND c.merged_into IS NOT NULL
      UNION ALL SELECT c.id, e.who, e.last, e.lent_until FROM customers c JOIN file_openers e ON e.file_id = c.merged_into
                WHERE c.id = ANY (touched) AND c.merged_into IS NOT NULL) AS o
    GROUP BY o.to_file, o.who
  ), gone AS (
    DELETE FROM open_files f WHERE f.file_id = ANY (touched)
      AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.file_id = f.file_id AND fresh.who = f.who)
  )
  INSERT INTO open_files AS f (file_id, who, last, lent_until)
  SELECT fresh.file_id, fresh.who, fresh.last, fresh.lent_until FROM fresh WHERE fresh.file_id = ANY (touched)
  ON CONFLICT (file_id, who) DO UPDATE SET last = excluded.last, lent_until = excluded.lent_until
  WHERE (f.last, f.lent_until) IS DISTINCT FROM (excluded.last, excluded.lent_until);
END $$;

-- For a row that names a customer as `customer_id`.
CREATE OR REPLACE FUNCTION opens_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM open_anew(ARRAY[NEW.customer_id]);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM open_anew(ARRAY[OLD.customer_id]);
  ELSE
    PERFORM open_anew(ARRAY[OLD.customer_id, NEW.customer_id]);
  END IF;
  RETURN NULL;
END $$;
-- For a customer's own row.
CREATE OR REPLACE FUNCTION opens_own_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM open_anew(ARRAY[NEW.id]);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM open_anew(ARRAY[OLD.id, OLD.merged_into]);
  ELSE
    PERFORM open_anew(ARRAY[NEW.id, OLD.merged_into, NEW.merged_into]);
  END IF;
  RETURN NULL;
END $$;
-- For a member of the staff who becomes a salesperson, or is one no more.
CREATE OR REPLACE FUNCTION opens_added_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM open_anew(ARRAY(SELECT c.id FROM customers c WHERE c.added_by = NEW.id));
  RETURN NULL;
END $$;

-- A ticket that nobody has in hand opens nothing: the sequences of a building are started without a look here.
CREATE OR REPLACE TRIGGER opens_files_taken AFTER INSERT ON tickets FOR EACH ROW
  WHEN (NEW.customer_id IS NOT NULL AND coalesce(NEW.agent_id, NEW.first_contact, NEW.department_id) IS NOT NULL)
  EXECUTE FUNCTION opens_files();
CREATE OR REPLACE TRIGGER opens_files_changed AFTER UPDATE ON tickets FOR EACH ROW
  WHEN (coalesce(OLD.agent_id, OLD.first_contact, OLD.department_id, NEW.agent_id, NEW.first_contact, NEW.department_id) IS NOT NULL
        AND ((OLD.customer_id, OLD.agent_id, OLD.first_contact, OLD.department_id, OLD.kind, OLD.close_reason, OLD.stage = 'closed') IS DISTINCT FROM
             (NEW.customer_id, NEW.agent_id, NEW.first_contact, NEW.department_id, NEW.kind, NEW.close_reason, NEW.stage = 'closed')
             OR NEW.stage = 'closed' AND OLD.updated_at IS DISTINCT FROM NEW.updated_at))
  EXECUTE FUNCTION opens_files();
CREATE OR REPLACE TRIGGER opens_files_gone AFTER DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION opens_files();
CREATE OR REPLACE TRIGGER opens_own_file_added AFTER INSERT ON customers FOR EACH ROW
  WHEN (coalesce(NEW.agent_id, NEW.added_by, NEW.merged_into) IS NOT NULL) EXECUTE FUNCTION opens_own_file();
CREATE OR REPLACE TRIGGER opens_own_file_changed AFTER UPDATE ON customers FOR EACH ROW
  WHEN ((OLD.agent_id, OLD.added_by, OLD.merged_into) IS DISTINCT FROM (NEW.agent_id, NEW.added_by, NEW.merged_into)) EXECUTE FUNCTION opens_own_file();
CREATE OR REPLACE TRIGGER opens_own_file_gone AFTER DELETE ON customers FOR EACH ROW EXECUTE FUNCTION opens_own_file();
CREATE OR REPLACE TRIGGER opens_files AFTER INSERT OR UPDATE OR DELETE ON pre_sales FOR EACH ROW EXECUTE FUNCTION opens_files();
CREATE OR REPLACE TRIGGER opens_files AFTER INSERT OR UPDATE OR DELETE ON loans FOR EACH ROW EXECUTE FUNCTION opens_files();
CREATE OR REPLACE TRIGGER opens_added_files AFTER UPDATE ON staff FOR EACH ROW
  WHEN ((OLD.role = 'salesperson') <> (NEW.role = 'salesperson')) EXECUTE FUNCTION opens_added_files();
