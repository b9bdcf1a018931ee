-- name: call_list
-- An agent's calls: urgent first, then by what is due; with the flat of the ticket it is about.
-- not null: no_call, customer_id
-- null: building, block, unit, room
SELECT t.id, t.stage, t.urgent, t.due_at, t.customer_id, t.agent_id, t.acts, t.opened_at, c.name, c.phone,
       l.other_id AS about, l.kind AS reason, refused(t.customer_id, 'follow_up_calls') AS no_call,
       b.name AS building, o.block, o.unit, o.room
FROM tickets t JOIN customers c ON c.id = t.customer_id LEFT JOIN ticket_links l ON l.ticket_id = t.id
LEFT JOIN tickets a ON a.id = l.other_id LEFT JOIN ownerships o ON o.id = coalesce(t.ownership_id, a.ownership_id)
LEFT JOIN buildings b ON b.id = o.building_id
WHERE t.id IN (
    SELECT x.id FROM tickets x WHERE ((SELECT huifang_sees_much()) OR :agent::text IS NOT NULL) AND x.stage <> 'closed'
      AND x.kind = ANY (kinds_with('customer_called')) AND (:agent::text IS NULL OR x.agent_id = :agent)
    UNION ALL
    -- Of whoever does not see much it begins with what is in sight.
    SELECT huifang_tickets() WHERE NOT (SELECT huifang_sees_much()) AND :agent::text IS NULL)
  AND t.kind = ANY (kinds_with('customer_called')) AND t.stage <> 'closed'
  AND (:stage::text IS NULL OR t.stage = :stage)
ORDER BY t.urgent DESC, t.due_at NULLS LAST, t.id LIMIT :most;

-- name: keep_call_record!
-- The record of a call that reached its end, once, for its workflow.
INSERT INTO call_records (ticket_id, customer_id, agent_id, satisfaction, answers, text_id, at)
SELECT :ticket_id, customer_id, :agent_id, :satisfaction, :answers, :text_id, :at FROM tickets WHERE id = :ticket_id
ON CONFLICT (ticket_id) DO UPDATE SET agent_id = excluded.agent_id, satisfaction = excluded.satisfaction,
  answers = excluded.answers, text_id = excluded.text_id, at = excluded.at;

-- name: preferred_hours$
-- The hours at which a customer likes to be called, asked before a call is planned.
SELECT preferred_hours FROM customers WHERE id = person(:customer_id);
