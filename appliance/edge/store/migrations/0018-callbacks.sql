-- The whole row is `doc` (JSON); what is searched for stands beside it.
CREATE TABLE callback (
  id TEXT PRIMARY KEY,
  requested_ms INTEGER NOT NULL,
  queue TEXT NOT NULL,
  number TEXT NOT NULL,
  state TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX callback_by_request ON callback (requested_ms);
CREATE INDEX callback_by_queue ON callback (queue, requested_ms);
CREATE INDEX callback_by_number ON callback (number, requested_ms);
