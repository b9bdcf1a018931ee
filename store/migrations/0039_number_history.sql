-- Which numbers a customer had, as blind indexes, and whether the old one agreed to the new: no signing link goes to a number
-- that somebody gave a customer a few days ago (P8).
CREATE TABLE number_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers(id),
  at timestamptz NOT NULL DEFAULT now(),
  old_number text NOT NULL,
  agreed_at timestamptz
);
CREATE INDEX number_history_customer ON number_history (customer_id, at);
CREATE INDEX number_history_number ON number_history (old_number) WHERE agreed_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON number_history TO huifang_api;
