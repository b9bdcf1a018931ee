-- Whoever is told of a ticket may open it (P7, P8): one row per person and ticket, however often they were told.
CREATE TABLE told_of (
  staff_id text NOT NULL REFERENCES staff (id),
  ticket_id text NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (staff_id, ticket_id)
);
CREATE INDEX told_of_ticket ON told_of (ticket_id);
INSERT INTO told_of (staff_id, ticket_id, at)
SELECT c.staff_id, c.ticket_id, min(c.created_at) FROM calls c
JOIN tickets t ON t.id = c.ticket_id JOIN staff s ON s.id = c.staff_id
WHERE c.kind = 'notice' AND t.stage <> 'closed' GROUP BY 1, 2;
