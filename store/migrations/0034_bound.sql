-- Since when what is sealed is bound to where it belongs (docs/decisions/0029-bound-seals.md), signed with a key of the
-- database's: whoever writes to it alone cannot put the moment off. Without a row, or with another signature: since ever.
CREATE TABLE sealed_bound (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  binds_from timestamptz NOT NULL,
  signature text NOT NULL
);
REVOKE ALL ON sealed_bound FROM PUBLIC, huifang_api;
