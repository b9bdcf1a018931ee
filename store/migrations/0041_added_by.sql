-- Whoever put somebody on file is looked up at every look of a salesperson.
CREATE INDEX customers_added_by ON customers (added_by) WHERE added_by IS NOT NULL;
