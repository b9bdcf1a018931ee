-- name: lock_staff_register!
-- Departments, people, crews, duty and absences are changed one after another: what one change is checked
-- against cannot change meanwhile. Until the transaction ends.
SELECT pg_advisory_xact_lock(4871307);

-- name: add_department^
-- A new department, as it is kept.
-- row: Department
INSERT INTO departments (name, kind, head_id) VALUES (:name, :kind, :head_id) RETURNING *;

-- name: get_department^
-- A department, for whoever names one by its id.
-- row: Department
SELECT * FROM departments WHERE id = :id;

-- name: departments_page
-- A page of departments, for the API.
-- row: Department
SELECT * FROM departments
WHERE (:kind::text IS NULL OR kind = :kind) AND (:active::boolean IS NULL OR active = :active) AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_department^
-- A department as changed by the API.
-- row: Department
-- always
UPDATE departments SET name = :name, kind = :kind, head_id = :head_id, active = :active, version = version + 1,
                       updated_at = now()
WHERE id = :id RETURNING *;

-- name: department_members$
-- Whether anybody who works here, or a crew, still belongs to the department.
SELECT EXISTS (SELECT 1 FROM staff WHERE department_id = :id AND active)
    OR EXISTS (SELECT 1 FROM crews WHERE department_id = :id AND active);
