-- Every recording of a prompt, numbered per prompt and language; which one is played is in the settings.
CREATE TABLE prompt_file (
  prompt TEXT NOT NULL,
  language TEXT NOT NULL,
  n INTEGER NOT NULL,
  file TEXT NOT NULL,
  original TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (prompt, language, n)
) STRICT;
