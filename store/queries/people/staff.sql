-- name: add_staff^
-- A new member of the staff, as kept.
-- row: StaffMember
INSERT INTO staff (name, phone, role, department_id, crew_id, skills, language)
VALUES (:name, :phone, :role, :department_id, :crew_id, :skills, :language) RETURNING *;

-- name: get_staff^
-- A member of the staff, for whoever names one by the id.
-- row: StaffMember
SELECT * FROM staff WHERE id = :id;

-- name: staff_page
-- A page of the staff, for the API.
-- row: StaffMember
SELECT * FROM staff
WHERE (:department_id::text IS NULL OR department_id = :department_id)
  AND (:crew_id::text IS NULL OR crew_id = :crew_id) AND (:role::text IS NULL OR role = :role)
  AND (:skill::text IS NULL OR :skill = ANY (skills)) AND (:active::boolean IS NULL OR active = :active)
  AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_staff^
-- A member of the staff as changed by the API.
-- row: StaffMember
-- always
UPDATE staff SET name = :name, phone = :phone, role = :role, department_id = :department_id, crew_id = :crew_id,
                 skills = :skills, language = :language, active = :active, version = version + 1,
                 updated_at = now()
WHERE id = :id RETURNING *;

-- name: staff_with_number$
-- Who of those who work here has the number, for the answer that it is taken.
SELECT id FROM staff WHERE idx(phone) = idx(:phone) AND active AND id IS DISTINCT FROM :except_id;

-- name: departments_headed
-- Departments that somebody heads, asked before he or she may leave.
SELECT id FROM departments WHERE head_id = :id AND active ORDER BY id;

-- name: crews_led
-- Crews that somebody leads, asked before he or she may leave.
SELECT id FROM crews WHERE leader_id = :id AND active ORDER BY id;

-- name: staff_contact^
-- How to reach a member of the staff, asked for every attempt of a call.
-- Who left the company is not called any more: the number may be somebody else's.
SELECT name, phone, language FROM staff WHERE id = :id AND active;

-- name: staff_of_ids
-- Names and numbers of those who are to be told, for the API.
SELECT id, name, phone, role FROM staff WHERE id = ANY (:ids::text[]);
