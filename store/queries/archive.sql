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
ON CONFLICT (name, phone) DO UPDATE SET updated_at = now() RETURNING id;

-- name: add_ownership^
INSERT INTO ownerships (building_id, customer_id, block, unit, room, area, roster_date, note)
VALUES (:building_id, :customer_id, :block, :unit, :room, :area, :roster_date, :note)
ON CONFLICT (building_id, block, unit, room, customer_id) DO NOTHING RETURNING id;

-- name: ownerships_to_enrol
SELECT o.id, o.customer_id, coalesce(t.version, 0) AS version,
       ARRAY(SELECT m.step FROM messages m WHERE m.ticket_id = 'pre-handover-' || o.id) AS sent
FROM ownerships o JOIN customers c ON c.id = o.customer_id
LEFT JOIN tickets t ON t.id = 'pre-handover-' || o.id
WHERE o.building_id = :building_id AND o.status = 'active' AND c.signed_at IS NULL AND o.id > :after
ORDER BY o.id LIMIT :most;

-- name: open_ticket!
INSERT INTO tickets (id, kind, stage, building_id, customer_id, ownership_id, anchor_date, next_step, due_at,
                     version, opened_at, updated_at)
VALUES (:id, 'PreHandover', 'waiting', :building_id, :customer_id, :ownership_id, :anchor_date, :next_step,
        :due_at, :version, now(), now())
ON CONFLICT (id) DO NOTHING;

-- name: get_ticket^
SELECT * FROM tickets WHERE id = :id;

-- name: list_tickets
SELECT * FROM tickets
WHERE (:kind::text IS NULL OR kind = :kind) AND (:stage::text IS NULL OR stage = :stage)
  AND (:building_id::text IS NULL OR building_id = :building_id) AND id > :after
ORDER BY id LIMIT :most;

-- name: timeline
SELECT kind, at, actor, data FROM communications WHERE ticket_id = :ticket_id ORDER BY at, id;

-- name: sign_customer$
UPDATE customers SET signed_at = coalesce(signed_at, now()), updated_at = now() WHERE id = :id RETURNING id;

-- name: opt_out_customer$
INSERT INTO opt_outs (phone, at, source) SELECT phone, now(), :source FROM customers WHERE id = :id
ON CONFLICT (phone) DO UPDATE SET source = opt_outs.source RETURNING phone;

-- name: open_tickets_of_phone
SELECT t.id FROM tickets t JOIN customers c ON c.id = t.customer_id WHERE c.phone = :phone AND t.stage <> 'closed';

-- name: open_tickets_of_customer
SELECT id FROM tickets WHERE customer_id = :customer_id AND stage <> 'closed';
