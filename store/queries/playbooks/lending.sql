-- name: open_loan$
-- The loan of this file to this person that is asked for or running.
SELECT id FROM loans WHERE customer_id = :customer_id AND borrower_id = :borrower_id AND ended_at IS NULL;

-- name: add_loan!
-- A file was asked for until a moment.
INSERT INTO loans (id, customer_id, borrower_id, asked_until) VALUES (:id, :customer_id, :borrower_id, :until);

-- name: loans_page
-- A page of loans, newest first, for the API.
-- row: Loan
SELECT l.*, t.stage
  FROM loans l JOIN tickets t ON t.id = l.id
 WHERE (:borrower_id::text IS NULL OR l.borrower_id = :borrower_id)
   AND (:customer_id::text IS NULL OR l.customer_id = :customer_id)
   AND (NOT :open OR l.ended_at IS NULL)
   AND (:before = '' OR l.id < :before)
 ORDER BY l.id DESC LIMIT :most;

-- name: loan_view^
-- One loan as the list shows it.
-- row: Loan
SELECT l.*, t.stage FROM loans l JOIN tickets t ON t.id = l.id WHERE l.id = :id;

-- name: loan_granted^
-- The file is lent from now on, for its workflow.
-- Once: a repeated record finds it granted.
-- row: LoanParties
UPDATE loans SET decided_by = (SELECT id FROM staff WHERE id = :by), granted_at = :at, until = :until
WHERE id = :id AND granted_at IS NULL AND ended_at IS NULL
RETURNING id, customer_id, borrower_id;

-- name: loan_decided!
-- Notes who refused a loan, for its workflow.
UPDATE loans SET decided_by = (SELECT id FROM staff WHERE id = :by) WHERE id = :id AND decided_by IS NULL;

-- name: loan_ended^
-- The file was given back or the time is up, for its workflow; nothing when it had ended before.
-- row: LoanParties
UPDATE loans SET ended_at = :at, end_reason = :reason WHERE id = :id AND ended_at IS NULL
RETURNING id, customer_id, borrower_id;
