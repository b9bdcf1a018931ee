-- name: snapshot_ticket!
-- Where a pre-handover ticket stands, as its workflow says.
-- An older snapshot never overwrites a newer one.
UPDATE tickets SET stage = :stage, anchor_date = :anchor_date, next_step = :next_step, due_at = :due_at,
                   close_reason = :close_reason, version = :version, updated_at = now()
WHERE id = :id AND version < :version;

-- name: snapshot_state!
-- Where a ticket of people stands, as its workflow says.
-- An older snapshot never overwrites a newer one. People and crews nobody knows are left out: an id that came in by
-- hand, past the API, must not keep a ticket from ever being written again.
-- null: :first_contact, :handler, :crew_id, :department_id
UPDATE tickets SET stage = :stage, promise = :promise, due_at = :due_at, time_left = :time_left, paused = :paused,
                   escalation_level = :escalation_level, urgent = :urgent,
                   first_contact = (SELECT id FROM staff WHERE id = :first_contact),
                   agent_id = (SELECT id FROM staff WHERE id = :handler),
                   crew_id = (SELECT id FROM crews WHERE id = :crew_id),
                   department_id = (SELECT id FROM departments WHERE id = :department_id), acts = :acts,
                   reopened = :reopened, unconfirmed = :unconfirmed, waits = :waits, close_reason = :close_reason, version = :version, updated_at = now()
WHERE id = :id AND version < :version;

-- name: open_ticket_row!
-- Opens a ticket, or opens it again when it was closed; one that is open stays as it is.
INSERT INTO tickets (id, kind, stage, building_id, customer_id, ownership_id, urgent, first_contact, reopened, version,
                     crew_id, department_id, opened_at, updated_at)
VALUES (:id, :kind, :stage, :building_id, :customer_id, :ownership_id, :urgent, :first_contact, :reopened, :version,
        :crew_id, :department_id, now(), now())
ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, close_reason = NULL, version = excluded.version,
  reopened = excluded.reopened, updated_at = now()
WHERE tickets.stage = 'closed' AND tickets.version < excluded.version;

-- name: course_of_ticket
-- What happened to a ticket since it was opened last, in order; for what is reckoned from its events.
SELECT kind, at, data FROM communications c
WHERE ticket_id = :ticket_id AND kind = ANY (:kinds::text[])
  AND id > coalesce((SELECT max(e.id) FROM communications e WHERE e.ticket_id = :ticket_id AND e.kind LIKE 'closed\_%'), 0)
ORDER BY id;

-- name: keep_crew_visit!
-- What a repair that ended says about one visit of a crew, once; a crew that nobody knows is left out.
-- null: :arrived_at, :in_time, :completed_at, :satisfaction
INSERT INTO crew_visits (ticket_id, number, crew_id, called_at, arrived_at, in_time, disputed, completed_at, satisfaction,
                         outcome, ended_at)
SELECT :ticket_id, :number, id, :called_at, :arrived_at, :in_time, :disputed, :completed_at, :satisfaction, :outcome, :ended_at
FROM crews WHERE id = :crew_id
ON CONFLICT (ticket_id, ended_at, number) DO NOTHING;
