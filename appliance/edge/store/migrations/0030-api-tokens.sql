-- Programs that may speak to the box. Of the token only its SHA-256 is here; `doc` (JSON) says what it may do.
CREATE TABLE api_token (
  id TEXT PRIMARY KEY,
  token BLOB NOT NULL UNIQUE,
  doc TEXT NOT NULL,
  used_ms INTEGER,
  used_from TEXT
) STRICT;
