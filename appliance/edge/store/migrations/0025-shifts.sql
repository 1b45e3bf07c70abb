-- Who works when. Moments are fixed when it is planned. `breaks` is JSON.
CREATE TABLE shift (
  agent TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  date TEXT NOT NULL,
  template TEXT,
  to_ms INTEGER NOT NULL,
  breaks TEXT NOT NULL,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (agent, from_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX shift_by_time ON shift (from_ms);

-- Sign-ins and sign-outs put right by a person; none is ever changed, the last one holds.
CREATE TABLE presence_correction (
  n INTEGER PRIMARY KEY,
  agent TEXT NOT NULL,
  in_ms INTEGER NOT NULL,
  new_in_ms INTEGER NOT NULL,
  new_out_ms INTEGER,
  why TEXT NOT NULL,
  by TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX presence_correction_by_time ON presence_correction (new_in_ms);
