-- Who may come in (P23): accounts, their sessions, tokens of other programs, and what happened at the door.
CREATE SEQUENCE account_no;
CREATE SEQUENCE api_token_no;
CREATE SEQUENCE session_no;

CREATE TABLE accounts (
  id            text PRIMARY KEY DEFAULT 'U' || lpad(nextval('account_no')::text, 8, '0'),
  -- Sealed; none for people of the identity provider.
  login         bytea,
  -- Sealed; whoever is on the staff is called as there.
  name          bytea,
  staff_id      text UNIQUE REFERENCES staff,
  role          text NOT NULL,
  active        boolean NOT NULL DEFAULT true,
  -- Argon2id.
  password      text,
  must_change   boolean NOT NULL DEFAULT false,
  -- Sealed: the secret of the authenticator app, and one that is being set up.
  code_secret   bytea,
  code_pending  bytea,
  -- The step whose code came in last: it and all before are used up.
  code_last     bigint NOT NULL DEFAULT -1,
  recovery      text[] NOT NULL DEFAULT '{}',
  -- Sealed: issuer and subject at the identity provider.
  identity      bytea,
  version       integer NOT NULL DEFAULT 1,
  signed_in_at  timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX accounts_login ON accounts (idx(login));
CREATE UNIQUE INDEX accounts_identity ON accounts (idx(identity));

-- Tries of a login (whether anybody has it or not) and of a network address, for all processes together.
CREATE TABLE sign_in_tries (
  kind    text NOT NULL CHECK (kind IN ('login', 'address')),
  -- Sealed.
  subject bytea NOT NULL,
  tries   integer NOT NULL,
  since   timestamptz NOT NULL,
  until   timestamptz
);
CREATE UNIQUE INDEX sign_in_tries_subject ON sign_in_tries (kind, idx(subject));

CREATE TABLE sessions (
  id         text PRIMARY KEY DEFAULT 'N' || lpad(nextval('session_no')::text, 8, '0'),
  secret     text NOT NULL UNIQUE,
  account_id text NOT NULL REFERENCES accounts,
  by         text NOT NULL CHECK (by IN ('password', 'provider')),
  -- Sealed: from where, with which browser.
  address    bytea,
  agent      bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE api_tokens (
  id           text PRIMARY KEY DEFAULT 'K' || lpad(nextval('api_token_no')::text, 8, '0'),
  name         bytea NOT NULL,
  secret       text NOT NULL UNIQUE,
  role         text NOT NULL,
  scopes       text[] NOT NULL,
  made_by      text NOT NULL,
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now()
);

-- Somebody is away at the identity provider; taken away when he or she comes back.
CREATE TABLE provider_visits (
  state      text PRIMARY KEY,
  nonce      text NOT NULL,
  verifier   text NOT NULL,
  back_to    text NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Only ever appended to; `by` is who did it, where it was somebody else.
CREATE TABLE sign_in_events (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT now(),
  what       text NOT NULL,
  account_id text,
  by         text,
  token_id   text,
  address    bytea,
  agent      bytea
);
CREATE INDEX sign_in_events_account ON sign_in_events (account_id, id);

CREATE FUNCTION sign_in_events_are_appended_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'sign-in events are only ever appended to' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER sign_in_events_are_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON sign_in_events
  FOR EACH STATEMENT EXECUTE FUNCTION sign_in_events_are_appended_to();
