-- The outbox of calls: one row per (ticket, purpose), written before the provider is called.
CREATE TABLE calls (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id      text NOT NULL REFERENCES tickets,
  key            text NOT NULL,
  reference      text NOT NULL UNIQUE,
  kind           text NOT NULL CHECK (kind IN ('notice', 'bridge')),
  -- Who is told, or the agent of a bridge.
  staff_id       text NOT NULL,
  staff_name     text,
  customer_id    text REFERENCES customers,
  template       text,
  accepted_keys  text[] NOT NULL DEFAULT '{}',
  -- As dialled; looked up anew for every attempt.
  phone          text,
  customer_phone text,
  text           text,
  state          text NOT NULL CHECK (state IN ('queued', 'placing', 'placed', 'ended', 'failed', 'unknown')),
  provider       text NOT NULL,
  provider_id    text,
  error_code     text,
  attempts       integer NOT NULL DEFAULT 0,
  attempted_at   timestamptz,
  -- By the ticket's clock; `ended_at` never before it.
  placed_at      timestamptz,
  ended_at       timestamptz,
  outcome        text CHECK (outcome IN ('acknowledged', 'answered', 'no_answer', 'busy', 'refused', 'unreachable',
                                         'wrong_number', 'failed')),
  leg            text CHECK (leg IN ('agent', 'customer')),
  pressed_key    text,
  talk_seconds   integer NOT NULL DEFAULT 0,
  recording_url  text,
  created_at     timestamptz NOT NULL DEFAULT now(),
  UNIQUE (ticket_id, key),
  CHECK ((state = 'ended') = (outcome IS NOT NULL)),
  CHECK ((kind = 'bridge') = (customer_id IS NOT NULL))
);
CREATE INDEX calls_state ON calls (state, id);
CREATE INDEX calls_staff ON calls (staff_id, id);
CREATE INDEX calls_customer ON calls (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX calls_provider_id ON calls (provider, provider_id) WHERE provider_id IS NOT NULL;
