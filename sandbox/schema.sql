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
-- The phone exchange. A call has one leg (`callee`), or two: the `agent` and, once there, the `customer`.
CREATE TABLE IF NOT EXISTS calls (
  seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, reference TEXT NOT NULL, kind TEXT NOT NULL,
  text TEXT, -- what a notice reads out
  keys TEXT NOT NULL, -- those that acknowledge it, as JSON
  base TEXT NOT NULL, -- where recordings can be fetched
  at REAL NOT NULL,
  joined REAL, -- since when both legs of a bridge speak
  key TEXT, -- the last one pressed
  report TEXT -- how it ended, as the webhook is told
);
CREATE INDEX IF NOT EXISTS calls_by_reference ON calls (reference);
CREATE TABLE IF NOT EXISTS legs (
  seq INTEGER PRIMARY KEY, call_id TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL,
  state TEXT NOT NULL, -- waiting, ringing, talking, ended
  since REAL NOT NULL,
  outcome TEXT, -- what came of this leg
  plan TEXT NOT NULL DEFAULT '{}', -- the order it follows, as JSON
  next TEXT, due REAL -- what happens by itself, and when
);
CREATE INDEX IF NOT EXISTS legs_by_call ON legs (call_id);
CREATE INDEX IF NOT EXISTS legs_by_phone ON legs (phone, since);
CREATE INDEX IF NOT EXISTS legs_by_due ON legs (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS call_orders (
  seq INTEGER PRIMARY KEY, mode TEXT NOT NULL, phone TEXT, leg TEXT, times INTEGER NOT NULL, plan TEXT NOT NULL
);
