-- name: customer_file^
-- Whose file an id leads to, with the duplicates that were merged into it.
-- row: CustomerFile
-- not null: person
SELECT c.*, EXISTS (SELECT 1 FROM opt_outs x WHERE idx(x.phone) = idx(c.phone)) AS opted_out,
       ARRAY(SELECT m.id FROM customers m WHERE m.merged_into = c.id ORDER BY m.id) AS merged_ids
FROM customers c WHERE c.id = person(:id);

-- name: customers_page
-- A page of customers by agent, grade or building, for the API.
-- row: CustomerSummary
SELECT c.id, c.name, c.phone, c.grade, c.agent_id, c.signed_at
FROM customers c
WHERE c.id IN (
  (SELECT c.id FROM customers c
   WHERE (SELECT huifang_all()) AND c.merged_into IS NULL AND c.id > :after
     AND (:agent::text IS NULL OR c.agent_id = :agent) AND (:grade::text IS NULL OR c.grade = :grade)
     AND (:building::text IS NULL OR EXISTS (SELECT 1 FROM ownerships o WHERE o.customer_id = c.id
                                             AND o.building_id = :building AND o.status <> 'merged'))
   ORDER BY c.id LIMIT :most)
  UNION ALL
  -- Of whoever does not see all it begins with what is in sight.
  (SELECT c.id FROM (SELECT DISTINCT p.id FROM huifang_people() p (id) WHERE p.id > :after ORDER BY p.id) p
   JOIN customers c ON c.id = p.id
   WHERE NOT (SELECT huifang_all()) AND c.merged_into IS NULL
     AND (:agent::text IS NULL OR c.agent_id = :agent) AND (:grade::text IS NULL OR c.grade = :grade)
     AND (:building::text IS NULL OR EXISTS (SELECT 1 FROM ownerships o WHERE o.customer_id = c.id
                                             AND o.building_id = :building AND o.status <> 'merged'))
   ORDER BY c.id LIMIT :most))
ORDER BY c.id LIMIT :most;

-- name: customers_found
-- Customers by what is known exactly, whichever of a person's numbers and names it is, for the API's search.
-- row: CustomerSummary
SELECT c.id, c.name, c.phone, c.grade, c.agent_id, c.signed_at
FROM customers c
WHERE c.merged_into IS NULL AND c.id > :after AND c.id IN (
  SELECT f.person FROM customers f
  WHERE f.id IN (SELECT may_be_found(:phone::bytea, :name::bytea, :email::bytea, :wechat::bytea, :contract::bytea))
    AND (:phone::bytea IS NULL OR idx(f.phone) = idx(:phone)
         OR EXISTS (SELECT 1 FROM unnest(f.other_phones) AS n WHERE idx(n) = idx(:phone)))
    AND (:name::bytea IS NULL OR idx(f.name) = idx(:name))
    AND (:email::bytea IS NULL OR idx(f.email) = idx(:email))
    AND (:wechat::bytea IS NULL OR idx(f.wechat) = idx(:wechat))
    AND (:contract::bytea IS NULL OR EXISTS (SELECT 1 FROM contracts k WHERE k.customer_id = f.person
                                             AND idx(k.number) = idx(:contract))))
ORDER BY c.id LIMIT :most;

-- name: put_on_file^
-- Adds somebody whom no roster names, for the API.
-- Nothing when there is a customer of this name and number already.
INSERT INTO customers (name, phone, other_phones, email, wechat, addresses, agent_id, added_by)
VALUES (:name, :phone, :other_phones, :email, :wechat, :addresses, :agent_id, :added_by)
ON CONFLICT (idx(name), idx(phone)) DO NOTHING RETURNING id;

-- name: customer_known_as$
-- Whose file a name and number lead to, for the answer that the customer is there already.
-- not null: person
SELECT person FROM customers WHERE idx(name) = idx(:name) AND idx(phone) = idx(:phone);

-- name: grade_customer$
-- Grades a customer; the id of the file, where there is one.
UPDATE customers SET grade = :grade, grade_reason = :reason, grade_by = :by, grade_at = now(), updated_at = now()
WHERE id = person(:id) RETURNING id;

-- name: assign_customer$
-- Gives a customer to an agent; the id of the file, where there is one.
UPDATE customers SET agent_id = :agent_id, updated_at = now() WHERE id = person(:id) RETURNING id;

-- name: record_assignment!
-- Says in the customer's contacts who was made the agent.
INSERT INTO communications (customer_id, kind, at, actor, data)
VALUES (person(:customer_id), 'assigned', now(), :actor, :data);

-- name: numbers_of^
-- A customer's name and numbers, for whoever speaks or writes to the person or carries out a request.
-- row: PersonRecord
SELECT id, name, phone, other_phones, signed_at, erased_at FROM customers WHERE id = person(:id);

-- name: lock_lookups!
-- One look-up of an account at a time: what is counted holds.
SELECT pg_advisory_xact_lock(hashtextextended('caller_lookups ' || :account::text, 0));

-- name: numbers_looked_up^
-- How many other numbers the account has typed today, by the company's day, before it types this one.
-- always
-- not null: others, again
SELECT count(DISTINCT number) FILTER (WHERE number <> encode(idx(:phone), 'hex')) AS others,
       coalesce(bool_or(number = encode(idx(:phone), 'hex')), false) AS again
FROM caller_lookups
WHERE account = :account AND at >= date_trunc('day', now(), :zone::text);

-- name: callers_by_number
-- Whose number it is, for whoever takes the call: one look in the index, whoever's customers they are.
-- row: CustomerSummary
SELECT c.id, c.name, c.phone, c.grade, c.agent_id, c.signed_at
FROM customers c
WHERE c.merged_into IS NULL AND c.erased_at IS NULL
  AND c.id IN (SELECT f.person FROM customers f WHERE idx(f.phone) = idx(:phone))
ORDER BY c.id LIMIT :most;

-- name: keep_lookup!
-- A number was typed, and whom it found; of earlier days nothing is kept here.
-- null: :customers
WITH past AS (DELETE FROM caller_lookups WHERE account = :account AND at < now() - interval '2 days')
INSERT INTO caller_lookups (account, staff_id, number, customer_id)
SELECT :account, :staff_id::text, encode(idx(:phone), 'hex'), found.id
FROM (SELECT unnest(coalesce(:customers::text[], ARRAY[NULL::text])) AS id) AS found;

-- name: flats_of_callers
-- Where the flats are of whoever was found by the number, for whom a request is taken in.
SELECT o.customer_id, o.id AS ownership_id, b.name AS building, o.block, o.unit, o.room
FROM ownerships o JOIN buildings b ON b.id = o.building_id
WHERE o.customer_id = ANY (:customers::text[]) AND o.status = 'active' ORDER BY o.id;

-- name: lock_dealing!
-- One dealing at a time: two at once would give the same owners to different agents.
SELECT pg_advisory_xact_lock(hashtextextended('dealing', 0));

-- name: owners_to_deal
-- Owners who are dealt to agents, each by the first of their flats.
-- not null: flat
SELECT DISTINCT ON (c.id) c.id, o.building_id, o.block, encode(flat(o.block, o.unit, o.room), 'hex') AS flat
FROM customers c JOIN ownerships o ON o.customer_id = c.id
WHERE o.status = 'active' AND c.merged_into IS NULL AND c.erased_at IS NULL
  AND (:building_id::text IS NULL OR o.building_id = :building_id) AND (:reassign::boolean OR c.agent_id IS NULL)
ORDER BY c.id, o.id;

-- name: customers_of_agents
-- How many customers each has besides those who are being dealt.
-- not null: agent_id
SELECT agent_id, count(*) AS customers FROM customers
WHERE agent_id = ANY (:agents::text[]) AND merged_into IS NULL AND id <> ALL (:but::text[]) GROUP BY agent_id;

-- name: assign_customers!
-- Gives many customers to agents, and says so in the contacts of each whose agent changes.
WITH dealt AS (
  SELECT * FROM unnest(:ids::text[], :agents::text[]) AS d (id, agent)
), given AS (
  UPDATE customers c SET agent_id = d.agent, updated_at = now() FROM dealt d
  WHERE c.id = d.id AND c.agent_id IS DISTINCT FROM d.agent RETURNING c.id, c.agent_id
)
INSERT INTO communications (customer_id, kind, at, actor, data)
SELECT id, 'assigned', now(), :actor, jsonb_build_object('agent', agent_id) FROM given;
