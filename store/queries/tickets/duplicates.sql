-- name: same_matter^
-- Whether two tickets are one person's, or about one flat, by place rather than by who owns it.
-- not null: same_person, same_flat
SELECT coalesce(person(a.customer_id) = person(b.customer_id), false) AS same_person,
       coalesce(f.building_id = g.building_id AND flat(f.block, f.unit, f.room) = flat(g.block, g.unit, g.room), false) AS same_flat
FROM tickets a JOIN tickets b ON b.id = :other_id
LEFT JOIN ownerships f ON f.id = a.ownership_id LEFT JOIN ownerships g ON g.id = b.ownership_id
WHERE a.id = :ticket_id;

-- name: duplicate_of^
-- Of which ticket this one is the duplicate, or is being made.
SELECT * FROM ticket_duplicates WHERE ticket_id = :ticket_id;

-- name: goes_on_in$
-- The ticket in which the matter of a ticket goes on.
SELECT goes_on_in(:ticket_id);

-- name: ask_duplicate!
-- Notes that a ticket is to be closed as another's duplicate, before its workflow hears of it.
INSERT INTO ticket_duplicates (ticket_id, other_id, asked) VALUES (:ticket_id, :other_id, :asked)
ON CONFLICT (ticket_id) DO UPDATE SET other_id = excluded.other_id, asked = excluded.asked, at = now();

-- name: keep_duplicate!
-- A ticket was closed as another's duplicate, where there is one of that id; for its workflow.
-- null: :other_id
INSERT INTO ticket_duplicates (ticket_id, other_id)
SELECT :ticket_id, id FROM tickets WHERE id = :other_id AND id <> :ticket_id
ON CONFLICT (ticket_id) DO UPDATE SET other_id = excluded.other_id, asked = NULL, at = now();

-- name: forget_duplicate!
-- The ticket is nobody's duplicate after all: the act was refused, or it is opened again.
-- null: :asked
DELETE FROM ticket_duplicates WHERE ticket_id = :ticket_id AND (:asked::jsonb IS NULL OR asked = :asked);

-- name: duplicates_asked
-- What was asked for a while ago, and nobody knows what became of it; for the reconciler.
SELECT d.ticket_id, d.other_id, d.asked FROM ticket_duplicates d
WHERE d.asked IS NOT NULL AND d.at < now() - :age::interval ORDER BY d.at LIMIT :most;
