-- What the figures are counted from. An interval is found by the moment a call was offered.

-- What an agent did with a call; without a queue it was his own.
CREATE TABLE handling (
  agent TEXT NOT NULL,
  call TEXT NOT NULL,
  talk_from_ms INTEGER NOT NULL,
  queue TEXT,
  offered_ms INTEGER NOT NULL,
  done_ms INTEGER NOT NULL,
  ring_ms INTEGER NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  wrap_ms INTEGER NOT NULL,
  PRIMARY KEY (agent, call, talk_from_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX handling_by_queue ON handling (queue, offered_ms, agent, call, talk_from_ms, ring_ms, talk_ms, hold_ms, wrap_ms);
CREATE INDEX handling_by_call ON handling (call, talk_from_ms, agent);

-- A queue's call that rang at an agent.
CREATE TABLE offer (
  queue TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  agent TEXT NOT NULL,
  call TEXT NOT NULL,
  ring_ms INTEGER NOT NULL,
  how TEXT NOT NULL,
  PRIMARY KEY (queue, at_ms, agent, call)
) STRICT, WITHOUT ROWID;

-- From login to logout.
CREATE TABLE presence (
  agent TEXT NOT NULL,
  in_ms INTEGER NOT NULL,
  in_by TEXT,
  out_ms INTEGER,
  out_why TEXT,
  PRIMARY KEY (agent, in_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_by_time ON presence (in_ms);

CREATE INDEX agent_state_by_time ON agent_state (from_ms, agent, state, to_ms, reason);
-- Callers who wait now, and those a failure has forgotten.
CREATE INDEX queue_stay_open ON queue_stay (queue, entered_ms) WHERE left_ms IS NULL;

-- The parts of a call's document that figures ask for.
ALTER TABLE call ADD COLUMN direction TEXT GENERATED ALWAYS AS (doc ->> '$.direction') VIRTUAL;
ALTER TABLE call ADD COLUMN line TEXT GENERATED ALWAYS AS (doc ->> '$.line') VIRTUAL;
ALTER TABLE call ADD COLUMN answered_ms INTEGER GENERATED ALWAYS AS (CAST(doc ->> '$.answeredAtMs' AS INTEGER)) VIRTUAL;
ALTER TABLE call ADD COLUMN connected_ms INTEGER GENERATED ALWAYS AS (CAST(doc ->> '$.connectedAtMs' AS INTEGER)) VIRTUAL;
ALTER TABLE call ADD COLUMN ended_ms INTEGER GENERATED ALWAYS AS (CAST(doc ->> '$.endedAtMs' AS INTEGER)) VIRTUAL;
ALTER TABLE call ADD COLUMN talk_ms INTEGER GENERATED ALWAYS AS (CAST(doc ->> '$.talkMs' AS INTEGER)) VIRTUAL;
ALTER TABLE call ADD COLUMN hold_ms INTEGER GENERATED ALWAYS AS (CAST(doc ->> '$.holdMs' AS INTEGER)) VIRTUAL;
CREATE INDEX call_figures ON call (direction, started_ms, line, queue, agent, answered_ms, connected_ms, ended_ms, talk_ms, hold_ms, id);
CREATE INDEX call_line ON call (id, line, direction);
