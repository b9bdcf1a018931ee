-- When the tickets had followed an import; null while that is on its way (a crash leaves it to the reconciler).
ALTER TABLE roster_imports ADD COLUMN followed_at timestamptz;
UPDATE roster_imports SET followed_at = at;
CREATE INDEX roster_imports_to_follow ON roster_imports (at) WHERE followed_at IS NULL;

-- Flats whose owner has a new number, until their tickets have heard of it.
CREATE TABLE number_changes (
  ownership_id text PRIMARY KEY REFERENCES ownerships,
  at           timestamptz NOT NULL DEFAULT clock_timestamp()
);
