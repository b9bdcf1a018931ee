-- name: begin_second_factor!
-- A secret that is being set up, until a code confirms it.
UPDATE accounts SET code_pending = :secret WHERE id = :id;

-- name: confirm_second_factor!
-- The secret that was being set up counts from now on.
UPDATE accounts SET code_secret = code_pending, code_pending = NULL, code_last = :counter, recovery = :recovery,
                    version = version + 1, updated_at = now()
WHERE id = :id AND code_pending IS NOT NULL;

-- name: forget_second_factor!
-- The second factor is set up anew at the next sign-in.
UPDATE accounts SET code_secret = NULL, code_pending = NULL, code_last = -1, recovery = '{}', version = version + 1,
                    updated_at = now()
WHERE id = :id;

-- name: use_code$
-- Uses a code up; the id where it counted.
-- Of two requests with one code, one comes in.
UPDATE accounts SET code_last = :counter WHERE id = :id AND code_last < :counter RETURNING id;

-- name: use_recovery_code$
-- Uses a recovery code up; the id where it counted.
UPDATE accounts SET recovery = array_remove(recovery, :digest) WHERE id = :id AND :digest = ANY (recovery)
RETURNING id;
