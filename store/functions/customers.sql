-- Whose file it is, and by what a customer is recognised.

-- The file that an id leads to, whether merged or not.
-- With its owner's rights: an id that was given out before a merge leads there for everybody.
CREATE OR REPLACE FUNCTION person(customer text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT coalesce((SELECT merged_into FROM customers WHERE id = $1 AND merged_into IS NOT NULL), $1) $$;

-- Why texts about a flat wait until somebody has answered; NULL where nothing holds them (P1).
-- A hold of the person holds all their flats, one of the number everybody who has it.
CREATE OR REPLACE FUNCTION text_hold(flat text) RETURNS text LANGUAGE sql STABLE
RETURN (
  SELECT h.reason FROM (
    SELECT reason, at FROM text_holds WHERE ownership_id = flat AND answered_at IS NULL
    UNION ALL
    SELECT h.reason, h.at FROM ownerships o JOIN ownerships x ON x.customer_id = o.customer_id
    JOIN text_holds h ON h.ownership_id = x.id AND h.answered_at IS NULL AND h.reach <> 'flat'
    WHERE o.id = flat
    UNION ALL
    SELECT h.reason, h.at FROM ownerships o JOIN customers c ON c.id = o.customer_id
    JOIN customers p ON idx(p.phone) = idx(c.phone) JOIN ownerships x ON x.customer_id = p.id
    JOIN text_holds h ON h.ownership_id = x.id AND h.answered_at IS NULL AND h.reach = 'number'
    WHERE o.id = flat) AS h
  ORDER BY h.at, h.reason LIMIT 1);

-- A workflow that began before a merge still names the duplicate: what it writes goes to the file that has everything.
CREATE OR REPLACE FUNCTION follow_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.customer_id := person(NEW.customer_id);
  RETURN NEW;
END $$;

-- By what a customer is recognised, as blind indexes: whoever changes it makes the customer another one to compare.
CREATE OR REPLACE FUNCTION recognised_by(customer text) RETURNS jsonb LANGUAGE sql STABLE
RETURN (SELECT jsonb_build_object(
    'name', encode(idx(c.name), 'hex'),
    'numbers', (SELECT jsonb_agg(DISTINCT encode(idx(n), 'hex')) FROM unnest(c.phone || c.other_phones) AS n),
    'flats', (SELECT jsonb_agg(DISTINCT o.building_id || encode(flat(o.block, o.unit, o.room), 'hex'))
              FROM ownerships o WHERE o.customer_id = c.id AND o.status <> 'merged'))
  FROM customers c WHERE c.id = $1);

-- What of a customer's row can be told to have changed since, by column.
CREATE OR REPLACE FUNCTION customer_state(customer text) RETURNS jsonb LANGUAGE sql STABLE
RETURN (SELECT jsonb_build_object(
    'name', encode(idx(c.name), 'hex'), 'phone', encode(idx(c.phone), 'hex'),
    'other_phones', (SELECT jsonb_agg(encode(idx(n), 'hex')) FROM unnest(c.other_phones) AS n),
    'email', encode(idx(c.email), 'hex'), 'wechat', encode(idx(c.wechat), 'hex'),
    'addresses', (SELECT jsonb_agg(encode(idx(n), 'hex')) FROM unnest(c.addresses) AS n),
    'preferred_hours', c.preferred_hours, 'agent_id', c.agent_id, 'grade', c.grade, 'grade_at', c.grade_at,
    'signed_at', c.signed_at)
  FROM customers c WHERE c.id = $1);
