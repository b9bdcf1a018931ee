-- name: earlier_files
-- Others with the same number or name that were there before, and earlier contracts of one's own.
SELECT e.id, e.number_agrees, e.name_agrees, e.contracts, e.signed_at, r.confirmed, r.by, r.at
FROM (
  SELECT x.id, x.signed_at,
         EXISTS (SELECT 1 FROM unnest(c.phone || c.other_phones) AS n WHERE idx(n) = idx(x.phone)) AS number_agrees,
         idx(x.name) = idx(c.name) AS name_agrees,
         (SELECT count(*) FROM contracts k WHERE k.customer_id = x.id) AS contracts
  FROM customers c JOIN customers x ON x.merged_into IS NULL AND x.id < c.id
   AND x.id IN (SELECT named_or_numbered_as(:customer_id))
   AND (idx(x.name) = idx(c.name) OR idx(x.phone) IN (SELECT idx(n) FROM unnest(c.phone || c.other_phones) AS n))
  WHERE c.id = :customer_id
  ORDER BY number_agrees DESC, x.id LIMIT 10
) AS e LEFT JOIN returning_customers r ON r.customer_id = :customer_id AND r.earlier_id = e.id
ORDER BY e.number_agrees DESC, e.id;

-- name: say_returning!
-- Keeps a person's word on whether a new customer is an earlier one.
INSERT INTO returning_customers (customer_id, earlier_id, confirmed, by)
VALUES (:customer_id, :earlier_id, :confirmed, :by)
ON CONFLICT (customer_id, earlier_id) DO UPDATE SET confirmed = excluded.confirmed, by = excluded.by, at = now();

-- name: duplicate_pairs
-- Who shares a number or a flat with one of the next customers, as far as nobody has said that they are two.
SELECT a.id AS one, b.id AS two
FROM sharing(:begin, :last) AS p JOIN customers a ON a.id = p.one AND a.merged_into IS NULL
JOIN customers b ON b.id = p.two AND b.merged_into IS NULL
WHERE NOT EXISTS (SELECT 1 FROM duplicate_dismissals d
                  WHERE d.low_id = least(a.id, b.id) AND d.high_id = greatest(a.id, b.id)
                    AND d.low_as = recognised_by(d.low_id) AND d.high_as = recognised_by(d.high_id))
ORDER BY 1, 2;

-- name: last_of_next_customers$
-- The last of the next customers to compare: where the page of pairs ends.
SELECT max(id) FROM (SELECT id FROM customers WHERE merged_into IS NULL AND id >= :begin ORDER BY id LIMIT :most) AS next;

-- name: looked_through$
-- How much of the archive lies before a customer, from 0 to 1, by the numbers of their ids: nobody counts a million rows for it.
-- always
-- not null: share
SELECT coalesce(least(substring(:place::text FROM '[0-9]+')::numeric / nullif(substring(max(id) FROM '[0-9]+')::numeric, 0), 1), 1)::float8
  AS share FROM customers;

-- name: people_to_compare
-- What two customers are compared by, for the list of pairs.
SELECT c.id, c.name, c.phone, c.other_phones, c.signed_at, c.created_at,
       (SELECT jsonb_agg(DISTINCT o.building_id || ' ' || encode(flat(o.block, o.unit, o.room), 'hex'))
        FROM ownerships o WHERE o.customer_id = c.id AND o.status <> 'merged') AS flats
FROM customers c WHERE c.id = ANY (:ids::text[]);

-- name: dismiss_duplicate$
-- Notes that two were found to be two; an id where there are both.
INSERT INTO duplicate_dismissals (low_id, high_id, low_as, high_as, reason, by)
SELECT l.id, h.id, recognised_by(l.id), recognised_by(h.id), :reason, :by
FROM customers l, customers h WHERE l.id = :low AND h.id = :high
ON CONFLICT (low_id, high_id) DO UPDATE SET low_as = excluded.low_as, high_as = excluded.high_as, reason = excluded.reason,
  by = excluded.by, at = now()
RETURNING low_id;
