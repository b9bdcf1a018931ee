-- The company's people (P7, P8, P10, P20). Nobody and nothing here is deleted: tickets refer to it.
CREATE SEQUENCE department_no;
CREATE SEQUENCE staff_no;
CREATE SEQUENCE crew_no;

CREATE TABLE departments (
  id         text PRIMARY KEY DEFAULT 'D' || lpad(nextval('department_no')::text, 6, '0'),
  name       text NOT NULL CHECK (name <> ''),
  kind       text NOT NULL,
  head_id    text,
  active     boolean NOT NULL DEFAULT true,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE crews (
  id            text PRIMARY KEY DEFAULT 'W' || lpad(nextval('crew_no')::text, 8, '0'),
  name          text NOT NULL CHECK (name <> ''),
  leader_id     text,
  department_id text REFERENCES departments,
  trades        text[] NOT NULL DEFAULT '{}',
  active        boolean NOT NULL DEFAULT true,
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE staff (
  id            text PRIMARY KEY DEFAULT 'S' || lpad(nextval('staff_no')::text, 8, '0'),
  name          text NOT NULL CHECK (name <> ''),
  -- E.164. Whoever has left may have passed the number on.
  phone         text NOT NULL,
  role          text NOT NULL,
  department_id text REFERENCES departments,
  crew_id       text REFERENCES crews,
  skills        text[] NOT NULL DEFAULT '{}',
  language      text NOT NULL DEFAULT 'zh-CN',
  active        boolean NOT NULL DEFAULT true,
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX staff_phone ON staff (phone) WHERE active;
CREATE INDEX staff_department ON staff (department_id, id);
CREATE INDEX staff_crew ON staff (crew_id, id);

ALTER TABLE departments ADD FOREIGN KEY (head_id) REFERENCES staff;
ALTER TABLE crews ADD FOREIGN KEY (leader_id) REFERENCES staff;

-- Weekly, in the company's time zone; an end at or before the beginning lies on the next day.
CREATE TABLE duty_times (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  staff_id   text NOT NULL REFERENCES staff,
  weekday    smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  begins     time NOT NULL,
  ends       time NOT NULL,
  active     boolean NOT NULL DEFAULT true,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX duty_times_staff ON duty_times (staff_id, id);

CREATE TABLE absences (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  staff_id   text NOT NULL REFERENCES staff,
  begins     timestamptz NOT NULL,
  ends       timestamptz NOT NULL,
  deputy_id  text REFERENCES staff CHECK (deputy_id <> staff_id),
  reason     text NOT NULL,
  active     boolean NOT NULL DEFAULT true,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (begins < ends)
);
CREATE INDEX absences_staff ON absences (staff_id, id);
CREATE INDEX absences_ends ON absences (ends) WHERE active;

-- Which crew a repair goes to: by building and trade; the trade `any` stands for all that are not named.
CREATE TABLE building_crews (
  building_id text NOT NULL REFERENCES buildings,
  trade       text NOT NULL,
  crew_id     text NOT NULL REFERENCES crews,
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (building_id, trade)
);
CREATE INDEX building_crews_crew ON building_crews (crew_id);

-- Which agent was chosen for what: asked again, the same one; and whose turn is next.
CREATE TABLE agent_choices (
  ticket_id text NOT NULL,
  key       text NOT NULL,
  agent_id  text NOT NULL REFERENCES staff,
  because   text NOT NULL,
  chosen_at timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, key)
);
CREATE INDEX agent_choices_agent ON agent_choices (agent_id, chosen_at);
CREATE INDEX agent_choices_chosen ON agent_choices (chosen_at);

ALTER TABLE tickets
  ADD COLUMN agent_id         text REFERENCES staff,
  ADD COLUMN crew_id          text REFERENCES crews,
  ADD COLUMN department_id    text REFERENCES departments,
  ADD COLUMN escalation_level integer NOT NULL DEFAULT 0,
  -- What is left of a promise while the customer is the one waited for.
  ADD COLUMN time_left        interval,
  ADD COLUMN paused           boolean NOT NULL DEFAULT false;
CREATE INDEX tickets_agent ON tickets (agent_id) WHERE stage <> 'closed';
CREATE INDEX tickets_crew ON tickets (crew_id) WHERE stage <> 'closed';
CREATE INDEX tickets_department ON tickets (department_id) WHERE stage <> 'closed';
