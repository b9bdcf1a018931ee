-- name: unrecorded
-- Tickets that were reported, and none runs or ran; for the report that none was missed.
SELECT t.id FROM tickets t
WHERE EXISTS (SELECT 1 FROM ticket_texts x WHERE x.ticket_id = t.id AND x.kind = 'report'
                AND x.created_at < now() - :within::interval)
  AND NOT EXISTS (SELECT 1 FROM ticket_starts s WHERE s.ticket_id = t.id AND s.started_at IS NOT NULL)
ORDER BY t.id LIMIT :most;

-- name: unhandled
-- Open tickets that nobody answers for or works on, and matters that nobody has any more; for the same report.
-- What was closed as a duplicate counts as open as long as the other is; where that one ended and nothing was solved,
-- nobody has the matter, until a person has looked and says so in a note or to a department.
WITH duplicates AS (
  SELECT t.id, t.updated_at, h.id AS other, h.stage, h.close_reason,
         coalesce((SELECT max(e.recorded_at) FROM communications e WHERE e.ticket_id = h.id AND e.kind LIKE 'closed\_%'),
                  h.updated_at) AS ended
  FROM tickets t LEFT JOIN tickets h ON h.id = goes_on_in(t.id)
  WHERE t.close_reason = 'duplicate' AND t.stage = 'closed'
), missed AS (
  SELECT d.id, greatest(d.ended, d.updated_at) AS since FROM duplicates d
  WHERE d.other IS NULL OR d.stage = 'closed' AND d.close_reason = ANY (ends_of_nothing())
)
SELECT id FROM tickets
WHERE kind = ANY (kinds_with('problem') || kinds_with('customer_called')) AND stage <> 'closed' AND opened_at < now() - :within::interval
  AND (NOT EXISTS (SELECT 1 FROM staff s WHERE s.id = agent_id AND s.active) OR kind <> ALL (kinds_with('customer_called')) AND first_contact IS NULL
       OR kind = ANY (kinds_with('crew_works')) AND crew_id IS NULL)
UNION
SELECT m.id FROM missed m
WHERE NOT EXISTS (SELECT 1 FROM communications e WHERE e.ticket_id = m.id AND e.kind = 'note' AND e.recorded_at > m.since)
  AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.ticket_id = m.id AND f.author <> 'system' AND f.at > m.since)
ORDER BY 1 LIMIT :most;

-- name: unchecked
-- Tickets that ended as done, without a call to the customer that was carried to its end since they
-- were opened last; for the same report.
SELECT t.id FROM tickets t
WHERE t.stage = 'closed' AND t.kind || '/' || t.close_reason = ANY (settled_ends())
  AND NOT EXISTS (
    SELECT 1 FROM ticket_links l JOIN tickets c ON c.id = l.ticket_id LEFT JOIN call_records r ON r.ticket_id = c.id
    WHERE l.other_id = t.id AND l.kind = ANY (settling_calls())
      AND c.kind = ANY (kinds_with('customer_called')) AND c.stage = 'closed'
      AND l.at > coalesce((SELECT max(e.recorded_at) FROM communications e
                           WHERE e.ticket_id = t.id AND e.kind IN ('reopened', 'reopen')), '-infinity')
      AND (c.close_reason = 'unreached' OR c.close_reason = 'recorded' AND r.satisfaction <> 'dissatisfied'))
ORDER BY t.id LIMIT :most;

-- name: not_fed_back
-- Tickets that ended, and no department has heard of it; for the same report.
-- A duplicate is told by the ticket it was linked to.
SELECT t.id FROM tickets t
WHERE t.kind = ANY (kinds_with('fed_back')) AND t.stage = 'closed' AND t.close_reason <> 'duplicate'
  AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.ticket_id = t.id AND f.reopened = t.reopened)
ORDER BY t.id LIMIT :most;
