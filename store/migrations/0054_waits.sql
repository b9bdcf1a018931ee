-- What a ticket waits for, since when and who said so (P7): an array of objects as the workflow's state has them.
ALTER TABLE tickets ADD COLUMN waits jsonb NOT NULL DEFAULT '[]';
