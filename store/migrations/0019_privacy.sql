-- Duties under the Personal Information Protection Law: consent, a person's requests, legal holds, deletion by itself.

-- What a customer agreed to, or no longer agrees to, in the order it was said. What counts now is the last word.
CREATE TABLE consents (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id  text NOT NULL REFERENCES customers,
  purpose      text NOT NULL,
  state        text NOT NULL CHECK (state IN ('given', 'withdrawn')),
  at           timestamptz NOT NULL,
  source       text NOT NULL,
  -- Where the proof is kept: the number of a form, a recording. Sealed: people write names into it.
  evidence     bytea,
  -- Which wording the customer was shown or read.
  text_version text,
  recorded_by  text NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX consents_customer ON consents (customer_id, purpose, at DESC, id DESC);

-- Said is said. Sealing the evidence anew under another key, emptying it, and moving it to the file that a
-- duplicate was merged into are the only changes there are.
CREATE FUNCTION consents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'consents are only ever added' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consents_stay BEFORE DELETE OR UPDATE OF id, purpose, state, at, source, text_version, recorded_by, recorded_at
ON consents FOR EACH ROW EXECUTE FUNCTION consents_stay();

-- Whether the customer's last word on a purpose was no. A no counts for whoever asks, also where the file is not theirs.
CREATE FUNCTION refused(customer text, purpose text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public
RETURN coalesce((SELECT c.state = 'withdrawn' FROM consents c WHERE c.customer_id = $1 AND c.purpose = $2
                 ORDER BY c.at DESC, c.id DESC LIMIT 1), false);

CREATE SEQUENCE privacy_request_no;
CREATE TABLE privacy_requests (
  ticket_id      text PRIMARY KEY REFERENCES tickets,
  customer_id    text NOT NULL REFERENCES customers,
  kind           text NOT NULL CHECK (kind IN ('see', 'correct', 'delete')),
  channel        text NOT NULL,
  -- What is to be written instead; emptied once it is.
  corrections    bytea,
  asked_at       timestamptz NOT NULL DEFAULT now(),
  identity       text,
  identity_by    text,
  identity_at    timestamptz,
  decision       text CHECK (decision IN ('granted', 'partly', 'refused')),
  ground         text,
  decided_by     text,
  decided_at     timestamptz,
  -- What came of carrying it out: codes, ids, counts and days only.
  outcome        jsonb,
  carried_out_at timestamptz,
  answered_by    text,
  answered_at    timestamptz,
  -- Something had to be kept: what is left goes on this day, by itself.
  rest_due       date
);
CREATE INDEX privacy_requests_customer ON privacy_requests (customer_id);
CREATE INDEX privacy_requests_rest ON privacy_requests (rest_due) WHERE rest_due IS NOT NULL;

-- The copy that a person asked for, until it has been handed over.
CREATE TABLE privacy_copies (
  ticket_id   text PRIMARY KEY REFERENCES tickets,
  customer_id text NOT NULL REFERENCES customers,
  mark        text NOT NULL UNIQUE,
  copy        bytea NOT NULL,
  made_at     timestamptz NOT NULL DEFAULT now()
);

-- Who changed what of a person's data; sealed, for it holds what was there before.
CREATE TABLE data_corrections (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers,
  ticket_id   text NOT NULL REFERENCES tickets,
  field       text NOT NULL,
  before      bytea NOT NULL,
  after       bytea NOT NULL,
  by          text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  UNIQUE (ticket_id, field)
);
CREATE INDEX data_corrections_customer ON data_corrections (customer_id);

CREATE TABLE legal_holds (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id text REFERENCES customers,
  ticket_id   text REFERENCES tickets,
  reason      bytea NOT NULL,
  placed_by   text NOT NULL,
  placed_at   timestamptz NOT NULL DEFAULT now(),
  lifted_by   text,
  lifted_at   timestamptz,
  CHECK ((customer_id IS NULL) <> (ticket_id IS NULL)),
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE INDEX legal_holds_customer ON legal_holds (customer_id) WHERE lifted_at IS NULL;
CREATE INDEX legal_holds_ticket ON legal_holds (ticket_id) WHERE lifted_at IS NULL;

-- Whether a hold keeps what belongs to this customer or this ticket. A hold on one of a customer's tickets keeps the
-- customer, and a hold on the customer keeps all tickets.
CREATE FUNCTION held(customer text, ticket text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public
RETURN EXISTS (
  SELECT 1 FROM legal_holds h LEFT JOIN tickets t ON t.id = h.ticket_id
  WHERE h.lifted_at IS NULL
    AND (h.customer_id = $1 OR h.ticket_id = $2 OR $2 IS NULL AND t.customer_id = $1
         OR h.customer_id = (SELECT x.customer_id FROM tickets x WHERE x.id = $2)));

ALTER TABLE customers ADD COLUMN erased_at timestamptz;

-- What is said of a duplicate that was merged goes to the file that has everything.
CREATE TRIGGER follow_merge BEFORE INSERT ON consents FOR EACH ROW EXECUTE FUNCTION follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON privacy_requests FOR EACH ROW EXECUTE FUNCTION follow_merge();
CREATE TRIGGER follow_merge BEFORE INSERT ON legal_holds FOR EACH ROW
  WHEN (NEW.customer_id IS NOT NULL) EXECUTE FUNCTION follow_merge();

CREATE TABLE retention_runs (
  id         text PRIMARY KEY,
  started_at timestamptz NOT NULL,
  ended_at   timestamptz NOT NULL,
  erased     jsonb NOT NULL
);
CREATE INDEX retention_runs_ended ON retention_runs (ended_at);

-- What has gone is not looked for again every night.
CREATE INDEX provider_events_received ON provider_events (received_at);
ALTER TABLE messages ADD COLUMN erased_at timestamptz;
ALTER TABLE ticket_texts ADD COLUMN erased_at timestamptz;
CREATE INDEX messages_to_erase ON messages (created_at) WHERE erased_at IS NULL;
CREATE INDEX calls_recordings ON calls (ended_at) WHERE recording_url IS NOT NULL;
