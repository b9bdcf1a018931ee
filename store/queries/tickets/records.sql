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

-- name: keep_crew_assessment!
-- What a repair that ended says about its crew, once.
-- null: :crew_id
INSERT INTO crew_assessments (ticket_id, crew_id, reopened, arrived_in_time, satisfaction, reason, at)
VALUES (:ticket_id, (SELECT id FROM crews WHERE id = :crew_id), :reopened, :arrived_in_time, nullif(:satisfaction, ''), :reason, :at)
ON CONFLICT (ticket_id, at) DO NOTHING;
