-- Row-level security (P22, P23): a check that was forgotten in code shows nothing. The API says on each of its connections
-- who asks (api/http/database.py), in settings that begin with `huifang.`; nobody asks: nothing is there. Policies go by ids.

-- Who asks: an account's or a token's id; the member of staff, crew and department it stands for.
CREATE FUNCTION huifang_asker() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.asker', true), '');
CREATE FUNCTION huifang_staff() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.staff', true), '');
CREATE FUNCTION huifang_crew() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.crew', true), '');
CREATE FUNCTION huifang_department() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.department', true), '');

-- Whose files: `system`, `all`, `own`, `jobs`, `none`; and until when closed tickets stay in sight.
CREATE FUNCTION huifang_reach() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('huifang.reach', true), '');
CREATE FUNCTION huifang_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN huifang_reach() IN ('system', 'all');
CREATE FUNCTION huifang_closed_since() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN now() - make_interval(days => coalesce(nullif(current_setting('huifang.closed_days', true), '')::integer, 0));

-- Whether a ticket is in the asker's hand.
CREATE FUNCTION huifang_in_hand(agent text, first_contact text, crew text, department text, stage text, changed timestamptz)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE huifang_reach()
  WHEN 'own' THEN coalesce(agent = huifang_staff() OR first_contact = huifang_staff() OR department = huifang_department(), false)
                  AND (stage <> 'closed' OR changed > huifang_closed_since())
  WHEN 'jobs' THEN coalesce(crew = huifang_crew(), false) AND stage <> 'closed'
  ELSE false END;

-- Answered with their owner's rights, for a policy cannot ask a table that asks it back; once per query, not per row.
-- Tickets in hand. A loan names no customer here, or whoever asks for a file would have it:
CREATE FUNCTION huifang_hand() RETURNS TABLE (ticket_id text, customer_id text, ownership_id text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT t.id, CASE WHEN t.kind <> 'Lending' THEN t.customer_id END, t.ownership_id
  FROM (SELECT id FROM tickets WHERE agent_id = huifang_staff()
        UNION SELECT id FROM tickets WHERE first_contact = huifang_staff()
        UNION SELECT id FROM tickets WHERE department_id = huifang_department()
        UNION SELECT id FROM tickets WHERE crew_id = huifang_crew() AND stage <> 'closed') AS found
  JOIN tickets t ON t.id = found.id
  WHERE huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at)
$$;
CREATE INDEX tickets_first_contact ON tickets (first_contact) WHERE first_contact IS NOT NULL;
CREATE INDEX tickets_agent_ever ON tickets (agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX tickets_department_ever ON tickets (department_id) WHERE department_id IS NOT NULL;
-- What is joined has to be joined by equality alone: a policy lets no other condition near an index.
CREATE INDEX tickets_ownership ON tickets (ownership_id, kind);
CREATE INDEX pre_sales_salesperson ON pre_sales (salesperson_id) WHERE salesperson_id IS NOT NULL;

-- Customers whose whole file is open to the asker: own ones, those of tickets in hand, and files lent; with the duplicates
-- that were merged into them.
CREATE FUNCTION huifang_files() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  WITH own AS (
    SELECT c.id FROM customers c WHERE c.agent_id = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT p.customer_id FROM pre_sales p WHERE p.salesperson_id = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT h.customer_id FROM huifang_hand() h WHERE huifang_reach() = 'own'
    UNION SELECT l.customer_id FROM loans l
          WHERE l.borrower_id = huifang_staff() AND lent_to(l.customer_id, l.borrower_id) AND huifang_reach() = 'own')
  SELECT own.id FROM own WHERE own.id IS NOT NULL
  UNION ALL SELECT d.id FROM customers d WHERE d.merged_into IS NOT NULL AND d.merged_into IN (SELECT own.id FROM own)
  UNION ALL SELECT d.merged_into FROM customers d WHERE d.merged_into IS NOT NULL AND d.id IN (SELECT own.id FROM own)
$$;

-- Tickets that may be read: those in hand, and all of the customers whose files are open.
CREATE FUNCTION huifang_tickets() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog, public AS $$
  SELECT h.ticket_id FROM huifang_hand() h
  UNION SELECT t.id FROM tickets t WHERE t.customer_id IN (SELECT huifang_files())
$$;

-- People whose name may be read: open files, and for a crew the customers of its jobs; and the flats.
CREATE FUNCTION huifang_people() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT huifang_files() UNION SELECT h.customer_id FROM huifang_hand() h WHERE h.customer_id IS NOT NULL
$$;
CREATE FUNCTION huifang_flats() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT h.ownership_id FROM huifang_hand() h WHERE h.ownership_id IS NOT NULL
$$;

-- Whoever takes a request in names the customer who asks, seen before or not: only whether both exist, where the flat
-- is, and whether the person was erased.
CREATE FUNCTION huifang_intake(customer text, flat text)
RETURNS TABLE (id text, ownership_id text, building_id text, erased boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.id, o.id, o.building_id, c.erased_at IS NOT NULL FROM customers c
  LEFT JOIN ownerships o ON o.id = flat AND o.customer_id = c.id
  WHERE c.id = person(customer) AND huifang_reach() IN ('system', 'all', 'own')
$$;

-- One policy per table, for reading and writing alike.
CREATE PROCEDURE huifang_guard(relation regclass, visible text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
  EXECUTE format('CREATE POLICY asker ON %s TO huifang_api USING ((SELECT huifang_all()) OR %s) WITH CHECK ((SELECT huifang_all()) OR %s)',
                 relation, visible, visible);
END $$;

CALL huifang_guard('customers', '(SELECT huifang_reach()) = ''own'' AND agent_id = (SELECT huifang_staff())
                                 OR id IN (SELECT huifang_people())');
CALL huifang_guard('ownerships', 'customer_id IN (SELECT huifang_files()) OR id IN (SELECT huifang_flats())');
CALL huifang_guard('tickets', 'huifang_in_hand(agent_id, first_contact, crew_id, department_id, stage, updated_at)
                               OR customer_id IN (SELECT huifang_files())');
CALL huifang_guard('ticket_links', 'ticket_id IN (SELECT huifang_tickets()) OR other_id IN (SELECT huifang_tickets())');
CALL huifang_guard('feedback', 'ticket_id IN (SELECT huifang_tickets()) OR department_id = (SELECT huifang_department())');
-- A loan asked for is seen by whoever asked; a ticket of its own says how it stands.
CALL huifang_guard('loans', 'borrower_id = (SELECT huifang_staff()) OR customer_id IN (SELECT huifang_files())');

-- What belongs to a ticket, to a customer, or to both.
DO $$
DECLARE
  relation text;
  of_ticket CONSTANT text := 'ticket_id IN (SELECT huifang_tickets())';
  of_file CONSTANT text := 'customer_id IN (SELECT huifang_files())';
BEGIN
  FOREACH relation IN ARRAY ARRAY['ticket_texts', 'ticket_starts', 'acceptances', 'agent_choices', 'crew_assessments'] LOOP
    CALL huifang_guard(relation::regclass, of_ticket);
  END LOOP;
  FOREACH relation IN ARRAY ARRAY['messages', 'calls', 'communications', 'call_records', 'privacy_requests', 'privacy_copies',
                                  'data_corrections', 'legal_holds'] LOOP
    CALL huifang_guard(relation::regclass, of_ticket || ' OR ' || of_file);
  END LOOP;
  FOREACH relation IN ARRAY ARRAY['pre_sales', 'contracts', 'consents'] LOOP
    CALL huifang_guard(relation::regclass, of_file);
  END LOOP;
END $$;
CALL huifang_guard('returning_customers', 'customer_id IN (SELECT huifang_files())');
CALL huifang_guard('duplicate_dismissals', 'low_id IN (SELECT huifang_files()) AND high_id IN (SELECT huifang_files())');
CALL huifang_guard('merges', 'kept IN (SELECT huifang_files())');
CALL huifang_guard('merge_moves', 'merge_id IN (SELECT m.id FROM merges m)');

-- Rosters and their reports hold a whole building.
CALL huifang_guard('roster_imports', 'false');
-- What providers say belongs to nobody until it is read.
CALL huifang_guard('provider_events', 'false');
-- An answer that is kept is given again to the one it was given to.
ALTER TABLE idempotency_keys ADD COLUMN asker text DEFAULT huifang_asker();
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY asker ON idempotency_keys TO huifang_api
  USING (huifang_reach() = 'system' OR asker = huifang_asker())
  WITH CHECK (huifang_reach() = 'system' OR asker = huifang_asker());

-- Written once, read again, never changed.
REVOKE UPDATE, DELETE ON trail, trail_key, sign_in_events FROM huifang_api;
