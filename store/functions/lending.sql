-- Files lent.

-- Whether the file is lent to this person now. The clock of the database ends a loan, whatever else stands still.
CREATE OR REPLACE FUNCTION lent_to(customer text, person text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
SELECT EXISTS (SELECT 1 FROM loans WHERE customer_id = customer AND borrower_id = person
               AND granted_at IS NOT NULL AND ended_at IS NULL AND until > now())
$$;
