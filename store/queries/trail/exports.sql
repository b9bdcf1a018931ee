-- name: next_export_number$
-- The number of the next export.
SELECT nextval('export_no');

-- name: exports_page
-- Exports that were made, newest first; attempts that were refused made none.
SELECT no, at, account, role, staff_id, purpose, details
  FROM trail
 WHERE no < :before AND what = 'export' AND details->>'export' IS NOT NULL
   AND (:account::text IS NULL OR account = :account)
 ORDER BY no DESC LIMIT :most;

-- name: export_by_mark
-- The exports with this mark, or with this id, for whoever found a file.
SELECT no, at, account, role, staff_id, purpose, address, details
  FROM trail
 WHERE what = 'export' AND (details->>'mark' = ANY(:marks::text[]) OR details->>'export' = ANY(:ids::text[]))
 ORDER BY no;

-- name: export_rows
-- Owners as an export holds them.
SELECT b.name AS building, o.block, o.unit, o.room, o.status, c.id AS customer_id, c.name, c.phone, c.signed_at,
       EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out
  FROM ownerships o JOIN customers c ON c.id = o.customer_id JOIN buildings b ON b.id = o.building_id
 WHERE (:building_id::text IS NULL OR o.building_id = :building_id)
   AND (:customers::text[] IS NULL OR o.customer_id = ANY(:customers))
   AND (:status::text IS NULL OR o.status = :status)
   AND (:signed::boolean IS NULL OR (c.signed_at IS NOT NULL) = :signed)
 ORDER BY o.id LIMIT :most;
