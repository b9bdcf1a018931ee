-- What repairs say about the crews that worked on them: one row per crew and visit (P20). `crew_assessments`, one row per
-- repair, is read no more; the next release drops it.
CREATE TABLE crew_visits (
  ticket_id    text NOT NULL REFERENCES tickets,
  number       integer NOT NULL CHECK (number > 0),
  crew_id      text NOT NULL REFERENCES crews,
  called_at    timestamptz,
  arrived_at   timestamptz,
  in_time      boolean,
  disputed     integer NOT NULL DEFAULT 0,
  completed_at timestamptz,
  satisfaction text CHECK (satisfaction IN ('satisfied', 'neutral', 'dissatisfied')),
  outcome      text NOT NULL CHECK (outcome IN ('solved', 'came_again', 'handed_on', 'declined', 'quote_declined')),
  ended_at     timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, ended_at, number)
);
CREATE INDEX crew_visits_crew ON crew_visits (crew_id, ended_at);

-- Of repairs that ended before, what is known of the crew that was there last.
INSERT INTO crew_visits (ticket_id, number, crew_id, in_time, satisfaction, outcome, ended_at)
SELECT ticket_id, 1, crew_id, arrived_in_time, satisfaction, CASE reason WHEN 'quote_declined' THEN reason ELSE 'solved' END, at
FROM crew_assessments WHERE crew_id IS NOT NULL AND reason IN ('solved', 'quote_declined');
