-- name: issue_job_link!
-- The link of a text to a member of the staff, anew for each attempt to send it. Whoever leads or works in a crew is told
-- for that one, whoever heads a department for that one, others for the ticket's.
INSERT INTO job_links (ticket_id, staff_id, key, role, crew_id, department_id, token_hash)
SELECT t.id, p.id, :key, :role,
       coalesce(crew_for(p.id), t.crew_id), coalesce(department_for(p.id), t.department_id),
       :token_hash
FROM tickets t, staff p WHERE t.id = :ticket_id AND p.id = :staff_id
ON CONFLICT (ticket_id, staff_id, key) DO UPDATE SET token_hash = excluded.token_hash, crew_id = excluded.crew_id,
  department_id = excluded.department_id, created_at = now();

-- name: job_of_token^
-- The job behind a link, whose it is, and whether it is still that person's: it ends with the ticket, with another crew or
-- department or receiver, and when the person leaves.
-- null: account_id, account_role, crew_id, department_id
-- not null: standing
SELECT l.ticket_id, l.role AS told_as, p.id AS staff_id, p.role, p.language, a.id AS account_id, a.role AS account_role,
       crew_for(p.id) AS crew_id, department_for(p.id) AS department_id,
       CASE WHEN NOT p.active OR NOT coalesce(a.active, true) THEN 'left'
            WHEN t.stage = 'closed' THEN 'closed'
            WHEN l.created_at < now() - :good_for::interval THEN 'expired'
            WHEN l.role IN ('crew_leader', 'crew_member') AND l.crew_id IS DISTINCT FROM t.crew_id THEN 'handed_over'
            WHEN l.role = 'department_head' AND l.department_id IS DISTINCT FROM t.department_id THEN 'handed_over'
            WHEN EXISTS (SELECT 1 FROM staff m WHERE m.id = l.role)
                 AND l.role IS DISTINCT FROM t.agent_id AND l.role IS DISTINCT FROM t.unconfirmed THEN 'handed_over'
            ELSE 'open' END AS standing
FROM job_links l JOIN tickets t ON t.id = l.ticket_id JOIN staff p ON p.id = l.staff_id
LEFT JOIN accounts a ON a.staff_id = p.id
WHERE l.token_hash = :token_hash;

-- name: remarks_told
-- What colleagues noted of a job, the newest first, for whoever opens it from a text.
SELECT at, words FROM communications WHERE ticket_id = :ticket_id AND kind = 'note' ORDER BY at DESC, id DESC LIMIT :most;

-- name: pictures_told
-- Addresses of what was attached to a job, for whoever opens it from a text.
SELECT body FROM ticket_texts WHERE ticket_id = :ticket_id AND kind IN ('report', 'attachment') AND erased_at IS NULL
ORDER BY created_at, id LIMIT :most;
