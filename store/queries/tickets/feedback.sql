-- name: keep_feedback!
-- One entry per department concerned: the ticket's own and those of the kinds given; the usual ones where that names none.
-- null: :department_id
WITH concerned AS (
  SELECT id FROM departments WHERE id = :department_id OR (active AND kind = ANY(:kinds::text[]))
), told AS (
  SELECT id FROM concerned
  UNION SELECT id FROM departments WHERE active AND kind = ANY(:usual::text[]) AND NOT EXISTS (SELECT 1 FROM concerned)
)
INSERT INTO feedback (ticket_id, department_id, reason, category, reopened, at)
SELECT t.id, told.id, :reason, :category, :reopened, :at
FROM tickets t CROSS JOIN told WHERE t.id = :ticket_id AND t.kind = ANY (kinds_with('fed_back'))
ON CONFLICT (ticket_id, department_id, at) DO NOTHING;

-- name: add_feedback^
-- What a person tells a department about a ticket that ended; the entry's number.
-- always
INSERT INTO feedback (ticket_id, department_id, reason, category, reopened, author, text_id, at)
SELECT id, :department_id, coalesce(close_reason, ''), :category, reopened, :author, :text_id, now()
FROM tickets WHERE id = :ticket_id
RETURNING id;

-- name: feedback_page
-- A page of what departments heard, for the API.
-- row: Feedback
SELECT f.*, t.kind FROM feedback f JOIN tickets t ON t.id = f.ticket_id
WHERE f.id > :after AND (:department_id::text IS NULL OR f.department_id = :department_id)
  AND (:ticket_id::text IS NULL OR f.ticket_id = :ticket_id)
ORDER BY f.id LIMIT :most;

-- name: feedback_entry^
-- One entry as the list shows it, for the one who has just added it.
-- row: Feedback
-- always
SELECT f.*, t.kind FROM feedback f JOIN tickets t ON t.id = f.ticket_id WHERE f.id = :id;
