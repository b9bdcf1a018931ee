-- The data keys, each wrapped by a master key that only the settings know; a key seals from `active_from` on.
CREATE TABLE data_keys (
  no          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  purpose     text NOT NULL CHECK (purpose IN ('data', 'index')),
  master      text NOT NULL,
  wrapped     bytea NOT NULL,
  active_from timestamptz NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);
-- What is looked for by blind index has one key for good: another one would find nothing that was kept before.
CREATE UNIQUE INDEX data_keys_index ON data_keys (purpose) WHERE purpose = 'index';

-- The blind index of a sealed value that can be found (see vault/sealed.py); equal values have the same.
CREATE FUNCTION idx(sealed bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN substring(sealed FROM 10 FOR 16);
