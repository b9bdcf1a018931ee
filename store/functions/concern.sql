-- Whom of the company a ticket concerns (P8): they may not end, delay, ease or judge it.

-- By which tickets and names (domain.playbooks.declaration.CONCERNS) this one concerns the person: `about_staff`, whoever is
-- complained about; `department_id`, the head of the department it is or was about. A call concerns whomever the ticket concerns
-- that it is about. With its owner's rights: whether somebody is concerned does not depend on what of it they see.
CREATE OR REPLACE FUNCTION huifang_concerned(ticket text, person text) RETURNS TABLE (kind text, by_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH of AS (
    SELECT ticket AS id
    UNION SELECT l.other_id FROM ticket_links l JOIN tickets t ON t.id = l.ticket_id
          -- What somebody linked by hand says nothing of whom it concerns.
          WHERE l.ticket_id = ticket AND l.kind <> 'related' AND t.kind = ANY (kinds_with('customer_called')))
  SELECT t.kind, 'about_staff' FROM of JOIN tickets t ON t.id = of.id JOIN ticket_starts s ON s.ticket_id = t.id
  WHERE s.input->>'about_staff' = person
  UNION SELECT t.kind, 'department_id' FROM of JOIN tickets t ON t.id = of.id LEFT JOIN ticket_starts s ON s.ticket_id = t.id
  JOIN departments d ON d.id IN (t.department_id, s.input->>'department_id') JOIN staff p ON p.id = person
  WHERE d.head_id = person OR (p.role = 'department_head' AND p.department_id = d.id)
$$;
