-- name: stage_roster#
-- The file's rows on their way in; gone with the transaction. What is compared stands beside each value as its index:
-- read from the sealed value once, not at every comparison.
CREATE TEMP TABLE roster_rows (
  position integer, kind text, block bytea, unit bytea, room bytea, name bytea, phone bytea, other_phones bytea[],
  area numeric(8, 2), roster_date date, note bytea, holds text[], spelt bytea,
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

-- name: near_names
-- Persons of the file whose flat and number the archive has under another name: perhaps the same name, spelt otherwise.
-- not null: position, asked, spelt
-- type: spelt = str
SELECT DISTINCT ON (r.position) r.position, r.name AS spelt, c.name, idx(o.roster_name) IS NOT DISTINCT FROM r.named AS asked
FROM roster_rows r
JOIN ownerships o ON o.building_id = :building_id AND flat(o.block, o.unit, o.room) = r.flat AND o.status <> 'merged'
JOIN customers c ON c.id = o.customer_id
WHERE r.kind IN ('owner', 'returned') AND idx(c.phone) = r.number AND idx(c.name) <> r.named
  AND NOT EXISTS (SELECT 1 FROM customers k JOIN ownerships x ON x.customer_id = k.person
                  WHERE idx(k.name) = r.named AND x.building_id = :building_id AND x.status <> 'merged'
                    AND flat(x.block, x.unit, x.room) = r.flat)
ORDER BY r.position, (idx(o.roster_name) = r.named) DESC NULLS LAST, o.id;

-- name: take_for!
-- Rows of the file that name a person otherwise than the archive: the same person from here on.
UPDATE roster_rows r SET name = :name, spelt = p.name
FROM roster_rows p WHERE p.position = :position AND r.flat = p.flat AND r.named = p.named;

-- name: remember_names!
-- Remembers how the roster spells the name of each flat's owner, so that it is asked about once.
UPDATE ownerships o SET roster_name = r.spelt
FROM roster_known k JOIN roster_rows r USING (position)
WHERE o.id = k.ownership_id AND r.spelt IS NOT NULL AND idx(o.roster_name) IS DISTINCT FROM idx(r.spelt);

-- name: hold_as_said!
-- What the file's remarks say stops the texts of these flats' owners. What somebody has answered is not asked again.
INSERT INTO text_holds (ownership_id, reason, reach)
SELECT DISTINCT o.id, split_part(h, '/', 1), split_part(h, '/', 2)
FROM roster_rows r CROSS JOIN LATERAL unnest(r.holds) AS h
JOIN ownerships o ON o.building_id = :building_id AND flat(o.block, o.unit, o.room) = r.flat AND o.status = 'active'
JOIN customers c ON c.person = o.customer_id AND idx(c.name) = r.named
WHERE r.kind IN ('owner', 'repeat')
ON CONFLICT (ownership_id, reason) DO NOTHING;

-- name: hold_missing!
-- Owners of an earlier roster who are not in this one: their texts wait until somebody has answered.
-- A file that names few of a block's owners is an addition to the roster, not a newer one. Whoever is in the file again is
-- no longer missing.
WITH back AS (
  DELETE FROM text_holds h USING roster_known k WHERE h.ownership_id = k.ownership_id AND h.reason = 'not-on-roster'
), standing AS (
  SELECT o.id, idx(o.block) AS block,
         EXISTS (SELECT 1 FROM roster_known k WHERE k.ownership_id = o.id) AS known,
         EXISTS (SELECT 1 FROM roster_rows r WHERE r.flat = flat(o.block, o.unit, o.room) AND r.kind = 'mentioned') AS said
  FROM ownerships o
  WHERE o.building_id = :building_id AND o.status = 'active' AND o.roster_phone IS NOT NULL
), newer AS (
  SELECT block FROM standing GROUP BY block HAVING count(*) FILTER (WHERE known) >= :share::float8 * count(*)
    AND count(*) FILTER (WHERE known) > 0
)
INSERT INTO text_holds (ownership_id, reason, reach)
SELECT s.id, 'not-on-roster', 'flat' FROM standing s JOIN newer USING (block) WHERE NOT s.known AND NOT s.said
ON CONFLICT (ownership_id, reason) DO NOTHING;

-- name: missing_flats
-- Flats whose owners an earlier roster had and this one does not, still to be answered; in the order of the archive.
SELECT o.id, o.block, o.unit, o.room FROM text_holds h JOIN ownerships o ON o.id = h.ownership_id
WHERE o.building_id = :building_id AND h.reason = 'not-on-roster' AND h.answered_at IS NULL AND o.status = 'active'
ORDER BY o.id;

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
