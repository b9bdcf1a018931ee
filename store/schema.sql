-- The schema as it stands once every migration has run, for reading: each table with all that belongs to it.
-- Functions and what policies ask stand in `functions/`; why a column is as it is, in the migration that made
-- it. Written by `python -m store.made`; tests/store/test_made.py holds it to the migrations.

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO huifang_api;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT,USAGE ON SEQUENCES TO huifang_api;
CREATE SEQUENCE account_no;
CREATE SEQUENCE api_token_no;
CREATE SEQUENCE building_no;
CREATE SEQUENCE contract_no;
CREATE SEQUENCE crew_no;
CREATE SEQUENCE customer_no;
CREATE SEQUENCE department_no;
CREATE SEQUENCE export_no;
CREATE SEQUENCE import_no;
CREATE SEQUENCE ownership_no;
CREATE SEQUENCE session_no;
CREATE SEQUENCE staff_no;
CREATE SEQUENCE ticket_no_b;
CREATE SEQUENCE ticket_no_l;
CREATE SEQUENCE ticket_no_p;
CREATE SEQUENCE ticket_no_r;
CREATE SEQUENCE ticket_no_z;
CREATE SEQUENCE ticket_text_no;
CREATE VIEW file_openers AS
 SELECT c.id AS file_id,
    c.agent_id AS who,
    'infinity'::timestamp with time zone AS last,
    NULL::timestamp with time zone AS lent_until
   FROM customers c
  WHERE (c.agent_id IS NOT NULL)
UNION ALL
 SELECT p.customer_id AS file_id,
    p.salesperson_id AS who,
    'infinity'::timestamp with time zone AS last,
    NULL::timestamp with time zone AS lent_until
   FROM pre_sales p
  WHERE (p.salesperson_id IS NOT NULL)
UNION ALL
 SELECT c.id AS file_id,
    c.added_by AS who,
    'infinity'::timestamp with time zone AS last,
    NULL::timestamp with time zone AS lent_until
   FROM (customers c
     JOIN staff s ON (((s.id = c.added_by) AND (s.role = 'salesperson'::text))))
UNION ALL
 SELECT t.customer_id AS file_id,
    w.who,
        CASE
            WHEN (t.stage = 'closed'::text) THEN t.updated_at
            ELSE 'infinity'::timestamp with time zone
        END AS last,
    NULL::timestamp with time zone AS lent_until
   FROM (tickets t
     CROSS JOIN LATERAL ( VALUES (t.agent_id), (t.first_contact), (t.department_id)) w(who))
  WHERE ((w.who IS NOT NULL) AND (t.customer_id IS NOT NULL) AND (t.kind <> ALL (kinds_with('file_not_shown'::text))) AND (NOT COALESCE((t.close_reason = ANY (ends_of_nothing())), false)))
UNION ALL
 SELECT l.customer_id AS file_id,
    l.borrower_id AS who,
    '-infinity'::timestamp with time zone AS last,
    l.until AS lent_until
   FROM loans l
  WHERE ((l.granted_at IS NOT NULL) AND (l.ended_at IS NULL) AND (l.until IS NOT NULL));
GRANT SELECT,USAGE ON SEQUENCE absences_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE acceptances_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE account_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE api_token_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE building_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE caller_lookups_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE calls_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE communications_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE consents_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE contract_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE crew_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE customer_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE data_corrections_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE data_keys_no_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE department_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE duty_times_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE export_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE feedback_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE import_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE job_links_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE legal_holds_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE merges_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE messages_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE number_history_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE ownership_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE session_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE sign_in_events_id_seq TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE staff_no TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE ticket_no_b TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE ticket_no_l TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE ticket_no_p TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE ticket_no_r TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE ticket_no_z TO huifang_api;
GRANT SELECT,USAGE ON SEQUENCE ticket_text_no TO huifang_api;
GRANT USAGE ON SCHEMA public TO huifang_api;

CREATE TABLE absences (
    id bigint NOT NULL,
    staff_id text NOT NULL,
    begins timestamp with time zone NOT NULL,
    ends timestamp with time zone NOT NULL,
    deputy_id text,
    reason text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT absences_check CHECK ((deputy_id <> staff_id)),
    CONSTRAINT absences_check1 CHECK ((begins < ends))
);
ALTER TABLE absences ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME absences_id_seq);
ALTER TABLE ONLY absences ADD CONSTRAINT absences_pkey PRIMARY KEY (id);
CREATE INDEX absences_ends ON absences USING btree (ends) WHERE active;
CREATE INDEX absences_staff ON absences USING btree (staff_id, id);
ALTER TABLE ONLY absences ADD CONSTRAINT absences_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES staff(id);
ALTER TABLE ONLY absences ADD CONSTRAINT absences_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE absences TO huifang_api;

CREATE TABLE acceptances (
    id bigint NOT NULL,
    ticket_id text NOT NULL,
    key text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    token_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    tries_left integer NOT NULL,
    replaced_at timestamp with time zone,
    answered_at timestamp with time zone,
    answer text,
    text_id text,
    told_at timestamp with time zone,
    taken boolean,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT acceptances_answer_check CHECK ((answer = ANY (ARRAY['customer_accepts'::text, 'customer_refuses'::text]))),
    CONSTRAINT acceptances_check CHECK (((answered_at IS NULL) = (answer IS NULL))),
    CONSTRAINT acceptances_check1 CHECK (((told_at IS NULL) = (taken IS NULL))),
    CONSTRAINT acceptances_tries_left_check CHECK ((tries_left >= 0))
);
ALTER TABLE acceptances ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME acceptances_id_seq);
ALTER TABLE ONLY acceptances ADD CONSTRAINT acceptances_pkey PRIMARY KEY (id);
ALTER TABLE ONLY acceptances ADD CONSTRAINT acceptances_ticket_id_key_key UNIQUE (ticket_id, key);
ALTER TABLE ONLY acceptances ADD CONSTRAINT acceptances_token_hash_key UNIQUE (token_hash);
CREATE INDEX acceptances_to_tell ON acceptances USING btree (answered_at) WHERE ((answered_at IS NOT NULL) AND (told_at IS NULL));
ALTER TABLE ONLY acceptances ADD CONSTRAINT acceptances_text_id_fkey FOREIGN KEY (text_id) REFERENCES ticket_texts(id);
ALTER TABLE ONLY acceptances ADD CONSTRAINT acceptances_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
ALTER TABLE acceptances ENABLE ROW LEVEL SECURITY;
CREATE POLICY asker ON acceptances FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = acceptances.ticket_id))));
CREATE POLICY asker_writes ON acceptances TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = acceptances.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = acceptances.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE acceptances TO huifang_api;

CREATE TABLE accounts (
    id text DEFAULT ('U'::text || lpad((nextval('account_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    login bytea,
    name bytea,
    staff_id text,
    role text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    password text,
    must_change boolean DEFAULT false NOT NULL,
    code_secret bytea,
    code_pending bytea,
    code_last bigint DEFAULT '-1'::integer NOT NULL,
    recovery text[] DEFAULT '{}'::text[] NOT NULL,
    identity bytea,
    version integer DEFAULT 1 NOT NULL,
    signed_in_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY accounts ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY accounts ADD CONSTRAINT accounts_staff_id_key UNIQUE (staff_id);
CREATE UNIQUE INDEX accounts_identity ON accounts USING btree (idx(identity));
CREATE UNIQUE INDEX accounts_login ON accounts USING btree (idx(login));
ALTER TABLE ONLY accounts ADD CONSTRAINT accounts_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE accounts TO huifang_api;

CREATE TABLE agent_choices (
    ticket_id text NOT NULL,
    key text NOT NULL,
    agent_id text NOT NULL,
    because text NOT NULL,
    chosen_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY agent_choices ADD CONSTRAINT agent_choices_pkey PRIMARY KEY (ticket_id, key);
CREATE INDEX agent_choices_agent ON agent_choices USING btree (agent_id, chosen_at);
CREATE INDEX agent_choices_chosen ON agent_choices USING btree (chosen_at);
ALTER TABLE ONLY agent_choices ADD CONSTRAINT agent_choices_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES staff(id);
ALTER TABLE agent_choices ENABLE ROW LEVEL SECURITY;
CREATE POLICY asker ON agent_choices FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = agent_choices.ticket_id))));
CREATE POLICY asker_writes ON agent_choices TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = agent_choices.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = agent_choices.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE agent_choices TO huifang_api;

CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);
ALTER TABLE ONLY alembic_version ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
GRANT SELECT ON TABLE alembic_version TO huifang_api;

CREATE TABLE api_tokens (
    id text DEFAULT ('K'::text || lpad((nextval('api_token_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    name bytea NOT NULL,
    secret text NOT NULL,
    role text NOT NULL,
    scopes text[] NOT NULL,
    made_by text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY api_tokens ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY api_tokens ADD CONSTRAINT api_tokens_secret_key UNIQUE (secret);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE api_tokens TO huifang_api;

CREATE TABLE building_crews (
    building_id text NOT NULL,
    trade text NOT NULL,
    crew_id text NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY building_crews ADD CONSTRAINT building_crews_pkey PRIMARY KEY (building_id, trade);
CREATE INDEX building_crews_crew ON building_crews USING btree (crew_id);
ALTER TABLE ONLY building_crews ADD CONSTRAINT building_crews_building_id_fkey FOREIGN KEY (building_id) REFERENCES buildings(id);
ALTER TABLE ONLY building_crews ADD CONSTRAINT building_crews_crew_id_fkey FOREIGN KEY (crew_id) REFERENCES crews(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE building_crews TO huifang_api;

CREATE TABLE buildings (
    id text DEFAULT ('B'::text || lpad((nextval('building_no'::regclass))::text, 6, '0'::text)) NOT NULL,
    name text NOT NULL,
    handover_date date,
    status text DEFAULT 'active'::text NOT NULL,
    policy jsonb,
    version integer DEFAULT 1 NOT NULL,
    applied_version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT buildings_name_check CHECK ((name <> ''::text)),
    CONSTRAINT buildings_status_check CHECK ((status = ANY (ARRAY['active'::text, 'cancelled'::text])))
);
ALTER TABLE ONLY buildings ADD CONSTRAINT buildings_pkey PRIMARY KEY (id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE buildings TO huifang_api;

CREATE TABLE call_records (
    ticket_id text NOT NULL,
    customer_id text NOT NULL,
    agent_id text,
    satisfaction text NOT NULL,
    answers jsonb NOT NULL,
    text_id text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT call_records_satisfaction_check CHECK ((satisfaction = ANY (ARRAY['satisfied'::text, 'neutral'::text, 'dissatisfied'::text])))
);
ALTER TABLE ONLY call_records ADD CONSTRAINT call_records_pkey PRIMARY KEY (ticket_id);
CREATE INDEX call_records_customer ON call_records USING btree (customer_id);
CREATE TRIGGER follow_merge BEFORE INSERT ON call_records FOR EACH ROW EXECUTE FUNCTION follow_merge();
ALTER TABLE ONLY call_records ADD CONSTRAINT call_records_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY call_records ADD CONSTRAINT call_records_text_id_fkey FOREIGN KEY (text_id) REFERENCES ticket_texts(id);
ALTER TABLE ONLY call_records ADD CONSTRAINT call_records_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON call_records FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = call_records.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = call_records.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON call_records TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = call_records.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = call_records.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = call_records.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = call_records.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE call_records ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE call_records TO huifang_api;

CREATE TABLE caller_lookups (
    id bigint NOT NULL,
    account text NOT NULL,
    staff_id text NOT NULL,
    number text NOT NULL,
    customer_id text,
    at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE caller_lookups ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME caller_lookups_id_seq);
ALTER TABLE ONLY caller_lookups ADD CONSTRAINT caller_lookups_pkey PRIMARY KEY (id);
CREATE INDEX caller_lookups_account ON caller_lookups USING btree (account, at);
CREATE INDEX caller_lookups_customer ON caller_lookups USING btree (customer_id, staff_id);
ALTER TABLE ONLY caller_lookups ADD CONSTRAINT caller_lookups_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id);
CREATE POLICY asker ON caller_lookups TO huifang_api USING ((huifang_reach() = 'system'::text)) WITH CHECK ((huifang_reach() = 'system'::text));
ALTER TABLE caller_lookups ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE caller_lookups TO huifang_api;

CREATE TABLE calls (
    id bigint NOT NULL,
    ticket_id text NOT NULL,
    key text NOT NULL,
    reference text NOT NULL,
    kind text NOT NULL,
    staff_id text NOT NULL,
    staff_name bytea,
    customer_id text,
    template text,
    accepted_keys text[] DEFAULT '{}'::text[] NOT NULL,
    phone bytea,
    customer_phone bytea,
    text bytea,
    state text NOT NULL,
    provider text NOT NULL,
    provider_id text,
    error_code text,
    attempts integer DEFAULT 0 NOT NULL,
    attempted_at timestamp with time zone,
    placed_at timestamp with time zone,
    ended_at timestamp with time zone,
    outcome text,
    leg text,
    pressed_key text,
    talk_seconds integer DEFAULT 0 NOT NULL,
    recording_url bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT calls_check CHECK (((state = 'ended'::text) = (outcome IS NOT NULL))),
    CONSTRAINT calls_check1 CHECK (((kind = 'bridge'::text) = (customer_id IS NOT NULL))),
    CONSTRAINT calls_kind_check CHECK ((kind = ANY (ARRAY['notice'::text, 'bridge'::text]))),
    CONSTRAINT calls_leg_check CHECK ((leg = ANY (ARRAY['agent'::text, 'customer'::text]))),
    CONSTRAINT calls_outcome_check CHECK ((outcome = ANY (ARRAY['acknowledged'::text, 'answered'::text, 'no_answer'::text, 'busy'::text, 'refused'::text, 'unreachable'::text, 'wrong_number'::text, 'failed'::text]))),
    CONSTRAINT calls_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'placing'::text, 'placed'::text, 'ended'::text, 'failed'::text, 'unknown'::text])))
);
ALTER TABLE calls ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME calls_id_seq);
ALTER TABLE ONLY calls ADD CONSTRAINT calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY calls ADD CONSTRAINT calls_reference_key UNIQUE (reference);
ALTER TABLE ONLY calls ADD CONSTRAINT calls_ticket_id_key_key UNIQUE (ticket_id, key);
CREATE INDEX calls_customer ON calls USING btree (customer_id, id) WHERE (customer_id IS NOT NULL);
CREATE UNIQUE INDEX calls_provider_id ON calls USING btree (provider, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX calls_recordings ON calls USING btree (ended_at) WHERE (recording_url IS NOT NULL);
CREATE INDEX calls_staff ON calls USING btree (staff_id, id);
CREATE INDEX calls_state ON calls USING btree (state, id);
CREATE TRIGGER follow_merge BEFORE INSERT ON calls FOR EACH ROW WHEN ((new.customer_id IS NOT NULL)) EXECUTE FUNCTION follow_merge();
CREATE TRIGGER note_told AFTER INSERT ON calls FOR EACH ROW WHEN ((new.kind = 'notice'::text)) EXECUTE FUNCTION note_told();
ALTER TABLE ONLY calls ADD CONSTRAINT calls_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY calls ADD CONSTRAINT calls_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON calls FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = calls.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = calls.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON calls TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = calls.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = calls.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = calls.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = calls.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE calls TO huifang_api;

CREATE TABLE communications (
    id bigint NOT NULL,
    dedupe_key text,
    ticket_id text,
    customer_id text,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    text_id text,
    words bytea
);
ALTER TABLE communications ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME communications_id_seq);
ALTER TABLE ONLY communications ADD CONSTRAINT communications_dedupe_key_key UNIQUE (dedupe_key);
ALTER TABLE ONLY communications ADD CONSTRAINT communications_pkey PRIMARY KEY (id);
CREATE INDEX communications_customer ON communications USING btree (customer_id, at, id);
CREATE INDEX communications_kind ON communications USING btree (kind, at) WHERE (kind = ANY (ARRAY['classify'::text, 'judge_well_founded'::text, 'judge_not_founded'::text, 'promise_met_late'::text]));
CREATE INDEX communications_replies ON communications USING btree (id) WHERE (kind = ANY (ARRAY['reply'::text, 'reply_opt_out'::text]));
CREATE INDEX communications_ticket ON communications USING btree (ticket_id, at, id);
CREATE TRIGGER follow_merge BEFORE INSERT ON communications FOR EACH ROW WHEN ((new.customer_id IS NOT NULL)) EXECUTE FUNCTION follow_merge();
ALTER TABLE ONLY communications ADD CONSTRAINT communications_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY communications ADD CONSTRAINT communications_text_id_fkey FOREIGN KEY (text_id) REFERENCES ticket_texts(id);
ALTER TABLE ONLY communications ADD CONSTRAINT communications_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON communications FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = communications.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = communications.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON communications TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = communications.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = communications.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = communications.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = communications.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE communications ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE communications TO huifang_api;

CREATE TABLE consents (
    id bigint NOT NULL,
    customer_id text NOT NULL,
    purpose text NOT NULL,
    state text NOT NULL,
    at timestamp with time zone NOT NULL,
    source text NOT NULL,
    evidence bytea,
    text_version text,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT consents_state_check CHECK ((state = ANY (ARRAY['given'::text, 'withdrawn'::text])))
);
ALTER TABLE consents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME consents_id_seq);
ALTER TABLE ONLY consents ADD CONSTRAINT consents_pkey PRIMARY KEY (id);
CREATE INDEX consents_customer ON consents USING btree (customer_id, purpose, at DESC, id DESC);
CREATE TRIGGER consents_stay BEFORE DELETE OR UPDATE OF id, purpose, state, at, source, text_version, recorded_by, recorded_at ON consents FOR EACH ROW EXECUTE FUNCTION consents_stay();
CREATE TRIGGER follow_merge BEFORE INSERT ON consents FOR EACH ROW EXECUTE FUNCTION follow_merge();
ALTER TABLE ONLY consents ADD CONSTRAINT consents_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
CREATE POLICY asker ON consents FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = consents.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON consents TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = consents.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = consents.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE consents TO huifang_api;

CREATE TABLE contracts (
    id text DEFAULT ('H'::text || lpad((nextval('contract_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    customer_id text NOT NULL,
    ownership_id text,
    number bytea NOT NULL,
    signed_on date NOT NULL,
    amount numeric(14,2),
    first_payment_on date,
    note bytea,
    recorded_by text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT contracts_amount_check CHECK ((amount >= (0)::numeric))
);
ALTER TABLE ONLY contracts ADD CONSTRAINT contracts_pkey PRIMARY KEY (id);
CREATE INDEX contracts_customer ON contracts USING btree (customer_id, id);
CREATE UNIQUE INDEX contracts_number ON contracts USING btree (idx(number));
ALTER TABLE ONLY contracts ADD CONSTRAINT contracts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY contracts ADD CONSTRAINT contracts_ownership_id_fkey FOREIGN KEY (ownership_id) REFERENCES ownerships(id);
CREATE POLICY asker ON contracts FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = contracts.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON contracts TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = contracts.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = contracts.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE contracts ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE contracts TO huifang_api;

CREATE TABLE crew_assessments (
    ticket_id text NOT NULL,
    crew_id text,
    reopened integer NOT NULL,
    arrived_in_time boolean,
    satisfaction text,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY crew_assessments ADD CONSTRAINT crew_assessments_pkey PRIMARY KEY (ticket_id, at);
CREATE INDEX crew_assessments_crew ON crew_assessments USING btree (crew_id, at);
ALTER TABLE ONLY crew_assessments ADD CONSTRAINT crew_assessments_crew_id_fkey FOREIGN KEY (crew_id) REFERENCES crews(id);
ALTER TABLE ONLY crew_assessments ADD CONSTRAINT crew_assessments_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON crew_assessments FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = crew_assessments.ticket_id))));
CREATE POLICY asker_writes ON crew_assessments TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = crew_assessments.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = crew_assessments.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
ALTER TABLE crew_assessments ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE crew_assessments TO huifang_api;

CREATE TABLE crew_visits (
    ticket_id text NOT NULL,
    number integer NOT NULL,
    crew_id text NOT NULL,
    called_at timestamp with time zone,
    arrived_at timestamp with time zone,
    in_time boolean,
    disputed integer DEFAULT 0 NOT NULL,
    completed_at timestamp with time zone,
    satisfaction text,
    outcome text NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    CONSTRAINT crew_visits_number_check CHECK ((number > 0)),
    CONSTRAINT crew_visits_outcome_check CHECK ((outcome = ANY (ARRAY['solved'::text, 'came_again'::text, 'handed_on'::text, 'declined'::text, 'quote_declined'::text]))),
    CONSTRAINT crew_visits_satisfaction_check CHECK ((satisfaction = ANY (ARRAY['satisfied'::text, 'neutral'::text, 'dissatisfied'::text])))
);
ALTER TABLE ONLY crew_visits ADD CONSTRAINT crew_visits_pkey PRIMARY KEY (ticket_id, ended_at, number);
CREATE INDEX crew_visits_crew ON crew_visits USING btree (crew_id, ended_at);
ALTER TABLE ONLY crew_visits ADD CONSTRAINT crew_visits_crew_id_fkey FOREIGN KEY (crew_id) REFERENCES crews(id);
ALTER TABLE ONLY crew_visits ADD CONSTRAINT crew_visits_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON crew_visits FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = crew_visits.ticket_id))));
CREATE POLICY asker_writes ON crew_visits TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = crew_visits.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = crew_visits.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
ALTER TABLE crew_visits ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE crew_visits TO huifang_api;

CREATE TABLE crews (
    id text DEFAULT ('W'::text || lpad((nextval('crew_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    name text NOT NULL,
    leader_id text,
    department_id text,
    trades text[] DEFAULT '{}'::text[] NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT crews_name_check CHECK ((name <> ''::text))
);
ALTER TABLE ONLY crews ADD CONSTRAINT crews_pkey PRIMARY KEY (id);
ALTER TABLE ONLY crews ADD CONSTRAINT crews_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id);
ALTER TABLE ONLY crews ADD CONSTRAINT crews_leader_id_fkey FOREIGN KEY (leader_id) REFERENCES staff(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE crews TO huifang_api;

CREATE TABLE customers (
    id text DEFAULT ('C'::text || lpad((nextval('customer_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    name bytea NOT NULL,
    phone bytea NOT NULL,
    other_phones bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    signed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    preferred_hours jsonb DEFAULT '[]'::jsonb NOT NULL,
    agent_id text,
    grade text,
    grade_reason bytea,
    grade_by text,
    grade_at timestamp with time zone,
    email bytea,
    wechat bytea,
    addresses bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    added_by text,
    merged_into text,
    person text GENERATED ALWAYS AS (COALESCE(merged_into, id)) STORED,
    erased_at timestamp with time zone,
    CONSTRAINT customers_grade_check CHECK ((grade = ANY (ARRAY['key'::text, 'regular'::text, 'potential'::text])))
);
ALTER TABLE ONLY customers ADD CONSTRAINT customers_pkey PRIMARY KEY (id);
CREATE INDEX customers_added_by ON customers USING btree (added_by) WHERE (added_by IS NOT NULL);
CREATE INDEX customers_agent ON customers USING btree (agent_id, id) WHERE (agent_id IS NOT NULL);
CREATE INDEX customers_email ON customers USING btree (idx(email)) WHERE (email IS NOT NULL);
CREATE INDEX customers_grade ON customers USING btree (grade, id) WHERE (grade IS NOT NULL);
CREATE INDEX customers_merged ON customers USING btree (id) WHERE (merged_into IS NOT NULL);
CREATE INDEX customers_other_phones ON customers USING gin (idxs(other_phones)) WHERE (other_phones <> '{}'::bytea[]);
CREATE UNIQUE INDEX customers_person ON customers USING btree (idx(name), idx(phone));
CREATE INDEX customers_phone ON customers USING btree (idx(phone));
CREATE INDEX customers_same_person ON customers USING btree (person);
CREATE INDEX customers_wechat ON customers USING btree (idx(wechat)) WHERE (wechat IS NOT NULL);
CREATE TRIGGER opens_own_file_added AFTER INSERT ON customers FOR EACH ROW WHEN ((COALESCE(new.agent_id, new.added_by, new.merged_into) IS NOT NULL)) EXECUTE FUNCTION opens_own_file();
CREATE TRIGGER opens_own_file_changed AFTER UPDATE ON customers FOR EACH ROW WHEN ((((old.agent_id IS DISTINCT FROM new.agent_id) OR (old.added_by IS DISTINCT FROM new.added_by)) OR (old.merged_into IS DISTINCT FROM new.merged_into))) EXECUTE FUNCTION opens_own_file();
CREATE TRIGGER opens_own_file_gone AFTER DELETE ON customers FOR EACH ROW EXECUTE FUNCTION opens_own_file();
CREATE TRIGGER opt_out_follows AFTER UPDATE OF phone ON customers FOR EACH ROW WHEN ((idx(old.phone) IS DISTINCT FROM idx(new.phone))) EXECUTE FUNCTION opt_out_follows();
CREATE TRIGGER remember_number AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION remember_number();
ALTER TABLE ONLY customers ADD CONSTRAINT customers_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES staff(id);
ALTER TABLE ONLY customers ADD CONSTRAINT customers_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES customers(id);
CREATE POLICY asker ON customers FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (agent_id = ( SELECT huifang_staff() AS huifang_staff))) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = customers.id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1) OR ( SELECT true
   FROM tickets t
  WHERE ((t.customer_id = customers.id) AND (t.kind <> ALL (kinds_with('file_not_shown'::text))) AND ((huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) AND (NOT COALESCE((t.close_reason = ANY (ends_of_nothing())), false))) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id))))))
 LIMIT 1)));
CREATE POLICY asker_writes ON customers TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (agent_id = ( SELECT huifang_staff() AS huifang_staff))) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = customers.id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (agent_id = ( SELECT huifang_staff() AS huifang_staff))) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = customers.id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE customers TO huifang_api;

CREATE TABLE data_corrections (
    id bigint NOT NULL,
    customer_id text NOT NULL,
    ticket_id text NOT NULL,
    field text NOT NULL,
    before bytea NOT NULL,
    after bytea NOT NULL,
    by text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE data_corrections ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME data_corrections_id_seq);
ALTER TABLE ONLY data_corrections ADD CONSTRAINT data_corrections_pkey PRIMARY KEY (id);
ALTER TABLE ONLY data_corrections ADD CONSTRAINT data_corrections_ticket_id_field_key UNIQUE (ticket_id, field);
CREATE INDEX data_corrections_customer ON data_corrections USING btree (customer_id);
ALTER TABLE ONLY data_corrections ADD CONSTRAINT data_corrections_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY data_corrections ADD CONSTRAINT data_corrections_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON data_corrections FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = data_corrections.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = data_corrections.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON data_corrections TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = data_corrections.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = data_corrections.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = data_corrections.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = data_corrections.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE data_corrections ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE data_corrections TO huifang_api;

CREATE TABLE data_keys (
    no integer NOT NULL,
    purpose text NOT NULL,
    master text NOT NULL,
    wrapped bytea NOT NULL,
    active_from timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT data_keys_purpose_check CHECK ((purpose = ANY (ARRAY['data'::text, 'index'::text])))
);
ALTER TABLE data_keys ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME data_keys_no_seq);
ALTER TABLE ONLY data_keys ADD CONSTRAINT data_keys_pkey PRIMARY KEY (no);
CREATE UNIQUE INDEX data_keys_index ON data_keys USING btree (purpose) WHERE (purpose = 'index'::text);

CREATE TABLE departments (
    id text DEFAULT ('D'::text || lpad((nextval('department_no'::regclass))::text, 6, '0'::text)) NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    head_id text,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT departments_name_check CHECK ((name <> ''::text))
);
ALTER TABLE ONLY departments ADD CONSTRAINT departments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY departments ADD CONSTRAINT departments_head_id_fkey FOREIGN KEY (head_id) REFERENCES staff(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE departments TO huifang_api;

CREATE TABLE duplicate_dismissals (
    low_id text NOT NULL,
    high_id text NOT NULL,
    low_as jsonb NOT NULL,
    high_as jsonb NOT NULL,
    reason bytea,
    by text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT duplicate_dismissals_check CHECK ((low_id < high_id))
);
ALTER TABLE ONLY duplicate_dismissals ADD CONSTRAINT duplicate_dismissals_pkey PRIMARY KEY (low_id, high_id);
CREATE POLICY asker ON duplicate_dismissals TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (( SELECT true
   FROM open_files f
  WHERE ((f.file_id = duplicate_dismissals.low_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = duplicate_dismissals.high_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR (( SELECT true
   FROM open_files f
  WHERE ((f.file_id = duplicate_dismissals.low_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = duplicate_dismissals.high_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1))));
ALTER TABLE duplicate_dismissals ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE duplicate_dismissals TO huifang_api;

CREATE TABLE duty_times (
    id bigint NOT NULL,
    staff_id text NOT NULL,
    weekday smallint NOT NULL,
    begins time without time zone NOT NULL,
    ends time without time zone NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT duty_times_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);
ALTER TABLE duty_times ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME duty_times_id_seq);
ALTER TABLE ONLY duty_times ADD CONSTRAINT duty_times_pkey PRIMARY KEY (id);
CREATE INDEX duty_times_staff ON duty_times USING btree (staff_id, id);
ALTER TABLE ONLY duty_times ADD CONSTRAINT duty_times_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE duty_times TO huifang_api;

CREATE TABLE feedback (
    id bigint NOT NULL,
    ticket_id text NOT NULL,
    department_id text NOT NULL,
    reason text NOT NULL,
    category text,
    reopened integer NOT NULL,
    author text DEFAULT 'system'::text NOT NULL,
    text_id text,
    at timestamp with time zone NOT NULL
);
ALTER TABLE feedback ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME feedback_id_seq);
ALTER TABLE ONLY feedback ADD CONSTRAINT feedback_pkey PRIMARY KEY (id);
ALTER TABLE ONLY feedback ADD CONSTRAINT feedback_ticket_id_department_id_at_key UNIQUE (ticket_id, department_id, at);
CREATE INDEX feedback_department ON feedback USING btree (department_id, id);
ALTER TABLE ONLY feedback ADD CONSTRAINT feedback_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id);
ALTER TABLE ONLY feedback ADD CONSTRAINT feedback_text_id_fkey FOREIGN KEY (text_id) REFERENCES ticket_texts(id);
ALTER TABLE ONLY feedback ADD CONSTRAINT feedback_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON feedback FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (department_id = ( SELECT huifang_department() AS huifang_department)) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = feedback.ticket_id))));
CREATE POLICY asker_writes ON feedback TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (department_id = ( SELECT huifang_department() AS huifang_department)) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = feedback.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR (department_id = ( SELECT huifang_department() AS huifang_department)) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = feedback.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE feedback TO huifang_api;

CREATE TABLE idempotency_keys (
    key text NOT NULL,
    endpoint text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    body bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    headers json DEFAULT '{}'::json NOT NULL,
    claim uuid,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL,
    resource text,
    asker text DEFAULT huifang_asker(),
    customers text[]
);
ALTER TABLE ONLY idempotency_keys ADD CONSTRAINT idempotency_keys_claim_key UNIQUE (claim);
ALTER TABLE ONLY idempotency_keys ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key, endpoint);
CREATE INDEX idempotency_keys_age ON idempotency_keys USING btree (created_at);
CREATE INDEX idempotency_keys_customers ON idempotency_keys USING gin (customers);
CREATE POLICY asker ON idempotency_keys TO huifang_api USING (((huifang_reach() = 'system'::text) OR (asker = huifang_asker()))) WITH CHECK (((huifang_reach() = 'system'::text) OR (asker = huifang_asker())));
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE idempotency_keys TO huifang_api;

CREATE TABLE job_links (
    id bigint NOT NULL,
    ticket_id text NOT NULL,
    staff_id text NOT NULL,
    key text NOT NULL,
    role text NOT NULL,
    crew_id text,
    department_id text,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE job_links ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME job_links_id_seq);
ALTER TABLE ONLY job_links ADD CONSTRAINT job_links_pkey PRIMARY KEY (id);
ALTER TABLE ONLY job_links ADD CONSTRAINT job_links_ticket_id_staff_id_key_key UNIQUE (ticket_id, staff_id, key);
ALTER TABLE ONLY job_links ADD CONSTRAINT job_links_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY job_links ADD CONSTRAINT job_links_crew_id_fkey FOREIGN KEY (crew_id) REFERENCES crews(id);
ALTER TABLE ONLY job_links ADD CONSTRAINT job_links_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id);
ALTER TABLE ONLY job_links ADD CONSTRAINT job_links_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id);
ALTER TABLE ONLY job_links ADD CONSTRAINT job_links_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id) ON DELETE CASCADE;
CREATE POLICY asker ON job_links TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR false)) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR false));
ALTER TABLE job_links ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE job_links TO huifang_api;

CREATE TABLE legal_holds (
    id bigint NOT NULL,
    customer_id text,
    ticket_id text,
    reason bytea NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamp with time zone DEFAULT now() NOT NULL,
    lifted_by text,
    lifted_at timestamp with time zone,
    CONSTRAINT legal_holds_check CHECK (((customer_id IS NULL) <> (ticket_id IS NULL))),
    CONSTRAINT legal_holds_check1 CHECK (((lifted_by IS NULL) = (lifted_at IS NULL)))
);
ALTER TABLE legal_holds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME legal_holds_id_seq);
ALTER TABLE ONLY legal_holds ADD CONSTRAINT legal_holds_pkey PRIMARY KEY (id);
CREATE INDEX legal_holds_customer ON legal_holds USING btree (customer_id) WHERE (lifted_at IS NULL);
CREATE INDEX legal_holds_ticket ON legal_holds USING btree (ticket_id) WHERE (lifted_at IS NULL);
CREATE TRIGGER follow_merge BEFORE INSERT ON legal_holds FOR EACH ROW WHEN ((new.customer_id IS NOT NULL)) EXECUTE FUNCTION follow_merge();
ALTER TABLE ONLY legal_holds ADD CONSTRAINT legal_holds_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY legal_holds ADD CONSTRAINT legal_holds_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON legal_holds FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = legal_holds.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = legal_holds.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON legal_holds TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = legal_holds.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = legal_holds.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = legal_holds.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = legal_holds.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE legal_holds ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE legal_holds TO huifang_api;

CREATE TABLE loans (
    id text NOT NULL,
    customer_id text NOT NULL,
    borrower_id text NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    asked_until timestamp with time zone NOT NULL,
    decided_by text,
    granted_at timestamp with time zone,
    until timestamp with time zone,
    ended_at timestamp with time zone,
    end_reason text,
    CONSTRAINT loans_check CHECK (((decided_by <> borrower_id) OR (granted_at IS NULL)))
);
ALTER TABLE ONLY loans ADD CONSTRAINT loans_pkey PRIMARY KEY (id);
CREATE INDEX loans_borrower ON loans USING btree (borrower_id, id);
CREATE UNIQUE INDEX loans_open ON loans USING btree (customer_id, borrower_id) WHERE (ended_at IS NULL);
CREATE TRIGGER opens_files AFTER INSERT OR DELETE OR UPDATE ON loans FOR EACH ROW EXECUTE FUNCTION opens_files();
ALTER TABLE ONLY loans ADD CONSTRAINT loans_borrower_id_fkey FOREIGN KEY (borrower_id) REFERENCES staff(id);
ALTER TABLE ONLY loans ADD CONSTRAINT loans_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY loans ADD CONSTRAINT loans_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff(id);
ALTER TABLE ONLY loans ADD CONSTRAINT loans_id_fkey FOREIGN KEY (id) REFERENCES tickets(id);
CREATE POLICY asker ON loans FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (borrower_id = ( SELECT huifang_staff() AS huifang_staff)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = loans.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON loans TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = loans.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = loans.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE loans ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT ON TABLE loans TO huifang_api;

CREATE TABLE merge_moves (
    merge_id bigint NOT NULL,
    relation text NOT NULL,
    key text[] NOT NULL,
    was text
);
ALTER TABLE ONLY merge_moves ADD CONSTRAINT merge_moves_pkey PRIMARY KEY (merge_id, relation, key);
ALTER TABLE ONLY merge_moves ADD CONSTRAINT merge_moves_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES merges(id);
CREATE POLICY asker ON merge_moves TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (merge_id IN ( SELECT m.id
   FROM merges m)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR (merge_id IN ( SELECT m.id
   FROM merges m))));
ALTER TABLE merge_moves ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE merge_moves TO huifang_api;

CREATE TABLE merges (
    id bigint NOT NULL,
    kept text NOT NULL,
    other text NOT NULL,
    exchanged text[] DEFAULT '{}'::text[] NOT NULL,
    filled text[] DEFAULT '{}'::text[] NOT NULL,
    numbers integer DEFAULT 0 NOT NULL,
    places integer DEFAULT 0 NOT NULL,
    after jsonb,
    by text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    undone_by text,
    undone_at timestamp with time zone
);
ALTER TABLE merges ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME merges_id_seq);
ALTER TABLE ONLY merges ADD CONSTRAINT merges_pkey PRIMARY KEY (id);
CREATE INDEX merges_kept ON merges USING btree (kept, id);
CREATE INDEX merges_other ON merges USING btree (other, id);
CREATE POLICY asker ON merges TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = merges.kept) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = merges.kept) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
ALTER TABLE merges ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE merges TO huifang_api;

CREATE TABLE messages (
    id bigint NOT NULL,
    dedupe_key text NOT NULL,
    reference text NOT NULL,
    ticket_id text NOT NULL,
    customer_id text,
    step text NOT NULL,
    purpose text NOT NULL,
    template text NOT NULL,
    phone bytea NOT NULL,
    text bytea NOT NULL,
    segments integer NOT NULL,
    state text NOT NULL,
    provider text NOT NULL,
    provider_id text,
    error_code text,
    attempts integer DEFAULT 0 NOT NULL,
    attempted_at timestamp with time zone,
    sent_at timestamp with time zone,
    settled_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    staff_id text,
    erased_at timestamp with time zone,
    CONSTRAINT messages_purpose_check CHECK ((purpose = ANY (ARRAY['marketing'::text, 'service'::text]))),
    CONSTRAINT messages_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'accepted'::text, 'delivered'::text, 'failed'::text, 'unknown'::text, 'withdrawn'::text])))
);
ALTER TABLE messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME messages_id_seq);
ALTER TABLE ONLY messages ADD CONSTRAINT messages_pkey PRIMARY KEY (id);
ALTER TABLE ONLY messages ADD CONSTRAINT messages_reference_key UNIQUE (reference);
CREATE INDEX messages_customer ON messages USING btree (customer_id, id);
CREATE INDEX messages_dedupe ON messages USING btree (dedupe_key, id);
CREATE UNIQUE INDEX messages_occasion ON messages USING btree (dedupe_key) WHERE (state <> ALL (ARRAY['failed'::text, 'withdrawn'::text]));
CREATE INDEX messages_of_ticket ON messages USING btree (ticket_id, id) INCLUDE (state, segments);
CREATE INDEX messages_phone ON messages USING btree (idx(phone), sent_at) WHERE (purpose = 'marketing'::text);
CREATE UNIQUE INDEX messages_provider_id ON messages USING btree (provider, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX messages_state ON messages USING btree (state, id);
CREATE INDEX messages_to_erase ON messages USING btree (created_at) WHERE (erased_at IS NULL);
CREATE TRIGGER follow_merge BEFORE INSERT ON messages FOR EACH ROW WHEN ((new.customer_id IS NOT NULL)) EXECUTE FUNCTION follow_merge();
CREATE TRIGGER note_told AFTER INSERT ON messages FOR EACH ROW WHEN ((new.staff_id IS NOT NULL)) EXECUTE FUNCTION note_told();
ALTER TABLE ONLY messages ADD CONSTRAINT messages_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY messages ADD CONSTRAINT messages_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id);
ALTER TABLE ONLY messages ADD CONSTRAINT messages_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON messages FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = messages.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = messages.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON messages TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = messages.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = messages.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = messages.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = messages.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE messages TO huifang_api;

CREATE TABLE number_changes (
    ownership_id text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ONLY number_changes ADD CONSTRAINT number_changes_pkey PRIMARY KEY (ownership_id);
ALTER TABLE ONLY number_changes ADD CONSTRAINT number_changes_ownership_id_fkey FOREIGN KEY (ownership_id) REFERENCES ownerships(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE number_changes TO huifang_api;

CREATE TABLE number_history (
    id bigint NOT NULL,
    customer_id text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    old_number text NOT NULL,
    agreed_at timestamp with time zone
);
ALTER TABLE number_history ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME number_history_id_seq);
ALTER TABLE ONLY number_history ADD CONSTRAINT number_history_pkey PRIMARY KEY (id);
CREATE INDEX number_history_customer ON number_history USING btree (customer_id, at);
CREATE INDEX number_history_number ON number_history USING btree (old_number) WHERE (agreed_at IS NULL);
ALTER TABLE ONLY number_history ADD CONSTRAINT number_history_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
CREATE POLICY asker ON number_history FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = number_history.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON number_history TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = number_history.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = number_history.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE number_history ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE number_history TO huifang_api;

CREATE TABLE open_files (
    file_id text NOT NULL,
    who text NOT NULL,
    last timestamp with time zone NOT NULL,
    lent_until timestamp with time zone
);
ALTER TABLE ONLY open_files ADD CONSTRAINT open_files_pkey PRIMARY KEY (file_id, who);
CREATE INDEX open_files_lent ON open_files USING btree (who, lent_until) WHERE (lent_until IS NOT NULL);
CREATE INDEX open_files_who ON open_files USING btree (who, last, file_id);
CREATE POLICY asker ON open_files TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR (who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)]))));
ALTER TABLE open_files ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON TABLE open_files TO huifang_api;

CREATE TABLE opt_outs (
    phone bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    source text NOT NULL
);
CREATE UNIQUE INDEX opt_outs_phone ON opt_outs USING btree (idx(phone));
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE opt_outs TO huifang_api;

CREATE TABLE ownerships (
    id text DEFAULT ('O'::text || lpad((nextval('ownership_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    building_id text NOT NULL,
    customer_id text NOT NULL,
    block bytea NOT NULL,
    unit bytea NOT NULL,
    room bytea NOT NULL,
    area numeric(8,2),
    roster_date date,
    status text DEFAULT 'active'::text NOT NULL,
    note bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    roster_phone bytea,
    roster_name bytea,
    CONSTRAINT ownerships_status_check CHECK ((status = ANY (ARRAY['active'::text, 'sold'::text, 'merged'::text])))
);
ALTER TABLE ONLY ownerships ADD CONSTRAINT ownerships_pkey PRIMARY KEY (id);
CREATE INDEX ownerships_building ON ownerships USING btree (building_id, id);
CREATE INDEX ownerships_customer ON ownerships USING btree (customer_id);
CREATE UNIQUE INDEX ownerships_flat ON ownerships USING btree (building_id, flat(block, unit, room), customer_id);
ALTER TABLE ONLY ownerships ADD CONSTRAINT ownerships_building_id_fkey FOREIGN KEY (building_id) REFERENCES buildings(id);
ALTER TABLE ONLY ownerships ADD CONSTRAINT ownerships_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
CREATE POLICY asker ON ownerships FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = ownerships.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1) OR ( SELECT true
   FROM tickets t
  WHERE ((t.ownership_id = ownerships.id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id))))))
 LIMIT 1)));
CREATE POLICY asker_writes ON ownerships TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = ownerships.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = ownerships.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE ownerships ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ownerships TO huifang_api;

CREATE TABLE pre_sales (
    customer_id text NOT NULL,
    stage text NOT NULL,
    source text,
    needs bytea,
    salesperson_id text,
    assessment bytea,
    updated_by text NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT pre_sales_stage_check CHECK ((stage = ANY (ARRAY['potential'::text, 'near_intent'::text])))
);
ALTER TABLE ONLY pre_sales ADD CONSTRAINT pre_sales_pkey PRIMARY KEY (customer_id);
CREATE INDEX pre_sales_salesperson ON pre_sales USING btree (salesperson_id) WHERE (salesperson_id IS NOT NULL);
CREATE TRIGGER opens_files AFTER INSERT OR DELETE OR UPDATE ON pre_sales FOR EACH ROW EXECUTE FUNCTION opens_files();
ALTER TABLE ONLY pre_sales ADD CONSTRAINT pre_sales_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY pre_sales ADD CONSTRAINT pre_sales_salesperson_id_fkey FOREIGN KEY (salesperson_id) REFERENCES staff(id);
CREATE POLICY asker ON pre_sales FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = pre_sales.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON pre_sales TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = pre_sales.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = pre_sales.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE pre_sales ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pre_sales TO huifang_api;

CREATE TABLE privacy_copies (
    ticket_id text NOT NULL,
    customer_id text NOT NULL,
    mark text NOT NULL,
    copy bytea NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY privacy_copies ADD CONSTRAINT privacy_copies_mark_key UNIQUE (mark);
ALTER TABLE ONLY privacy_copies ADD CONSTRAINT privacy_copies_pkey PRIMARY KEY (ticket_id);
ALTER TABLE ONLY privacy_copies ADD CONSTRAINT privacy_copies_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY privacy_copies ADD CONSTRAINT privacy_copies_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON privacy_copies FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = privacy_copies.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = privacy_copies.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON privacy_copies TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = privacy_copies.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = privacy_copies.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = privacy_copies.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = privacy_copies.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE privacy_copies ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE privacy_copies TO huifang_api;

CREATE TABLE privacy_requests (
    ticket_id text NOT NULL,
    customer_id text NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    corrections bytea,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    identity text,
    identity_by text,
    identity_at timestamp with time zone,
    decision text,
    ground text,
    decided_by text,
    decided_at timestamp with time zone,
    outcome jsonb,
    carried_out_at timestamp with time zone,
    answered_by text,
    answered_at timestamp with time zone,
    rest_due date,
    CONSTRAINT privacy_requests_decision_check CHECK ((decision = ANY (ARRAY['granted'::text, 'partly'::text, 'refused'::text]))),
    CONSTRAINT privacy_requests_kind_check CHECK ((kind = ANY (ARRAY['see'::text, 'correct'::text, 'delete'::text])))
);
ALTER TABLE ONLY privacy_requests ADD CONSTRAINT privacy_requests_pkey PRIMARY KEY (ticket_id);
CREATE INDEX privacy_requests_customer ON privacy_requests USING btree (customer_id);
CREATE INDEX privacy_requests_rest ON privacy_requests USING btree (rest_due) WHERE (rest_due IS NOT NULL);
CREATE TRIGGER follow_merge BEFORE INSERT ON privacy_requests FOR EACH ROW EXECUTE FUNCTION follow_merge();
ALTER TABLE ONLY privacy_requests ADD CONSTRAINT privacy_requests_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY privacy_requests ADD CONSTRAINT privacy_requests_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON privacy_requests FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = privacy_requests.ticket_id)) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = privacy_requests.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON privacy_requests TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = privacy_requests.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = privacy_requests.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = privacy_requests.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))) OR ((ticket_id IS NULL) AND ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = privacy_requests.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))));
ALTER TABLE privacy_requests ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE privacy_requests TO huifang_api;

CREATE TABLE provider_events (
    provider text NOT NULL,
    event_id text NOT NULL,
    event bytea NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    processed_at timestamp with time zone
);
ALTER TABLE ONLY provider_events ADD CONSTRAINT provider_events_pkey PRIMARY KEY (provider, event_id);
CREATE INDEX provider_events_open ON provider_events USING btree (received_at) WHERE (processed_at IS NULL);
CREATE INDEX provider_events_received ON provider_events USING btree (received_at);
CREATE POLICY asker ON provider_events TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR false)) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR false));
ALTER TABLE provider_events ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE provider_events TO huifang_api;

CREATE TABLE provider_visits (
    state text NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    back_to text NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY provider_visits ADD CONSTRAINT provider_visits_pkey PRIMARY KEY (state);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE provider_visits TO huifang_api;

CREATE TABLE retention_runs (
    id text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    erased jsonb NOT NULL
);
ALTER TABLE ONLY retention_runs ADD CONSTRAINT retention_runs_pkey PRIMARY KEY (id);
CREATE INDEX retention_runs_ended ON retention_runs USING btree (ended_at);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE retention_runs TO huifang_api;

CREATE TABLE returning_customers (
    customer_id text NOT NULL,
    earlier_id text NOT NULL,
    confirmed boolean NOT NULL,
    by text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT returning_customers_check CHECK ((customer_id <> earlier_id))
);
ALTER TABLE ONLY returning_customers ADD CONSTRAINT returning_customers_pkey PRIMARY KEY (customer_id, earlier_id);
CREATE POLICY asker ON returning_customers FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = returning_customers.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON returning_customers TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = returning_customers.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = returning_customers.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE returning_customers ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE returning_customers TO huifang_api;

CREATE TABLE roster_imports (
    id text DEFAULT ('I'::text || lpad((nextval('import_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    building_id text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    summary jsonb NOT NULL,
    report_name bytea NOT NULL,
    content_type text NOT NULL,
    report bytea NOT NULL,
    file_name bytea NOT NULL,
    sha256 text DEFAULT ''::text NOT NULL,
    followed_at timestamp with time zone,
    problem_rows integer
);
ALTER TABLE ONLY roster_imports ADD CONSTRAINT roster_imports_pkey PRIMARY KEY (id);
CREATE INDEX roster_imports_building ON roster_imports USING btree (building_id, id);
CREATE INDEX roster_imports_to_follow ON roster_imports USING btree (at) WHERE (followed_at IS NULL);
ALTER TABLE ONLY roster_imports ADD CONSTRAINT roster_imports_building_id_fkey FOREIGN KEY (building_id) REFERENCES buildings(id);
CREATE POLICY asker ON roster_imports TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR false)) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR false));
ALTER TABLE roster_imports ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE roster_imports TO huifang_api;

CREATE TABLE sealed_bound (
    one boolean DEFAULT true NOT NULL,
    binds_from timestamp with time zone NOT NULL,
    signature text NOT NULL,
    CONSTRAINT sealed_bound_one_check CHECK (one)
);
ALTER TABLE ONLY sealed_bound ADD CONSTRAINT sealed_bound_pkey PRIMARY KEY (one);

CREATE TABLE sessions (
    id text DEFAULT ('N'::text || lpad((nextval('session_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    secret text NOT NULL,
    account_id text NOT NULL,
    by text NOT NULL,
    address bytea,
    agent bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sessions_by_check CHECK ((by = ANY (ARRAY['password'::text, 'provider'::text])))
);
ALTER TABLE ONLY sessions ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY sessions ADD CONSTRAINT sessions_secret_key UNIQUE (secret);
CREATE INDEX sessions_account ON sessions USING btree (account_id);
ALTER TABLE ONLY sessions ADD CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sessions TO huifang_api;

CREATE TABLE sign_in_events (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    what text NOT NULL,
    account_id text,
    by text,
    token_id text,
    address bytea,
    agent bytea
);
ALTER TABLE sign_in_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME sign_in_events_id_seq);
ALTER TABLE ONLY sign_in_events ADD CONSTRAINT sign_in_events_pkey PRIMARY KEY (id);
CREATE INDEX sign_in_events_account ON sign_in_events USING btree (account_id, id);
CREATE TRIGGER sign_in_events_are_appended_to BEFORE DELETE OR UPDATE OR TRUNCATE ON sign_in_events FOR EACH STATEMENT EXECUTE FUNCTION sign_in_events_are_appended_to();
GRANT SELECT,INSERT ON TABLE sign_in_events TO huifang_api;

CREATE TABLE sign_in_tries (
    kind text NOT NULL,
    subject bytea NOT NULL,
    tries integer NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    CONSTRAINT sign_in_tries_kind_check CHECK ((kind = ANY (ARRAY['login'::text, 'address'::text])))
);
CREATE UNIQUE INDEX sign_in_tries_subject ON sign_in_tries USING btree (kind, idx(subject));
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sign_in_tries TO huifang_api;

CREATE TABLE staff (
    id text DEFAULT ('S'::text || lpad((nextval('staff_no'::regclass))::text, 8, '0'::text)) NOT NULL,
    name bytea NOT NULL,
    phone bytea NOT NULL,
    role text NOT NULL,
    department_id text,
    crew_id text,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    language text DEFAULT 'zh-CN'::text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY staff ADD CONSTRAINT staff_pkey PRIMARY KEY (id);
CREATE INDEX staff_crew ON staff USING btree (crew_id, id);
CREATE INDEX staff_department ON staff USING btree (department_id, id);
CREATE UNIQUE INDEX staff_phone ON staff USING btree (idx(phone)) WHERE active;
CREATE TRIGGER opens_added_files AFTER UPDATE ON staff FOR EACH ROW WHEN (((old.role = 'salesperson'::text) <> (new.role = 'salesperson'::text))) EXECUTE FUNCTION opens_added_files();
ALTER TABLE ONLY staff ADD CONSTRAINT staff_crew_id_fkey FOREIGN KEY (crew_id) REFERENCES crews(id);
ALTER TABLE ONLY staff ADD CONSTRAINT staff_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id);
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE staff TO huifang_api;

CREATE TABLE text_holds (
    ownership_id text NOT NULL,
    reason text NOT NULL,
    reach text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    answered_at timestamp with time zone,
    answered_by text,
    CONSTRAINT text_holds_reach_check CHECK ((reach = ANY (ARRAY['flat'::text, 'person'::text, 'number'::text])))
);
ALTER TABLE ONLY text_holds ADD CONSTRAINT text_holds_pkey PRIMARY KEY (ownership_id, reason);
CREATE INDEX text_holds_open ON text_holds USING btree (ownership_id) WHERE (answered_at IS NULL);
ALTER TABLE ONLY text_holds ADD CONSTRAINT text_holds_ownership_id_fkey FOREIGN KEY (ownership_id) REFERENCES ownerships(id) ON DELETE CASCADE;
CREATE POLICY asker ON text_holds TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (ownership_id IN ( SELECT ownerships.id
   FROM ownerships)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR (ownership_id IN ( SELECT ownerships.id
   FROM ownerships))));
ALTER TABLE text_holds ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE text_holds TO huifang_api;

CREATE TABLE ticket_duplicates (
    ticket_id text NOT NULL,
    other_id text NOT NULL,
    asked jsonb,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ticket_duplicates_check CHECK ((ticket_id <> other_id))
);
ALTER TABLE ONLY ticket_duplicates ADD CONSTRAINT ticket_duplicates_pkey PRIMARY KEY (ticket_id);
CREATE INDEX ticket_duplicates_asked ON ticket_duplicates USING btree (at) WHERE (asked IS NOT NULL);
CREATE INDEX ticket_duplicates_other ON ticket_duplicates USING btree (other_id);
ALTER TABLE ONLY ticket_duplicates ADD CONSTRAINT ticket_duplicates_other_id_fkey FOREIGN KEY (other_id) REFERENCES tickets(id) ON DELETE CASCADE;
ALTER TABLE ONLY ticket_duplicates ADD CONSTRAINT ticket_duplicates_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id) ON DELETE CASCADE;
CREATE POLICY asker ON ticket_duplicates FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = ticket_duplicates.ticket_id)) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = ticket_duplicates.other_id))));
CREATE POLICY asker_writes ON ticket_duplicates TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_duplicates.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_duplicates.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
ALTER TABLE ticket_duplicates ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ticket_duplicates TO huifang_api;

CREATE TABLE ticket_links (
    ticket_id text NOT NULL,
    other_id text NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ticket_links_check CHECK ((ticket_id <> other_id))
);
ALTER TABLE ONLY ticket_links ADD CONSTRAINT ticket_links_pkey PRIMARY KEY (ticket_id, other_id, kind);
CREATE INDEX ticket_links_other ON ticket_links USING btree (other_id);
ALTER TABLE ONLY ticket_links ADD CONSTRAINT ticket_links_other_id_fkey FOREIGN KEY (other_id) REFERENCES tickets(id);
ALTER TABLE ONLY ticket_links ADD CONSTRAINT ticket_links_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON ticket_links FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = ticket_links.ticket_id)) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = ticket_links.other_id))));
CREATE POLICY asker_writes ON ticket_links TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_links.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_links.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
ALTER TABLE ticket_links ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ticket_links TO huifang_api;

CREATE TABLE ticket_starts (
    ticket_id text NOT NULL,
    workflow text NOT NULL,
    input jsonb NOT NULL,
    summary text NOT NULL,
    started_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY ticket_starts ADD CONSTRAINT ticket_starts_pkey PRIMARY KEY (ticket_id);
CREATE INDEX ticket_starts_open ON ticket_starts USING btree (created_at) WHERE (started_at IS NULL);
ALTER TABLE ONLY ticket_starts ADD CONSTRAINT ticket_starts_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON ticket_starts FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = ticket_starts.ticket_id))));
CREATE POLICY asker_writes ON ticket_starts TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_starts.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_starts.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
ALTER TABLE ticket_starts ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ticket_starts TO huifang_api;

CREATE TABLE ticket_texts (
    id text DEFAULT ('X'::text || lpad((nextval('ticket_text_no'::regclass))::text, 9, '0'::text)) NOT NULL,
    ticket_id text NOT NULL,
    kind text NOT NULL,
    body bytea NOT NULL,
    author text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    erased_at timestamp with time zone
);
ALTER TABLE ONLY ticket_texts ADD CONSTRAINT ticket_texts_pkey PRIMARY KEY (id);
CREATE INDEX ticket_texts_reports ON ticket_texts USING btree (ticket_id) WHERE (kind = 'report'::text);
CREATE INDEX ticket_texts_ticket ON ticket_texts USING btree (ticket_id, id);
ALTER TABLE ONLY ticket_texts ADD CONSTRAINT ticket_texts_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id);
CREATE POLICY asker ON ticket_texts FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE (t.id = ticket_texts.ticket_id))));
CREATE POLICY asker_writes ON ticket_texts TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_texts.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1)))))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR ( SELECT true
   FROM tickets t
  WHERE ((t.id = ticket_texts.ticket_id) AND (huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((t.stage <> 'closed'::text) OR (t.updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
           FROM told_of o
          WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = t.id)))) OR ( SELECT true
           FROM open_files f
          WHERE ((f.file_id = t.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
         LIMIT 1))))));
ALTER TABLE ticket_texts ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ticket_texts TO huifang_api;

CREATE TABLE tickets (
    id text NOT NULL,
    kind text NOT NULL,
    stage text NOT NULL,
    building_id text,
    customer_id text,
    ownership_id text,
    anchor_date date,
    next_step text,
    due_at timestamp with time zone,
    urgent boolean DEFAULT false NOT NULL,
    close_reason text,
    version bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    agent_id text,
    crew_id text,
    department_id text,
    escalation_level integer DEFAULT 0 NOT NULL,
    time_left interval,
    paused boolean DEFAULT false NOT NULL,
    promise text,
    acts text[] DEFAULT '{}'::text[] NOT NULL,
    first_contact text,
    reopened integer DEFAULT 0 NOT NULL,
    unconfirmed text,
    waits jsonb DEFAULT '[]'::jsonb NOT NULL
);
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_pkey PRIMARY KEY (id);
CREATE INDEX tickets_agent ON tickets USING btree (agent_id) WHERE (stage <> 'closed'::text);
CREATE INDEX tickets_agent_closed ON tickets USING btree (agent_id, updated_at) WHERE (stage = 'closed'::text);
CREATE INDEX tickets_building ON tickets USING btree (building_id, stage, id);
CREATE INDEX tickets_crew ON tickets USING btree (crew_id) WHERE (stage <> 'closed'::text);
CREATE INDEX tickets_department ON tickets USING btree (department_id) WHERE (stage <> 'closed'::text);
CREATE INDEX tickets_department_closed ON tickets USING btree (department_id, updated_at) WHERE (stage = 'closed'::text);
CREATE INDEX tickets_due ON tickets USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX tickets_duplicate ON tickets USING btree (id) WHERE (close_reason = 'duplicate'::text);
CREATE INDEX tickets_first_contact_closed ON tickets USING btree (first_contact, updated_at) WHERE (stage = 'closed'::text);
CREATE INDEX tickets_first_contact_open ON tickets USING btree (first_contact) WHERE (stage <> 'closed'::text);
CREATE INDEX tickets_listing ON tickets USING btree (kind, stage, due_at, id);
CREATE INDEX tickets_of_customer ON tickets USING btree (customer_id, id);
CREATE INDEX tickets_open ON tickets USING btree (stage, id) WHERE (stage <> 'closed'::text);
CREATE INDEX tickets_opened ON tickets USING btree (kind, opened_at);
CREATE INDEX tickets_ownership ON tickets USING btree (ownership_id, kind);
CREATE INDEX tickets_progress ON tickets USING btree (building_id, stage, close_reason) WHERE (kind = 'PreHandover'::text);
CREATE TRIGGER follow_merge BEFORE INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION follow_merge();
CREATE TRIGGER opens_files_changed AFTER UPDATE ON tickets FOR EACH ROW WHEN (((COALESCE(old.agent_id, old.first_contact, old.department_id, new.agent_id, new.first_contact, new.department_id) IS NOT NULL) AND ((((((((old.customer_id IS DISTINCT FROM new.customer_id) OR (old.agent_id IS DISTINCT FROM new.agent_id)) OR (old.first_contact IS DISTINCT FROM new.first_contact)) OR (old.department_id IS DISTINCT FROM new.department_id)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.close_reason IS DISTINCT FROM new.close_reason)) OR ((old.stage = 'closed'::text) IS DISTINCT FROM (new.stage = 'closed'::text))) OR ((new.stage = 'closed'::text) AND (old.updated_at IS DISTINCT FROM new.updated_at))))) EXECUTE FUNCTION opens_files();
CREATE TRIGGER opens_files_gone AFTER DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION opens_files();
CREATE TRIGGER opens_files_taken AFTER INSERT ON tickets FOR EACH ROW WHEN (((new.customer_id IS NOT NULL) AND (COALESCE(new.agent_id, new.first_contact, new.department_id) IS NOT NULL))) EXECUTE FUNCTION opens_files();
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES staff(id);
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_building_id_fkey FOREIGN KEY (building_id) REFERENCES buildings(id);
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_crew_id_fkey FOREIGN KEY (crew_id) REFERENCES crews(id);
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id);
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_first_contact_fkey FOREIGN KEY (first_contact) REFERENCES staff(id);
ALTER TABLE ONLY tickets ADD CONSTRAINT tickets_ownership_id_fkey FOREIGN KEY (ownership_id) REFERENCES ownerships(id);
CREATE POLICY asker ON tickets FOR SELECT TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (huifang_in_hand(agent_id, first_contact, crew_id, department_id, stage, updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((stage <> 'closed'::text) OR (updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
   FROM told_of o
  WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = tickets.id))))) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = tickets.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND ((f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)) OR (f.lent_until > now())))
 LIMIT 1)));
CREATE POLICY asker_writes ON tickets TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (huifang_in_hand(agent_id, first_contact, crew_id, department_id, stage, updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((stage <> 'closed'::text) OR (updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
   FROM told_of o
  WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = tickets.id))))) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = tickets.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR (huifang_in_hand(agent_id, first_contact, crew_id, department_id, stage, updated_at) OR ((( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND ((stage <> 'closed'::text) OR (updated_at > ( SELECT huifang_closed_since() AS huifang_closed_since))) AND ( SELECT true
   FROM told_of o
  WHERE ((o.staff_id = ( SELECT huifang_staff() AS huifang_staff)) AND (o.ticket_id = tickets.id))))) OR ( SELECT true
   FROM open_files f
  WHERE ((f.file_id = tickets.customer_id) AND (( SELECT huifang_reach() AS huifang_reach) = 'own'::text) AND (f.who = ANY (ARRAY[( SELECT huifang_staff() AS huifang_staff), ( SELECT huifang_department() AS huifang_department)])) AND (f.last > ( SELECT huifang_closed_since() AS huifang_closed_since)))
 LIMIT 1)));
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE tickets TO huifang_api;

CREATE TABLE told_of (
    staff_id text NOT NULL,
    ticket_id text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY told_of ADD CONSTRAINT told_of_pkey PRIMARY KEY (staff_id, ticket_id);
CREATE INDEX told_of_ticket ON told_of USING btree (ticket_id);
ALTER TABLE ONLY told_of ADD CONSTRAINT told_of_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id);
ALTER TABLE ONLY told_of ADD CONSTRAINT told_of_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES tickets(id) ON DELETE CASCADE;
CREATE POLICY asker ON told_of TO huifang_api USING ((( SELECT huifang_all() AS huifang_all) OR (staff_id = ( SELECT huifang_staff() AS huifang_staff)))) WITH CHECK ((( SELECT huifang_all() AS huifang_all) OR (staff_id = ( SELECT huifang_staff() AS huifang_staff))));
ALTER TABLE told_of ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE told_of TO huifang_api;

CREATE TABLE trail (
    no bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    account text NOT NULL,
    role text,
    staff_id text,
    what text NOT NULL,
    operation text,
    status integer,
    customers text[] DEFAULT '{}'::text[] NOT NULL,
    ticket_id text,
    count integer DEFAULT 1 NOT NULL,
    purpose text,
    address text,
    agent text,
    request_id text,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    before text NOT NULL,
    mac text NOT NULL,
    CONSTRAINT trail_no_check CHECK ((no > 0))
);
ALTER TABLE ONLY trail ADD CONSTRAINT trail_pkey PRIMARY KEY (no);
CREATE INDEX trail_account ON trail USING btree (account, no);
CREATE INDEX trail_at ON trail USING btree (at);
CREATE INDEX trail_customers ON trail USING gin (customers);
CREATE INDEX trail_exports ON trail USING btree (((details ->> 'mark'::text))) WHERE (what = 'export'::text);
CREATE TRIGGER trail_is_appended_to BEFORE DELETE OR UPDATE OR TRUNCATE ON trail FOR EACH STATEMENT EXECUTE FUNCTION trail_is_appended_to();
GRANT SELECT,INSERT ON TABLE trail TO huifang_api;

CREATE TABLE trail_key (
    one boolean DEFAULT true NOT NULL,
    key bytea NOT NULL,
    CONSTRAINT trail_key_one_check CHECK (one)
);
ALTER TABLE ONLY trail_key ADD CONSTRAINT trail_key_pkey PRIMARY KEY (one);
GRANT SELECT,INSERT ON TABLE trail_key TO huifang_api;
