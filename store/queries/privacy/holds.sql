-- name: add_hold^
-- A new legal hold, as it is kept.
-- row: LegalHold
INSERT INTO legal_holds (customer_id, ticket_id, reason, placed_by)
VALUES (:customer_id, :ticket_id, :reason, :placed_by) RETURNING *;

-- name: get_hold^
-- A legal hold by its number, for whoever asks again for the one just placed.
-- row: LegalHold
SELECT * FROM legal_holds WHERE id = :id;

-- name: lift_hold^
-- A hold that is lifted, by whoever lifted it first; nothing where there is no such hold.
-- row: LegalHold
UPDATE legal_holds SET lifted_by = coalesce(lifted_by, :lifted_by), lifted_at = coalesce(lifted_at, now())
WHERE id = :id RETURNING *;

-- name: holds_page
-- A page of legal holds, for the API.
-- row: LegalHold
SELECT * FROM legal_holds WHERE id > :after AND (:open::boolean IS NULL OR (lifted_at IS NULL) = :open)
ORDER BY id LIMIT :most;
