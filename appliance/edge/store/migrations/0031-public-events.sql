-- What other programs are told, in order; the oldest are let go.
CREATE TABLE public_event (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

-- How far each webhook has heard.
CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  delivered_ms INTEGER
) STRICT;

CREATE TABLE webhook_log (
  n INTEGER PRIMARY KEY,
  hook TEXT NOT NULL,
  event TEXT NOT NULL,
  type TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_log_by_hook ON webhook_log (hook, n);
