-- name: in_hand_of_leavers
-- Open tickets whose handler has left, for dealing them out anew.
-- not null: agent_id
SELECT t.id, t.agent_id, t.acts, t.version, t.due_at FROM tickets t JOIN staff s ON s.id = t.agent_id
WHERE t.stage <> 'closed' AND NOT s.active AND t.id > :after ORDER BY t.id LIMIT :most;
