CREATE SEQUENCE building_no;
CREATE SEQUENCE customer_no;
CREATE SEQUENCE ownership_no;

CREATE TABLE buildings (
  id            text PRIMARY KEY DEFAULT 'B' || lpad(nextval('building_no')::text, 6, '0'),
  name          text NOT NULL CHECK (name <> ''),
  handover_date date,
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'cancelled')),
  -- The policy its owners were enrolled with; null until the sequence is started.
  policy          jsonb,
  version         integer NOT NULL DEFAULT 1,
  -- The newest version that has reached every ticket; behind `version` while a change is on its way.
  applied_version integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE customers (
  id           text PRIMARY KEY DEFAULT 'C' || lpad(nextval('customer_no')::text, 8, '0'),
  name         text NOT NULL,
  phone        text NOT NULL,
  other_phones text[] NOT NULL DEFAULT '{}',
  signed_at    timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (name, phone)
);
CREATE INDEX customers_phone ON customers (phone);

CREATE TABLE ownerships (
  id          text PRIMARY KEY DEFAULT 'O' || lpad(nextval('ownership_no')::text, 8, '0'),
  building_id text NOT NULL REFERENCES buildings,
  customer_id text NOT NULL REFERENCES customers,
  block       text NOT NULL DEFAULT '',
  unit        text NOT NULL DEFAULT '',
  room        text NOT NULL,
  area        numeric(8, 2),
  roster_date date,
  status      text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'sold')),
  note        text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (building_id, block, unit, room, customer_id)
);
CREATE INDEX ownerships_customer ON ownerships (customer_id);

-- An opt-out belongs to a number, not to a person: it stops marketing to that number everywhere (P1).
CREATE TABLE opt_outs (
  phone  text PRIMARY KEY,
  at     timestamptz NOT NULL,
  source text NOT NULL
);

CREATE TABLE tickets (
  id           text PRIMARY KEY,
  kind         text NOT NULL,
  stage        text NOT NULL,
  building_id  text REFERENCES buildings,
  customer_id  text REFERENCES customers,
  ownership_id text REFERENCES ownerships,
  anchor_date  date,
  next_step    text,
  due_at       timestamptz,
  urgent       boolean NOT NULL DEFAULT false,
  close_reason text,
  version      bigint NOT NULL,
  opened_at    timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL
);
CREATE INDEX tickets_listing ON tickets (kind, stage, due_at, id);
CREATE INDEX tickets_customer ON tickets (customer_id);
CREATE INDEX tickets_building ON tickets (building_id, stage, id);

-- The outbox: one row per (occasion, step), written before the provider is called.
CREATE TABLE messages (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dedupe_key   text NOT NULL,
  reference    text NOT NULL UNIQUE,
  ticket_id    text NOT NULL REFERENCES tickets,
  customer_id  text NOT NULL REFERENCES customers,
  step         text NOT NULL,
  purpose      text NOT NULL CHECK (purpose IN ('marketing', 'service')),
  template     text NOT NULL,
  phone        text NOT NULL,
  text         text NOT NULL,
  segments     integer NOT NULL,
  state        text NOT NULL CHECK (state IN ('queued', 'sending', 'accepted', 'delivered', 'failed', 'unknown', 'withdrawn')),
  provider     text NOT NULL,
  provider_id  text,
  error_code   text,
  attempts     integer NOT NULL DEFAULT 0,
  attempted_at timestamptz,
  sent_at      timestamptz,
  settled_at   timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now()
);
-- One live message per occasion; a failed one may be followed by another to a new number.
CREATE UNIQUE INDEX messages_occasion ON messages (dedupe_key) WHERE state NOT IN ('failed', 'withdrawn');
CREATE INDEX messages_dedupe ON messages (dedupe_key, id);
CREATE INDEX messages_ticket ON messages (ticket_id, id);
CREATE INDEX messages_phone ON messages (phone, sent_at) WHERE purpose = 'marketing';
CREATE UNIQUE INDEX messages_provider_id ON messages (provider, provider_id) WHERE provider_id IS NOT NULL;

-- Everything that happened, once each: the timeline of a ticket and of a customer (P19, P22).
CREATE TABLE communications (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dedupe_key  text UNIQUE,
  ticket_id   text REFERENCES tickets,
  customer_id text REFERENCES customers,
  kind        text NOT NULL,
  at          timestamptz NOT NULL,
  actor       text NOT NULL,
  data        jsonb NOT NULL DEFAULT '{}',
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX communications_ticket ON communications (ticket_id, at, id);

CREATE TABLE provider_events (
  provider     text NOT NULL,
  event_id     text NOT NULL,
  event        jsonb NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  processed_at timestamptz,
  PRIMARY KEY (provider, event_id)
);
CREATE INDEX provider_events_open ON provider_events (received_at) WHERE processed_at IS NULL;

CREATE TABLE idempotency_keys (
  key          text NOT NULL,
  endpoint     text NOT NULL,
  request_hash text NOT NULL,
  status       integer,
  body         jsonb,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (key, endpoint)
);
