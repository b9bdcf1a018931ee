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

-- What is seen by a loan is for reading: `huifang_own_files`, `huifang_own_tickets` leave it out.
CALL huifang_guard('customers', '(SELECT huifang_reach()) = ''own'' AND agent_id = (SELECT huifang_staff())
                                 OR id IN (SELECT huifang_people())',
                                '(SELECT huifang_reach()) = ''own'' AND agent_id = (SELECT huifang_staff())
                                 OR id IN (SELECT huifang_own_files())');
CALL huifang_guard('ownerships', 'customer_id IN (SELECT huifang_files()) OR id IN (SELECT huifang_flats())',
                                 'customer_id IN (SELECT huifang_own_files())');
CALL huifang_guard('text_holds', 'ownership_id IN (SELECT id FROM ownerships)');
CALL huifang_guard('tickets', 'huifang_in_hand(agent_id, first_contact, crew_id, department_id, stage, updated_at)
                               OR customer_id IN (SELECT huifang_files()) OR id IN (SELECT ticket_id FROM huifang_told())',
                              'huifang_in_hand(agent_id, first_contact, crew_id, department_id, stage, updated_at)
                               OR customer_id IN (SELECT huifang_own_files()) OR id IN (SELECT ticket_id FROM huifang_told())');
-- Links are followed by whoever has them; who is asked for their hash is nobody but the API itself.
CALL huifang_guard('job_links', 'false');
CALL huifang_guard('told_of', 'staff_id = (SELECT huifang_staff())');
CALL huifang_guard('ticket_links', 'ticket_id IN (SELECT huifang_tickets()) OR other_id IN (SELECT huifang_tickets())',
                                   'ticket_id IN (SELECT huifang_own_tickets())');
CALL huifang_guard('ticket_duplicates', 'ticket_id IN (SELECT huifang_tickets()) OR other_id IN (SELECT huifang_tickets())',
                                        'ticket_id IN (SELECT huifang_own_tickets())');
CALL huifang_guard('feedback', 'ticket_id IN (SELECT huifang_tickets()) OR department_id = (SELECT huifang_department())',
                               'ticket_id IN (SELECT huifang_own_tickets()) OR department_id = (SELECT huifang_department())');
-- A loan asked for is seen by whoever asked; a ticket of its own says how it stands.
CALL huifang_guard('loans', 'borrower_id = (SELECT huifang_staff()) OR customer_id IN (SELECT huifang_files())',
                            'customer_id IN (SELECT huifang_own_files())');

-- What belongs to a ticket, to a customer, or to both.
DO $$
DECLARE
  relation text;
  of_ticket CONSTANT text := 'ticket_id IN (SELECT huifang_tickets())';
  of_file CONSTANT text := 'customer_id IN (SELECT huifang_files())';
  own_ticket CONSTANT text := 'ticket_id IN (SELECT huifang_own_tickets())';
  own_file CONSTANT text := 'customer_id IN (SELECT huifang_own_files())';
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
CALL huifang_guard('returning_customers', 'customer_id IN (SELECT huifang_files())', 'customer_id IN (SELECT huifang_own_files())');
CALL huifang_guard('duplicate_dismissals', 'low_id IN (SELECT huifang_files()) AND high_id IN (SELECT huifang_files())');
CALL huifang_guard('merges', 'kept IN (SELECT huifang_files())');
CALL huifang_guard('merge_moves', 'merge_id IN (SELECT m.id FROM merges m)');

-- Rosters and their reports hold a whole building.
CALL huifang_guard('roster_imports', 'false');
-- Who typed which number is looked at by the system, which counts it.
CALL huifang_policy('caller_lookups', 'huifang_reach() = ''system''');
-- What providers say belongs to nobody until it is read.
CALL huifang_guard('provider_events', 'false');
-- An answer that is kept is given again to the one it was given to.
CALL huifang_policy('idempotency_keys', 'huifang_reach() = ''system'' OR asker = huifang_asker()');
