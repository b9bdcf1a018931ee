-- name: signed_in!
-- When an account signed in last.
UPDATE accounts SET signed_in_at = now() WHERE id = :id;

-- name: try_sign_in^
-- Counts a try of a login or an address, before anything is checked; whether it is locked, and how long.
-- However many come at once, no more than the limit are let through. Whoever
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
-- A try that was right after all, or of which only a part was missing, does not count.
UPDATE sign_in_tries SET tries = greatest(tries - 1, 0)
WHERE kind = :kind AND idx(subject) = idx(:subject) AND until IS NULL;

-- name: forget_tries!
-- Forgets the tries of a login or an address, once somebody came in.
DELETE FROM sign_in_tries WHERE kind = :kind AND idx(subject) = idx(:subject);

-- name: add_session^
-- A new session; its id and when it ends.
INSERT INTO sessions (secret, account_id, by, address, agent, expires_at)
VALUES (:secret, :account_id, :by, :address, :agent, now() + :longest::interval) RETURNING id, expires_at;

-- name: session_of^
-- A session that is under way, with whose it is; whoever leads a crew or a department acts for that one.
SELECT n.id, n.account_id, n.by, n.expires_at, n.seen_at + :seen_every::interval < now() AS stale,
       a.role, a.staff_id, a.must_change, a.code_secret IS NOT NULL AS second_factor,
       crew_for(s.id) AS crew_id, department_for(s.id) AS department_id
FROM sessions n JOIN accounts a ON a.id = n.account_id LEFT JOIN staff s ON s.id = a.staff_id
WHERE n.secret = :secret AND n.expires_at > now() AND n.seen_at + :idle::interval > now()
  AND a.active AND coalesce(s.active, true);

-- name: session_seen!
-- The session was used just now.
UPDATE sessions SET seen_at = now() WHERE id = :id;

-- name: sessions_of
-- The sessions of an account that are under way, for its owner.
SELECT id, by, address, agent, created_at, seen_at, expires_at FROM sessions
WHERE account_id = :account_id AND expires_at > now() AND seen_at + :idle::interval > now() ORDER BY id;

-- name: renew_session!
-- Gives a session another secret, after its rights changed.
UPDATE sessions SET secret = :secret WHERE id = :id;

-- name: end_session$
-- Ends one session of an account; its id, where there was one.
DELETE FROM sessions WHERE id = :id AND account_id = :account_id RETURNING id;

-- name: end_sessions!
-- Ends all sessions of an account but one.
DELETE FROM sessions WHERE account_id = :account_id AND id IS DISTINCT FROM :except_id;

-- name: forget_ended_sign_ins!
-- What has ended, and tries that no longer count.
WITH ended AS (DELETE FROM sessions WHERE expires_at < now() OR seen_at + :idle::interval < now()),
     away AS (DELETE FROM provider_visits WHERE expires_at < now())
DELETE FROM sign_in_tries WHERE coalesce(until, since + :within::interval) < now();

-- name: visit_provider!
-- Somebody goes to the identity provider.
INSERT INTO provider_visits (state, nonce, verifier, back_to, expires_at)
VALUES (:state, :nonce, :verifier, :back_to, now() + :within::interval);

-- name: back_from_provider^
-- Somebody comes back from the identity provider.
-- Once: whoever comes back a second time is sent away.
DELETE FROM provider_visits WHERE state = :state
RETURNING nonce, verifier, back_to, expires_at > now() AS in_time;

-- name: note_sign_in!
-- One line of what happened at the door.
INSERT INTO sign_in_events (what, account_id, by, token_id, address, agent)
VALUES (:what, :account_id, :by, :token_id, :address, :agent);

-- name: sign_in_events_page
-- A page of what happened at the door, newest first, for the API.
SELECT id, at, what, account_id, by, token_id, address, agent FROM sign_in_events
WHERE (:account_id::text IS NULL OR account_id = :account_id) AND (:what::text IS NULL OR what = :what)
  AND id < :before
ORDER BY id DESC LIMIT :most;
