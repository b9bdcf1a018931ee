-- What the asker may see, as it was defined when it was worked out from all history: the reference that sight is compared with.
-- With their owner's rights; in a schema of their own, beside the product's.
CREATE SCHEMA before;
CREATE FUNCTION before.hand() RETURNS TABLE (ticket_id text, customer_id text, ownership_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT t.id, CASE WHEN t.kind <> ALL (kinds_with('file_not_shown'))
                     AND NOT coalesce(t.close_reason = ANY (ends_of_nothing()), false) THEN t.customer_id END, t.ownership_id
  FROM tickets t WHERE CASE huifang_reach()
    WHEN 'own' THEN coalesce(t.agent_id = huifang_staff() OR t.first_contact = huifang_staff()
                             OR t.department_id = huifang_department(), false)
                    AND (t.stage <> 'closed' OR t.updated_at > huifang_closed_since())
    WHEN 'jobs' THEN coalesce(t.crew_id = huifang_crew(), false) AND t.stage <> 'closed'
    ELSE false END
$$;
-- Whose files may be written.
CREATE FUNCTION before.own_files() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH own AS (
    SELECT c.id FROM customers c WHERE c.agent_id = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT p.customer_id FROM pre_sales p WHERE p.salesperson_id = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT c.id FROM customers c JOIN staff s ON s.id = huifang_staff() AND s.role = 'salesperson'
          WHERE c.added_by = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT h.customer_id FROM before.hand() h WHERE huifang_reach() = 'own')
  SELECT own.id FROM own WHERE own.id IS NOT NULL
  UNION ALL SELECT d.id FROM customers d WHERE d.merged_into IS NOT NULL AND d.merged_into IN (SELECT own.id FROM own)
  UNION ALL SELECT d.merged_into FROM customers d WHERE d.merged_into IS NOT NULL AND d.id IN (SELECT own.id FROM own)
$$;
CREATE FUNCTION before.files_of(customer text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT customer UNION ALL SELECT d.id FROM customers d WHERE d.merged_into = customer
  UNION ALL SELECT d.merged_into FROM customers d WHERE d.id = customer AND d.merged_into IS NOT NULL
$$;
-- The same, and files lent, which are for reading.
CREATE FUNCTION before.files() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT before.own_files()
  UNION SELECT f FROM loans l CROSS JOIN LATERAL before.files_of(l.customer_id) AS f
        WHERE l.borrower_id = huifang_staff() AND lent_to(l.customer_id, l.borrower_id) AND huifang_reach() = 'own'
$$;
CREATE FUNCTION before.told() RETURNS TABLE (ticket_id text, customer_id text, ownership_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT t.id, CASE WHEN t.kind <> ALL (kinds_with('file_not_shown')) THEN t.customer_id END, t.ownership_id
  FROM told_of o JOIN tickets t ON t.id = o.ticket_id
  WHERE o.staff_id = huifang_staff() AND huifang_reach() = 'own'
    AND (t.stage <> 'closed' OR t.updated_at > huifang_closed_since())
$$;
CREATE FUNCTION before.tickets() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT h.ticket_id FROM before.hand() h
  UNION SELECT o.ticket_id FROM before.told() o
  UNION SELECT t.id FROM tickets t WHERE t.customer_id IN (SELECT before.files())
$$;
-- On which something may be done.
CREATE FUNCTION before.own_tickets() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT h.ticket_id FROM before.hand() h
  UNION SELECT o.ticket_id FROM before.told() o
  UNION SELECT t.id FROM tickets t WHERE t.customer_id IN (SELECT before.own_files())
$$;
CREATE FUNCTION before.people() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT before.files() UNION SELECT h.customer_id FROM before.hand() h WHERE h.customer_id IS NOT NULL
  UNION SELECT o.customer_id FROM before.told() o WHERE o.customer_id IS NOT NULL
  UNION SELECT c.id FROM customers c WHERE c.agent_id = huifang_staff() AND huifang_reach() = 'own'
$$;
CREATE FUNCTION before.flats() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT o.id FROM ownerships o WHERE o.customer_id IN (SELECT before.files())
     OR o.id IN (SELECT h.ownership_id FROM before.hand() h UNION SELECT t.ownership_id FROM before.told() t)
$$;
GRANT USAGE ON SCHEMA before TO huifang_api;
CREATE FUNCTION before.communications() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.ticket_id FROM communications c
  WHERE c.ticket_id IN (SELECT before.tickets()) OR c.customer_id IN (SELECT before.files())
$$;
CREATE FUNCTION before.pre_sales() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.customer_id FROM pre_sales p WHERE p.customer_id IN (SELECT before.files())
$$;
CREATE FUNCTION before.loans() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT l.id FROM loans l WHERE l.borrower_id = huifang_staff() OR l.customer_id IN (SELECT before.files())
$$;
-- Rows that may be written, by the column that says which they are.
CREATE FUNCTION before.own_flats() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT o.id FROM ownerships o WHERE o.customer_id IN (SELECT before.own_files())
$$;
CREATE FUNCTION before.own_communications() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.ticket_id FROM communications c
  WHERE c.ticket_id IN (SELECT before.own_tickets()) OR c.ticket_id IS NULL AND c.customer_id IN (SELECT before.own_files())
$$;
CREATE FUNCTION before.own_pre_sales() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.customer_id FROM pre_sales p WHERE p.customer_id IN (SELECT before.own_files())
$$;
-- Links: of a ticket in sight, at either end; and on whose ticket something may be done.
CREATE FUNCTION before.links() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT l.ticket_id FROM ticket_links l
  WHERE l.ticket_id IN (SELECT before.tickets()) OR l.other_id IN (SELECT before.tickets())
$$;
CREATE FUNCTION before.own_links() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT l.ticket_id FROM ticket_links l WHERE l.ticket_id IN (SELECT before.own_tickets())
$$;
