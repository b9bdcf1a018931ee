-- name: add_customer$
-- The id of a customer, added where there is none of this name and number; for demo data and stories, which have no
-- roster.
INSERT INTO customers (name, phone, other_phones) VALUES (:name, :phone, :other_phones)
ON CONFLICT (idx(name), idx(phone)) DO UPDATE SET updated_at = now() RETURNING id;

-- name: add_ownership^
-- A customer owns a flat from now on; for demo data and stories.
-- An empty note is none: NULL.
INSERT INTO ownerships (building_id, customer_id, block, unit, room, area, roster_date, note)
VALUES (:building_id, :customer_id, :block, :unit, :room, :area, :roster_date, :note)
ON CONFLICT (building_id, flat(block, unit, room), customer_id) DO NOTHING RETURNING id;

-- name: owners_page
-- A page of a building's owners with their tickets, for the API.
-- type: status = Literal["active", "sold"]
SELECT o.id AS ownership_id, o.block, o.unit, o.room, o.area, o.status, c.id AS customer_id, c.name, c.phone,
       c.signed_at, EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out,
       text_hold(o.id) AS held, t.id AS ticket_id, t.stage
FROM ownerships o JOIN customers c ON c.id = o.customer_id
LEFT JOIN LATERAL (SELECT id, stage FROM tickets WHERE ownership_id = o.id AND kind = 'PreHandover' LIMIT 1) t ON true
WHERE o.id IN (
  (SELECT a.id FROM ownerships a JOIN customers x ON x.id = a.customer_id
   WHERE (SELECT huifang_sees_much()) AND a.building_id = :building_id AND a.status <> 'merged' AND a.id > :after
   ORDER BY a.id LIMIT :most)
  UNION ALL
  -- Of whoever does not see much it begins with what is in sight.
  (SELECT f.id FROM huifang_flats_of(:building_id) f (id) JOIN ownerships a ON a.id = f.id JOIN customers x ON x.id = a.customer_id
   WHERE NOT (SELECT huifang_sees_much()) AND a.status <> 'merged' AND f.id > :after ORDER BY f.id LIMIT :most))
ORDER BY o.id LIMIT :most;

-- name: sign_customer$
-- The customer has signed; the id where there is such a customer, for whoever tells the tickets.
UPDATE customers SET signed_at = coalesce(signed_at, now()), updated_at = now() WHERE id = person(:id) RETURNING id;

-- name: unsign_customer$
-- Takes back a signature recorded by mistake; said in their tickets' timelines, once. The id, where there is such a customer.
WITH changed AS (
  UPDATE customers SET signed_at = NULL, updated_at = now() WHERE id = person(:id) AND signed_at IS NOT NULL RETURNING id
), told AS (
  INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
  SELECT t.id, t.customer_id, 'unsigned', now(), :actor, :words
  FROM tickets t JOIN changed ON changed.id = t.customer_id WHERE t.kind = 'PreHandover'
)
SELECT id FROM customers WHERE id = person(:id);

-- name: sell_ownership$
-- The flat was sold; the id where there is such a flat, for whoever tells its tickets.
UPDATE ownerships SET status = 'sold' WHERE id = :id AND status <> 'merged' RETURNING id;

-- name: own_again$
-- The same for a flat recorded as sold.
WITH changed AS (
  UPDATE ownerships SET status = 'active' WHERE id = :id AND status = 'sold' RETURNING id
), told AS (
  INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
  SELECT t.id, t.customer_id, 'owned', now(), :actor, :words
  FROM tickets t JOIN changed ON changed.id = t.ownership_id WHERE t.kind = 'PreHandover'
)
SELECT id FROM ownerships WHERE id = :id;

-- name: change_number^
-- Gives a customer a new number, for the one who tells the tickets.
-- With a note for the reconciler, should the process die before the tickets are told.
WITH changed AS (UPDATE customers SET phone = :phone, updated_at = now() WHERE id = person(:id) RETURNING id, name),
     noted AS (INSERT INTO number_changes (ownership_id)
               SELECT o.id FROM ownerships o JOIN changed ON changed.id = o.customer_id
               ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp())
SELECT id, name FROM changed;

-- name: phone_of$
-- A customer's number as it is now, for whoever is about to call or to write.
SELECT phone FROM customers WHERE id = person(:id);

-- name: customers_of_phone
-- Who has a number; for tests.
SELECT id FROM customers WHERE idx(phone) = idx(:phone) ORDER BY id;

-- name: opt_out!
-- Keeps a number from marketing, for whoever heard the owner say so.
-- The first word counts, unless it only came from a file that was merged with this one (customers/merging.sql), or was
-- one customer's consent: the later word may be somebody else's, whom that customer cannot speak for.
INSERT INTO opt_outs AS o (phone, at, source) VALUES (:phone, now(), :source)
ON CONFLICT (idx(phone)) DO UPDATE SET at = excluded.at, source = excluded.source WHERE o.source LIKE 'merged-%'
  OR (o.source LIKE 'consent%' AND excluded.source IN ('reply', 'staff'));

-- name: record_opt_out!
-- In the timeline of every pre-handover ticket of the customer's number, once each.
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data)
SELECT t.id || '/opt_out', t.id, t.customer_id, 'opt_out', now(), 'staff', '{}'
FROM customers c JOIN customers same ON idx(same.phone) = idx(c.phone) JOIN tickets t ON t.customer_id = same.id
WHERE c.id = person(:customer_id) AND t.kind = 'PreHandover'
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: record_number_change!
-- Says in the timelines that the customer has a new number, for the API.
-- Only once the customer has the new number; with both numbers masked.
INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)
SELECT t.id, t.customer_id, 'number_changed', now(), :actor, :words
FROM customers c JOIN tickets t ON t.customer_id = c.id
WHERE c.id = person(:customer_id) AND idx(c.phone) = idx(:phone) AND (t.stage <> 'closed' OR t.kind = 'PreHandover');

-- name: open_tickets_of_phone
-- Open tickets of a number that send marketing, for whoever ends them.
-- A repair goes on, whatever its customer thinks of advertisements.
SELECT t.id, t.customer_id FROM tickets t JOIN customers c ON c.id = t.customer_id
WHERE idx(c.phone) = idx(:phone) AND t.kind = 'PreHandover' AND t.stage <> 'closed' ORDER BY t.id;

-- name: tickets_of_customer
-- Tickets of a customer that send marketing, for whoever tells them what the customer did.
SELECT id, ownership_id, stage FROM tickets WHERE customer_id = person(:customer_id) AND kind = 'PreHandover' ORDER BY id;

-- name: number_changes
-- Flats whose owner has a new number, oldest first, with the steps that failed at an old one and were not sent since.
SELECT n.ownership_id, n.at, 'pre-handover-' || n.ownership_id AS ticket_id,
       ARRAY(SELECT DISTINCT m.step FROM messages m
             WHERE m.ticket_id = 'pre-handover-' || n.ownership_id AND m.state = 'failed' AND idx(m.phone) <> idx(c.phone)
               AND NOT EXISTS (SELECT 1 FROM messages l WHERE l.ticket_id = m.ticket_id AND l.step = m.step
                               AND l.state NOT IN ('failed', 'withdrawn'))) AS failed
FROM number_changes n JOIN ownerships o ON o.id = n.ownership_id JOIN customers c ON c.id = o.customer_id
WHERE n.ownership_id > :after AND n.at <= now() - :age::interval
ORDER BY n.ownership_id LIMIT :most;

-- name: note_failure_at_old_number!
-- The text failed after its owner had got a new number already: told like any other change.
INSERT INTO number_changes
SELECT t.ownership_id FROM messages m JOIN tickets t ON t.id = m.ticket_id
JOIN ownerships o ON o.id = t.ownership_id JOIN customers c ON c.id = o.customer_id
WHERE m.id = :message AND m.state = 'failed' AND idx(m.phone) <> idx(c.phone)
ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp();

-- name: number_change_told!
-- Forgets a change of number that the tickets have been told.
-- A number that changed once more meanwhile stays to be told.
DELETE FROM number_changes WHERE ownership_id = :ownership_id AND at = :at;
