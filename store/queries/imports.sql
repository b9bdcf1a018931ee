-- name: create_staging#
CREATE TEMP TABLE staged_owners (
  name text, phone text, other_phones text[], block text, unit text, room text,
  area numeric(8, 2), roster_date date, note text
) ON COMMIT DROP;

-- name: import_changed_numbers
-- The same person in the same flat with another number: the number changed, unless the roster still has the old one.
UPDATE customers c SET phone = s.phone, other_phones = s.other_phones, updated_at = now()
FROM (SELECT DISTINCT ON (o.customer_id) o.customer_id, s.phone, s.other_phones
      FROM staged_owners s
      JOIN ownerships o ON o.building_id = :building_id AND (o.block, o.unit, o.room) = (s.block, s.unit, s.room)
      JOIN customers k ON k.id = o.customer_id AND k.name = s.name AND k.phone <> s.phone
      WHERE NOT EXISTS (SELECT 1 FROM staged_owners x WHERE x.name = k.name AND x.phone = k.phone)
        AND NOT EXISTS (SELECT 1 FROM customers x WHERE x.name = s.name AND x.phone = s.phone)
      ORDER BY o.customer_id, s.phone) s
WHERE c.id = s.customer_id RETURNING c.id;

-- name: import_customers
INSERT INTO customers (name, phone, other_phones)
SELECT DISTINCT ON (name, phone) name, phone, other_phones FROM staged_owners ORDER BY name, phone
ON CONFLICT (name, phone) DO NOTHING RETURNING id;

-- name: import_ownerships
INSERT INTO ownerships (building_id, customer_id, block, unit, room, area, roster_date, note)
SELECT :building_id, c.id, s.block, s.unit, s.room, s.area, s.roster_date, s.note
FROM staged_owners s JOIN customers c ON c.name = s.name AND c.phone = s.phone
ON CONFLICT (building_id, block, unit, room, customer_id) DO NOTHING RETURNING id;

-- name: keep_import$
INSERT INTO roster_imports (building_id, summary, report_name, content_type, report)
VALUES (:building_id, :summary, :report_name, :content_type, :report) RETURNING id;

-- name: import_report^
SELECT report_name, content_type, report FROM roster_imports WHERE id = :id;
