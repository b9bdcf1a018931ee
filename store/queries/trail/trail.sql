-- name: lock_trail!
-- One writer at a time, until its transaction ends: the order of rows is total.
SELECT pg_advisory_xact_lock(4871231);

-- name: end_of_trail^
-- The newest row and the key of the macs; a statement of its own, so that it sees what the lock waited for.
SELECT coalesce((SELECT no FROM trail ORDER BY no DESC LIMIT 1), 0) AS no,
       (SELECT mac FROM trail ORDER BY no DESC LIMIT 1)              AS mac,
       (SELECT key FROM trail_key)                                   AS key;

-- name: keep_trail_key!
-- The key of the macs, made when the first row is written.
INSERT INTO trail_key (key) VALUES (:key);

-- name: append_to_trail*!
-- Adds rows to the trail.
INSERT INTO trail (no, at, account, role, staff_id, what, operation, status, customers, ticket_id, count, purpose,
                   address, agent, request_id, details, before, mac)
VALUES (:no, :at, :account, :role, :staff_id, :what, :operation, :status, :customers, :ticket_id, :count, :purpose,
        :address, :agent, :request_id, :details, :before, :mac);

-- name: trail_from
-- A stretch of the trail in the order in which it was written, for its check.
-- row: TrailEntry
SELECT no, at, account, role, staff_id, what, operation, status, customers, ticket_id, count, purpose, address, agent,
       request_id, details, before, mac
  FROM trail WHERE no >= :no ORDER BY no LIMIT :most;

-- name: trail_page
-- A page of the trail, newest first, for the API.
-- A customer's also are the looks at tickets of that customer.
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
