-- Where the matter of a ticket goes on that was closed as another's duplicate (P19).

-- The ticket itself, or the one at the end of its chain of duplicates; nothing where the chain leads nowhere.
-- With its owner's rights: whether a matter is open does not depend on who asks, nor on whose the other ticket is.
CREATE OR REPLACE FUNCTION goes_on_in(ticket text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH RECURSIVE chain AS (
    SELECT t.id, t.stage = 'closed' AND t.close_reason IS NOT DISTINCT FROM 'duplicate' AS elsewhere FROM tickets t WHERE t.id = $1
    UNION
    SELECT t.id, t.stage = 'closed' AND t.close_reason IS NOT DISTINCT FROM 'duplicate'
    FROM chain c JOIN ticket_duplicates d ON d.ticket_id = c.id JOIN tickets t ON t.id = d.other_id
    WHERE c.elsewhere
  )
  SELECT id FROM chain WHERE NOT elsewhere LIMIT 1
$$;

-- What was closed as a duplicate counts as open as long as the other is.
CREATE OR REPLACE FUNCTION matter_open(ticket text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT 1 FROM tickets t WHERE t.id = goes_on_in($1) AND t.stage <> 'closed')
$$;
