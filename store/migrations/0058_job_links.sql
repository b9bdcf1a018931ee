-- Whoever is told of a ticket by a text opens it from there (P7, P8): one row per text, its token here as a hash alone.
CREATE TABLE job_links (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id     text NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  staff_id      text NOT NULL REFERENCES staff (id),
  -- What the text was sent for.
  key           text NOT NULL,
  -- As what the person was told: as one of a role, as a member of staff by id, or why in another's place.
  role          text NOT NULL,
  -- The crew and the department for which the person was told: with another one it is no longer theirs to do.
  crew_id       text REFERENCES crews (id),
  department_id text REFERENCES departments (id),
  token_hash    bytea NOT NULL UNIQUE,
  created_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (ticket_id, staff_id, key)
);
