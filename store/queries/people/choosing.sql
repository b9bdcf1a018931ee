-- name: people
-- Everybody who works here; of the others the one who is asked about, for the department.
-- row: PersonOnDuty
-- null: :named
SELECT id, role, department_id, crew_id, skills, active FROM staff WHERE active OR id = :named ORDER BY id;

-- name: heads
-- Departments with their heads, for whoever is looked for.
SELECT id, head_id FROM departments ORDER BY id;

-- name: leaders
-- Crews with their leaders, for whoever is looked for.
SELECT id, leader_id, department_id FROM crews ORDER BY id;

-- name: duty_times_now
-- Duty times of everybody who works here.
SELECT d.staff_id, d.weekday, d.begins, d.ends FROM duty_times d JOIN staff s ON s.id = d.staff_id
WHERE d.active AND s.active ORDER BY d.id;

-- name: absences_between
-- Absences that share any time with [begins, ends).
SELECT staff_id, begins, ends, deputy_id FROM absences
WHERE active AND begins < :ends AND ends > :begins ORDER BY id;

-- name: lock_agent_choice!
-- Agents are chosen one after another: two tickets at the same moment are not both given to the freest agent.
SELECT pg_advisory_xact_lock(4871308);

-- name: agent_chosen^
-- The agent who was chosen before for the same matter, if one was.
-- type: because = Literal["preferred", "balanced"]
SELECT agent_id, because FROM agent_choices WHERE ticket_id = :ticket_id AND key = :key;

-- name: agent_loads
-- Open tickets of each agent, with those he or she was chosen for but the read model does not give yet.
WITH latest AS (
  SELECT DISTINCT ON (ticket_id) ticket_id, agent_id FROM agent_choices WHERE chosen_at > now() - :unseen::interval
  ORDER BY ticket_id, chosen_at DESC
), held AS (
  SELECT agent_id, id FROM tickets WHERE agent_id IS NOT NULL AND stage <> 'closed'
  UNION
  SELECT l.agent_id, l.ticket_id FROM latest l LEFT JOIN tickets t ON t.id = l.ticket_id
  WHERE t.id IS NULL OR (t.agent_id IS NULL AND t.stage <> 'closed')
)
SELECT s.id, (SELECT count(*) FROM held h WHERE h.agent_id = s.id) AS open,
       (SELECT max(c.chosen_at) FROM agent_choices c WHERE c.agent_id = s.id) AS last_chosen
FROM staff s WHERE s.active;

-- name: keep_agent_choice!
-- Notes which agent was chosen for what, and why.
INSERT INTO agent_choices (ticket_id, key, agent_id, because, chosen_at)
VALUES (:ticket_id, :key, :agent_id, :because, clock_timestamp());

-- name: give_ticket_to_agent!
-- Writes the agent into the open ticket, so that the next choice counts it.
UPDATE tickets SET agent_id = :agent_id, updated_at = now() WHERE id = :ticket_id AND stage <> 'closed';

-- name: complained_about
-- Who is complained about in the ticket that a call is about, or in this one: not asked to make the call.
-- not null: staff_id
SELECT DISTINCT s.input->>'about_staff' AS staff_id FROM ticket_starts s
WHERE s.input->>'about_staff' IS NOT NULL
  AND (s.ticket_id = :ticket_id OR s.ticket_id IN (
    SELECT l.other_id FROM ticket_links l WHERE l.ticket_id = :ticket_id AND l.kind <> 'related'));
