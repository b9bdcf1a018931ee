-- An index for each question that is asked of a million tickets, and none of what was ever in hand.
CREATE INDEX tickets_agent_closed ON tickets (agent_id, updated_at) WHERE stage = 'closed';
CREATE INDEX tickets_first_contact_open ON tickets (first_contact) WHERE stage <> 'closed';
CREATE INDEX tickets_first_contact_closed ON tickets (first_contact, updated_at) WHERE stage = 'closed';
CREATE INDEX tickets_department_closed ON tickets (department_id, updated_at) WHERE stage = 'closed';
CREATE INDEX tickets_open ON tickets (stage, id) WHERE stage <> 'closed';
CREATE INDEX tickets_opened ON tickets (kind, opened_at);
CREATE INDEX tickets_due ON tickets (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX tickets_progress ON tickets (building_id, stage, close_reason) WHERE kind = 'PreHandover';
CREATE INDEX messages_of_ticket ON messages (ticket_id, id) INCLUDE (state, segments);
DROP INDEX messages_ticket;
CREATE INDEX tickets_of_customer ON tickets (customer_id, id);
DROP INDEX tickets_customer;
DROP INDEX tickets_agent_ever;
DROP INDEX tickets_department_ever;
DROP INDEX tickets_first_contact;

-- By what a customer is looked for. (`idxs` stands in store/functions/values.sql as well; an index needs it now.)
CREATE FUNCTION idxs(sealed bytea[]) RETURNS bytea[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(SELECT idx(each) FROM unnest(sealed) AS each);
CREATE INDEX customers_other_phones ON customers USING gin (idxs(other_phones)) WHERE other_phones <> '{}';
CREATE INDEX customers_email ON customers (idx(email)) WHERE email IS NOT NULL;
CREATE INDEX customers_wechat ON customers (idx(wechat)) WHERE wechat IS NOT NULL;

-- To whom a customer's file is open (store/functions/opening.sql); `who` is a member of the staff or a department. It follows from
-- other rows and is no part of a file: without a foreign key nothing of it moves when two files become one (`parts_of_file`).
CREATE TABLE open_files (
  file_id text NOT NULL,
  who text NOT NULL,
  last timestamptz NOT NULL,
  lent_until timestamptz,
  PRIMARY KEY (file_id, who)
);
CREATE INDEX open_files_who ON open_files (who, last, file_id);
CREATE INDEX open_files_lent ON open_files (who, lent_until) WHERE lent_until IS NOT NULL;
CREATE TEMP TABLE openers ON COMMIT DROP AS
  SELECT c.id AS file_id, c.agent_id AS who, 'infinity'::timestamptz AS last, NULL::timestamptz AS lent_until
  FROM customers c WHERE c.agent_id IS NOT NULL
  UNION ALL SELECT p.customer_id, p.salesperson_id, 'infinity', NULL FROM pre_sales p WHERE p.salesperson_id IS NOT NULL
  UNION ALL SELECT c.id, c.added_by, 'infinity', NULL FROM customers c JOIN staff s ON s.id = c.added_by AND s.role = 'salesperson'
  UNION ALL SELECT t.customer_id, w.who, CASE WHEN t.stage = 'closed' THEN t.updated_at ELSE 'infinity' END, NULL
  FROM tickets t CROSS JOIN LATERAL (VALUES (t.agent_id), (t.first_contact), (t.department_id)) AS w (who)
  -- At this version of the schema there is no other ticket that does not show its customer's file, and no other end of nothing.
  WHERE w.who IS NOT NULL AND t.customer_id IS NOT NULL AND t.kind <> 'Lending'
    AND coalesce(t.close_reason <> ALL (ARRAY['withdrawn', 'duplicate', 'cancelled', 'terminated']), true)
  UNION ALL SELECT l.customer_id, l.borrower_id, '-infinity', l.until FROM loans l
  WHERE l.granted_at IS NOT NULL AND l.ended_at IS NULL AND l.until IS NOT NULL;
INSERT INTO open_files (file_id, who, last, lent_until)
SELECT file_id, who, max(last), max(lent_until) FROM (
  SELECT * FROM openers
  UNION ALL SELECT c.merged_into, e.who, e.last, e.lent_until FROM customers c JOIN openers e ON e.file_id = c.id
            WHERE c.merged_into IS NOT NULL
  UNION ALL SELECT c.id, e.who, e.last, e.lent_until FROM customers c JOIN openers e ON e.file_id = c.merged_into
            WHERE c.merged_into IS NOT NULL) AS opened
GROUP BY file_id, who;
