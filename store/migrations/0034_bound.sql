-- Since when what is sealed is bound to where it belongs (docs/decisions/0029-bound-seals.md).
-- A database with tickets has processes of the release before, which open nothing that is bound: they have an hour.
CREATE TABLE sealed_bound (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  binds_from timestamptz NOT NULL
);
INSERT INTO sealed_bound (binds_from)
SELECT CASE WHEN EXISTS (SELECT FROM tickets) THEN now() + interval '1 hour' ELSE '-infinity' END;
