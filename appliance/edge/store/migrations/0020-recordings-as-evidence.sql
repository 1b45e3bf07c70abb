ALTER TABLE recording ADD COLUMN kind TEXT GENERATED ALWAYS AS (doc ->> '$.kind') VIRTUAL;
ALTER TABLE recording ADD COLUMN path TEXT GENERATED ALWAYS AS (doc ->> '$.path') VIRTUAL;
ALTER TABLE recording ADD COLUMN bytes INTEGER GENERATED ALWAYS AS (CAST(doc ->> '$.bytes' AS INTEGER)) VIRTUAL;
ALTER TABLE recording ADD COLUMN duration_ms INTEGER GENERATED ALWAYS AS (CAST(doc ->> '$.durationMs' AS INTEGER)) VIRTUAL;
CREATE INDEX recording_by_start ON recording (started_ms, id, state, kind, duration_ms);

-- One link for every recording that was finished, made anew in another form, or deleted; `hash` covers the link before.
CREATE TABLE recording_chain (
  n INTEGER PRIMARY KEY,
  recording TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX recording_chain_by_recording ON recording_chain (recording, n);

-- Where a recording lies now, when no longer where and how it was made. `bytes` and `sha256` are of the sound without the seal.
-- `leftover` is the file it was before, to be removed.
CREATE TABLE recording_file (
  recording TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  format TEXT NOT NULL,
  sealed INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  leftover TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX recording_file_leftover ON recording_file (recording) WHERE leftover IS NOT NULL;

-- Work on finished recordings: done, or tried so often.
CREATE TABLE recording_work (
  recording TEXT NOT NULL,
  work TEXT NOT NULL,
  done INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  fault TEXT,
  PRIMARY KEY (recording, work)
) STRICT, WITHOUT ROWID;

-- Deleted. The row is written before the file goes; `file_gone` afterwards.
CREATE TABLE recording_end (
  recording TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  why TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  file_gone INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recording_end_open ON recording_end (recording) WHERE file_gone = 0;

-- A tag, a note or both; `at_ms` is a moment of the recording, `by` a person or the box.
CREATE TABLE recording_note (
  n INTEGER PRIMARY KEY,
  recording TEXT NOT NULL,
  at_ms INTEGER,
  tag TEXT,
  text TEXT NOT NULL,
  by TEXT NOT NULL,
  made_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX recording_note_by_recording ON recording_note (recording);
CREATE INDEX recording_note_by_tag ON recording_note (tag, recording) WHERE tag IS NOT NULL;

-- Kept whatever the rules say. One of `recording` and `call` is there.
CREATE TABLE recording_hold (
  n INTEGER PRIMARY KEY,
  recording TEXT,
  call TEXT,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  until_ms INTEGER,
  released_ms INTEGER,
  released_by TEXT
) STRICT;
CREATE INDEX recording_hold_open ON recording_hold (released_ms, recording, call);

-- Who listened to what or took it along, and why.
CREATE TABLE recording_access (
  n INTEGER PRIMARY KEY,
  recording TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  address TEXT NOT NULL,
  how TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX recording_access_by_recording ON recording_access (recording, at_ms);

-- What a run of the retention rules did.
CREATE TABLE retention_run (
  n INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  plan TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  held INTEGER NOT NULL
) STRICT;

-- Calls drawn for an audit (R8), and what the auditor found.
CREATE TABLE quality_sample (
  n INTEGER PRIMARY KEY,
  made_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  per_agent INTEGER NOT NULL,
  seed TEXT NOT NULL
) STRICT;
CREATE TABLE quality_result (
  sample INTEGER NOT NULL REFERENCES quality_sample (n),
  recording TEXT NOT NULL,
  agent TEXT NOT NULL,
  score INTEGER,
  note TEXT,
  by TEXT,
  at_ms INTEGER,
  PRIMARY KEY (sample, recording)
) STRICT, WITHOUT ROWID;
CREATE INDEX quality_result_by_recording ON quality_result (recording);

-- Words to find a call by: what was typed, notes and tags. Trigrams find parts of Chinese words too.
CREATE TABLE call_words (
  n INTEGER PRIMARY KEY,
  call TEXT NOT NULL,
  origin TEXT NOT NULL,
  words TEXT NOT NULL,
  UNIQUE (call, origin)
) STRICT;
CREATE VIRTUAL TABLE call_words_text USING fts5 (words, content = 'call_words', content_rowid = 'n', tokenize = 'trigram');
CREATE TRIGGER call_words_in AFTER INSERT ON call_words BEGIN
  INSERT INTO call_words_text (rowid, words) VALUES (new.n, new.words);
END;
CREATE TRIGGER call_words_out AFTER DELETE ON call_words BEGIN
  INSERT INTO call_words_text (call_words_text, rowid, words) VALUES ('delete', old.n, old.words);
END;
CREATE TRIGGER call_words_of_fields AFTER UPDATE OF doc ON call
WHEN new.doc ->> '$.endedAtMs' IS NOT NULL AND json_array_length(new.doc, '$.fields') > 0 BEGIN
  DELETE FROM call_words WHERE call = new.id AND origin = 'fields';
  INSERT INTO call_words (call, origin, words)
    SELECT new.id, 'fields', group_concat(f.value ->> '$.value', ' ') FROM json_each(new.doc, '$.fields') AS f
    WHERE f.value ->> '$.sensitive' = 0;
END;
CREATE TRIGGER call_words_of_note AFTER INSERT ON recording_note BEGIN
  INSERT INTO call_words (call, origin, words)
    SELECT call, 'note ' || new.n, coalesce(new.tag || ' ', '') || new.text FROM recording WHERE id = new.recording;
END;
CREATE TRIGGER call_words_of_dropped_note AFTER DELETE ON recording_note BEGIN
  DELETE FROM call_words WHERE origin = 'note ' || old.n
    AND call = (SELECT call FROM recording WHERE id = old.recording);
END;
