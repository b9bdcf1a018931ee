-- name: category_of$
-- What the complaint was classified as last.
SELECT data->>'category' FROM communications
WHERE ticket_id = :ticket_id AND kind = 'classify' ORDER BY at DESC, id DESC LIMIT 1;

-- name: acts_done
-- Which of these acts were done in the ticket.
SELECT DISTINCT kind FROM communications WHERE ticket_id = :ticket_id AND kind = ANY(:acts::text[]) ORDER BY kind;

-- name: keep_feedback!
-- One entry per department concerned: the ticket's own and those of the kinds given; the usual ones where that names none.
WITH concerned AS (
  SELECT id FROM departments WHERE id = :department_id OR (active AND kind = ANY(:kinds::text[]))
), told AS (
  SELECT id FROM concerned
  UNION SELECT id FROM departments WHERE active AND kind = ANY(:usual::text[]) AND NOT EXISTS (SELECT 1 FROM concerned)
)
INSERT INTO feedback (ticket_id, department_id, reason, category, reopened, at)
SELECT t.id, told.id, :reason, :category, :reopened, :at
FROM tickets t CROSS JOIN told WHERE t.id = :ticket_id AND t.kind IN ('Repair', 'Complaint')
ON CONFLICT (ticket_id, department_id, at) DO NOTHING;

-- name: add_feedback^
INSERT INTO feedback (ticket_id, department_id, reason, category, reopened, author, text_id, at)
SELECT id, :department_id, coalesce(close_reason, ''), :category, reopened, :author, :text_id, now()
FROM tickets WHERE id = :ticket_id
RETURNING id;

-- name: feedback_page
SELECT f.*, t.kind FROM feedback f JOIN tickets t ON t.id = f.ticket_id
WHERE f.id > :after AND (:department_id::text IS NULL OR f.department_id = :department_id)
  AND (:ticket_id::text IS NULL OR f.ticket_id = :ticket_id)
ORDER BY f.id LIMIT :most;

-- name: feedback_entry^
SELECT f.*, t.kind FROM feedback f JOIN tickets t ON t.id = f.ticket_id WHERE f.id = :id;

-- name: unrecorded
-- Reported, and no ticket runs or ran.
SELECT t.id FROM tickets t
WHERE EXISTS (SELECT 1 FROM ticket_texts x WHERE x.ticket_id = t.id AND x.kind = 'report'
                AND x.created_at < now() - :within::interval)
  AND NOT EXISTS (SELECT 1 FROM ticket_starts s WHERE s.ticket_id = t.id AND s.started_at IS NOT NULL)
ORDER BY t.id LIMIT :most;

-- name: unhandled
-- Open, and nobody answers for it or works on it.
SELECT id FROM tickets
WHERE kind IN ('Repair', 'Complaint', 'FollowUpCall') AND stage <> 'closed' AND opened_at < now() - :within::interval
  AND (agent_id IS NULL OR kind <> 'FollowUpCall' AND first_contact IS NULL OR kind = 'Repair' AND crew_id IS NULL)
ORDER BY id LIMIT :most;

-- name: unchecked
-- Ended as done, without a call to the customer that was carried to its end since it was opened last.
SELECT t.id FROM tickets t
WHERE t.kind IN ('Repair', 'Complaint') AND t.stage = 'closed' AND t.close_reason IN ('solved', 'settled', 'answered')
  AND NOT EXISTS (
    SELECT 1 FROM ticket_links l JOIN tickets c ON c.id = l.ticket_id LEFT JOIN call_records r ON r.ticket_id = c.id
    WHERE l.other_id = t.id AND l.kind IN ('repair-done', 'complaint-settled', 'complaint-answered')
      AND c.kind = 'FollowUpCall' AND c.stage = 'closed'
      AND l.at > coalesce((SELECT max(e.recorded_at) FROM communications e
                           WHERE e.ticket_id = t.id AND e.kind IN ('reopened', 'reopen')), '-infinity')
      AND (c.close_reason = 'unreached' OR c.close_reason = 'recorded' AND r.satisfaction <> 'dissatisfied'))
ORDER BY t.id LIMIT :most;

-- name: not_fed_back
-- Ended, and no department has heard of it; a duplicate is told by the ticket it was linked to.
SELECT t.id FROM tickets t
WHERE t.kind IN ('Repair', 'Complaint') AND t.stage = 'closed' AND t.close_reason <> 'duplicate'
  AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.ticket_id = t.id AND f.reopened = t.reopened)
ORDER BY t.id LIMIT :most;
