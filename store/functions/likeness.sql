-- Who may be meant by a name or a number. An index on what is sealed is of no use behind a row policy, for only the server's own
-- comparisons may look at rows before the policy has. So candidates are found with the owner's rights, an id and nothing else;
-- whoever asks compares once more what the policies let through.

-- Files that may be found by these, each by one look in an index; of what is not asked, null.
CREATE OR REPLACE FUNCTION may_be_found(phone bytea, name bytea, email bytea, wechat bytea, contract bytea) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public AS $$
  SELECT c.id FROM customers c WHERE $1 IS NOT NULL AND idx(c.phone) = idx($1)
  UNION SELECT c.id FROM customers c WHERE $1 IS NOT NULL AND c.other_phones <> '{}' AND idxs(c.other_phones) @> ARRAY[idx($1)]
  UNION SELECT c.id FROM customers c WHERE $1 IS NULL AND $2 IS NOT NULL AND idx(c.name) = idx($2)
  UNION SELECT c.id FROM customers c WHERE $1 IS NULL AND $2 IS NULL AND $3 IS NOT NULL
                                       AND c.email IS NOT NULL AND idx(c.email) = idx($3)
  UNION SELECT c.id FROM customers c WHERE $1 IS NULL AND $2 IS NULL AND $3 IS NULL AND $4 IS NOT NULL
                                       AND c.wechat IS NOT NULL AND idx(c.wechat) = idx($4)
  UNION SELECT c.id FROM contracts k JOIN customers c ON c.person = k.customer_id
        WHERE $1 IS NULL AND $2 IS NULL AND $3 IS NULL AND $4 IS NULL AND $5 IS NOT NULL AND idx(k.number) = idx($5)
$$;

-- Files with the customer's name or one of the customer's numbers.
CREATE OR REPLACE FUNCTION named_or_numbered_as(customer text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public AS $$
  SELECT x.id FROM customers c JOIN customers x ON idx(x.name) = idx(c.name) WHERE c.id = customer
  UNION SELECT x.id FROM customers c CROSS JOIN LATERAL unnest(c.phone || c.other_phones) AS n
        JOIN customers x ON idx(x.phone) = idx(n) WHERE c.id = customer
$$;

-- Who shares a number or a flat with one of these customers, the first and the last of them by id.
CREATE OR REPLACE FUNCTION sharing(first_id text, last_id text) RETURNS TABLE (one text, two text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT a.id, x.id FROM customers a CROSS JOIN LATERAL unnest(a.phone || a.other_phones) AS n
  JOIN customers x ON idx(x.phone) = idx(n)
  WHERE a.merged_into IS NULL AND a.id BETWEEN first_id AND last_id AND x.merged_into IS NULL AND x.id <> a.id
  UNION SELECT mine.customer_id, o.customer_id FROM customers a JOIN ownerships mine ON mine.customer_id = a.id
  JOIN ownerships o ON o.building_id = mine.building_id AND flat(o.block, o.unit, o.room) = flat(mine.block, mine.unit, mine.room)
  WHERE a.merged_into IS NULL AND a.id BETWEEN first_id AND last_id AND mine.status <> 'merged' AND o.status <> 'merged'
    AND o.customer_id <> a.id
$$;
