-- The customer's signature by a link and a code (P8): one row per link asked for. Both are here as hashes alone.
CREATE TABLE acceptances (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id   text NOT NULL REFERENCES tickets,
  key         text NOT NULL,
  -- By the ticket's clock: the link asked for last is the one that counts.
  asked_at    timestamptz NOT NULL,
  token_hash  bytea NOT NULL UNIQUE,
  code_hash   bytea NOT NULL,
  expires_at  timestamptz NOT NULL,
  tries_left  integer NOT NULL CHECK (tries_left >= 0),
  -- A later link was sent, or the ticket went on without this one.
  replaced_at timestamptz,
  answered_at timestamptz,
  answer      text CHECK (answer IN ('customer_accepts', 'customer_refuses')),
  text_id     text REFERENCES ticket_texts,
  -- The ticket has heard of the answer; `taken`: it still waited for it.
  told_at     timestamptz,
  taken       boolean,
  created_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (ticket_id, key),
  CHECK ((answered_at IS NULL) = (answer IS NULL)),
  CHECK ((told_at IS NULL) = (taken IS NULL))
);
CREATE INDEX acceptances_to_tell ON acceptances (answered_at) WHERE answered_at IS NOT NULL AND told_at IS NULL;

-- What each department hears of a repair or complaint that ended (P19).
CREATE TABLE feedback (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id     text NOT NULL REFERENCES tickets,
  department_id text NOT NULL REFERENCES departments,
  reason        text NOT NULL,
  category      text,
  reopened      integer NOT NULL,
  author        text NOT NULL DEFAULT 'system',
  text_id       text REFERENCES ticket_texts,
  at            timestamptz NOT NULL,
  UNIQUE (ticket_id, department_id, at)
);
CREATE INDEX feedback_department ON feedback (department_id, id);

-- Which tickets were closed by a call that reached its end, and what statistics count.
CREATE INDEX communications_kind ON communications (kind, at) WHERE kind IN ('classify', 'judge_well_founded',
  'judge_not_founded', 'promise_met_late');
CREATE INDEX ticket_texts_reports ON ticket_texts (ticket_id) WHERE kind = 'report';
