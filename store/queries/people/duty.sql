-- name: add_duty_time^
-- New duty time, as it is kept.
-- row: DutyTime
INSERT INTO duty_times (staff_id, weekday, begins, ends) VALUES (:staff_id, :weekday, :begins, :ends) RETURNING *;

-- name: get_duty_time^
-- Duty time by its id, for the API.
-- row: DutyTime
SELECT * FROM duty_times WHERE id = :id;

-- name: duty_times_page
-- A page of duty times, for the API.
-- row: DutyTime
SELECT * FROM duty_times
WHERE (:staff_id::text IS NULL OR staff_id = :staff_id) AND (:weekday::smallint IS NULL OR weekday = :weekday)
  AND (:active::boolean IS NULL OR active = :active) AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_duty_time^
-- Duty time as changed by the API.
-- row: DutyTime
-- always
UPDATE duty_times SET weekday = :weekday, begins = :begins, ends = :ends, active = :active, version = version + 1,
                      updated_at = now()
WHERE id = :id RETURNING *;

-- name: duty_times_of
-- The duty times of one member of the staff, for the check that a new one does not overlap.
-- row: WeeklyDuty
SELECT id, staff_id, weekday, begins, ends FROM duty_times WHERE staff_id = :staff_id AND active ORDER BY id;

-- name: add_absence^
-- A new absence, as it is kept.
-- row: Absence
INSERT INTO absences (staff_id, begins, ends, deputy_id, reason)
VALUES (:staff_id, :begins, :ends, :deputy_id, :reason) RETURNING *;

-- name: get_absence^
-- An absence by its id, for the API.
-- row: Absence
SELECT * FROM absences WHERE id = :id;

-- name: absences_page
-- A page of absences, for the API.
-- row: Absence
SELECT * FROM absences
WHERE (:staff_id::text IS NULL OR staff_id = :staff_id)
  AND (:at::timestamptz IS NULL OR begins <= :at AND ends > :at)
  AND (:active::boolean IS NULL OR active = :active) AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_absence^
-- An absence as changed by the API.
-- row: Absence
-- always
UPDATE absences SET begins = :begins, ends = :ends, deputy_id = :deputy_id, reason = :reason, active = :active,
                    version = version + 1, updated_at = now()
WHERE id = :id RETURNING *;

-- name: absence_meeting$
-- An absence of the person that shares any time with [begins, ends).
SELECT id FROM absences
WHERE staff_id = :staff_id AND active AND begins < :ends AND ends > :begins AND id IS DISTINCT FROM :except_id
ORDER BY begins LIMIT 1;
