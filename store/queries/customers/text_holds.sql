-- name: hold_texts$
-- Holds the texts of everybody with a number, until somebody has answered; how many flats that are.
WITH held AS (
  INSERT INTO text_holds (ownership_id, reason, reach)
  SELECT o.id, :reason, 'number' FROM customers c JOIN ownerships o ON o.customer_id = c.person
  WHERE idx(c.phone) = idx(:phone) AND o.status = 'active'
  ON CONFLICT (ownership_id, reason) DO UPDATE SET answered_at = NULL, answered_by = NULL, at = now()
  WHERE text_holds.answered_at IS NOT NULL
  RETURNING ownership_id
)
SELECT count(*) FROM held;

-- name: answer_holds
-- Whatever holds a flat's texts is answered: they go on. The flats that were held, for whoever tells their tickets.
-- What is said of a person or a number is answered for all their flats.
WITH same AS (
  SELECT x.id, x.id = o.id AS flat, x.customer_id = o.customer_id AS person
  FROM ownerships o JOIN customers c ON c.id = o.customer_id
  JOIN customers p ON p.id = c.id OR idx(p.phone) = idx(c.phone)
  JOIN ownerships x ON x.customer_id = p.id
  WHERE o.id = :ownership_id
), answered AS (
  UPDATE text_holds h SET answered_at = now(), answered_by = :by FROM same s
  WHERE h.ownership_id = s.id AND h.answered_at IS NULL
    AND (s.flat OR s.person AND h.reach <> 'flat' OR h.reach = 'number')
  RETURNING h.ownership_id
), told AS (
  INSERT INTO communications (ticket_id, customer_id, kind, at, actor, data)
  SELECT t.id, t.customer_id, 'texts_resumed', now(), :by, '{}' FROM tickets t
  WHERE t.ownership_id = :ownership_id AND t.kind = 'PreHandover' AND EXISTS (SELECT 1 FROM answered)
)
SELECT t.id, t.next_step FROM tickets t
WHERE t.ownership_id IN (SELECT id FROM same) AND t.kind = 'PreHandover' AND t.stage <> 'closed'
  AND EXISTS (SELECT 1 FROM answered)
ORDER BY t.id;

-- name: answer_unclear_reply!
-- Somebody has seen to a reply that may have been an opt-out: what waited for that goes on.
UPDATE text_holds h SET answered_at = now(), answered_by = :by
FROM communications r JOIN customers c ON c.id = r.customer_id JOIN customers p ON idx(p.phone) = idx(c.phone)
JOIN ownerships o ON o.customer_id = p.person
WHERE r.id = :id AND r.kind = 'reply' AND h.ownership_id = o.id AND h.reason = 'opt-out-unclear' AND h.answered_at IS NULL;

-- name: ownership_exists$
-- Whether there is such a flat in the archive.
SELECT EXISTS (SELECT 1 FROM ownerships WHERE id = :ownership_id AND status <> 'merged');
