-- name: customer_seen$
-- The id, where whoever asks may see the customer.
SELECT id FROM customers WHERE id = :id;

-- name: ownership_seen$
SELECT id FROM ownerships WHERE id = :id;
