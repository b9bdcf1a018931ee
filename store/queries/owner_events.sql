-- name: record_opt_out!
-- In the timeline of every pre-handover ticket of the customer's number, once each.
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data)
SELECT t.id || '/opt_out', t.id, t.customer_id, 'opt_out', now(), 'staff', '{}'
FROM customers c JOIN customers same ON idx(same.phone) = idx(c.phone) JOIN tickets t ON t.customer_id = same.id
WHERE c.id = person(:customer_id) AND t.kind = 'PreHandover'
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: record_number_change!
-- Only once the customer has the new number; with both numbers masked.
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
SELECT t.id, t.customer_id, 'number_changed', now(), 'staff', :words
FROM customers c JOIN tickets t ON t.customer_id = c.id
WHERE c.id = person(:customer_id) AND idx(c.phone) = idx(:phone) AND (t.stage <> 'closed' OR t.kind = 'PreHandover');
