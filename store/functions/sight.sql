-- What the asker may see.

-- Answered with their owner's rights, for a policy cannot ask a table that asks it back; once per query, not per row.
-- Tickets in hand. A loan names no customer here, or whoever asks for a file would have it; nor does a ticket that was
-- withdrawn or cancelled: the file it opened is shut with it.
CREATE OR REPLACE FUNCTION huifang_hand() RETURNS TABLE (ticket_id text, customer_id text, ownership_id text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT t.id, CASE WHEN t.kind <> ALL (kinds_with('file_not_shown'))
                     AND NOT coalesce(t.close_reason = ANY (ends_of_nothing()), false) THEN t.customer_id END, t.ownership_id
  FROM (SELECT id FROM tickets WHERE agent_id = huifang_staff()
        UNION SELECT id FROM tickets WHERE first_contact = huifang_staff()
        UNION SELECT id FROM tickets WHERE department_id = huifang_department()
        UNION SELECT id FROM tickets WHERE crew_id = huifang_crew() AND stage <> 'closed') AS found
  JOIN tickets t ON t.id = found.id
  WHERE huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at)
$$;

-- The file an id belongs to, with the duplicates that were merged into it.
CREATE OR REPLACE FUNCTION files_of(customer text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, public AS $$
  SELECT customer UNION ALL SELECT d.id FROM customers d WHERE d.merged_into = customer
  UNION ALL SELECT d.merged_into FROM customers d WHERE d.id = customer AND d.merged_into IS NOT NULL
$$;

-- Customers who are the asker's own, by themselves or by a ticket in hand, with the duplicates that were merged into them:
-- whose files may be written. A salesperson's are also those he or she put on file, whoever became their agent (P24).
CREATE OR REPLACE FUNCTION huifang_own_files() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  WITH own AS (
    SELECT c.id FROM customers c WHERE c.agent_id = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT p.customer_id FROM pre_sales p WHERE p.salesperson_id = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT c.id FROM customers c JOIN staff s ON s.id = huifang_staff() AND s.role = 'salesperson'
          WHERE c.added_by = huifang_staff() AND huifang_reach() = 'own'
    UNION SELECT h.customer_id FROM huifang_hand() h WHERE huifang_reach() = 'own')
  SELECT own.id FROM own WHERE own.id IS NOT NULL
  UNION ALL SELECT d.id FROM customers d WHERE d.merged_into IS NOT NULL AND d.merged_into IN (SELECT own.id FROM own)
  UNION ALL SELECT d.merged_into FROM customers d WHERE d.merged_into IS NOT NULL AND d.id IN (SELECT own.id FROM own)
$$;

-- Customers whose whole file is open to the asker: own ones, and files lent, which are for reading.
CREATE OR REPLACE FUNCTION huifang_files() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT huifang_own_files()
  UNION SELECT f FROM loans l CROSS JOIN LATERAL files_of(l.customer_id) AS f
        WHERE l.borrower_id = huifang_staff() AND lent_to(l.customer_id, l.borrower_id) AND huifang_reach() = 'own'
$$;

-- Tickets of which the asker was told: they may be opened, and show whom they are about; the customer's file stays shut.
CREATE OR REPLACE FUNCTION huifang_told() RETURNS TABLE (ticket_id text, customer_id text, ownership_id text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public AS $$
  SELECT t.id, CASE WHEN t.kind <> ALL (kinds_with('file_not_shown')) THEN t.customer_id END, t.ownership_id
  FROM told_of o JOIN tickets t ON t.id = o.ticket_id
  WHERE o.staff_id = huifang_staff() AND huifang_reach() = 'own'
    AND (t.stage <> 'closed' OR t.updated_at > huifang_closed_since())
$$;

-- One row per person and ticket, written with the call or the text that tells.
CREATE OR REPLACE FUNCTION note_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO told_of (staff_id, ticket_id) VALUES (NEW.staff_id, NEW.ticket_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_told AFTER INSERT ON calls FOR EACH ROW WHEN (NEW.kind = 'notice') EXECUTE FUNCTION note_told();
CREATE OR REPLACE TRIGGER note_told AFTER INSERT ON messages FOR EACH ROW WHEN (NEW.staff_id IS NOT NULL)
  EXECUTE FUNCTION note_told();

-- Tickets that may be read: those in hand, those one was told of, and all of the customers whose files are open.
CREATE OR REPLACE FUNCTION huifang_tickets() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog, public AS $$
  SELECT h.ticket_id FROM huifang_hand() h
  UNION SELECT o.ticket_id FROM huifang_told() o
  UNION SELECT t.id FROM tickets t WHERE t.customer_id IN (SELECT huifang_files())
$$;

-- Tickets on which something may be done: the same, without those of files that are lent.
CREATE OR REPLACE FUNCTION huifang_own_tickets() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog, public AS $$
  SELECT h.ticket_id FROM huifang_hand() h
  UNION SELECT o.ticket_id FROM huifang_told() o
  UNION SELECT t.id FROM tickets t WHERE t.customer_id IN (SELECT huifang_own_files())
$$;

-- People whose name may be read: open files, and for a crew the customers of its jobs; and the flats.
CREATE OR REPLACE FUNCTION huifang_people() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT huifang_files() UNION SELECT h.customer_id FROM huifang_hand() h WHERE h.customer_id IS NOT NULL
  UNION SELECT o.customer_id FROM huifang_told() o WHERE o.customer_id IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION huifang_flats() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT h.ownership_id FROM huifang_hand() h WHERE h.ownership_id IS NOT NULL
  UNION SELECT o.ownership_id FROM huifang_told() o WHERE o.ownership_id IS NOT NULL
$$;

-- Whoever takes a request in names the customer who asks: one's own, or one whose number was typed within `within`; of
-- others there is nothing. Only whether both exist, where the flat is, and whether the person was erased.
CREATE OR REPLACE FUNCTION huifang_intake(customer text, flat text, within interval)
RETURNS TABLE (id text, ownership_id text, building_id text, erased boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.id, o.id, o.building_id, c.erased_at IS NOT NULL FROM customers c
  LEFT JOIN ownerships o ON o.id = flat AND o.customer_id = c.id
  WHERE c.id = person(customer) AND (huifang_all() OR huifang_reach() = 'own' AND (
    c.id IN (SELECT huifang_own_files())
    OR EXISTS (SELECT 1 FROM caller_lookups l WHERE l.customer_id = c.id AND l.staff_id = huifang_staff()
               AND l.at > now() - within)))
$$;
