-- name: customer_seen$
-- The id where whoever asks may see the customer, else nothing; asked before a caller is answered about a customer.
SELECT id FROM customers WHERE id = :id;

-- name: ownership_seen$
-- The same for a flat.
SELECT id FROM ownerships WHERE id = :id;

-- name: customer_for_reading$
-- Whether the asker sees the customer and may not write there: a file that is lent, or of a ticket one was told of. Asked
-- before anything is written; the row policies say the same.
-- not null: for_reading
SELECT NOT huifang_all() AND EXISTS (SELECT 1 FROM customers WHERE id = :id)
   AND NOT huifang_writes_file(person(:id)) AS for_reading;

-- name: ownership_for_reading$
-- The same for a flat.
-- not null: for_reading
SELECT NOT huifang_all() AND EXISTS (SELECT 1 FROM ownerships o WHERE o.id = :id
   AND NOT huifang_writes_file(person(o.customer_id))) AS for_reading;

-- name: ticket_for_reading$
-- The same for a ticket: one that is seen by a loan alone allows no acts.
-- not null: for_reading
SELECT NOT huifang_all() AND EXISTS (SELECT 1 FROM tickets WHERE id = :id)
   AND NOT huifang_writes_ticket(:id) AS for_reading;
