-- name: complaint_numbers
-- Complaints taken in within the period, counted by department and category and, in the first row, altogether.
-- Duplicates count with the ticket they were linked to.
WITH counted AS (
  SELECT t.id, t.department_id, t.stage, t.reopened, t.close_reason,
         e.category, e.judged,
         coalesce(e.late, false) OR t.escalation_level > 0 OR (t.stage <> 'closed' AND NOT t.paused AND coalesce(t.due_at < now(), false))
           AS late
  FROM tickets t CROSS JOIN LATERAL (
    SELECT (array_agg(e.data->>'category' ORDER BY e.at DESC, e.id DESC) FILTER (WHERE e.kind IN ('classify', 'reclassify')))[1] AS category,
           (array_agg(e.kind ORDER BY e.at DESC, e.id DESC)
              FILTER (WHERE e.kind IN ('judge_well_founded', 'judge_not_founded')))[1] AS judged,
           bool_or(e.kind = 'promise_met_late') AS late
    FROM communications e
    WHERE e.ticket_id = t.id AND e.kind IN ('classify', 'reclassify', 'judge_well_founded', 'judge_not_founded', 'promise_met_late')) AS e
  WHERE t.kind = 'Complaint' AND t.opened_at >= :since AND t.opened_at < :until
    AND t.close_reason IS DISTINCT FROM 'duplicate'
)
SELECT GROUPING(c.department_id, c.category, c.close_reason) AS grouping, c.department_id, d.name AS department, c.category,
       c.close_reason,
       count(*) AS complaints,
       count(*) FILTER (WHERE judged = 'judge_well_founded') AS well_founded,
       count(*) FILTER (WHERE judged = 'judge_not_founded') AS not_founded,
       count(*) FILTER (WHERE stage <> 'closed') AS open,
       count(*) FILTER (WHERE reopened > 0) AS reopened,
       count(*) FILTER (WHERE NOT late) AS in_time
FROM counted c LEFT JOIN departments d ON d.id = c.department_id
GROUP BY GROUPING SETS ((), (c.department_id, d.name), (c.category), (c.close_reason))
ORDER BY complaints DESC, c.department_id, c.category, c.close_reason;

-- name: category_of$
-- What the complaint was classified as last; nothing for one that was not.
SELECT data->>'category' FROM communications
WHERE ticket_id = :ticket_id AND kind IN ('classify', 'reclassify') ORDER BY at DESC, id DESC LIMIT 1;

-- name: approved_remedy^
-- What was proposed before the manager approved an option last, and which one it was, counted from 1.
SELECT x.body, a.option
FROM (SELECT at, id, (data->>'option')::int AS option FROM communications
      WHERE ticket_id = :ticket_id AND kind = 'approve' ORDER BY at DESC, id DESC LIMIT 1) a
CROSS JOIN LATERAL (SELECT text_id FROM communications p
                    WHERE p.ticket_id = :ticket_id AND p.kind = 'propose_remedy' AND (p.at, p.id) < (a.at, a.id)
                    ORDER BY p.at DESC, p.id DESC LIMIT 1) p
JOIN ticket_texts x ON x.id = p.text_id;

-- name: proposed_remedies$
-- What was proposed last; none when there was no proposal.
SELECT x.body FROM communications p JOIN ticket_texts x ON x.id = p.text_id
WHERE p.ticket_id = :ticket_id AND p.kind = 'propose_remedy' ORDER BY p.at DESC, p.id DESC LIMIT 1;
