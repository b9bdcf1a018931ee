-- name: lock_person
-- The customer, and the duplicates that were merged into it.
SELECT id, phone, other_phones FROM customers WHERE id = person(:id) OR merged_into = person(:id) ORDER BY id FOR NO KEY UPDATE;

-- name: ids_of_person
-- The customer's id and those of duplicates that were merged into it, for a copy of everything.
SELECT id FROM customers WHERE id = person(:id) OR merged_into = person(:id) ORDER BY id;

-- name: forget_number!
-- Keeps an erased person's number from marketing.
-- Recognised by its index, read by nobody.
INSERT INTO opt_outs (phone, at, source) VALUES (:phone, now(), 'erased')
ON CONFLICT (idx(phone)) DO UPDATE SET phone = excluded.phone;

-- name: forget_comparisons!
-- With the blind indexes that merges and comparisons keep: a number can no longer be led back to the person.
UPDATE merges SET after = NULL WHERE kept = ANY(:ids::text[]) OR other = ANY(:ids::text[]);

-- name: open_tickets_of_customer
-- What still runs for a customer and stands against deletion.
-- Whatever they are about; a request of the person itself is no obstacle to itself. What was closed as a duplicate runs
-- in the other ticket, whose-ever that is.
SELECT t.id, t.kind FROM tickets t
WHERE t.stage <> 'closed' AND t.id <> :but
  AND t.id IN (SELECT own.id FROM tickets own WHERE own.customer_id = :customer_id AND own.stage <> 'closed'
               UNION SELECT goes_on_in(d.id) FROM tickets d
               WHERE d.customer_id = :customer_id AND d.stage = 'closed' AND d.close_reason = 'duplicate')
ORDER BY t.id;

-- name: holds_on
-- Legal holds that keep a customer or one of the tickets.
SELECT h.id FROM legal_holds h LEFT JOIN tickets t ON t.id = h.ticket_id
WHERE h.lifted_at IS NULL AND (h.customer_id = :customer_id OR t.customer_id = :customer_id) ORDER BY h.id;

-- name: standing_of^
-- What speaks for keeping the person recognisable.
-- always
SELECT greatest(c.signed_at, (SELECT max(h.signed_on)::timestamptz FROM contracts h WHERE h.customer_id = c.id)) AS signed_at,
       (SELECT max(t.updated_at) FROM tickets t WHERE t.customer_id = c.id AND t.kind = ANY (kinds_with('problem')))
         AS after_sales_until
FROM customers c WHERE c.id = :customer_id;

-- name: person_erased!
-- Notes that the person was erased.
UPDATE customers SET erased_at = now(), updated_at = now() WHERE id = ANY(:ids::text[]);

-- name: rest_settled!
-- Nothing is left to erase of what was kept at first.
UPDATE privacy_requests SET rest_due = NULL WHERE customer_id = :customer_id AND rest_due IS NOT NULL;

-- name: rest_put_off!
-- What was kept at first stays until another day, for the nightly deletion.
UPDATE privacy_requests SET rest_due = :due
WHERE ticket_id = (SELECT ticket_id FROM privacy_requests
                   WHERE customer_id = :customer_id AND kind = 'delete' AND carried_out_at IS NOT NULL
                   ORDER BY carried_out_at DESC LIMIT 1);
