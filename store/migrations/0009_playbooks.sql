-- What tickets of people have beyond a cadence (P7, P8, P10, P17): the promise that counts, whose turn it is, who stays
-- answerable, how often it was opened again.
ALTER TABLE tickets
  ADD COLUMN promise       text,
  ADD COLUMN acts          text[] NOT NULL DEFAULT '{}',
  ADD COLUMN first_contact text REFERENCES staff,
  ADD COLUMN reopened      integer NOT NULL DEFAULT 0,
  -- Whom it was handed to and who has not confirmed yet.
  ADD COLUMN unconfirmed   text;

-- What people said and wrote; workflows carry the id alone.
CREATE SEQUENCE ticket_text_no;
CREATE TABLE ticket_texts (
  id         text PRIMARY KEY DEFAULT 'X' || lpad(nextval('ticket_text_no')::text, 9, '0'),
  ticket_id  text NOT NULL REFERENCES tickets,
  kind       text NOT NULL,
  body       jsonb NOT NULL,
  author     text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ticket_texts_ticket ON ticket_texts (ticket_id, id);

ALTER TABLE communications ADD COLUMN text_id text REFERENCES ticket_texts;

-- One matter, two tickets: a duplicate, a follow-up call and what it is about, a complaint that a call opened. Both ways.
CREATE TABLE ticket_links (
  ticket_id text NOT NULL REFERENCES tickets,
  other_id  text NOT NULL REFERENCES tickets,
  kind      text NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (ticket_id, other_id, kind),
  CHECK (ticket_id <> other_id)
);
CREATE INDEX ticket_links_other ON ticket_links (other_id);

-- The numbers that tickets speak by: R2026-000123.
CREATE SEQUENCE repair_no;
CREATE SEQUENCE complaint_no;

-- The record of a follow-up call (P10); what was said stands in its text. None without a result.
CREATE TABLE call_records (
  ticket_id    text PRIMARY KEY REFERENCES tickets,
  customer_id  text NOT NULL REFERENCES customers,
  agent_id     text,
  satisfaction text NOT NULL CHECK (satisfaction IN ('satisfied', 'neutral', 'dissatisfied')),
  answers      jsonb NOT NULL,
  text_id      text REFERENCES ticket_texts,
  at           timestamptz NOT NULL
);

-- What a repair says about its crew (P20), one row each time it ended.
CREATE TABLE crew_assessments (
  ticket_id       text NOT NULL REFERENCES tickets,
  crew_id         text REFERENCES crews,
  reopened        integer NOT NULL,
  arrived_in_time boolean,
  satisfaction    text,
  reason          text NOT NULL,
  at              timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, at)
);
CREATE INDEX crew_assessments_crew ON crew_assessments (crew_id, at);

-- Hours at which a customer likes to be called, as the customer's clock shows them.
ALTER TABLE customers ADD COLUMN preferred_hours jsonb NOT NULL DEFAULT '[]';

-- Service texts go to staff as well.
ALTER TABLE messages ALTER COLUMN customer_id DROP NOT NULL, ADD COLUMN staff_id text REFERENCES staff;

-- How a ticket's workflow is started: written with its row, so that a start lost in a crash is made up for.
CREATE TABLE ticket_starts (
  ticket_id  text PRIMARY KEY REFERENCES tickets,
  workflow   text NOT NULL,
  input      jsonb NOT NULL,
  summary    text NOT NULL,
  started_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ticket_starts_open ON ticket_starts (created_at) WHERE started_at IS NULL;
