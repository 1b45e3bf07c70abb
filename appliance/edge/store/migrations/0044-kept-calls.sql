-- Calls that still have all of themselves, by age: what the rule of how long calls are kept looks at.
CREATE INDEX call_not_emptied ON call (started_ms, id) WHERE doc ->> '$.emptiedAtMs' IS NULL;

-- A call that is emptied counts as before: what was counted of its day stays.
DROP TRIGGER call_late_change;
CREATE TRIGGER call_late_change AFTER UPDATE ON call WHEN min(OLD.started_ms, NEW.started_ms) < (SELECT until_ms FROM figure_horizon) AND OLD.doc ->> '$.emptiedAtMs' IS NEW.doc ->> '$.emptiedAtMs' BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > OLD.started_ms - 93600000 AND from_ms <= OLD.started_ms AND to_ms > OLD.started_ms;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > NEW.started_ms - 93600000 AND from_ms <= NEW.started_ms AND to_ms > NEW.started_ms;
END;
