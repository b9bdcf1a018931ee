-- A roster that was imported, and the same file with what became of each row.
CREATE SEQUENCE import_no;
CREATE TABLE roster_imports (
  id           text PRIMARY KEY DEFAULT 'I' || lpad(nextval('import_no')::text, 8, '0'),
  building_id  text NOT NULL REFERENCES buildings,
  at           timestamptz NOT NULL DEFAULT now(),
  summary      jsonb NOT NULL,
  report_name  text NOT NULL,
  content_type text NOT NULL,
  report       bytea NOT NULL
);
