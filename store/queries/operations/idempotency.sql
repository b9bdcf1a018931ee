-- name: claim_key^
-- Takes a key that is new, was given back or left behind by a process that died, or has outlived its answer; nothing
-- when it is somebody else's.
INSERT INTO idempotency_keys AS k (key, endpoint, request_hash, claim)
VALUES (:key, :endpoint, :request_hash, :claim)
ON CONFLICT (key, endpoint) DO UPDATE
SET claim = excluded.claim, claimed_at = now(), request_hash = excluded.request_hash,
    status = NULL, body = NULL, headers = '{}',
    created_at = CASE WHEN k.created_at < now() - :keep::interval THEN now() ELSE k.created_at END,
    resource = CASE WHEN k.created_at < now() - :keep::interval THEN NULL ELSE k.resource END
WHERE k.created_at < now() - :keep::interval
   OR (k.status IS NULL AND idx(k.request_hash) = idx(excluded.request_hash) AND k.claimed_at < now() - :lease::interval)
RETURNING resource;

-- name: kept_answer^
-- The answer that was given under a key.
SELECT request_hash, status, headers, body FROM idempotency_keys WHERE key = :key AND endpoint = :endpoint;

-- name: remember_resource$
-- What the request made, before it is answered; nothing when another request has taken the key over.
UPDATE idempotency_keys SET resource = :resource WHERE claim = :claim RETURNING claim;

-- name: renew_claims!
-- Keeps the keys of requests that are under way, for the process that handles them.
UPDATE idempotency_keys SET claimed_at = now() WHERE claim = ANY(:claims::uuid[]) AND status IS NULL;

-- name: keep_answer!
-- Keeps the answer of a request, and whose data it shows.
UPDATE idempotency_keys SET status = :status, headers = :headers, body = :body, customers = :customers
WHERE claim = :claim;

-- name: empty_answers!
-- What kept answers show of a person who is erased, by the ids of the files. The keys stay: nothing is done twice.
UPDATE idempotency_keys SET body = NULL
WHERE body IS NOT NULL AND (customers IS NULL OR customers && :ids::text[]);

-- name: forget_claim!
-- Forgets the key of a request that failed and made nothing.
DELETE FROM idempotency_keys WHERE claim = :claim AND status IS NULL AND resource IS NULL;

-- name: release_key!
-- Gives back the key of a request that failed and made something: whoever asks again finds it at once.
UPDATE idempotency_keys SET claimed_at = '-infinity' WHERE claim = :claim AND status IS NULL;

-- name: forget_keys!
-- Deletes answers that have been kept long enough.
DELETE FROM idempotency_keys WHERE created_at < now() - :keep::interval;
