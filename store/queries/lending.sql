-- name: next_loan_number$
SELECT 'L' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') || '-' || lpad(nextval('loan_no')::text, 6, '0');

-- name: open_loan$
-- The loan of this file to this person that is asked for or running.
SELECT id FROM loans WHERE customer_id = :customer_id AND borrower_id = :borrower_id AND ended_at IS NULL;

-- name: add_loan!
INSERT INTO loans (id, customer_id, borrower_id, asked_until) VALUES (:id, :customer_id, :borrower_id, :until);

-- name: get_loan^
SELECT * FROM loans WHERE id = :id;

-- name: loans_page
-- Newest first.
SELECT l.*, t.stage
  FROM loans l JOIN tickets t ON t.id = l.id
 WHERE (:borrower_id::text IS NULL OR l.borrower_id = :borrower_id)
   AND (:customer_id::text IS NULL OR l.customer_id = :customer_id)
   AND (NOT :open OR l.ended_at IS NULL)
   AND (:before = '' OR l.id < :before)
 ORDER BY l.id DESC LIMIT :most;

-- name: loan_view^
SELECT l.*, t.stage FROM loans l JOIN tickets t ON t.id = l.id WHERE l.id = :id;

-- name: loan_granted^
-- Once: a repeated record finds it granted.
UPDATE loans SET decided_by = (SELECT id FROM staff WHERE id = :by), granted_at = :at, until = :until
WHERE id = :id AND granted_at IS NULL AND ended_at IS NULL
RETURNING id, customer_id, borrower_id;

-- name: loan_decided!
UPDATE loans SET decided_by = (SELECT id FROM staff WHERE id = :by) WHERE id = :id AND decided_by IS NULL;

-- name: loan_ended^
UPDATE loans SET ended_at = :at, end_reason = :reason WHERE id = :id AND ended_at IS NULL
RETURNING id, customer_id, borrower_id;

-- name: only_lent$
-- Whether the asker has this file by a loan alone: neither own, nor a ticket of it in hand (migration 0021).
SELECT huifang_reach() = 'own' AND lent_to(c.id, huifang_staff()) AND c.agent_id IS DISTINCT FROM huifang_staff()
   AND NOT EXISTS (SELECT 1 FROM pre_sales p WHERE p.customer_id = c.id AND p.salesperson_id = huifang_staff())
   AND NOT EXISTS (SELECT 1 FROM huifang_hand() h WHERE h.customer_id = c.id)
FROM customers c WHERE c.id = person(:id);
