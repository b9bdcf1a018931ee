-- name: ownerships_to_enrol
-- Owners who may get messages, with what they were sent already, and what never arrived: no provider took it, or
-- it failed at a number they no longer have.
-- row: ToEnrol
SELECT o.id, o.customer_id, o.building_id, b.name AS building, coalesce(t.version, 0) AS version,
       coalesce(t.stage <> 'closed', false) AS open, t.close_reason,
       ARRAY(SELECT m.step FROM messages m WHERE m.ticket_id = 'pre-handover-' || o.id
             AND m.state NOT IN ('queued', 'failed', 'withdrawn')) AS sent,
       ARRAY(SELECT m.step FROM messages m WHERE m.ticket_id = 'pre-handover-' || o.id
             AND (m.state IN ('queued', 'withdrawn') OR m.state = 'failed' AND idx(m.phone) <> idx(c.phone))) AS again
FROM ownerships o JOIN buildings b ON b.id = o.building_id JOIN customers c ON c.id = o.customer_id
LEFT JOIN tickets t ON t.id = 'pre-handover-' || o.id
WHERE o.status = 'active' AND b.status = 'active' AND c.signed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone))
  AND (:building_id::text IS NULL OR o.building_id = :building_id)
  AND (:ownership_id::text IS NULL OR o.id = :ownership_id)
  AND o.id > :after
ORDER BY o.id LIMIT :most;

-- name: ownership_to_start^
-- One row of `ownerships_to_enrol`, whoever it is, with what may stand against a ticket.
SELECT o.id, o.building_id, o.customer_id, o.status, b.name AS building, b.handover_date, b.policy,
       b.status AS building_status, c.signed_at,
       EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out,
       t.stage, coalesce(t.version, 0) AS version, coalesce(t.stage <> 'closed', false) AS open,
       ARRAY(SELECT m.step FROM messages m WHERE m.ticket_id = 'pre-handover-' || o.id
             AND m.state NOT IN ('queued', 'failed', 'withdrawn')) AS sent,
       ARRAY(SELECT m.step FROM messages m WHERE m.ticket_id = 'pre-handover-' || o.id
             AND (m.state IN ('queued', 'withdrawn') OR m.state = 'failed' AND idx(m.phone) <> idx(c.phone))) AS again
FROM ownerships o JOIN buildings b ON b.id = o.building_id JOIN customers c ON c.id = o.customer_id
LEFT JOIN tickets t ON t.ownership_id = o.id AND t.kind = 'PreHandover'
WHERE o.id = :ownership_id;

-- name: open_ticket!
-- Opens a pre-handover ticket, for its enrolment, or opens it again when it was closed; one that is open stays as it is.
-- Being opened again is in its timeline: `xmax` tells a row that was there from a new one.
WITH opened AS (
INSERT INTO tickets (id, kind, stage, building_id, customer_id, ownership_id, anchor_date, next_step, due_at,
                     version, opened_at, updated_at)
VALUES (:id, 'PreHandover', 'waiting', :building_id, :customer_id, :ownership_id, :anchor_date, :next_step,
        :due_at, :version, now(), now())
ON CONFLICT (id) DO UPDATE SET stage = 'waiting', close_reason = NULL, anchor_date = :anchor_date,
  next_step = :next_step, due_at = :due_at, version = :version, updated_at = now()
WHERE tickets.stage = 'closed' AND tickets.version < :version
RETURNING id, customer_id, anchor_date, version, xmax <> 0 AS again)
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data)
SELECT id || '/opened_again/' || version, id, customer_id, 'opened_again', now(), 'system',
       jsonb_build_object('date', anchor_date)
FROM opened WHERE again
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: open_page!
-- As `open_ticket`, for many owners of one building in one statement.
WITH opened AS (
INSERT INTO tickets (id, kind, stage, building_id, customer_id, ownership_id, anchor_date, next_step, due_at,
                     version, opened_at, updated_at)
SELECT t.id, 'PreHandover', 'waiting', :building_id, t.customer_id, t.ownership_id, :anchor_date, t.next_step,
       t.due_at, t.version, now(), now()
FROM unnest(:ids::text[], :customer_ids::text[], :ownership_ids::text[], :next_steps::text[],
            :due_at::timestamptz[], :versions::integer[])
  AS t(id, customer_id, ownership_id, next_step, due_at, version)
ON CONFLICT (id) DO UPDATE SET stage = 'waiting', close_reason = NULL, anchor_date = excluded.anchor_date,
  next_step = excluded.next_step, due_at = excluded.due_at, version = excluded.version, updated_at = now()
WHERE tickets.stage = 'closed' AND tickets.version < excluded.version
RETURNING id, customer_id, anchor_date, version, xmax <> 0 AS again)
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data)
SELECT id || '/opened_again/' || version, id, customer_id, 'opened_again', now(), 'system',
       jsonb_build_object('date', anchor_date)
FROM opened WHERE again
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: tickets_behind
-- Open tickets that have not followed the building's row yet; page by page, after the last one seen.
SELECT t.id FROM tickets t JOIN buildings b ON b.id = t.building_id
WHERE t.building_id = :building_id AND t.kind = 'PreHandover' AND t.stage <> 'closed'
  AND (b.status = 'cancelled' OR t.anchor_date IS DISTINCT FROM b.handover_date) AND t.id > :after
ORDER BY t.id LIMIT :most;

-- name: tickets_of_owners_who_left
-- Open tickets whose owner should get nothing more, with the reason; the signal may have been lost.
SELECT t.id, CASE WHEN o.status = 'merged' THEN 'merged' WHEN c.signed_at IS NOT NULL THEN 'signed'
                  WHEN o.status = 'sold' THEN 'sold' ELSE 'opted_out' END AS reason
FROM tickets t JOIN customers c ON c.id = t.customer_id JOIN ownerships o ON o.id = t.ownership_id
WHERE t.kind = 'PreHandover' AND t.stage <> 'closed'
  AND (c.signed_at IS NOT NULL OR o.status IN ('sold', 'merged')
       OR EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)))
ORDER BY t.id LIMIT :most;
