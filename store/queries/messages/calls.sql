-- name: queue_call!
-- The purpose's row; a purpose that has one keeps it.
INSERT INTO calls (ticket_id, key, reference, kind, staff_id, customer_id, template, accepted_keys, state, provider)
VALUES (:ticket_id, :key, :reference, :kind, :staff_id, :customer_id, :template, :accepted_keys, 'queued', :provider)
ON CONFLICT (ticket_id, key) DO NOTHING;

-- name: lock_call^
-- The row of a call, locked while an attempt is made.
-- row: Call
-- always
SELECT * FROM calls WHERE ticket_id = :ticket_id AND key = :key FOR UPDATE;

-- name: begin_call^
-- Notes that the provider is called now, with the numbers and words as they are used.
-- row: Call
-- always
UPDATE calls SET state = 'placing', attempts = attempts + 1, attempted_at = now(), placed_at = :at,
                 staff_name = :staff_name, phone = :phone, customer_phone = :customer_phone, text = :text,
                 error_code = NULL
WHERE id = :id RETURNING *;

-- name: put_call_back!
-- An attempt that was certainly not taken. A later attempt, or a report that came meanwhile, knows better.
UPDATE calls SET state = 'queued', error_code = :error_code
WHERE id = :id AND state = 'placing' AND attempts = :attempts;

-- name: settle_call^
-- What the attempt came to; a report that came before it knows better, and so does a later attempt, unless this
-- one was taken.
-- row: Call
-- always
UPDATE calls SET state = CASE WHEN known THEN state ELSE :state END,
                 provider_id = coalesce(provider_id, :provider_id),
                 error_code = CASE WHEN known THEN error_code ELSE :error_code END
FROM (SELECT id AS settling,
             state NOT IN ('queued', 'placing') OR attempts <> :attempts AND :state::text <> 'placed' AS known
      FROM calls WHERE id = :id FOR UPDATE) it
WHERE id = it.settling RETURNING calls.*;

-- name: call_by_reference^
-- A call by our reference, for the workflow that waits for its end.
-- row: Call
SELECT * FROM calls WHERE reference = :reference;

-- name: lock_reported_call^
-- The call that a report is about, locked while the report is worked through.
-- By our reference, or by the provider's id where the provider does not send ours back.
-- row: Call
-- null: :provider_id, :reference
SELECT * FROM calls WHERE provider = :provider AND (reference = :reference OR provider_id = :provider_id)
ORDER BY (reference = :reference) DESC NULLS LAST LIMIT 1 FOR UPDATE;

-- name: call_taken!
-- A report proves that the call was taken, whatever we had been told.
UPDATE calls SET state = 'placed', provider_id = coalesce(provider_id, :provider_id), error_code = NULL
WHERE id = :id AND state IN ('queued', 'placing', 'unknown');

-- name: end_call^
-- What a report says of the end of a call.
-- row: Call
-- always
UPDATE calls SET state = 'ended', outcome = :outcome, leg = :leg, pressed_key = coalesce(:pressed_key, pressed_key),
                 talk_seconds = :talk_seconds, error_code = :error_code,
                 provider_id = coalesce(provider_id, :provider_id),
                 placed_at = coalesce(placed_at, :at), ended_at = greatest(:at, placed_at)
WHERE id = :id RETURNING *;

-- name: key_pressed^
-- The key that was pressed during a call, as a report says.
-- row: Call
-- always
UPDATE calls SET pressed_key = :key WHERE id = :id RETURNING *;

-- name: call_acknowledged^
-- The notice was acknowledged after all; nothing when it was not answered.
-- The key came after the report of the end.
-- row: Call
UPDATE calls SET outcome = 'acknowledged' WHERE id = :id AND outcome = 'answered' RETURNING *;

-- name: call_recorded!
-- Where the recording of a call is to be had.
-- Nothing is kept of a customer who said no to recording.
UPDATE calls SET recording_url = :url WHERE id = :id AND NOT coalesce(refused(customer_id, 'recording'), false);

-- name: calls_of_ticket
-- The calls of a ticket; for tests.
-- row: Call
SELECT * FROM calls WHERE ticket_id = :ticket_id ORDER BY id;

-- name: calls_page
-- A page of calls, for the API.
-- row: Call
SELECT * FROM calls
WHERE (:state::text IS NULL OR state = :state) AND (:ticket_id::text IS NULL OR ticket_id = :ticket_id)
  AND id > :after
ORDER BY id LIMIT :most;

-- name: orphaned_calls
-- Calls whose attempt was interrupted and whose ticket no longer runs to ask about them.
-- row: Call
UPDATE calls c SET state = 'unknown', error_code = 'interrupted' FROM tickets t
WHERE t.id = c.ticket_id AND c.state = 'placing' AND t.stage = 'closed'
  AND c.attempted_at < now() - :age::interval
RETURNING c.*;

-- name: told_about^
-- What may be said of a ticket to somebody who is told of it, as it is at that moment; for notices and for their page.
-- Whether they are of its crew or head its department says in whose place they hear of it; `meant` is who was meant by name.
-- Opened again it is from the moment at which the customer said so (`settled` are the reasons of calls that ask): the row
-- may say it a moment later.
-- null: building, block, unit, room, trade, about_id, about, crew, department, customer, meant
-- not null: of_crew, heads, erased, opened_again
SELECT t.kind, t.urgent,
       t.reopened > 0 OR EXISTS (SELECT 1 FROM call_records r JOIN ticket_links l ON l.ticket_id = r.ticket_id
                                 WHERE l.other_id = t.id AND l.kind = ANY (:settled::text[])
                                   AND r.satisfaction = 'dissatisfied') AS opened_again, t.crew_id, t.department_id, b.name AS building, o.block, o.unit, o.room,
       s.input ->> 'trade' AS trade, a.id AS about_id, a.name AS about, w.name AS crew, d.name AS department,
       c.name AS customer, c.erased_at IS NOT NULL AS erased, p.role, m.name AS meant,
       coalesce(w.leader_id = p.id OR p.crew_id = t.crew_id, false) AS of_crew,
       coalesce(d.head_id = p.id OR p.role = 'department_head' AND p.department_id = t.department_id, false) AS heads
FROM tickets t JOIN staff p ON p.id = :staff_id LEFT JOIN staff m ON m.id = :meant
LEFT JOIN ticket_starts s ON s.ticket_id = t.id LEFT JOIN staff a ON a.id = s.input ->> 'about_staff'
LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
LEFT JOIN crews w ON w.id = t.crew_id LEFT JOIN departments d ON d.id = t.department_id
LEFT JOIN customers c ON c.id = person(t.customer_id)
WHERE t.id = :ticket_id;

-- name: problem_told
-- The customer's problem in words, the newest first: what was reported and, once it was opened again, why.
SELECT x.body FROM ticket_texts x
WHERE x.erased_at IS NULL
  AND (x.ticket_id = :ticket_id AND x.kind IN ('report', 'reopen')
       OR x.id IN (SELECT r.text_id FROM call_records r JOIN ticket_links l ON l.ticket_id = r.ticket_id
                   WHERE l.other_id = :ticket_id AND r.satisfaction = 'dissatisfied'))
ORDER BY x.created_at DESC, x.id DESC;
