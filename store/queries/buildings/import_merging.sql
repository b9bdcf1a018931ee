-- name: find_known!
-- Recognises the rows of the file, first of all.
-- A person is known by flat and name; with several namesakes in the flat, the one with the number. Whoever was merged is
-- known by the names and numbers of all duplicates (`person`).
INSERT INTO roster_known
SELECT DISTINCT ON (r.position) r.position, o.id, c.person, o.status, c.name, r.named, r.phone, r.number, idx(c.phone),
       idx(o.roster_phone)
FROM roster_rows r
JOIN ownerships o ON o.building_id = :building_id AND flat(o.block, o.unit, o.room) = r.flat AND o.status <> 'merged'
JOIN customers c ON c.person = o.customer_id AND idx(c.name) = r.named
WHERE r.kind = 'owner'
ORDER BY r.position, (idx(c.phone) = r.number) DESC, (o.status = 'active') DESC, o.id;

-- name: renumber_customers$
-- Gives known persons their new numbers; how many flats follow.
-- The person's number is changed where it stands, so that every flat of theirs follows, unless the file still
-- uses the old one for them, gives two new ones, or somebody of that name has the new one already.
WITH single AS (
  SELECT customer_id, any_value(named) AS named, any_value(number) AS number, any_value(phone) AS phone
  FROM roster_known k
  WHERE status = 'active' AND number <> archive_number AND number IS DISTINCT FROM roster_number
    AND NOT EXISTS (SELECT 1 FROM roster_rows r
                    WHERE r.kind = 'owner' AND r.named = k.named AND r.number = k.archive_number)
  GROUP BY customer_id HAVING count(DISTINCT number) = 1
), wanted AS (
  SELECT DISTINCT ON (named, number) customer_id, phone, number FROM single
  WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE idx(c.name) = single.named AND idx(c.phone) = single.number)
  ORDER BY named, number, customer_id
), changed AS (
  UPDATE customers c SET phone = w.phone, updated_at = now(),
    other_phones = ARRAY(SELECT x.phone FROM unnest(c.other_phones) WITH ORDINALITY AS x (phone, place)
                         WHERE idx(x.phone) <> w.number ORDER BY x.place)
  FROM wanted w WHERE c.id = w.customer_id RETURNING c.id, w.number
), noted AS (
  INSERT INTO roster_changed_customers SELECT id FROM changed
), to_tell AS (
  INSERT INTO number_changes SELECT o.id FROM changed JOIN ownerships o ON o.customer_id = changed.id
  ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp()
), seen AS (
  UPDATE roster_known k SET archive_number = changed.number FROM changed WHERE k.customer_id = changed.id
)
SELECT count(*) FROM changed JOIN ownerships o ON o.customer_id = changed.id AND o.status = 'active';

-- name: add_renumbered$
-- Those who could not be changed where they stand become a customer of their own; a signature stays with the person.
WITH wanted AS (
  SELECT any_value(k.name) AS name, any_value(k.phone) AS phone, max(c.signed_at) AS signed_at
  FROM roster_known k JOIN customers c ON c.id = k.customer_id
  WHERE k.status = 'active' AND k.number <> k.archive_number AND k.number IS DISTINCT FROM k.roster_number
  GROUP BY k.named, k.number
), added AS (
  INSERT INTO customers AS c (name, phone, signed_at) SELECT name, phone, signed_at FROM wanted
  ON CONFLICT (idx(name), idx(phone)) DO UPDATE SET signed_at = excluded.signed_at, updated_at = now()
  WHERE c.signed_at IS NULL AND excluded.signed_at IS NOT NULL
  RETURNING id, created_at
), noted AS (
  INSERT INTO roster_changed_customers SELECT id FROM added WHERE created_at < now() ON CONFLICT DO NOTHING
)
SELECT count(*) FROM added WHERE created_at = now();

-- name: repoint_renumbered$
-- Their flats, and the tickets of these, follow.
WITH moved AS (
  UPDATE ownerships o SET customer_id = c.person
  FROM roster_known k JOIN customers c ON idx(c.name) = k.named AND idx(c.phone) = k.number
  WHERE o.id = k.ownership_id AND k.status = 'active' AND k.number <> k.archive_number
    AND k.number IS DISTINCT FROM k.roster_number
    AND NOT EXISTS (SELECT 1 FROM ownerships x WHERE x.building_id = o.building_id AND x.customer_id = c.person
                    AND flat(x.block, x.unit, x.room) = flat(o.block, o.unit, o.room))
  RETURNING o.id, o.customer_id
), followed AS (
  UPDATE tickets t SET customer_id = moved.customer_id FROM moved WHERE t.ownership_id = moved.id
), seen AS (
  UPDATE roster_known k SET customer_id = moved.customer_id FROM moved WHERE k.ownership_id = moved.id
), noted AS (
  INSERT INTO roster_changed_ownerships SELECT id FROM moved
), to_tell AS (
  INSERT INTO number_changes SELECT id FROM moved
  ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp()
)
SELECT count(*) FROM moved;

-- name: update_known!
-- What the roster says newly about a flat; what it leaves empty stays. The number it gives is remembered.
WITH changed AS (
  UPDATE ownerships o SET area = coalesce(r.area, o.area), roster_date = coalesce(r.roster_date, o.roster_date),
                          note = coalesce(r.note, o.note)
  FROM roster_known k JOIN roster_rows r USING (position)
  WHERE o.id = k.ownership_id AND k.status = 'active'
    AND (o.area <> r.area OR (o.area IS NULL AND r.area IS NOT NULL)
         OR o.roster_date <> r.roster_date OR (o.roster_date IS NULL AND r.roster_date IS NOT NULL)
         OR (r.note IS NOT NULL AND idx(o.note) IS DISTINCT FROM idx(r.note)))
  RETURNING o.id
)
INSERT INTO roster_changed_ownerships SELECT id FROM changed ON CONFLICT DO NOTHING;

-- name: remember_numbers!
-- Remembers the number that the roster gives for each flat it names.
UPDATE ownerships o SET roster_phone = k.phone
FROM roster_known k
WHERE o.id = k.ownership_id AND k.status = 'active' AND k.roster_number IS DISTINCT FROM k.number;

-- name: add_customers$
-- Adds the persons whom nobody knows yet; how many they are.
-- In the file's order, so that ids follow it.
WITH added AS (
  INSERT INTO customers (name, phone)
  SELECT name, phone FROM (
    SELECT DISTINCT ON (r.named, r.number) r.name, r.phone, r.named, r.number, r.position FROM roster_rows r
    WHERE r.kind = 'owner' AND NOT EXISTS (SELECT 1 FROM roster_known k WHERE k.position = r.position)
    ORDER BY r.named, r.number, r.position
  ) AS wanted
  WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE idx(c.name) = wanted.named AND idx(c.phone) = wanted.number)
  ORDER BY position
  ON CONFLICT (idx(name), idx(phone)) DO NOTHING
  RETURNING 1
)
SELECT count(*) FROM added;

-- name: add_ownerships^
-- Adds the flats that nobody knows yet.
-- New flats, and how many customers they bring in who were not met in this file before. Only imports add flats, one
-- import at a time, and each flat of a person stands once in the file: looking for conflicts would only cost time. Only
-- the names of a merged duplicate can make it stand there twice.
WITH added AS (
  INSERT INTO ownerships (building_id, customer_id, block, unit, room, area, roster_date, note, roster_phone)
  SELECT :building_id, c.person, r.block, r.unit, r.room, r.area, r.roster_date, r.note, r.phone
  FROM roster_rows r JOIN customers c ON idx(c.name) = r.named AND idx(c.phone) = r.number
  WHERE r.kind = 'owner' AND NOT EXISTS (SELECT 1 FROM roster_known k WHERE k.position = r.position)
    AND (c.merged_into IS NULL OR NOT EXISTS (
      SELECT 1 FROM roster_rows x JOIN customers y ON idx(y.name) = x.named AND idx(y.phone) = x.number
      WHERE x.kind = 'owner' AND x.flat = r.flat AND x.position <> r.position AND y.person = c.person
        AND (y.merged_into IS NULL OR x.position < r.position)))
  ORDER BY r.position
  RETURNING customer_id
)
SELECT count(*) AS ownerships,
       count(DISTINCT customer_id) FILTER (
         WHERE NOT EXISTS (SELECT 1 FROM roster_known k WHERE k.customer_id = added.customer_id)) AS customers
FROM added;

-- name: add_other_phones!
-- Further numbers of a row, and the number of a repeated row where it differs, kept once each in the file's order.
WITH extra AS (
  SELECT r.position, r.flat, r.named,
         CASE r.kind WHEN 'repeat' THEN r.phone || r.other_phones ELSE r.other_phones END AS phones
  FROM roster_rows r WHERE r.kind = 'repeat' OR (r.kind = 'owner' AND r.other_phones <> '{}')
), given AS (
  SELECT DISTINCT ON (p.id, idx(n.phone)) p.id, n.phone, e.position, n.ordinal
  FROM extra e
  JOIN ownerships o ON o.building_id = :building_id AND flat(o.block, o.unit, o.room) = e.flat AND o.status = 'active'
  JOIN customers c ON c.person = o.customer_id AND idx(c.name) = e.named
  JOIN customers p ON p.id = c.person
  CROSS JOIN LATERAL unnest(e.phones) WITH ORDINALITY AS n (phone, ordinal)
  WHERE idx(n.phone) <> idx(p.phone)
    AND NOT EXISTS (SELECT 1 FROM unnest(p.other_phones) AS x (phone) WHERE idx(x.phone) = idx(n.phone))
  ORDER BY p.id, idx(n.phone), e.position, n.ordinal
), changed AS (
  UPDATE customers c SET other_phones = c.other_phones || g.phones, updated_at = now()
  FROM (SELECT id, array_agg(phone ORDER BY position, ordinal) AS phones FROM given GROUP BY id) AS g
  WHERE c.id = g.id RETURNING c.id, c.created_at
)
INSERT INTO roster_changed_customers SELECT id FROM changed WHERE created_at < now() ON CONFLICT DO NOTHING;

-- name: fill_from_repeats!
-- A repeated row fills what the first one leaves empty.
WITH first AS (
  SELECT DISTINCT ON (o.id) o.id, o.created_at,
         coalesce(o.area, r.area) AS area, coalesce(o.roster_date, r.roster_date) AS roster_date,
         coalesce(o.note, r.note) AS note
  FROM roster_rows r
  JOIN ownerships o ON o.building_id = :building_id AND flat(o.block, o.unit, o.room) = r.flat AND o.status = 'active'
  JOIN customers c ON c.person = o.customer_id AND idx(c.name) = r.named
  WHERE r.kind = 'repeat' AND (o.area IS NULL AND r.area IS NOT NULL
    OR o.roster_date IS NULL AND r.roster_date IS NOT NULL OR o.note IS NULL AND r.note IS NOT NULL)
  ORDER BY o.id, r.position
), changed AS (
  UPDATE ownerships o SET area = f.area, roster_date = f.roster_date, note = f.note
  FROM first f WHERE o.id = f.id RETURNING o.id, f.created_at
)
INSERT INTO roster_changed_ownerships SELECT id FROM changed WHERE created_at < now() ON CONFLICT DO NOTHING;
