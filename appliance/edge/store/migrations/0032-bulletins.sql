-- Texts from seat to seat. `until_ms` is when it was withdrawn, if it was. The whole row is `doc` (JSON).
CREATE TABLE bulletin (
  id TEXT PRIMARY KEY,
  sent_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  sent_by TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX bulletin_by_sent ON bulletin (sent_ms);
CREATE INDEX bulletin_by_end ON bulletin (until_ms);

-- Who has read it when.
CREATE TABLE bulletin_reading (
  bulletin TEXT NOT NULL,
  user TEXT NOT NULL,
  agent TEXT,
  read_ms INTEGER NOT NULL,
  acknowledged_ms INTEGER,
  PRIMARY KEY (bulletin, user)
) STRICT;
