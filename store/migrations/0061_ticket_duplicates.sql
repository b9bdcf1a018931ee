-- Of which ticket another is the duplicate: written before its workflow hears of it, so that two tickets asked for at the
-- same moment never close as each other's, and followed wherever somebody asks whether a matter is still open (P19).
CREATE TABLE ticket_duplicates (
  ticket_id text PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
  other_id text NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  -- How it was asked for, for asking once more where nobody knows what became of it; none once it is on record.
  asked jsonb,
  at timestamptz NOT NULL DEFAULT now(),
  CHECK (ticket_id <> other_id)
);
CREATE INDEX ticket_duplicates_other ON ticket_duplicates (other_id);
CREATE INDEX ticket_duplicates_asked ON ticket_duplicates (at) WHERE asked IS NOT NULL;
CREATE INDEX tickets_duplicate ON tickets (id) WHERE close_reason = 'duplicate';
INSERT INTO ticket_duplicates (ticket_id, other_id, at)
SELECT DISTINCT ON (l.ticket_id) l.ticket_id, l.other_id, l.at
FROM ticket_links l JOIN tickets t ON t.id = l.ticket_id
WHERE l.kind = 'duplicate' AND t.stage = 'closed' AND t.close_reason = 'duplicate'
ORDER BY l.ticket_id, l.at DESC;
