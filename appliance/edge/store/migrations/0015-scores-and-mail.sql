-- What callers answered when they were asked.
CREATE TABLE score (
  call TEXT NOT NULL,
  question TEXT NOT NULL,
  survey TEXT NOT NULL,
  kind TEXT NOT NULL,
  value INTEGER NOT NULL,
  agent TEXT,
  queue TEXT,
  language TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (call, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_by_time ON score (at_ms, queue, agent);

-- Mail on its way, and what became of it.
CREATE TABLE mail (
  id TEXT PRIMARY KEY,
  made_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  next_ms INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX mail_by_made ON mail (made_ms);
CREATE INDEX mail_waiting ON mail (next_ms) WHERE state = 'waiting';
