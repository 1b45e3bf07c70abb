-- What is known of an alarm beside its columns (JSON): when and how it was acknowledged, and the shelf it is on.
ALTER TABLE alarm ADD COLUMN more TEXT;

-- What was done about an alarm, by whom, when. The whole row is `doc` (JSON).
CREATE TABLE alarm_note (
  id TEXT PRIMARY KEY,
  alarm TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX alarm_note_by_alarm ON alarm_note (alarm, at_ms);
