-- Examinations of lines by the line doctor, whole as they were reported.
CREATE TABLE doctor_report (
  id TEXT PRIMARY KEY,
  line TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX doctor_report_by_line ON doctor_report (line, started_ms);
-- A line's past is for comparing: the last hundred are enough.
CREATE TRIGGER doctor_report_kept AFTER INSERT ON doctor_report BEGIN
  DELETE FROM doctor_report WHERE line = NEW.line AND id NOT IN
    (SELECT id FROM doctor_report WHERE line = NEW.line ORDER BY started_ms DESC LIMIT 100);
END;
