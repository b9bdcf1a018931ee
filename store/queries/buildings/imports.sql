-- name: stage_roster#
-- The file's rows on their way in; gone with the transaction. What is compared stands beside each value as its index:
-- read from the sealed value once, not at every comparison.
CREATE TEMP TABLE roster_rows (
  position integer, kind text, block bytea, unit bytea, room bytea, name bytea, phone bytea, other_phones bytea[],
  area numeric(8, 2), roster_date date, note bytea,
  flat bytea GENERATED ALWAYS AS (flat(block, unit, room)) STORED,
  named bytea GENERATED ALWAYS AS (idx(name)) STORED,
  number bytea GENERATED ALWAYS AS (idx(phone)) STORED
) ON COMMIT DROP;
CREATE TEMP TABLE roster_known (
  position integer PRIMARY KEY, ownership_id text, customer_id text, status text, name bytea, named bytea, phone bytea,
  number bytea, archive_number bytea, roster_number bytea
) ON COMMIT DROP;
CREATE TEMP TABLE roster_changed_customers (id text PRIMARY KEY) ON COMMIT DROP;
CREATE TEMP TABLE roster_changed_ownerships (id text PRIMARY KEY) ON COMMIT DROP;

-- name: lock_imports#
-- One import at a time: two at once could add the same person under two orders of locks.
SELECT pg_advisory_xact_lock(4871224);

-- name: analyze_roster#
-- How many rows there are decides the plans, not what stands in them: a small sample will do.
SET LOCAL default_statistics_target = 10;
ANALYZE roster_rows;
SET LOCAL default_statistics_target TO DEFAULT;

-- name: analyze_known#
-- The same for the rows that were recognised.
ANALYZE roster_known;

-- name: roster_notices
-- What the archive has to say about rows of the file, before anything is changed.
-- not null: position
SELECT position, 'sold-before' AS code FROM roster_known WHERE status = 'sold'
UNION ALL
SELECT position, 'number-kept' FROM roster_known
WHERE status = 'active' AND archive_number <> number AND number IS NOT DISTINCT FROM roster_number
UNION ALL
SELECT DISTINCT r.position, 'still-active'
FROM roster_rows r
JOIN ownerships o ON o.building_id = :building_id AND flat(o.block, o.unit, o.room) = r.flat
JOIN customers c ON c.person = o.customer_id AND idx(c.name) = r.named
WHERE r.kind = 'returned' AND o.status = 'active'
UNION ALL
SELECT DISTINCT r.position, 'possible-sale'
FROM roster_rows r
JOIN ownerships o ON o.building_id = :building_id AND flat(o.block, o.unit, o.room) = r.flat
JOIN customers c ON c.id = o.customer_id
WHERE r.kind = 'owner' AND o.status = 'active'
  AND NOT EXISTS (SELECT 1 FROM roster_known k WHERE k.ownership_id = o.id)
  AND NOT EXISTS (SELECT 1 FROM roster_rows x WHERE x.kind = 'returned' AND x.flat = r.flat AND x.named = idx(c.name))
UNION ALL
SELECT r.position, 'other-date'
FROM roster_rows r JOIN buildings b ON b.id = :building_id
WHERE r.kind = 'owner' AND r.roster_date <> b.handover_date
ORDER BY 1, 2;

-- name: analyze_archive#
-- Whoever asks for a building next must not be planned as if it were still empty: what is a join by hash now would
-- be a loop over all its flats for each row, until the server takes stock by itself a minute later.
ANALYZE customers, ownerships;

-- name: count_known^
-- What the archive had already and what changed in it, for the report of an import.
SELECT (SELECT count(DISTINCT customer_id) FROM roster_known) AS customers,
       (SELECT count(*) FROM roster_known) AS ownerships,
       (SELECT count(*) FROM roster_changed_customers) AS changed_customers,
       (SELECT count(*) FROM roster_changed_ownerships) AS changed_ownerships;

-- name: keep_import^
-- Keeps an import with its report, last of all.
-- Nobody has to be told when the sequence is not started and no number changed. The building is locked, so that a
-- sequence that is started at the same moment sees these owners, or this import sees that it was started.
-- always
-- not null: enrols
WITH building AS (
  SELECT id, policy FROM buildings WHERE id = :building_id FOR SHARE
)
INSERT INTO roster_imports (building_id, file_name, sha256, summary, report, report_name, content_type, problem_rows, followed_at)
SELECT id, :file_name::bytea, :sha256::text, :summary::jsonb, :report::bytea, :report_name::bytea, :content_type::text,
       :problem_rows::integer,
       CASE WHEN policy IS NULL AND NOT :changed_numbers::boolean THEN now() END
FROM building
RETURNING id, followed_at IS NULL AS to_follow, (SELECT policy IS NOT NULL FROM building) AS enrols;

-- name: import_report^
-- The problem rows of an import as a file, for the API. Reports of before 0038 hold whole rosters: nobody is given those.
-- not null: problem_rows
SELECT report_name, content_type, report, building_id, problem_rows FROM roster_imports
WHERE id = :id AND problem_rows IS NOT NULL;

-- name: imports_to_follow
-- Imports whose tickets have not followed, once the ordinary way had time to do it.
SELECT id, building_id FROM roster_imports WHERE followed_at IS NULL AND at <= now() - :age::interval
ORDER BY at LIMIT 50;

-- name: import_followed!
-- Notes that the tickets have followed an import, for its workflow.
UPDATE roster_imports SET followed_at = now() WHERE id = :id AND followed_at IS NULL;

-- name: import_followed_of_building$
-- Whether no import of the building is still on its way to the tickets.
SELECT NOT EXISTS (SELECT 1 FROM roster_imports WHERE building_id = :building_id AND followed_at IS NULL);
