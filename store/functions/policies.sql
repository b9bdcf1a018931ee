-- Row-level security (P22, P23): a check that was forgotten in code shows nothing. Nobody asks: nothing is there. Policies
-- go by ids; what they ask stands in `asker.sql` and `sight.sql`.

-- One policy per table, for reading and writing alike. One that stands as it should is left alone: making it anew would
-- lock its table for everybody until the migration ends.
CREATE OR REPLACE PROCEDURE huifang_policy(relation regclass, visible text) LANGUAGE plpgsql AS $$
DECLARE
  standing CONSTANT text := 'SELECT md5($2 || pg_get_expr(polqual, polrelid) || pg_get_expr(polwithcheck, polrelid)),
    obj_description(p.oid, ''pg_policy''), relrowsecurity FROM pg_policy p JOIN pg_class c ON c.oid = polrelid
    WHERE polrelid = $1 AND polname = ''asker'' AND polcmd = ''*'' AND polpermissive AND polroles = ARRAY[''huifang_api''::regrole::oid]';
  mark text;
  marked text;
  enabled boolean;
BEGIN
  EXECUTE standing INTO mark, marked, enabled USING relation, visible;
  IF mark = marked AND enabled THEN
    RETURN;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
  EXECUTE format('DROP POLICY IF EXISTS asker ON %s', relation);
  EXECUTE format('CREATE POLICY asker ON %s TO huifang_api USING (%s) WITH CHECK (%s)', relation, visible, visible);
  EXECUTE standing INTO mark, marked, enabled USING relation, visible;
  EXECUTE format('COMMENT ON POLICY asker ON %s IS %L', relation, mark);
END $$;

-- The same, where whoever sees everything sees this table.
CREATE OR REPLACE PROCEDURE huifang_guard(relation regclass, visible text) LANGUAGE plpgsql AS $$
BEGIN
  CALL huifang_policy(relation, format('(SELECT huifang_all()) OR %s', visible));
END $$;

-- Whether the file of the customer in this column is open to the asker; and whether the ticket in this column is in sight, which the
-- policy of tickets says. As a value of its own, row by row: as EXISTS the planner would now and then rather read all there is.
CREATE OR REPLACE FUNCTION pg_temp.open_file(customer text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(SELECT true FROM open_files f WHERE f.file_id = ' || customer || ' AND (SELECT huifang_reach()) = ''own''
    AND f.who IN ((SELECT huifang_staff()), (SELECT huifang_department()))
    AND (f.last > (SELECT huifang_closed_since()) OR f.lent_until > now()) LIMIT 1)' $$;
CREATE OR REPLACE FUNCTION pg_temp.ticket(id text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(SELECT true FROM tickets t WHERE t.id = ' || id || ')' $$;
-- Whether the ticket is in hand, or the asker was told of it: for that one row of `tickets`, named `t`.
CREATE OR REPLACE FUNCTION pg_temp.in_hand_or_told(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT replace('(huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at)
    OR (SELECT huifang_reach()) = ''own'' AND (t.stage <> ''closed'' OR t.updated_at > (SELECT huifang_closed_since()))
       AND (SELECT true FROM told_of o WHERE o.staff_id = (SELECT huifang_staff()) AND o.ticket_id = t.id))', 't.', t || '.') $$;

CALL huifang_guard('open_files', 'who IN ((SELECT huifang_staff()), (SELECT huifang_department()))');
REVOKE INSERT, UPDATE, DELETE ON open_files FROM huifang_api;
CALL huifang_guard('told_of', 'staff_id = (SELECT huifang_staff())');
CALL huifang_guard('tickets', pg_temp.in_hand_or_told('tickets') || ' OR ' || pg_temp.open_file('customer_id'));
CALL huifang_guard('customers', '(SELECT huifang_reach()) = ''own'' AND agent_id = (SELECT huifang_staff())
  OR ' || pg_temp.open_file('customers.id') || ' OR (SELECT true FROM tickets t WHERE t.customer_id = customers.id
       AND t.kind <> ALL (kinds_with(''file_not_shown'')) AND ' || pg_temp.in_hand_or_told('t') || ' LIMIT 1)');
CALL huifang_guard('ownerships', pg_temp.open_file('customer_id') || ' OR (SELECT true FROM tickets t
  WHERE t.ownership_id = ownerships.id AND ' || pg_temp.in_hand_or_told('t') || ' LIMIT 1)');
CALL huifang_guard('ticket_links', pg_temp.ticket('ticket_id') || ' OR ' || pg_temp.ticket('other_id'));
CALL huifang_guard('feedback', 'department_id = (SELECT huifang_department()) OR ' || pg_temp.ticket('ticket_id'));
-- A loan asked for is seen by whoever asked; a ticket of its own says how it stands.
CALL huifang_guard('loans', 'borrower_id = (SELECT huifang_staff()) OR ' || pg_temp.open_file('customer_id'));

-- What belongs to a ticket, to a customer, or to both.
DO $$
DECLARE
  relation text;
  of_ticket CONSTANT text := pg_temp.ticket('ticket_id');
  of_file CONSTANT text := pg_temp.open_file('customer_id');
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
CALL huifang_guard('returning_customers', pg_temp.open_file('customer_id'));
CALL huifang_guard('duplicate_dismissals', pg_temp.open_file('low_id') || ' AND ' || pg_temp.open_file('high_id'));
CALL huifang_guard('merges', pg_temp.open_file('kept'));
CALL huifang_guard('merge_moves', 'merge_id IN (SELECT m.id FROM merges m)');

-- Rosters and their reports hold a whole building.
CALL huifang_guard('roster_imports', 'false');
-- What providers say belongs to nobody until it is read.
CALL huifang_guard('provider_events', 'false');
-- An answer that is kept is given again to the one it was given to.
CALL huifang_policy('idempotency_keys', 'huifang_reach() = ''system'' OR asker = huifang_asker()');
