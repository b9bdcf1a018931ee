-- name: unsign_customer$
-- Takes back a signature recorded by mistake; said in their tickets' timelines, once. The id, where there is such a customer.
WITH changed AS (
  UPDATE customers SET signed_at = NULL, updated_at = now() WHERE id = person(:id) AND signed_at IS NOT NULL RETURNING id
), told AS (
  INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
  SELECT t.id, t.customer_id, 'unsigned', now(), :actor, :words
  FROM tickets t JOIN changed ON changed.id = t.customer_id WHERE t.kind = 'PreHandover'
)
SELECT id FROM customers WHERE id = person(:id);

-- name: own_again$
-- The same for a flat recorded as sold.
WITH changed AS (
  UPDATE ownerships SET status = 'active' WHERE id = :id AND status = 'sold' RETURNING id
), told AS (
  INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
  SELECT t.id, t.customer_id, 'owned', now(), :actor, :words
  FROM tickets t JOIN changed ON changed.id = t.ownership_id WHERE t.kind = 'PreHandover'
)
SELECT id FROM ownerships WHERE id = :id;
