-- name: add_building^
INSERT INTO buildings (name, handover_date) VALUES (:name, :handover_date) RETURNING *;

-- name: get_building^
SELECT * FROM buildings WHERE id = :id;

-- name: list_buildings
SELECT * FROM buildings WHERE id > :after ORDER BY id LIMIT :most;

-- name: change_building^
UPDATE buildings SET name = coalesce(:name, name), handover_date = coalesce(:handover_date, handover_date),
                     status = coalesce(:status, status), version = version + 1, updated_at = now()
WHERE id = :id RETURNING *;

-- name: add_customer$
INSERT INTO customers (name, phone, other_phones) VALUES (:name, :phone, :other_phones)
ON CONFLICT (idx(name), idx(phone)) DO UPDATE SET updated_at = now() RETURNING id;

-- name: add_ownership^
-- An empty note is none: NULL.
INSERT INTO ownerships (building_id, customer_id, block, unit, room, area, roster_date, note)
VALUES (:building_id, :customer_id, :block, :unit, :room, :area, :roster_date, :note)
ON CONFLICT (building_id, flat(block, unit, room), customer_id) DO NOTHING RETURNING id;

-- name: ownerships_to_enrol
-- Owners who may get messages, with what they were sent already, and what never arrived: no provider took it, or
-- it failed at a number they no longer have.
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

-- name: open_ticket!
-- Opens a ticket, or opens it again when it was closed; one that is open stays as it is.
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

-- name: set_building_policy!
UPDATE buildings SET policy = :policy, updated_at = now() WHERE id = :id;

-- name: building_change_applied!
UPDATE buildings SET applied_version = greatest(applied_version, :version) WHERE id = :id;

-- name: buildings_behind
-- Buildings whose change has not reached every ticket, once the ordinary way had time to do it.
SELECT * FROM buildings WHERE applied_version < version AND updated_at < now() - :age::interval ORDER BY id LIMIT 50;

-- name: tickets_behind
-- Open tickets that have not followed the building's row yet.
SELECT t.id FROM tickets t JOIN buildings b ON b.id = t.building_id
WHERE t.building_id = :building_id AND t.kind = 'PreHandover' AND t.stage <> 'closed'
  AND (b.status = 'cancelled' OR t.anchor_date IS DISTINCT FROM b.handover_date)
ORDER BY t.id LIMIT :most;

-- name: open_tickets
SELECT t.id, t.kind, t.version, t.building_id, t.ownership_id, t.updated_at FROM tickets t
WHERE t.stage <> 'closed' AND t.id > :after AND t.updated_at < now() - :age::interval
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

-- name: close_ticket!
-- With what it leaves unsent.
WITH closed AS (UPDATE tickets SET stage = 'closed', close_reason = :reason, next_step = NULL, due_at = NULL,
                                   version = version + 1, updated_at = now()
                WHERE id = :id AND stage <> 'closed' RETURNING id)
UPDATE messages SET state = 'withdrawn', settled_at = now()
FROM closed WHERE messages.ticket_id = closed.id AND messages.state = 'queued';

-- name: get_ticket^
SELECT * FROM tickets WHERE id = :id;

-- name: list_tickets
SELECT * FROM tickets
WHERE (:kind::text IS NULL OR kind = :kind) AND (:stage::text IS NULL OR stage = :stage)
  AND (:building_id::text IS NULL OR building_id = :building_id) AND id > :after
ORDER BY id LIMIT :most;

-- name: timeline
SELECT kind, at, actor, data, words FROM communications WHERE ticket_id = :ticket_id ORDER BY at, id;

-- name: sign_customer$
UPDATE customers SET signed_at = coalesce(signed_at, now()), updated_at = now() WHERE id = person(:id) RETURNING id;

-- name: sell_ownership$
UPDATE ownerships SET status = 'sold' WHERE id = :id AND status <> 'merged' RETURNING id;

-- name: change_number^
-- With a note for the reconciler, should the process die before the tickets are told.
WITH changed AS (UPDATE customers SET phone = :phone, updated_at = now() WHERE id = person(:id) RETURNING id, name),
     noted AS (INSERT INTO number_changes (ownership_id)
               SELECT o.id FROM ownerships o JOIN changed ON changed.id = o.customer_id
               ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp())
SELECT id, name FROM changed;

-- name: phone_of$
SELECT phone FROM customers WHERE id = person(:id);

-- name: opt_out!
-- The first word counts, unless it only came from a file that was merged with this one (customer_files.sql), or was
-- one customer's consent: the later word may be somebody else's, whom that customer cannot speak for.
INSERT INTO opt_outs AS o (phone, at, source) VALUES (:phone, now(), :source)
ON CONFLICT (idx(phone)) DO UPDATE SET at = excluded.at, source = excluded.source WHERE o.source LIKE 'merged-%'
  OR (o.source LIKE 'consent%' AND excluded.source IN ('reply', 'staff'));

-- name: open_tickets_of_phone
-- Those that send marketing: a repair goes on, whatever its customer thinks of advertisements.
SELECT t.id, t.customer_id FROM tickets t JOIN customers c ON c.id = t.customer_id
WHERE idx(c.phone) = idx(:phone) AND t.kind = 'PreHandover' AND t.stage <> 'closed' ORDER BY t.id;

-- name: tickets_of_customer
-- Those that send marketing.
SELECT id, ownership_id, stage FROM tickets WHERE customer_id = person(:customer_id) AND kind = 'PreHandover' ORDER BY id;

-- name: tickets_of_ownership
SELECT id, stage FROM tickets WHERE ownership_id = :ownership_id ORDER BY id;

-- name: customers_of_phone
SELECT id FROM customers WHERE idx(phone) = idx(:phone) ORDER BY id;

-- name: latest_ticket_of_phone^
-- Where a reply belongs: the ticket that last wrote to the number.
SELECT ticket_id, customer_id, coalesce(sent_at, created_at) AS at FROM messages WHERE idx(phone) = idx(:phone)
ORDER BY coalesce(sent_at, created_at) DESC, id DESC LIMIT 1;

-- name: keep_provider_event$
INSERT INTO provider_events (provider, event_id, event) VALUES (:provider, :event_id, :event)
ON CONFLICT (provider, event_id) DO UPDATE SET received_at = provider_events.received_at
RETURNING processed_at IS NOT NULL;

-- name: provider_event_done!
UPDATE provider_events SET processed_at = now() WHERE provider = :provider AND event_id = :event_id;

-- name: open_provider_events
SELECT provider, event_id, event FROM provider_events
WHERE processed_at IS NULL AND received_at < now() - :age::interval ORDER BY received_at LIMIT 200;

-- name: building_of_ownership^
SELECT b.* FROM buildings b JOIN ownerships o ON o.building_id = b.id WHERE o.id = :id;
