-- name: lock_staff_register!
-- Departments, people, crews, duty and absences are changed one after another: what one change is checked
-- against cannot change meanwhile. Until the transaction ends.
SELECT pg_advisory_xact_lock(4871307);

-- name: add_department^
INSERT INTO departments (name, kind, head_id) VALUES (:name, :kind, :head_id) RETURNING *;

-- name: get_department^
SELECT * FROM departments WHERE id = :id;

-- name: departments_page
SELECT * FROM departments
WHERE (:kind::text IS NULL OR kind = :kind) AND (:active::boolean IS NULL OR active = :active) AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_department^
UPDATE departments SET name = :name, kind = :kind, head_id = :head_id, active = :active, version = version + 1,
                       updated_at = now()
WHERE id = :id RETURNING *;

-- name: department_members$
-- Whether anybody who works here, or a crew, still belongs to the department.
SELECT EXISTS (SELECT 1 FROM staff WHERE department_id = :id AND active)
    OR EXISTS (SELECT 1 FROM crews WHERE department_id = :id AND active);

-- name: add_staff^
INSERT INTO staff (name, phone, role, department_id, crew_id, skills, language)
VALUES (:name, :phone, :role, :department_id, :crew_id, :skills, :language) RETURNING *;

-- name: get_staff^
SELECT * FROM staff WHERE id = :id;

-- name: staff_page
SELECT * FROM staff
WHERE (:department_id::text IS NULL OR department_id = :department_id)
  AND (:crew_id::text IS NULL OR crew_id = :crew_id) AND (:role::text IS NULL OR role = :role)
  AND (:skill::text IS NULL OR :skill = ANY (skills)) AND (:active::boolean IS NULL OR active = :active)
  AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_staff^
UPDATE staff SET name = :name, phone = :phone, role = :role, department_id = :department_id, crew_id = :crew_id,
                 skills = :skills, language = :language, active = :active, version = version + 1,
                 updated_at = now()
WHERE id = :id RETURNING *;

-- name: staff_with_number$
-- Who of those who work here has the number.
SELECT id FROM staff WHERE idx(phone) = idx(:phone) AND active AND id IS DISTINCT FROM :except_id;

-- name: departments_headed
SELECT id FROM departments WHERE head_id = :id AND active ORDER BY id;

-- name: crews_led
SELECT id FROM crews WHERE leader_id = :id AND active ORDER BY id;

-- name: add_crew^
INSERT INTO crews (name, leader_id, department_id, trades) VALUES (:name, :leader_id, :department_id, :trades)
RETURNING *;

-- name: get_crew^
SELECT * FROM crews WHERE id = :id;

-- name: crews_page
SELECT * FROM crews
WHERE (:department_id::text IS NULL OR department_id = :department_id)
  AND (:trade::text IS NULL OR :trade = ANY (trades)) AND (:active::boolean IS NULL OR active = :active)
  AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_crew^
UPDATE crews SET name = :name, leader_id = :leader_id, department_id = :department_id, trades = :trades,
                 active = :active, version = version + 1, updated_at = now()
WHERE id = :id RETURNING *;

-- name: building_crews
SELECT b.trade, b.crew_id, c.name AS crew, c.active FROM building_crews b JOIN crews c ON c.id = b.crew_id
WHERE b.building_id = :building_id ORDER BY b.trade;

-- name: put_building_crew!
INSERT INTO building_crews (building_id, trade, crew_id) VALUES (:building_id, :trade, :crew_id)
ON CONFLICT (building_id, trade) DO UPDATE SET crew_id = excluded.crew_id, updated_at = now()
WHERE building_crews.crew_id <> excluded.crew_id;

-- name: drop_building_crew$
DELETE FROM building_crews WHERE building_id = :building_id AND trade = :trade RETURNING crew_id;

-- name: responsible_crew$
-- The one named for the trade, else the one for any trade; never one that no longer exists.
SELECT b.crew_id FROM building_crews b JOIN crews c ON c.id = b.crew_id
WHERE c.active AND b.trade IN (:trade, 'any')
  AND b.building_id = coalesce(:building_id::text, (SELECT building_id FROM ownerships WHERE id = :ownership_id))
ORDER BY b.trade = :trade DESC LIMIT 1;

-- name: add_duty_time^
INSERT INTO duty_times (staff_id, weekday, begins, ends) VALUES (:staff_id, :weekday, :begins, :ends) RETURNING *;

-- name: get_duty_time^
SELECT * FROM duty_times WHERE id = :id;

-- name: duty_times_page
SELECT * FROM duty_times
WHERE (:staff_id::text IS NULL OR staff_id = :staff_id) AND (:weekday::smallint IS NULL OR weekday = :weekday)
  AND (:active::boolean IS NULL OR active = :active) AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_duty_time^
UPDATE duty_times SET weekday = :weekday, begins = :begins, ends = :ends, active = :active, version = version + 1,
                      updated_at = now()
WHERE id = :id RETURNING *;

-- name: duty_times_of
SELECT id, staff_id, weekday, begins, ends FROM duty_times WHERE staff_id = :staff_id AND active ORDER BY id;

-- name: add_absence^
INSERT INTO absences (staff_id, begins, ends, deputy_id, reason)
VALUES (:staff_id, :begins, :ends, :deputy_id, :reason) RETURNING *;

-- name: get_absence^
SELECT * FROM absences WHERE id = :id;

-- name: absences_page
SELECT * FROM absences
WHERE (:staff_id::text IS NULL OR staff_id = :staff_id)
  AND (:at::timestamptz IS NULL OR begins <= :at AND ends > :at)
  AND (:active::boolean IS NULL OR active = :active) AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_absence^
UPDATE absences SET begins = :begins, ends = :ends, deputy_id = :deputy_id, reason = :reason, active = :active,
                    version = version + 1, updated_at = now()
WHERE id = :id RETURNING *;

-- name: absence_meeting$
-- An absence of the person that shares any time with [begins, ends).
SELECT id FROM absences
WHERE staff_id = :staff_id AND active AND begins < :ends AND ends > :begins AND id IS DISTINCT FROM :except_id
ORDER BY begins LIMIT 1;

-- name: people
-- Everybody who works here; of the others the one who is asked about, for the department.
SELECT id, role, department_id, crew_id, skills, active FROM staff WHERE active OR id = :named ORDER BY id;

-- name: heads
SELECT id, head_id FROM departments ORDER BY id;

-- name: leaders
SELECT id, leader_id, department_id FROM crews ORDER BY id;

-- name: duty_times_now
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
INSERT INTO agent_choices (ticket_id, key, agent_id, because, chosen_at)
VALUES (:ticket_id, :key, :agent_id, :because, clock_timestamp());

-- name: give_ticket_to_agent!
UPDATE tickets SET agent_id = :agent_id, updated_at = now() WHERE id = :ticket_id AND stage <> 'closed';

-- name: staff_of_ids
SELECT id, name, phone, role FROM staff WHERE id = ANY (:ids::text[]);
