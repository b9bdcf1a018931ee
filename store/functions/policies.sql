-- Row-level security (P22, P23): a check that was forgotten in code shows nothing. Nobody asks: nothing is there. Policies
-- go by ids; what they ask stands in `asker.sql` and `sight.sql`.

-- One policy. One that stands as it should is left alone: making it anew would lock its table for everybody until the
-- migration ends.
CREATE OR REPLACE PROCEDURE huifang_one_policy(relation regclass, called name, command text, rule text) LANGUAGE plpgsql AS $$
DECLARE
  standing CONSTANT text := 'SELECT md5($2 || pg_get_expr(polqual, polrelid) || coalesce(pg_get_expr(polwithcheck, polrelid), '''')),
    obj_description(p.oid, ''pg_policy''), relrowsecurity FROM pg_policy p JOIN pg_class c ON c.oid = polrelid
    WHERE polrelid = $1 AND polname = $3 AND polcmd = $4 AND polpermissive AND polroles = ARRAY[''huifang_api''::regrole::oid]';
  cmd CONSTANT "char" := CASE command WHEN 'SELECT' THEN 'r' ELSE '*' END;
  mark text;
  marked text;
  enabled boolean;
BEGIN
  EXECUTE standing INTO mark, marked, enabled USING relation, rule, called, cmd;
  IF mark = marked AND enabled THEN
    RETURN;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
  EXECUTE format('DROP POLICY IF EXISTS %I ON %s', called, relation);
  EXECUTE format('CREATE POLICY %I ON %s FOR %s TO huifang_api USING (%s)', called, relation, command, rule)
          || CASE WHEN command = 'SELECT' THEN '' ELSE format(' WITH CHECK (%s)', rule) END;
  EXECUTE standing INTO mark, marked, enabled USING relation, rule, called, cmd;
  EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', called, relation, mark);
END $$;

-- For reading and writing alike; or, where `writable` says less than `visible`, one for each.
CREATE OR REPLACE PROCEDURE huifang_policy(relation regclass, visible text, writable text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
  CALL huifang_one_policy(relation, 'asker', CASE WHEN writable IS NULL THEN 'ALL' ELSE 'SELECT' END, visible);
  IF writable IS NULL THEN
    EXECUTE format('DROP POLICY IF EXISTS asker_writes ON %s', relation);
  ELSE
    CALL huifang_one_policy(relation, 'asker_writes', 'ALL', writable);
  END IF;
END $$;

-- The same, where whoever sees everything sees and writes this table.
CREATE OR REPLACE PROCEDURE huifang_guard(relation regclass, visible text, writable text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
  CALL huifang_policy(relation, format('(SELECT huifang_all()) OR %s', visible),
                      CASE WHEN writable IS NOT NULL THEN format('(SELECT huifang_all()) OR %s', writable) END);
END $$;

-- Whether the file of the customer in this column is open to the asker, and whether it may be written, which a loan does not allow;
-- whether the ticket in this column is in sight, which the policy of tickets says, and whether something may be done on it. As a
-- value of its own, row by row: as EXISTS the planner would now and then rather read all there is.
CREATE OR REPLACE FUNCTION pg_temp.file(customer text, opened text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(SELECT true FROM open_files f WHERE f.file_id = ' || customer || ' AND (SELECT huifang_reach()) = ''own''
    AND f.who IN ((SELECT huifang_staff()), (SELECT huifang_department())) AND ' || opened || ' LIMIT 1)' $$;
CREATE OR REPLACE FUNCTION pg_temp.open_file(customer text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_temp.file(customer, '(f.last > (SELECT huifang_closed_since()) OR f.lent_until > now())') $$;
CREATE OR REPLACE FUNCTION pg_temp.own_file(customer text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_temp.file(customer, 'f.last > (SELECT huifang_closed_since())') $$;
-- Whether the ticket is in hand, and whether the asker was told of it: for that one row of `tickets`, named `t`.
CREATE OR REPLACE FUNCTION pg_temp.in_hand(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT replace('huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at)', 't.', t || '.') $$;
CREATE OR REPLACE FUNCTION pg_temp.told(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT replace('((SELECT huifang_reach()) = ''own'' AND (t.stage <> ''closed'' OR t.updated_at > (SELECT huifang_closed_since()))
     AND (SELECT true FROM told_of o WHERE o.staff_id = (SELECT huifang_staff()) AND o.ticket_id = t.id))', 't.', t || '.') $$;
CREATE OR REPLACE FUNCTION pg_temp.in_hand_or_told(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(' || pg_temp.in_hand(t) || ' OR ' || pg_temp.told(t) || ')' $$;
CREATE OR REPLACE FUNCTION pg_temp.ticket(id text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(SELECT true FROM tickets t WHERE t.id = ' || id || ')' $$;
CREATE OR REPLACE FUNCTION pg_temp.own_ticket(id text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(SELECT true FROM tickets t WHERE t.id = ' || id || ' AND (' || pg_temp.in_hand_or_told('t')
         || ' OR ' || pg_temp.own_file('t.customer_id') || '))' $$;

CALL huifang_guard('open_files', 'who IN ((SELECT huifang_staff()), (SELECT huifang_department()))');
REVOKE INSERT, UPDATE, DELETE ON open_files FROM huifang_api;
-- Links are followed by whoever has them; who is asked for their hash is nobody but the API itself.
CALL huifang_guard('job_links', 'false');
CALL huifang_guard('told_of', 'staff_id = (SELECT huifang_staff())');
CALL huifang_guard('tickets', pg_temp.in_hand_or_told('tickets') || ' OR ' || pg_temp.open_file('customer_id'),
                              pg_temp.in_hand_or_told('tickets') || ' OR ' || pg_temp.own_file('customer_id'));
-- A ticket in hand that came to nothing shows nobody; one that the asker was told of shows whom it is about.
CALL huifang_guard('customers', '(SELECT huifang_reach()) = ''own'' AND agent_id = (SELECT huifang_staff())
  OR ' || pg_temp.open_file('customers.id') || ' OR (SELECT true FROM tickets t WHERE t.customer_id = customers.id
       AND t.kind <> ALL (kinds_with(''file_not_shown''))
       AND (' || pg_temp.in_hand('t') || ' AND NOT coalesce(t.close_reason = ANY (ends_of_nothing()), false)
            OR ' || pg_temp.told('t') || ') LIMIT 1)',
  '(SELECT huifang_reach()) = ''own'' AND agent_id = (SELECT huifang_staff()) OR ' || pg_temp.own_file('customers.id'));
CALL huifang_guard('ownerships', pg_temp.open_file('customer_id') || ' OR (SELECT true FROM tickets t
  WHERE t.ownership_id = ownerships.id AND ' || pg_temp.in_hand_or_told('t') || ' LIMIT 1)', pg_temp.own_file('customer_id'));
CALL huifang_guard('text_holds', 'ownership_id IN (SELECT id FROM ownerships)');
CALL huifang_guard('ticket_duplicates', pg_temp.ticket('ticket_id') || ' OR ' || pg_temp.ticket('other_id'),
                                        pg_temp.own_ticket('ticket_id'));
CALL huifang_guard('ticket_links', pg_temp.ticket('ticket_id') || ' OR ' || pg_temp.ticket('other_id'),
                                   pg_temp.own_ticket('ticket_id'));
CALL huifang_guard('feedback', 'department_id = (SELECT huifang_department()) OR ' || pg_temp.ticket('ticket_id'),
                               'department_id = (SELECT huifang_department()) OR ' || pg_temp.own_ticket('ticket_id'));
-- A loan asked for is seen by whoever asked; a ticket of its own says how it stands.
CALL huifang_guard('loans', 'borrower_id = (SELECT huifang_staff()) OR ' || pg_temp.open_file('customer_id'),
                            pg_temp.own_file('customer_id'));

-- What belongs to a ticket, to a customer, or to both.
DO $$
DECLARE
  relation text;
  of_ticket CONSTANT text := pg_temp.ticket('ticket_id');
  of_file CONSTANT text := pg_temp.open_file('customer_id');
  own_ticket CONSTANT text := pg_temp.own_ticket('ticket_id');
  own_file CONSTANT text := pg_temp.own_file('customer_id');
BEGIN
  FOREACH relation IN ARRAY ARRAY['ticket_texts', 'ticket_starts', 'acceptances', 'agent_choices', 'crew_assessments', 'crew_visits'] LOOP
    CALL huifang_guard(relation::regclass, of_ticket, own_ticket);
  END LOOP;
  FOREACH relation IN ARRAY ARRAY['messages', 'calls', 'communications', 'call_records', 'privacy_requests', 'privacy_copies',
                                  'data_corrections', 'legal_holds'] LOOP
    -- Of a file and of no ticket, by the file; of a ticket, by the ticket: one lent is written to by neither.
    CALL huifang_guard(relation::regclass, of_ticket || ' OR ' || of_file,
                       own_ticket || ' OR ticket_id IS NULL AND ' || own_file);
  END LOOP;
  FOREACH relation IN ARRAY ARRAY['pre_sales', 'contracts', 'consents', 'number_history'] LOOP
    CALL huifang_guard(relation::regclass, of_file, own_file);
  END LOOP;
END $$;
CALL huifang_guard('returning_customers', pg_temp.open_file('customer_id'), pg_temp.own_file('customer_id'));
CALL huifang_guard('duplicate_dismissals', pg_temp.open_file('low_id') || ' AND ' || pg_temp.open_file('high_id'));
CALL huifang_guard('merges', pg_temp.open_file('kept'));
CALL huifang_guard('merge_moves', 'merge_id IN (SELECT m.id FROM merges m)');

-- Rosters and their reports hold a whole building.
CALL huifang_guard('roster_imports', 'false');
-- Who typed which number is looked at by the system, which counts it.
CALL huifang_policy('caller_lookups', 'huifang_reach() = ''system''');
-- What providers say belongs to nobody until it is read.
CALL huifang_guard('provider_events', 'false');
-- An answer that is kept is given again to the one it was given to.
CALL huifang_policy('idempotency_keys', 'huifang_reach() = ''system'' OR asker = huifang_asker()');
