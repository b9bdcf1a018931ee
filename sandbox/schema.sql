-- What the sandbox remembers. Times are seconds since 1970, UTC; `seq` is the order things happened in.
CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, reference TEXT NOT NULL, phone TEXT NOT NULL,
  text TEXT NOT NULL, signature TEXT NOT NULL, at REAL NOT NULL,
  outcome TEXT, -- what the network will say: delivered, failed, or nothing ever
  due REAL NOT NULL -- when it says so
);
CREATE INDEX IF NOT EXISTS messages_by_reference ON messages (reference);
CREATE INDEX IF NOT EXISTS messages_by_phone ON messages (phone, at);
CREATE TABLE IF NOT EXISTS replies (
  seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, phone TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS events (
  seq INTEGER PRIMARY KEY, due REAL NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_due ON events (due, seq);
-- Orders still to be carried out: how to treat submissions, and replies that wait for what stands before them.
CREATE TABLE IF NOT EXISTS steps (
  seq INTEGER PRIMARY KEY, script TEXT NOT NULL, kind TEXT NOT NULL, phone TEXT, mode TEXT, text TEXT,
  times INTEGER NOT NULL, delay REAL
);
