-- name: next_ticket_number$
-- The number of the next ticket of a kind, by the kind's letter, for whoever takes it in.
-- not null: next_ticket_no
SELECT next_ticket_no(:letter);

-- name: customer_for_intake^
-- Whether there are such a customer and such a flat of theirs, for the one who takes a request in.
-- Whoever takes a request in for somebody else's customer has typed their number, at most `within` ago.
-- null: :ownership_id
-- not null: id, erased
SELECT id, ownership_id, building_id, erased FROM huifang_intake(:customer_id, :ownership_id, :within::interval);

-- name: keep_start!
-- How a ticket's workflow is started, written with its row.
-- row: Start
INSERT INTO ticket_starts (ticket_id, workflow, input, summary) VALUES (:ticket_id, :workflow, :input, :summary)
ON CONFLICT (ticket_id) DO UPDATE SET input = excluded.input, summary = excluded.summary, started_at = NULL,
  created_at = now();

-- name: started!
-- Notes that the workflow was started.
UPDATE ticket_starts SET started_at = coalesce(started_at, now()) WHERE ticket_id = :ticket_id;

-- name: lost_starts
-- Tickets whose row was written and whose workflow was not started, once the ordinary way had time to do it.
-- One that has closed was started, though nobody heard of it: it is not started again.
-- row: Start
SELECT ticket_id, workflow, input, summary FROM ticket_starts
WHERE started_at IS NULL AND created_at < now() - :age::interval
  AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = ticket_starts.ticket_id AND t.stage <> 'closed')
ORDER BY created_at LIMIT :most;

-- name: start_again$
-- The run that a start seemed to have made was an earlier one: it is still to be started. The id, where nothing has
-- happened to the ticket since it was opened.
UPDATE ticket_starts s SET started_at = NULL FROM tickets t
WHERE s.ticket_id = :ticket_id AND t.id = s.ticket_id AND t.stage <> 'closed' AND t.version = :version
  AND (s.input -> 'intake' ->> 'version')::integer = t.version
RETURNING s.ticket_id;

-- name: kept_start^
-- How a ticket's workflow was started, for whoever starts it again.
-- row: Start
SELECT ticket_id, workflow, input, summary FROM ticket_starts WHERE ticket_id = :ticket_id;
