-- Messages in voicemail boxes; the sound is a recording. The whole row is `doc` (JSON).
CREATE TABLE message (
  id TEXT PRIMARY KEY,
  box TEXT NOT NULL,
  call TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX message_by_box ON message (box, at_ms);
CREATE INDEX message_kept ON message (at_ms) WHERE state <> 'deleted';

-- What owners have recorded as their greeting.
CREATE TABLE greeting (
  box TEXT PRIMARY KEY,
  doc TEXT NOT NULL
) STRICT;

-- Something for a person to do.
CREATE TABLE item (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  agent TEXT,
  call TEXT,
  made_ms INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX item_by_made ON item (made_ms);
CREATE INDEX item_open ON item (made_ms) WHERE state <> 'done';
CREATE INDEX item_by_call ON item (call);
