-- Counts of days that are over, each derived from its rows alone. A row that comes late drops what it changes; nothing is lost when all of them go.
CREATE TABLE figure_part (
  n INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  shape TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  counts TEXT NOT NULL,
  UNIQUE (source, shape, from_ms, to_ms)
) STRICT;
CREATE INDEX figure_part_by_time ON figure_part (source, from_ms, to_ms);

-- A row of a time before `until_ms` is late, and `late` counts it: what was counted meanwhile is not kept.
CREATE TABLE figure_horizon (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  until_ms INTEGER NOT NULL,
  late INTEGER NOT NULL
) STRICT;
INSERT INTO figure_horizon (only, until_ms, late) VALUES (1, 0, 0);

-- No part is longer than 26 hours, the longest day anywhere: that bounds where to look.
CREATE TRIGGER queue_stay_late_in AFTER INSERT ON queue_stay WHEN NEW.entered_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'stay' AND from_ms > NEW.entered_ms - 93600000 AND from_ms <= NEW.entered_ms AND to_ms > NEW.entered_ms;
END;
CREATE TRIGGER queue_stay_late_change AFTER UPDATE ON queue_stay WHEN min(OLD.entered_ms, NEW.entered_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'stay' AND from_ms > OLD.entered_ms - 93600000 AND from_ms <= OLD.entered_ms AND to_ms > OLD.entered_ms;
  DELETE FROM figure_part WHERE source = 'stay' AND from_ms > NEW.entered_ms - 93600000 AND from_ms <= NEW.entered_ms AND to_ms > NEW.entered_ms;
END;
CREATE TRIGGER queue_stay_late_out AFTER DELETE ON queue_stay WHEN OLD.entered_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'stay' AND from_ms > OLD.entered_ms - 93600000 AND from_ms <= OLD.entered_ms AND to_ms > OLD.entered_ms;
END;
CREATE TRIGGER handling_late_in AFTER INSERT ON handling WHEN NEW.offered_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'handling' AND from_ms > NEW.offered_ms - 93600000 AND from_ms <= NEW.offered_ms AND to_ms > NEW.offered_ms;
END;
CREATE TRIGGER handling_late_change AFTER UPDATE ON handling WHEN min(OLD.offered_ms, NEW.offered_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'handling' AND from_ms > OLD.offered_ms - 93600000 AND from_ms <= OLD.offered_ms AND to_ms > OLD.offered_ms;
  DELETE FROM figure_part WHERE source = 'handling' AND from_ms > NEW.offered_ms - 93600000 AND from_ms <= NEW.offered_ms AND to_ms > NEW.offered_ms;
END;
CREATE TRIGGER handling_late_out AFTER DELETE ON handling WHEN OLD.offered_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'handling' AND from_ms > OLD.offered_ms - 93600000 AND from_ms <= OLD.offered_ms AND to_ms > OLD.offered_ms;
END;
CREATE TRIGGER offer_late_in AFTER INSERT ON offer WHEN NEW.at_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'offer' AND from_ms > NEW.at_ms - 93600000 AND from_ms <= NEW.at_ms AND to_ms > NEW.at_ms;
END;
CREATE TRIGGER offer_late_change AFTER UPDATE ON offer WHEN min(OLD.at_ms, NEW.at_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'offer' AND from_ms > OLD.at_ms - 93600000 AND from_ms <= OLD.at_ms AND to_ms > OLD.at_ms;
  DELETE FROM figure_part WHERE source = 'offer' AND from_ms > NEW.at_ms - 93600000 AND from_ms <= NEW.at_ms AND to_ms > NEW.at_ms;
END;
CREATE TRIGGER offer_late_out AFTER DELETE ON offer WHEN OLD.at_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'offer' AND from_ms > OLD.at_ms - 93600000 AND from_ms <= OLD.at_ms AND to_ms > OLD.at_ms;
END;
CREATE TRIGGER call_late_in AFTER INSERT ON call WHEN NEW.started_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > NEW.started_ms - 93600000 AND from_ms <= NEW.started_ms AND to_ms > NEW.started_ms;
END;
CREATE TRIGGER call_late_change AFTER UPDATE ON call WHEN min(OLD.started_ms, NEW.started_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > OLD.started_ms - 93600000 AND from_ms <= OLD.started_ms AND to_ms > OLD.started_ms;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > NEW.started_ms - 93600000 AND from_ms <= NEW.started_ms AND to_ms > NEW.started_ms;
END;
CREATE TRIGGER call_late_out AFTER DELETE ON call WHEN OLD.started_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > OLD.started_ms - 93600000 AND from_ms <= OLD.started_ms AND to_ms > OLD.started_ms;
END;
CREATE TRIGGER score_late_in AFTER INSERT ON score WHEN NEW.at_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > NEW.at_ms - 93600000 AND from_ms <= NEW.at_ms AND to_ms > NEW.at_ms;
END;
CREATE TRIGGER score_late_change AFTER UPDATE ON score WHEN min(OLD.at_ms, NEW.at_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > OLD.at_ms - 93600000 AND from_ms <= OLD.at_ms AND to_ms > OLD.at_ms;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > NEW.at_ms - 93600000 AND from_ms <= NEW.at_ms AND to_ms > NEW.at_ms;
END;
CREATE TRIGGER score_late_out AFTER DELETE ON score WHEN OLD.at_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > OLD.at_ms - 93600000 AND from_ms <= OLD.at_ms AND to_ms > OLD.at_ms;
END;

-- A state lasts: it changes all from its beginning on, its end all from its end on. What an agent kept of his shift is counted from both.
CREATE TRIGGER agent_state_late_in AFTER INSERT ON agent_state WHEN NEW.from_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'agent-state' AND from_ms > NEW.from_ms - 93600000 AND to_ms > NEW.from_ms;
  DELETE FROM figure_part WHERE source = 'shift' AND from_ms > NEW.from_ms - 93600000 AND to_ms > NEW.from_ms;
END;
CREATE TRIGGER agent_state_late_change AFTER UPDATE ON agent_state WHEN CASE WHEN OLD.reason IS NOT NEW.reason OR OLD.from_ms <> NEW.from_ms THEN min(OLD.from_ms, NEW.from_ms) WHEN OLD.to_ms IS NEW.to_ms THEN NULL ELSE min(ifnull(OLD.to_ms, NEW.to_ms), ifnull(NEW.to_ms, OLD.to_ms)) END < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'agent-state' AND from_ms > (CASE WHEN OLD.reason IS NOT NEW.reason OR OLD.from_ms <> NEW.from_ms THEN min(OLD.from_ms, NEW.from_ms) WHEN OLD.to_ms IS NEW.to_ms THEN NULL ELSE min(ifnull(OLD.to_ms, NEW.to_ms), ifnull(NEW.to_ms, OLD.to_ms)) END) - 93600000 AND to_ms > (CASE WHEN OLD.reason IS NOT NEW.reason OR OLD.from_ms <> NEW.from_ms THEN min(OLD.from_ms, NEW.from_ms) WHEN OLD.to_ms IS NEW.to_ms THEN NULL ELSE min(ifnull(OLD.to_ms, NEW.to_ms), ifnull(NEW.to_ms, OLD.to_ms)) END);
  DELETE FROM figure_part WHERE source = 'shift' AND from_ms > (CASE WHEN OLD.reason IS NOT NEW.reason OR OLD.from_ms <> NEW.from_ms THEN min(OLD.from_ms, NEW.from_ms) WHEN OLD.to_ms IS NEW.to_ms THEN NULL ELSE min(ifnull(OLD.to_ms, NEW.to_ms), ifnull(NEW.to_ms, OLD.to_ms)) END) - 93600000 AND to_ms > (CASE WHEN OLD.reason IS NOT NEW.reason OR OLD.from_ms <> NEW.from_ms THEN min(OLD.from_ms, NEW.from_ms) WHEN OLD.to_ms IS NEW.to_ms THEN NULL ELSE min(ifnull(OLD.to_ms, NEW.to_ms), ifnull(NEW.to_ms, OLD.to_ms)) END);
END;
CREATE TRIGGER agent_state_late_out AFTER DELETE ON agent_state WHEN OLD.from_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'agent-state' AND from_ms > OLD.from_ms - 93600000 AND to_ms > OLD.from_ms;
  DELETE FROM figure_part WHERE source = 'shift' AND from_ms > OLD.from_ms - 93600000 AND to_ms > OLD.from_ms;
END;
CREATE TRIGGER shift_late_in AFTER INSERT ON shift WHEN NEW.from_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'shift' AND from_ms > NEW.from_ms - 93600000 AND to_ms > NEW.from_ms;
END;
CREATE TRIGGER shift_late_change AFTER UPDATE ON shift WHEN min(OLD.from_ms, NEW.from_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'shift' AND from_ms > min(OLD.from_ms, NEW.from_ms) - 93600000 AND to_ms > min(OLD.from_ms, NEW.from_ms);
END;
CREATE TRIGGER shift_late_out AFTER DELETE ON shift WHEN OLD.from_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'shift' AND from_ms > OLD.from_ms - 93600000 AND to_ms > OLD.from_ms;
END;
