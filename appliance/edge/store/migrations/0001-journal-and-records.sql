-- What happened, in order. `event` is JSON.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  event TEXT NOT NULL
) STRICT;

-- The live state after event `seq`; the journal up to it is no longer needed.
CREATE TABLE snapshot (
  seq INTEGER PRIMARY KEY,
  state TEXT NOT NULL
) STRICT;

-- One row per start of the box.
CREATE TABLE boot (
  n INTEGER PRIMARY KEY,
  boot_id TEXT NOT NULL UNIQUE,
  started_ms INTEGER NOT NULL,
  alive_ms INTEGER NOT NULL,
  clean_stop INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The whole row is `doc` (JSON); what is searched for stands beside it.
CREATE TABLE call (
  id TEXT PRIMARY KEY,
  started_ms INTEGER NOT NULL,
  caller TEXT NOT NULL,
  queue TEXT,
  agent TEXT,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX call_by_start ON call (started_ms, caller);
CREATE INDEX call_by_queue ON call (queue, started_ms);
CREATE INDEX call_by_agent ON call (agent, started_ms);

CREATE TABLE trace (
  call TEXT NOT NULL,
  n INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (call, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE recording (
  id TEXT PRIMARY KEY,
  call TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX recording_by_call ON recording (call);
CREATE INDEX recording_open ON recording (started_ms) WHERE state = 'recording';

CREATE TABLE agent_state (
  agent TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  to_ms INTEGER,
  PRIMARY KEY (agent, from_ms, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE queue_stay (
  queue TEXT NOT NULL,
  entered_ms INTEGER NOT NULL,
  call TEXT NOT NULL,
  left_ms INTEGER,
  outcome TEXT,
  agent TEXT,
  wait_ms INTEGER,
  ring_ms INTEGER,
  PRIMARY KEY (queue, entered_ms, call)
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  subject TEXT NOT NULL,
  severity TEXT NOT NULL,
  words_zh TEXT NOT NULL,
  words_en TEXT NOT NULL,
  raised_ms INTEGER NOT NULL,
  cleared_ms INTEGER,
  acknowledged_by TEXT,
  count INTEGER NOT NULL
) STRICT;
CREATE INDEX alarm_by_raised ON alarm (raised_ms);
