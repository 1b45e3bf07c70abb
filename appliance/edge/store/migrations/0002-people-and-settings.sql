CREATE TABLE settings (
  revision INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

-- At most one change waits to be confirmed; it returns to `return_to` when nobody does in time.
CREATE TABLE settings_pending (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  revision INTEGER NOT NULL REFERENCES settings (revision),
  return_to INTEGER NOT NULL REFERENCES settings (revision),
  confirm_by_ms INTEGER NOT NULL
) STRICT;

-- AES-256-GCM under box.key; `kind` and `id` are bound to the text as associated data.
CREATE TABLE secret (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  nonce BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id TEXT PRIMARY KEY COLLATE NOCASE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  agent TEXT,
  language TEXT NOT NULL,
  password TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

-- The cookie's token is not here, only its SHA-256.
CREATE TABLE session (
  token BLOB PRIMARY KEY,
  user TEXT NOT NULL COLLATE NOCASE REFERENCES user (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (user, seen_ms);

CREATE TABLE audit (
  n INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  address TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
