-- name: lock_accounts!
-- Accounts are changed one after another: two requests at once never take away the last administrator.
SELECT pg_advisory_xact_lock(4871401);

-- name: any_account$
-- Whether there is any account, asked at start before the first one is made.
SELECT EXISTS (SELECT 1 FROM accounts);

-- name: other_administrators$
-- How many administrators there are beside this one, asked before it is taken away.
SELECT count(*) FROM accounts WHERE role = 'administrator' AND active AND id <> :id;

-- name: add_account^
-- A new account; nothing when the login, member of the staff or identity has one already.
INSERT INTO accounts (login, name, staff_id, role, password, must_change, identity)
VALUES (:login, :name, :staff_id, :role, :password, :must_change, :identity)
ON CONFLICT DO NOTHING RETURNING id;

-- name: get_account^
-- An account with who it stands for, for signing in and for the API.
-- row: Account
SELECT a.id, a.login, coalesce(s.name, a.name) AS name, a.name AS own_name, a.staff_id, a.role, a.active,
       a.password, a.must_change,
       a.code_secret, a.code_pending, a.code_last, a.code_secret IS NOT NULL AS second_factor,
       cardinality(a.recovery) AS recovery_left, a.identity IS NOT NULL AS by_provider, a.signed_in_at, a.version,
       a.created_at, a.updated_at, s.crew_id, s.department_id, a.active AND coalesce(s.active, true) AS usable,
       (SELECT t.until > now() FROM sign_in_tries t
        WHERE t.kind = 'login' AND idx(t.subject) = idx(a.login)) IS TRUE AS locked
FROM accounts a LEFT JOIN staff s ON s.id = a.staff_id WHERE a.id = :id;

-- name: account_of_login$
-- The account of a login.
SELECT id FROM accounts WHERE idx(login) = idx(:login);

-- name: account_of_identity$
-- The account of somebody whom the identity provider sent.
SELECT id FROM accounts WHERE idx(identity) = idx(:identity);

-- name: account_of_folded_identity^
-- The account of somebody whose identity was kept as it was said, and may be another's that looks alike.
-- not null: identity
SELECT id, identity FROM accounts WHERE idx(identity) = idx(:identity);

-- name: keep_identity!
-- How somebody whom the identity provider sends is recognised from now on.
UPDATE accounts SET identity = :identity WHERE id = :id;

-- name: account_of_staff$
-- The account of a member of the staff.
SELECT id FROM accounts WHERE staff_id = :staff_id;

-- name: accounts_page
-- A page of accounts, for the API and the command line.
SELECT a.id, a.login, coalesce(s.name, a.name) AS name, a.staff_id, a.role, a.active, a.must_change,
       a.code_secret IS NOT NULL AS second_factor, a.identity IS NOT NULL AS by_provider, a.signed_in_at, a.version,
       a.created_at, a.updated_at,
       (SELECT t.until > now() FROM sign_in_tries t
        WHERE t.kind = 'login' AND idx(t.subject) = idx(a.login)) IS TRUE AS locked
FROM accounts a LEFT JOIN staff s ON s.id = a.staff_id
WHERE (:role::text IS NULL OR a.role = :role) AND (:active::boolean IS NULL OR a.active = :active) AND a.id > :after
ORDER BY a.id LIMIT :most;

-- name: revise_account!
-- What an administrator, or the identity provider, changes of an account.
UPDATE accounts SET name = :name, staff_id = :staff_id, role = :role, active = :active, version = version + 1,
                    updated_at = now()
WHERE id = :id;

-- name: set_password!
-- A new password of an account, as a hash.
UPDATE accounts SET password = :password, must_change = :must_change, version = version + 1, updated_at = now()
WHERE id = :id;

-- name: rehash_password!
-- The same password with today's parameters, unless it was changed meanwhile.
UPDATE accounts SET password = :password WHERE id = :id AND password = :before;
