-- What the asker may see.

-- Policies ask row by row, each by one look in an index: is the ticket in hand (its own columns say so), was the asker told of
-- it, is the customer's file open (`open_files`, kept by `opening.sql`). Lists are the other way round: they begin with what is in
-- sight, of which these functions give the ids with their owner's rights, and policies look at every row of them once more.

-- Tickets in hand, by indexes that hold no more than those. A loan names no customer here, or whoever asks for a file would
-- have it; nor does a ticket that came to nothing: the file it opened is shut with it.
CREATE OR REPLACE FUNCTION huifang_hand() RETURNS TABLE (ticket_id text, customer_id text, ownership_id text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 300 SET search_path = pg_catalog, public AS $$
  SELECT t.id, CASE WHEN t.kind <> ALL (kinds_with('file_not_shown'))
                     AND NOT coalesce(t.close_reason = ANY (ends_of_nothing()), false) THEN t.customer_id END, t.ownership_id
  FROM (SELECT id FROM tickets WHERE agent_id = huifang_staff() AND stage <> 'closed'
        UNION SELECT id FROM tickets WHERE agent_id = huifang_staff() AND stage = 'closed' AND updated_at > huifang_closed_since()
        UNION SELECT id FROM tickets WHERE first_contact = huifang_staff() AND stage <> 'closed'
        UNION SELECT id FROM tickets WHERE first_contact = huifang_staff() AND stage = 'closed' AND updated_at > huifang_closed_since()
        UNION SELECT id FROM tickets WHERE department_id = huifang_department() AND stage <> 'closed'
        UNION SELECT id FROM tickets WHERE department_id = huifang_department() AND stage = 'closed' AND updated_at > huifang_closed_since()
        UNION SELECT id FROM tickets WHERE crew_id = huifang_crew() AND stage <> 'closed') AS found
  JOIN tickets t ON t.id = found.id
  WHERE huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at)
$$;

-- Customers whose whole file is open to the asker: own ones, those of tickets in hand, and files lent, which are for reading;
-- with the duplicates that were merged into them.
CREATE OR REPLACE FUNCTION huifang_files() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 300 SET search_path = pg_catalog, public AS $$
  SELECT f.file_id FROM open_files f WHERE huifang_reach() = 'own' AND f.who = huifang_staff() AND f.last > huifang_closed_since()
  UNION SELECT f.file_id FROM open_files f WHERE huifang_reach() = 'own' AND f.who = huifang_staff() AND f.lent_until > now()
  UNION SELECT f.file_id FROM open_files f
        WHERE huifang_reach() = 'own' AND f.who = huifang_department() AND f.last > huifang_closed_since()
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

-- Whether the asker may write in this file: it is open by more than a loan.
CREATE OR REPLACE FUNCTION huifang_writes_file(customer text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT huifang_reach() = 'own' AND EXISTS (SELECT 1 FROM open_files f WHERE f.file_id = customer
    AND f.who IN (huifang_staff(), huifang_department()) AND f.last > huifang_closed_since())
$$;

-- Whether something may be done on this ticket: it is in sight by more than a loan.
CREATE OR REPLACE FUNCTION huifang_writes_ticket(ticket text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT 1 FROM tickets t WHERE t.id = ticket AND (
    huifang_in_hand(t.agent_id, t.first_contact, t.crew_id, t.department_id, t.stage, t.updated_at)
    OR t.id IN (SELECT o.ticket_id FROM huifang_told() o) OR huifang_writes_file(t.customer_id)))
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

-- Whether a page is found sooner by going through everything in its order, looking at each row, than by beginning with what is in
-- sight: for who sees all, and for who sees so much that every few rows one is theirs.
CREATE OR REPLACE FUNCTION huifang_sees_much() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT huifang_all() OR huifang_reach() = 'own' AND 3000 <= (SELECT count(*) FROM (
    SELECT 1 FROM open_files f WHERE f.who IN (huifang_staff(), huifang_department()) AND f.last > huifang_closed_since()
    LIMIT 3000) AS files)
$$;

-- The ticket some way behind this one in the order of ids; a page goes no further before it begins with what is in sight.
CREATE OR REPLACE FUNCTION some_way_on(after text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT max(t.id) FROM (SELECT id FROM tickets WHERE id > after ORDER BY id LIMIT 4000) AS t
$$;

-- Flats of a building in sight, for the list of its owners.
CREATE OR REPLACE FUNCTION huifang_flats_of(building text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
  SELECT o.id FROM huifang_files() f (id) JOIN ownerships o ON o.customer_id = f.id WHERE o.building_id = building
  UNION SELECT o.id FROM huifang_flats() f (id) JOIN ownerships o ON o.id = f.id WHERE o.building_id = building
$$;

-- Whoever takes a request in names the customer who asks: one's own, or one whose number was typed within `within`; of
-- others there is nothing. Only whether both exist, where the flat is, and whether the person was erased.
CREATE OR REPLACE FUNCTION huifang_intake(customer text, flat text, within interval)
RETURNS TABLE (id text, ownership_id text, building_id text, erased boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.id, o.id, o.building_id, c.erased_at IS NOT NULL FROM customers c
  LEFT JOIN ownerships o ON o.id = flat AND o.customer_id = c.id
  WHERE c.id = person(customer) AND (huifang_all() OR huifang_reach() = 'own' AND (
    huifang_writes_file(c.id)
    OR EXISTS (SELECT 1 FROM caller_lookups l WHERE l.customer_id = c.id AND l.staff_id = huifang_staff()
               AND l.at > now() - within)))
$$;
