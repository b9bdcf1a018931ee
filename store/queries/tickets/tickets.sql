-- name: get_ticket^
-- A ticket's row, for whoever names one by its id.
-- row: Ticket
SELECT * FROM tickets WHERE id = :id;

-- name: ticket_view^
-- A ticket with its building, flat and owner, for the API.
-- row: TicketView
-- null: start
SELECT t.*, (SELECT s.input - 'policy' FROM ticket_starts s WHERE s.ticket_id = t.id) AS start, b.name AS building, b.handover_date, o.block, o.unit, o.room, c.name AS owner, c.phone,
       c.signed_at, EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out
FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
LEFT JOIN customers c ON c.id = t.customer_id
WHERE t.id = :id;

-- name: tickets_page
-- A page of tickets, searched and filtered, for the API.
-- Searched: in one of the rounds every word is found, as a part of the building's name or of the id, or as the whole
-- block, unit or room, which are sealed.
-- row: TicketInList
-- null: :rounds, :patterns
SELECT t.*, b.name AS building, o.block, o.unit, o.room
FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
WHERE (:kind::text IS NULL OR t.kind = :kind) AND (:stage::text IS NULL OR t.stage = :stage)
  AND (:building_id::text IS NULL OR t.building_id = :building_id)
  AND (:due_before::timestamptz IS NULL OR t.due_at < :due_before)
  AND (:due_after::timestamptz IS NULL OR t.due_at >= :due_after)
  AND (:words::bytea[] IS NULL
       OR EXISTS (SELECT 1 FROM unnest(:rounds::integer[], :patterns::text[], :words::bytea[]) AS w (round, pattern, word)
                  GROUP BY w.round
                  HAVING bool_and(t.id ILIKE w.pattern OR coalesce(b.name ILIKE w.pattern, false)
                                  OR coalesce(idx(w.word) IN (idx(o.block), idx(o.unit), idx(o.room)), false))))
  AND t.id > :after
ORDER BY t.id LIMIT :most;

-- name: open_tickets
-- Open tickets that nothing has happened to for a while, for the reconciler.
SELECT t.id, t.kind, t.version, t.building_id, t.ownership_id, t.updated_at FROM tickets t
WHERE t.stage <> 'closed' AND t.id > :after AND t.updated_at < now() - :age::interval
ORDER BY t.id LIMIT :most;

-- name: close_ticket!
-- Closes a ticket whose workflow is gone, for the reconciler.
-- With what it leaves unsent.
WITH closed AS (UPDATE tickets SET stage = 'closed', close_reason = :reason, next_step = NULL, due_at = NULL,
                                   version = version + 1, updated_at = now()
                WHERE id = :id AND stage <> 'closed' RETURNING id)
UPDATE messages SET state = 'withdrawn', settled_at = now()
FROM closed WHERE messages.ticket_id = closed.id AND messages.state = 'queued';

-- name: close_terminated$
-- Closes a ticket whose workflow was ended by force, with what it leaves unsent, and says so in its timeline: all of it,
-- or nothing where the ticket has moved on since the reconciler saw it, or waits for a start that is still to be made:
-- then it was an earlier run that ended. The id, where it was closed now.
WITH closed AS (UPDATE tickets SET stage = 'closed', close_reason = 'terminated', next_step = NULL, due_at = NULL,
                                   version = version + 1, updated_at = now()
                WHERE id = :id AND stage <> 'closed' AND version = :version
                  AND NOT EXISTS (SELECT 1 FROM ticket_starts s WHERE s.ticket_id = tickets.id AND s.started_at IS NULL)
                RETURNING id),
unsent AS (UPDATE messages SET state = 'withdrawn', settled_at = now()
           FROM closed WHERE messages.ticket_id = closed.id AND messages.state = 'queued'),
told AS (INSERT INTO communications (dedupe_key, ticket_id, kind, at, actor, data)
         SELECT id || '/terminated/' || :run_id::text, id, 'closed_terminated', :at, 'operations', '{}' FROM closed
         ON CONFLICT (dedupe_key) DO NOTHING)
SELECT id FROM closed;

-- name: similar_open
-- Open tickets of the same customer: perhaps the same matter.
SELECT id, kind, stage, opened_at FROM tickets
WHERE customer_id = :customer_id AND kind = :kind AND stage <> 'closed' AND id <> :id ORDER BY id LIMIT 10;

-- name: ticket_links
-- Tickets about the same matter, whichever of the two names the other.
SELECT other_id AS id, kind FROM ticket_links WHERE ticket_id = :ticket_id
UNION SELECT ticket_id AS id, kind FROM ticket_links WHERE other_id = :ticket_id ORDER BY 1;

-- name: link_tickets!
-- Links a ticket with one about the same matter.
INSERT INTO ticket_links (ticket_id, other_id, kind) VALUES (:ticket_id, :other_id, :kind)
ON CONFLICT (ticket_id, other_id, kind) DO NOTHING;

-- name: link_duplicate!
-- Links a duplicate with the ticket that goes on, where there is one of that id.
-- null: :other_id
INSERT INTO ticket_links (ticket_id, other_id, kind)
SELECT :ticket_id, id, 'duplicate' FROM tickets WHERE id = :other_id AND id <> :ticket_id
ON CONFLICT (ticket_id, other_id, kind) DO NOTHING;

-- name: told
-- Who was told when, and what came of it.
SELECT kind, at, actor, data, words FROM communications
WHERE ticket_id = :ticket_id AND kind IN ('rung_told', 'call_ended', 'notice_sent') ORDER BY at, id LIMIT 200;

-- name: acts_done
-- Which of these acts were done in the ticket.
SELECT DISTINCT kind FROM communications WHERE ticket_id = :ticket_id AND kind = ANY(:acts::text[]) ORDER BY kind;
