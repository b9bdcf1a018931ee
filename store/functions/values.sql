-- What sealed values are compared by.

-- The blind index of a sealed value that can be found (see vault/sealed.py); equal values have the same.
CREATE OR REPLACE FUNCTION idx(sealed bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN substring(sealed FROM 10 FOR 16);

-- Where a flat is, to compare by: three blind indexes in a row.
CREATE OR REPLACE FUNCTION flat(block bytea, unit bytea, room bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN idx(block) || idx(unit) || idx(room);

-- Several of them.
CREATE OR REPLACE FUNCTION idxs(sealed bytea[]) RETURNS bytea[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(SELECT idx(each) FROM unnest(sealed) AS each);
