-- Which numbers a customer had.

-- Written wherever a number changes, by hand, by a roster, by a correction or by a merge; not when a person is forgotten.
-- With its owner's rights: whoever changes a number does not choose whether it is remembered.
CREATE OR REPLACE FUNCTION remember_number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NEW.erased_at IS NOT NULL THEN
    DELETE FROM number_history WHERE customer_id = NEW.id;
  ELSIF idx(OLD.phone) <> idx(NEW.phone) THEN
    INSERT INTO number_history (customer_id, old_number) VALUES (NEW.id, encode(idx(OLD.phone), 'hex'));
  END IF;
  IF OLD.merged_into IS NULL AND NEW.merged_into IS NOT NULL THEN
    INSERT INTO number_history (customer_id, old_number)
    SELECT k.id, encode(idx(NEW.phone), 'hex') FROM customers k
    WHERE k.id = NEW.merged_into AND idx(k.phone) <> idx(NEW.phone);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER remember_number AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION remember_number();

-- Whether the ticket's customer has a number of a few days, to which the old one has not agreed.
-- With its owner's rights: it does not depend on what of the file the asker sees.
CREATE OR REPLACE FUNCTION number_unsettled(ticket text, settled interval) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
RETURN EXISTS (SELECT 1 FROM tickets t JOIN number_history h ON h.customer_id = person(t.customer_id)
               WHERE t.id = ticket AND h.agreed_at IS NULL AND h.at > now() - settled);
