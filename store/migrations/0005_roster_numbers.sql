-- The number the newest roster gives: a roster that only repeats it does not undo a later correction.
ALTER TABLE ownerships ADD COLUMN roster_phone text;

-- Which file it was, to recognise it again.
ALTER TABLE roster_imports
  ADD COLUMN file_name text NOT NULL DEFAULT '',
  ADD COLUMN sha256    text NOT NULL DEFAULT '';
CREATE INDEX roster_imports_building ON roster_imports (building_id, id);
