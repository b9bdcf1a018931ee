-- name: lock_keys!
-- Two processes that start at once make one set of keys.
SELECT pg_advisory_xact_lock(4871226);

-- name: data_keys
-- The data keys, wrapped, oldest first; for whoever opens the database.
SELECT no, purpose, master, wrapped, active_from FROM data_keys ORDER BY no;

-- name: binding_is_known$
-- Whether this database says since when what is sealed is bound; one that is being migrated may not.
SELECT to_regclass('sealed_bound') IS NOT NULL AS known;

-- name: binds_from^
-- Since when what is sealed is bound to where it belongs, signed.
SELECT binds_from, signature FROM sealed_bound;

-- name: begin_binding!
-- The same, said once; for the migration.
INSERT INTO sealed_bound (binds_from, signature) VALUES (:binds_from, :signature);

-- name: add_data_key^
-- A new data key; its number, and since when it seals.
-- Without `after`, in force since ever: the first one.
INSERT INTO data_keys (purpose, master, wrapped, active_from)
VALUES (:purpose, :master, :wrapped, coalesce(now() + :after::interval, '-infinity'))
RETURNING no, active_from;

-- name: list_keys
-- The data keys without the keys, for the command line.
SELECT no, purpose, master, active_from, created_at, active_from <= now() AS in_force FROM data_keys ORDER BY no;

-- name: rewrap_key!
-- A key wrapped by another master key.
UPDATE data_keys SET master = :master, wrapped = :wrapped WHERE no = :no;

-- name: bytea_columns
-- Every column that may hold sealed values, with its table, both as SQL names them; for sealing anew.
SELECT quote_ident(c.relname) AS table_name, quote_ident(a.attname) AS column_name, a.atttypid = 'bytea[]'::regtype AS several
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attgenerated = '' AND a.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype)
ORDER BY c.relname, a.attnum;
