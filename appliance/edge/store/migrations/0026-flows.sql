-- Every document of a flow that was ever in force, numbered per flow; NULL: the flow was removed.
CREATE TABLE flow_version (
  flow TEXT NOT NULL,
  n INTEGER NOT NULL,
  document TEXT,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  note TEXT NOT NULL,
  -- Of the settings with which it came into force.
  revision INTEGER NOT NULL,
  PRIMARY KEY (flow, n)
) STRICT;

-- What is being worked on; one per flow. `base` is the version it was begun from, 0 for a new flow.
CREATE TABLE flow_draft (
  flow TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  base INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

-- Saved rehearsals.
CREATE TABLE flow_script (
  flow TEXT NOT NULL,
  id TEXT NOT NULL,
  document TEXT NOT NULL,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (flow, id)
) STRICT, WITHOUT ROWID;

-- What is in force when this table comes into being is each flow's first version.
INSERT INTO flow_version (flow, n, document, by, at_ms, note, revision)
SELECT json_extract(f.value, '$.id'), 1, f.value, s.by, s.at_ms, '', s.revision
FROM settings s, json_each(s.document, '$.flows') f
WHERE s.revision = (SELECT max(revision) FROM settings);
