-- Whoever calls again is found by his number.
CREATE INDEX call_by_caller ON call (caller, started_ms, direction, queue);
