-- name: lock_accounts!
-- Accounts are changed one after another: two requests at once never take away the last administrator.
SELECT pg_advisory_xact_lock(4871401);

-- name: any_account$
SELECT EXISTS (SELECT 1 FROM accounts);

-- name: other_administrators$
SELECT count(*) FROM accounts WHERE role = 'administrator' AND active AND id <> :id;

-- name: add_account^
INSERT INTO accounts (login, name, staff_id, role, password, must_change, identity)
VALUES (:login, :name, :staff_id, :role, :password, :must_change, :identity)
ON CONFLICT DO NOTHING RETURNING id;

-- name: get_account^
SELECT a.id, a.login, coalesce(s.name, a.name) AS name, a.name AS own_name, a.staff_id, a.role, a.active,
       a.password, a.must_change,
       a.code_secret, a.code_pending, a.code_last, a.code_secret IS NOT NULL AS second_factor,
       cardinality(a.recovery) AS recovery_left, a.identity IS NOT NULL AS by_provider, a.signed_in_at, a.version,
       a.created_at, a.updated_at, s.crew_id, s.department_id, a.active AND coalesce(s.active, true) AS usable,
       (SELECT t.until > now() FROM sign_in_tries t
        WHERE t.kind = 'login' AND idx(t.subject) = idx(a.login)) IS TRUE AS locked
FROM accounts a LEFT JOIN staff s ON s.id = a.staff_id WHERE a.id = :id;

-- name: account_of_login$
SELECT id FROM accounts WHERE idx(login) = idx(:login);

-- name: account_of_identity$
SELECT id FROM accounts WHERE idx(identity) = idx(:identity);

-- name: account_of_staff$
SELECT id FROM accounts WHERE staff_id = :staff_id;

-- name: accounts_page
SELECT a.id, a.login, coalesce(s.name, a.name) AS name, a.staff_id, a.role, a.active, a.must_change,
       a.code_secret IS NOT NULL AS second_factor, a.identity IS NOT NULL AS by_provider, a.signed_in_at, a.version,
       a.created_at, a.updated_at,
       (SELECT t.until > now() FROM sign_in_tries t
        WHERE t.kind = 'login' AND idx(t.subject) = idx(a.login)) IS TRUE AS locked
FROM accounts a LEFT JOIN staff s ON s.id = a.staff_id
WHERE (:role::text IS NULL OR a.role = :role) AND (:active::boolean IS NULL OR a.active = :active) AND a.id > :after
ORDER BY a.id LIMIT :most;

-- name: revise_account!
UPDATE accounts SET name = :name, staff_id = :staff_id, role = :role, active = :active, version = version + 1,
                    updated_at = now()
WHERE id = :id;

-- name: set_password!
UPDATE accounts SET password = :password, must_change = :must_change, version = version + 1, updated_at = now()
WHERE id = :id;

-- name: rehash_password!
-- The same password with today's parameters, unless it was changed meanwhile.
UPDATE accounts SET password = :password WHERE id = :id AND password = :before;

-- name: begin_second_factor!
UPDATE accounts SET code_pending = :secret WHERE id = :id;

-- name: confirm_second_factor!
UPDATE accounts SET code_secret = code_pending, code_pending = NULL, code_last = :counter, recovery = :recovery,
                    version = version + 1, updated_at = now()
WHERE id = :id AND code_pending IS NOT NULL;

-- name: forget_second_factor!
UPDATE accounts SET code_secret = NULL, code_pending = NULL, code_last = -1, recovery = '{}', version = version + 1,
                    updated_at = now()
WHERE id = :id;

-- name: use_code$
-- Of two requests with one code, one comes in.
UPDATE accounts SET code_last = :counter WHERE id = :id AND code_last < :counter RETURNING id;

-- name: use_recovery_code$
UPDATE accounts SET recovery = array_remove(recovery, :digest) WHERE id = :id AND :digest = ANY (recovery)
RETURNING id;

-- name: signed_in!
UPDATE accounts SET signed_in_at = now() WHERE id = :id;

-- name: try_sign_in^
-- Counted before anything is checked: however many come at once, no more than the limit are let through. Whoever
-- is locked out stays so until the time is up.
INSERT INTO sign_in_tries AS t (kind, subject, tries, since) VALUES (:kind, :subject, 1, now())
ON CONFLICT (kind, idx(subject)) DO UPDATE SET
  tries = CASE WHEN t.until > now() THEN t.tries
               WHEN t.until IS NOT NULL OR t.since + :within::interval < now() THEN 1 ELSE t.tries + 1 END,
  since = CASE WHEN t.until <= now() OR t.since + :within::interval < now() THEN now() ELSE t.since END,
  until = CASE WHEN t.until > now() THEN t.until
               WHEN t.until IS NULL AND t.since + :within::interval >= now() AND t.tries >= :most
               THEN now() + :locked_for::interval END
RETURNING until > now() AS locked, extract(epoch FROM until - now())::integer AS seconds;

-- name: take_back_try!
-- It was right after all, or only a part was missing.
UPDATE sign_in_tries SET tries = greatest(tries - 1, 0)
WHERE kind = :kind AND idx(subject) = idx(:subject) AND until IS NULL;

-- name: forget_tries!
DELETE FROM sign_in_tries WHERE kind = :kind AND idx(subject) = idx(:subject);

-- name: add_session^
INSERT INTO sessions (secret, account_id, by, address, agent, expires_at)
VALUES (:secret, :account_id, :by, :address, :agent, now() + :longest::interval) RETURNING id, expires_at;

-- name: session_of^
-- A session that is under way, with whose it is; whoever leads a crew or a department acts for that one.
SELECT n.id, n.account_id, n.by, n.expires_at, n.seen_at + :seen_every::interval < now() AS stale,
       a.role, a.staff_id, a.must_change, a.code_secret IS NOT NULL AS second_factor,
       coalesce((SELECT min(c.id) FROM crews c WHERE c.leader_id = s.id AND c.active), s.crew_id) AS crew_id,
       coalesce((SELECT min(d.id) FROM departments d WHERE d.head_id = s.id AND d.active), s.department_id) AS department_id
FROM sessions n JOIN accounts a ON a.id = n.account_id LEFT JOIN staff s ON s.id = a.staff_id
WHERE n.secret = :secret AND n.expires_at > now() AND n.seen_at + :idle::interval > now()
  AND a.active AND coalesce(s.active, true);

-- name: session_seen!
UPDATE sessions SET seen_at = now() WHERE id = :id;

-- name: sessions_of
SELECT id, by, address, agent, created_at, seen_at, expires_at FROM sessions
WHERE account_id = :account_id AND expires_at > now() AND seen_at + :idle::interval > now() ORDER BY id;

-- name: renew_session!
UPDATE sessions SET secret = :secret WHERE id = :id;

-- name: end_session$
DELETE FROM sessions WHERE id = :id AND account_id = :account_id RETURNING id;

-- name: end_sessions!
DELETE FROM sessions WHERE account_id = :account_id AND id IS DISTINCT FROM :except_id;

-- name: forget_ended_sign_ins!
-- What has ended, and tries that no longer count.
WITH ended AS (DELETE FROM sessions WHERE expires_at < now() OR seen_at + :idle::interval < now()),
     away AS (DELETE FROM provider_visits WHERE expires_at < now())
DELETE FROM sign_in_tries WHERE coalesce(until, since + :within::interval) < now();

-- name: add_api_token^
INSERT INTO api_tokens (name, secret, role, scopes, made_by, expires_at)
VALUES (:name, :secret, :role, :scopes, :made_by, :expires_at)
RETURNING id, name, role, scopes, made_by, expires_at, revoked_at, last_used_at, created_at;

-- name: api_token_of^
SELECT id, role, scopes, revoked_at IS NOT NULL AS revoked, expires_at <= now() AS expired,
       coalesce(last_used_at + :seen_every::interval < now(), true) AS stale
FROM api_tokens WHERE secret = :secret;

-- name: api_token_used!
UPDATE api_tokens SET last_used_at = now() WHERE id = :id;

-- name: api_tokens_page
SELECT id, name, role, scopes, made_by, expires_at, revoked_at, last_used_at, created_at FROM api_tokens
WHERE id > :after ORDER BY id LIMIT :most;

-- name: revoke_api_token$
UPDATE api_tokens SET revoked_at = coalesce(revoked_at, now()) WHERE id = :id RETURNING id;

-- name: visit_provider!
INSERT INTO provider_visits (state, nonce, verifier, back_to, expires_at)
VALUES (:state, :nonce, :verifier, :back_to, now() + :within::interval);

-- name: back_from_provider^
-- Once: whoever comes back a second time is sent away.
DELETE FROM provider_visits WHERE state = :state
RETURNING nonce, verifier, back_to, expires_at > now() AS in_time;

-- name: note_sign_in!
INSERT INTO sign_in_events (what, account_id, by, token_id, address, agent)
VALUES (:what, :account_id, :by, :token_id, :address, :agent);

-- name: sign_in_events_page
SELECT id, at, what, account_id, by, token_id, address, agent FROM sign_in_events
WHERE (:account_id::text IS NULL OR account_id = :account_id) AND (:what::text IS NULL OR what = :what)
  AND id < :before
ORDER BY id DESC LIMIT :most;
