-- name: snapshot_state!
-- An older snapshot never overwrites a newer one. People and crews nobody knows are left out: an id that came in by
-- hand, past the API, must not keep a ticket from ever being written again.
UPDATE tickets SET stage = :stage, promise = :promise, due_at = :due_at, time_left = :time_left, paused = :paused,
                   escalation_level = :escalation_level, urgent = :urgent,
                   first_contact = (SELECT id FROM staff WHERE id = :first_contact),
                   agent_id = (SELECT id FROM staff WHERE id = :handler),
                   crew_id = (SELECT id FROM crews WHERE id = :crew_id),
                   department_id = (SELECT id FROM departments WHERE id = :department_id), acts = :acts,
                   reopened = :reopened, unconfirmed = :unconfirmed, close_reason = :close_reason, version = :version, updated_at = now()
WHERE id = :id AND version < :version;

-- name: record_ticket_event!
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, text_id)
SELECT :dedupe_key, :ticket_id, t.customer_id, :kind, :at, :actor, :data, (SELECT id FROM ticket_texts WHERE id = :text_id)
FROM tickets t WHERE t.id = :ticket_id
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: notice_recipient^
SELECT phone, name, language FROM staff WHERE id = :staff_id
UNION ALL SELECT phone, name, NULL FROM customers WHERE id = person(:customer_id);

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

-- name: link_duplicate!
INSERT INTO ticket_links (ticket_id, other_id, kind)
SELECT :ticket_id, id, 'duplicate' FROM tickets WHERE id = :other_id AND id <> :ticket_id
ON CONFLICT (ticket_id, other_id, kind) DO NOTHING;

-- name: next_repair_number$
SELECT 'R' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') || '-' || lpad(nextval('repair_no')::text, 6, '0');

-- name: next_complaint_number$
SELECT 'B' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') || '-' || lpad(nextval('complaint_no')::text, 6, '0');

-- name: customer_for_intake^
-- Seen before or not: whoever takes a request in names who asks.
SELECT id, ownership_id, building_id, erased FROM huifang_intake(:customer_id, :ownership_id);

-- name: preferred_hours$
SELECT preferred_hours FROM customers WHERE id = person(:customer_id);

-- name: add_text$
INSERT INTO ticket_texts (ticket_id, kind, body, author) VALUES (:ticket_id, :kind, :body, :author) RETURNING id;

-- name: forget_text!
DELETE FROM ticket_texts WHERE id = :id AND NOT EXISTS (SELECT 1 FROM communications WHERE text_id = :id);

-- name: keep_start!
INSERT INTO ticket_starts (ticket_id, workflow, input, summary) VALUES (:ticket_id, :workflow, :input, :summary)
ON CONFLICT (ticket_id) DO UPDATE SET input = excluded.input, summary = excluded.summary, started_at = NULL,
  created_at = now();

-- name: started!
UPDATE ticket_starts SET started_at = coalesce(started_at, now()) WHERE ticket_id = :ticket_id;

-- name: lost_starts
-- Tickets whose row was written and whose workflow was not started, once the ordinary way had time to do it.
SELECT ticket_id, workflow, input, summary FROM ticket_starts
WHERE started_at IS NULL AND created_at < now() - :age::interval ORDER BY created_at LIMIT :most;

-- name: similar_open
-- Open tickets of the same customer: perhaps the same matter.
SELECT id, kind, stage, opened_at FROM tickets
WHERE customer_id = :customer_id AND kind = :kind AND stage <> 'closed' AND id <> :id ORDER BY id LIMIT 10;

-- name: ticket_links
SELECT other_id AS id, kind FROM ticket_links WHERE ticket_id = :ticket_id
UNION SELECT ticket_id AS id, kind FROM ticket_links WHERE other_id = :ticket_id ORDER BY 1;

-- name: told
-- Who was told when, and what came of it.
SELECT kind, at, actor, data, words FROM communications
WHERE ticket_id = :ticket_id AND kind IN ('rung_told', 'call_ended', 'notice_sent') ORDER BY at, id LIMIT 200;

-- name: call_list
-- An agent's calls: urgent first, then by what is due.
SELECT t.id, t.stage, t.urgent, t.due_at, t.customer_id, t.agent_id, t.acts, t.opened_at, c.name, c.phone,
       l.other_id AS about, l.kind AS reason, refused(t.customer_id, 'follow_up_calls') AS no_call
FROM tickets t JOIN customers c ON c.id = t.customer_id LEFT JOIN ticket_links l ON l.ticket_id = t.id
WHERE t.kind = 'FollowUpCall' AND t.stage <> 'closed' AND (:agent::text IS NULL OR t.agent_id = :agent)
  AND (:stage::text IS NULL OR t.stage = :stage)
ORDER BY t.urgent DESC, t.due_at NULLS LAST, t.id LIMIT :most;

-- name: keep_call_record!
INSERT INTO call_records (ticket_id, customer_id, agent_id, satisfaction, answers, text_id, at)
SELECT :ticket_id, customer_id, :agent_id, :satisfaction, :answers, :text_id, :at FROM tickets WHERE id = :ticket_id
ON CONFLICT (ticket_id) DO UPDATE SET agent_id = excluded.agent_id, satisfaction = excluded.satisfaction,
  answers = excluded.answers, text_id = excluded.text_id, at = excluded.at;

-- name: keep_crew_assessment!
INSERT INTO crew_assessments (ticket_id, crew_id, reopened, arrived_in_time, satisfaction, reason, at)
VALUES (:ticket_id, (SELECT id FROM crews WHERE id = :crew_id), :reopened, :arrived_in_time, nullif(:satisfaction, ''), :reason, :at)
ON CONFLICT (ticket_id, at) DO NOTHING;

-- name: kept_start^
SELECT ticket_id, workflow, input, summary FROM ticket_starts WHERE ticket_id = :ticket_id;

-- name: record_reopening!
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, text_id)
SELECT :ticket_id || '/reopened/' || :version::bigint::text, t.id, t.customer_id, 'reopen', now(), :actor, '{}', :text_id
FROM tickets t WHERE t.id = :ticket_id;

-- name: attached!
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words, text_id)
SELECT id, customer_id, 'attachment', now(), :actor, :words, :text_id FROM tickets WHERE id = :ticket_id;
