-- What is kept of an import is the rows with problems, names and numbers covered; NULL: an older report, which holds the
-- whole roster and is handed out no more.
ALTER TABLE roster_imports ADD COLUMN problem_rows integer;
