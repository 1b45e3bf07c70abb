-- Text messages, in and out. The whole row is `doc` (JSON).
CREATE TABLE text (
  id TEXT PRIMARY KEY,
  direction TEXT NOT NULL,
  state TEXT NOT NULL,
  number TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  by TEXT,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX text_by_moment ON text (at_ms);
CREATE INDEX text_by_number ON text (number, at_ms);
CREATE INDEX text_by_state ON text (state, at_ms);
