-- Consent, refusals and legal holds.

-- Who opted out did so as a person: a new number, from whichever hand it comes, is opted out like the old one (P1).
-- Here rather than in a query, because numbers change in several: the API, rosters, corrections.
CREATE OR REPLACE FUNCTION opt_out_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO opt_outs (phone, at, source)
  SELECT NEW.phone, now(), 'followed' FROM opt_outs WHERE idx(phone) = idx(OLD.phone)
  ON CONFLICT (idx(phone)) DO NOTHING;
  RETURN NEW;
END $$;

-- Said is said. Sealing the evidence anew under another key, emptying it, and moving it to the file that a
-- duplicate was merged into are the only changes there are.
CREATE OR REPLACE FUNCTION consents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'consents are only ever added' USING ERRCODE = 'restrict_violation';
END $$;

-- Whether the customer's last word on a purpose was no. A no counts for whoever asks, also where the file is not theirs.
CREATE OR REPLACE FUNCTION refused(customer text, purpose text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public
RETURN coalesce((SELECT c.state = 'withdrawn' FROM consents c WHERE c.customer_id = $1 AND c.purpose = $2
                 ORDER BY c.at DESC, c.id DESC LIMIT 1), false);

-- Whether a hold keeps what belongs to this customer or this ticket. A hold on one of a customer's tickets keeps the
-- customer, and a hold on the customer keeps all tickets.
CREATE OR REPLACE FUNCTION held(customer text, ticket text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public
RETURN EXISTS (
  SELECT 1 FROM legal_holds h LEFT JOIN tickets t ON t.id = h.ticket_id
  WHERE h.lifted_at IS NULL
    AND (h.customer_id = $1 OR h.ticket_id = $2 OR $2 IS NULL AND t.customer_id = $1
         OR h.customer_id = (SELECT x.customer_id FROM tickets x WHERE x.id = $2)));
