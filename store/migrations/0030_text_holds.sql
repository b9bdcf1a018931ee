-- Why an owner's texts wait until somebody has answered (P1): one row per flat and reason, kept when it is answered, so that
-- the same roster does not ask again.
CREATE TABLE text_holds (
  ownership_id text NOT NULL REFERENCES ownerships ON DELETE CASCADE,
  reason       text NOT NULL,
  reach        text NOT NULL CHECK (reach IN ('flat', 'person', 'number')),
  at           timestamptz NOT NULL DEFAULT now(),
  answered_at  timestamptz,
  answered_by  text,
  PRIMARY KEY (ownership_id, reason)
);
COMMENT ON COLUMN text_holds.reach IS 'whom it holds: this flat, all flats of the person, or everybody with the number';
CREATE INDEX text_holds_open ON text_holds (ownership_id) WHERE answered_at IS NULL;

-- How the last roster spelt the name: where it is one character from the name on file, it is asked about once.
ALTER TABLE ownerships ADD COLUMN roster_name bytea;
