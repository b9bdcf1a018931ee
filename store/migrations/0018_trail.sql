-- Who looked at whose data, what for and from where (P23): ids and codes only. Each row holds the mac of the row before
-- it and its own, made with a key that opens with the master key alone (store/trail.py).
CREATE TABLE trail (
  no         bigint PRIMARY KEY CHECK (no > 0),
  at         timestamptz NOT NULL,
  account    text NOT NULL,
  role       text,
  staff_id   text,
  what       text NOT NULL,
  operation  text,
  status     integer,
  customers  text[] NOT NULL DEFAULT '{}',
  ticket_id  text,
  count      integer NOT NULL DEFAULT 1,
  purpose    text,
  address    text,
  agent      text,
  request_id text,
  details    jsonb NOT NULL DEFAULT '{}',
  before     text NOT NULL,
  mac        text NOT NULL
);
CREATE INDEX trail_customers ON trail USING gin (customers);
CREATE INDEX trail_account ON trail (account, no);
CREATE INDEX trail_at ON trail (at);

-- The key of the macs: a sealed value, made when the first row is written.
CREATE TABLE trail_key (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  key bytea NOT NULL
);

-- Nobody changes what was written, its owner neither; whoever takes this away is found out by the macs.
CREATE FUNCTION trail_is_appended_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the access trail is only ever appended to' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER trail_is_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON trail
  FOR EACH STATEMENT EXECUTE FUNCTION trail_is_appended_to();
REVOKE ALL ON trail, trail_key FROM PUBLIC;
REVOKE UPDATE, DELETE ON trail, trail_key FROM huifang_api;

-- Exports are rows of the trail; what is found in a file names one of them.
CREATE SEQUENCE export_no;
CREATE INDEX trail_exports ON trail ((details->>'mark')) WHERE what = 'export';

-- Files lent (P23): one row per request. The reason stands sealed among the ticket's texts.
CREATE SEQUENCE loan_no;
CREATE TABLE loans (
  id          text PRIMARY KEY REFERENCES tickets,
  customer_id text NOT NULL REFERENCES customers,
  borrower_id text NOT NULL REFERENCES staff,
  asked_at    timestamptz NOT NULL DEFAULT now(),
  asked_until timestamptz NOT NULL,
  decided_by  text REFERENCES staff,
  granted_at  timestamptz,
  until       timestamptz,
  ended_at    timestamptz,
  end_reason  text,
  CHECK (decided_by <> borrower_id OR granted_at IS NULL)
);
-- What becomes of a loan is written by its workflow alone.
REVOKE UPDATE, DELETE ON loans FROM huifang_api;
CREATE UNIQUE INDEX loans_open ON loans (customer_id, borrower_id) WHERE ended_at IS NULL;
CREATE INDEX loans_borrower ON loans (borrower_id, id);

-- Whether the file is lent to this person now. The clock of the database ends a loan, whatever else stands still.
CREATE FUNCTION lent_to(customer text, person text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
SELECT EXISTS (SELECT 1 FROM loans WHERE customer_id = customer AND borrower_id = person
               AND granted_at IS NOT NULL AND ended_at IS NULL AND until > now())
$$;
