-- Who opted out did so as a person: a new number, from whichever hand it comes, is opted out like the old one (P1).
-- Here rather than in a query, because numbers change in several: the API, rosters, corrections.
CREATE FUNCTION opt_out_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO opt_outs (phone, at, source)
  SELECT NEW.phone, now(), 'followed' FROM opt_outs WHERE phone = OLD.phone
  ON CONFLICT (phone) DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER opt_out_follows AFTER UPDATE OF phone ON customers
FOR EACH ROW WHEN (OLD.phone IS DISTINCT FROM NEW.phone) EXECUTE FUNCTION opt_out_follows();
