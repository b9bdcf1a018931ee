-- name: lock_trail!
-- One writer at a time, until its transaction ends: the order of rows is total.
SELECT pg_advisory_xact_lock(4871231);

-- name: end_of_trail^
-- The newest row and the key of the macs; a statement of its own, so that it sees what the lock waited for.
SELECT coalesce((SELECT no FROM trail ORDER BY no DESC LIMIT 1), 0) AS no,
       (SELECT mac FROM trail ORDER BY no DESC LIMIT 1)              AS mac,
       (SELECT key FROM trail_key)                                   AS key;

-- name: keep_trail_key!
INSERT INTO trail_key (key) VALUES (:key);

-- name: append_to_trail*!
INSERT INTO trail (no, at, account, role, staff_id, what, operation, status, customers, ticket_id, count, purpose,
                   address, agent, request_id, details, before, mac)
VALUES (:no, :at, :account, :role, :staff_id, :what, :operation, :status, :customers, :ticket_id, :count, :purpose,
        :address, :agent, :request_id, :details, :before, :mac);

-- name: trail_from
-- In the order in which they were written.
SELECT no, at, account, role, staff_id, what, operation, status, customers, ticket_id, count, purpose, address, agent,
       request_id, details, before, mac
  FROM trail WHERE no >= :no ORDER BY no LIMIT :most;

-- name: trail_page
-- Newest first. A customer's also are the looks at tickets of that customer.
SELECT no, at, account, role, staff_id, what, operation, status, customers, ticket_id, count, purpose, address, agent,
       request_id, details
  FROM trail
 WHERE no < :before
   AND (:customer::text IS NULL OR customers @> ARRAY[:customer::text]
        OR ticket_id IN (SELECT id FROM tickets WHERE customer_id = :customer))
   AND (:account::text IS NULL OR account = :account)
   AND (:what::text IS NULL OR what = :what)
   AND (:since::timestamptz IS NULL OR at >= :since)
   AND (:until::timestamptz IS NULL OR at < :until)
 ORDER BY no DESC LIMIT :most;

-- name: trail_length$
SELECT coalesce(max(no), 0) FROM trail;

-- name: next_export_number$
SELECT nextval('export_no');

-- name: exports_page
-- Newest first; attempts that were refused made none.
SELECT no, at, account, role, staff_id, purpose, details
  FROM trail
 WHERE no < :before AND what = 'export' AND details->>'export' IS NOT NULL
   AND (:account::text IS NULL OR account = :account)
 ORDER BY no DESC LIMIT :most;

-- name: export_by_mark
-- The exports with this mark, or with this id.
SELECT no, at, account, role, staff_id, purpose, address, details
  FROM trail
 WHERE what = 'export' AND (details->>'mark' = ANY(:marks::text[]) OR details->>'export' = ANY(:ids::text[]))
 ORDER BY no;

-- name: export_rows
SELECT b.name AS building, o.block, o.unit, o.room, o.status, c.id AS customer_id, c.name, c.phone, c.signed_at,
       EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out
  FROM ownerships o JOIN customers c ON c.id = o.customer_id JOIN buildings b ON b.id = o.building_id
 WHERE (:building_id::text IS NULL OR o.building_id = :building_id)
   AND (:customers::text[] IS NULL OR o.customer_id = ANY(:customers))
   AND (:status::text IS NULL OR o.status = :status)
   AND (:signed::boolean IS NULL OR (c.signed_at IS NOT NULL) = :signed)
 ORDER BY o.id LIMIT :most;
