-- name: number_changes
-- Flats whose owner has a new number, oldest first, with the steps that failed at an old one and were not sent since.
SELECT n.ownership_id, n.at, 'pre-handover-' || n.ownership_id AS ticket_id,
       ARRAY(SELECT DISTINCT m.step FROM messages m
             WHERE m.ticket_id = 'pre-handover-' || n.ownership_id AND m.state = 'failed' AND idx(m.phone) <> idx(c.phone)
               AND NOT EXISTS (SELECT 1 FROM messages l WHERE l.ticket_id = m.ticket_id AND l.step = m.step
                               AND l.state NOT IN ('failed', 'withdrawn'))) AS failed
FROM number_changes n JOIN ownerships o ON o.id = n.ownership_id JOIN customers c ON c.id = o.customer_id
WHERE n.ownership_id > :after AND n.at <= now() - :age::interval
ORDER BY n.ownership_id LIMIT :most;

-- name: note_failure_at_old_number!
-- The text failed after its owner had got a new number already: told like any other change.
INSERT INTO number_changes
SELECT t.ownership_id FROM messages m JOIN tickets t ON t.id = m.ticket_id
JOIN ownerships o ON o.id = t.ownership_id JOIN customers c ON c.id = o.customer_id
WHERE m.id = :message AND m.state = 'failed' AND idx(m.phone) <> idx(c.phone)
ON CONFLICT (ownership_id) DO UPDATE SET at = clock_timestamp();

-- name: number_change_told!
-- A number that changed once more meanwhile stays to be told.
DELETE FROM number_changes WHERE ownership_id = :ownership_id AND at = :at;

-- name: imports_to_follow
-- Imports whose tickets have not followed, once the ordinary way had time to do it.
SELECT id, building_id FROM roster_imports WHERE followed_at IS NULL AND at <= now() - :age::interval
ORDER BY at LIMIT 50;

-- name: import_followed!
UPDATE roster_imports SET followed_at = now() WHERE id = :id AND followed_at IS NULL;

-- name: import_followed_of_building$
-- Whether no import of the building is still on its way to the tickets.
SELECT NOT EXISTS (SELECT 1 FROM roster_imports WHERE building_id = :building_id AND followed_at IS NULL);
