-- Complaints that were well-founded and whose remedy was refused last ended as "not founded": what happened is put right.
WITH refused AS (
  SELECT t.id FROM tickets t
  WHERE t.kind = 'Complaint' AND t.close_reason = 'answered'
    AND (SELECT e.kind FROM communications e
         WHERE e.ticket_id = t.id AND e.kind IN ('judge_well_founded', 'judge_not_founded', 'refuse')
         ORDER BY e.at DESC, e.id DESC LIMIT 1) = 'refuse'
), told AS (
  UPDATE feedback f SET reason = 'remedy_refused' FROM refused WHERE f.ticket_id = refused.id AND f.reason = 'answered'
)
UPDATE tickets t SET close_reason = 'remedy_refused' FROM refused WHERE t.id = refused.id;
