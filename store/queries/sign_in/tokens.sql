-- name: add_api_token^
-- A new token of another program, as it is kept.
-- row: ApiToken
INSERT INTO api_tokens (name, secret, role, scopes, made_by, expires_at)
VALUES (:name, :secret, :role, :scopes, :made_by, :expires_at)
RETURNING id, name, role, scopes, made_by, expires_at, revoked_at, last_used_at, created_at;

-- name: api_token_of^
-- The token that a request came with, and whether it still counts.
SELECT id, role, scopes, revoked_at IS NOT NULL AS revoked, expires_at <= now() AS expired,
       coalesce(last_used_at + :seen_every::interval < now(), true) AS stale
FROM api_tokens WHERE secret = :secret;

-- name: api_token_used!
-- The token was used just now.
UPDATE api_tokens SET last_used_at = now() WHERE id = :id;

-- name: api_tokens_page
-- A page of tokens, for the API.
-- row: ApiToken
SELECT id, name, role, scopes, made_by, expires_at, revoked_at, last_used_at, created_at FROM api_tokens
WHERE id > :after ORDER BY id LIMIT :most;

-- name: revoke_api_token$
-- A token counts no longer; its id, where there is one.
UPDATE api_tokens SET revoked_at = coalesce(revoked_at, now()) WHERE id = :id RETURNING id;
