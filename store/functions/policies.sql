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

CALL huifang_guard('customers', '(SELECT huifang_reach()) = ''own'' AND agent_id = (SELECT huifang_staff())
                                 OR id IN (SELECT huifang_people())');
CALL huifang_guard('ownerships', 'customer_id IN (SELECT huifang_files()) OR id IN (SELECT huifang_flats())');
CALL huifang_guard('text_holds', 'ownership_id IN (SELECT id FROM ownerships)');
CALL huifang_guard('tickets', 'huifang_in_hand(agent_id, first_contact, crew_id, department_id, stage, updated_at)
                               OR customer_id IN (SELECT huifang_files()) OR id IN (SELECT ticket_id FROM huifang_told())');
CALL huifang_guard('told_of', 'staff_id = (SELECT huifang_staff())');
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
CALL huifang_policy('idempotency_keys', 'huifang_reach() = ''system'' OR asker = huifang_asker()');
