-- name: snapshot_state!
-- An older snapshot never overwrites a newer one.
UPDATE tickets SET stage = :stage, promise = :promise, due_at = :due_at, time_left = :time_left, paused = :paused,
                   escalation_level = :escalation_level, urgent = :urgent, first_contact = :first_contact,
                   agent_id = :handler, crew_id = :crew_id, department_id = :department_id, acts = :acts,
                   reopened = :reopened, close_reason = :close_reason, version = :version, updated_at = now()
WHERE id = :id AND version < :version;

-- name: record_ticket_event!
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, text_id)
SELECT :dedupe_key, :ticket_id, t.customer_id, :kind, :at, :actor, :data, :text_id FROM tickets t WHERE t.id = :ticket_id
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: notice_recipient^
SELECT phone, name, language FROM staff WHERE id = :staff_id
UNION ALL SELECT phone, name, NULL FROM customers WHERE id = :customer_id;

-- name: queue_notice^
INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, staff_id, step, purpose, template, phone, text,
                      segments, state, provider)
VALUES (:dedupe_key, :reference, :ticket_id, :customer_id, :staff_id, :template, 'service', :template, :phone, :text,
        :segments, 'queued', :provider)
RETURNING *;

-- name: open_ticket_row!
-- Opens a ticket, or opens it again when it was closed; one that is open stays as it is.
INSERT INTO tickets (id, kind, stage, building_id, customer_id, ownership_id, urgent, first_contact, reopened, version,
                     opened_at, updated_at)
VALUES (:id, :kind, :stage, :building_id, :customer_id, :ownership_id, :urgent, :first_contact, :reopened, :version,
        now(), now())
ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, close_reason = NULL, version = excluded.version,
  reopened = excluded.reopened, updated_at = now()
WHERE tickets.stage = 'closed' AND tickets.version < excluded.version;

-- name: link_tickets!
INSERT INTO ticket_links (ticket_id, other_id, kind) VALUES (:ticket_id, :other_id, :kind)
ON CONFLICT (ticket_id, other_id, kind) DO NOTHING;
