-- Numbers that people typed to find who calls, where the customer is not theirs: counted by the day, and what a request may be
-- taken in by (P23). Rows are of the last days alone, and move with no file; the access trail keeps them for good.
CREATE TABLE caller_lookups (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account text NOT NULL,
  staff_id text NOT NULL REFERENCES staff(id),
  number text NOT NULL,
  customer_id text,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX caller_lookups_account ON caller_lookups (account, at);
CREATE INDEX caller_lookups_customer ON caller_lookups (customer_id, staff_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON caller_lookups TO huifang_api;
