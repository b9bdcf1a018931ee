-- What a customer said when called about a ticket (P10).

-- Whoever may open the ticket reads it, the crew of the job as well: the call itself and the customer's file stay shut.
CREATE OR REPLACE FUNCTION huifang_said(ticket text)
RETURNS TABLE (at timestamptz, reason text, satisfaction text, answers jsonb, body bytea)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, public AS $$
  SELECT r.at, l.kind, r.satisfaction, r.answers, x.body
  FROM ticket_links l JOIN call_records r ON r.ticket_id = l.ticket_id LEFT JOIN ticket_texts x ON x.id = r.text_id
  WHERE l.other_id = ticket AND ((SELECT huifang_all()) OR ticket IN (SELECT huifang_tickets()))
$$;
