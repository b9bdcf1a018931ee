-- name: customer_seen$
-- The id where whoever asks may see the customer, else nothing; asked before a caller is answered about a customer.
SELECT id FROM customers WHERE id = :id;

-- name: ownership_seen$
-- The same for a flat.
SELECT id FROM ownerships WHERE id = :id;

-- name: only_lent$
-- Whether the asker has this file by a loan alone: neither own, nor a ticket of it in hand; asked before anything is
-- shown of the file.
SELECT huifang_reach() = 'own' AND lent_to(c.id, huifang_staff()) AND c.agent_id IS DISTINCT FROM huifang_staff()
   AND NOT EXISTS (SELECT 1 FROM pre_sales p WHERE p.customer_id = c.id AND p.salesperson_id = huifang_staff())
   AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.customer_id = c.id AND t.kind <> ALL (kinds_with('file_not_shown'))
                   AND huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at))
FROM customers c WHERE c.id = person(:id);
