-- Counts that are told by rows of several tables are kept too. Such a part says which time those other rows are of: a late one among them drops it.
ALTER TABLE figure_part ADD COLUMN reads_from_ms INTEGER;
ALTER TABLE figure_part ADD COLUMN reads_to_ms INTEGER;
CREATE INDEX figure_part_reads ON figure_part (reads_to_ms, reads_from_ms) WHERE reads_to_ms IS NOT NULL;

DROP TRIGGER queue_stay_late_in;
DROP TRIGGER queue_stay_late_change;
DROP TRIGGER queue_stay_late_out;
CREATE TRIGGER queue_stay_late_in AFTER INSERT ON queue_stay WHEN NEW.entered_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source IN ('stay', 'stay-talk', 'contact') AND from_ms > NEW.entered_ms - 93600000 AND from_ms <= NEW.entered_ms AND to_ms > NEW.entered_ms;
END;
CREATE TRIGGER queue_stay_late_change AFTER UPDATE ON queue_stay WHEN min(OLD.entered_ms, NEW.entered_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source IN ('stay', 'stay-talk', 'contact') AND from_ms > OLD.entered_ms - 93600000 AND from_ms <= OLD.entered_ms AND to_ms > OLD.entered_ms;
  DELETE FROM figure_part WHERE source IN ('stay', 'stay-talk', 'contact') AND from_ms > NEW.entered_ms - 93600000 AND from_ms <= NEW.entered_ms AND to_ms > NEW.entered_ms;
END;
CREATE TRIGGER queue_stay_late_out AFTER DELETE ON queue_stay WHEN OLD.entered_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source IN ('stay', 'stay-talk', 'contact') AND from_ms > OLD.entered_ms - 93600000 AND from_ms <= OLD.entered_ms AND to_ms > OLD.entered_ms;
END;

-- The talk that followed a stay is found by its beginning; who had a call before is told by the call.
DROP TRIGGER handling_late_in;
DROP TRIGGER handling_late_change;
DROP TRIGGER handling_late_out;
CREATE TRIGGER handling_late_in AFTER INSERT ON handling WHEN min(NEW.offered_ms, NEW.talk_from_ms) < (SELECT until_ms FROM figure_horizon) OR EXISTS (SELECT 1 FROM handling m WHERE m.call = NEW.call AND m.offered_ms < (SELECT until_ms FROM figure_horizon)) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source IN ('handling', 'passed-on', 'held-end') AND from_ms > NEW.offered_ms - 93600000 AND from_ms <= NEW.offered_ms AND to_ms > NEW.offered_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= NEW.talk_from_ms AND reads_from_ms <= NEW.talk_from_ms;
  DELETE FROM figure_part WHERE n IN (SELECT p.n FROM handling m JOIN figure_part p ON p.source = 'passed-on' AND p.from_ms > m.offered_ms - 93600000 AND p.from_ms <= m.offered_ms AND p.to_ms > m.offered_ms WHERE m.call = NEW.call);
END;
CREATE TRIGGER handling_late_change AFTER UPDATE ON handling WHEN min(OLD.offered_ms, OLD.talk_from_ms, NEW.offered_ms, NEW.talk_from_ms) < (SELECT until_ms FROM figure_horizon) OR EXISTS (SELECT 1 FROM handling m WHERE m.call = NEW.call AND m.offered_ms < (SELECT until_ms FROM figure_horizon)) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source IN ('handling', 'passed-on', 'held-end') AND from_ms > OLD.offered_ms - 93600000 AND from_ms <= OLD.offered_ms AND to_ms > OLD.offered_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= OLD.talk_from_ms AND reads_from_ms <= OLD.talk_from_ms;
  DELETE FROM figure_part WHERE source IN ('handling', 'passed-on', 'held-end') AND from_ms > NEW.offered_ms - 93600000 AND from_ms <= NEW.offered_ms AND to_ms > NEW.offered_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= NEW.talk_from_ms AND reads_from_ms <= NEW.talk_from_ms;
  DELETE FROM figure_part WHERE n IN (SELECT p.n FROM handling m JOIN figure_part p ON p.source = 'passed-on' AND p.from_ms > m.offered_ms - 93600000 AND p.from_ms <= m.offered_ms AND p.to_ms > m.offered_ms WHERE m.call = NEW.call);
END;
CREATE TRIGGER handling_late_out AFTER DELETE ON handling WHEN min(OLD.offered_ms, OLD.talk_from_ms) < (SELECT until_ms FROM figure_horizon) OR EXISTS (SELECT 1 FROM handling m WHERE m.call = OLD.call AND m.offered_ms < (SELECT until_ms FROM figure_horizon)) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source IN ('handling', 'passed-on', 'held-end') AND from_ms > OLD.offered_ms - 93600000 AND from_ms <= OLD.offered_ms AND to_ms > OLD.offered_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= OLD.talk_from_ms AND reads_from_ms <= OLD.talk_from_ms;
  DELETE FROM figure_part WHERE n IN (SELECT p.n FROM handling m JOIN figure_part p ON p.source = 'passed-on' AND p.from_ms > m.offered_ms - 93600000 AND p.from_ms <= m.offered_ms AND p.to_ms > m.offered_ms WHERE m.call = OLD.call);
END;

-- A call that is emptied counts as before: what was counted of its day stays.
DROP TRIGGER call_late_in;
DROP TRIGGER call_late_change;
DROP TRIGGER call_late_out;
CREATE TRIGGER call_late_in AFTER INSERT ON call WHEN NEW.started_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > NEW.started_ms - 93600000 AND from_ms <= NEW.started_ms AND to_ms > NEW.started_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= NEW.started_ms AND reads_from_ms <= NEW.started_ms;
END;
CREATE TRIGGER call_late_change AFTER UPDATE ON call WHEN min(OLD.started_ms, NEW.started_ms) < (SELECT until_ms FROM figure_horizon) AND (NEW.doc ->> '$.emptiedAtMs' IS NULL OR OLD.doc ->> '$.emptiedAtMs' IS NOT NULL) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > OLD.started_ms - 93600000 AND from_ms <= OLD.started_ms AND to_ms > OLD.started_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= OLD.started_ms AND reads_from_ms <= OLD.started_ms;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > NEW.started_ms - 93600000 AND from_ms <= NEW.started_ms AND to_ms > NEW.started_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= NEW.started_ms AND reads_from_ms <= NEW.started_ms;
END;
CREATE TRIGGER call_late_out AFTER DELETE ON call WHEN OLD.started_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'call' AND from_ms > OLD.started_ms - 93600000 AND from_ms <= OLD.started_ms AND to_ms > OLD.started_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= OLD.started_ms AND reads_from_ms <= OLD.started_ms;
END;

-- What a caller says afterwards is of his call, whenever he says it.
DROP TRIGGER score_late_in;
DROP TRIGGER score_late_change;
DROP TRIGGER score_late_out;
CREATE TRIGGER score_late_in AFTER INSERT ON score WHEN NEW.at_ms < (SELECT until_ms FROM figure_horizon) OR (SELECT started_ms FROM call WHERE id = NEW.call) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > NEW.at_ms - 93600000 AND from_ms <= NEW.at_ms AND to_ms > NEW.at_ms;
  DELETE FROM figure_part WHERE source = 'contact' AND reads_to_ms >= (SELECT started_ms FROM call WHERE id = NEW.call) AND reads_from_ms <= (SELECT started_ms FROM call WHERE id = NEW.call);
END;
CREATE TRIGGER score_late_change AFTER UPDATE ON score WHEN min(OLD.at_ms, NEW.at_ms) < (SELECT until_ms FROM figure_horizon) OR (SELECT started_ms FROM call WHERE id = NEW.call) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > OLD.at_ms - 93600000 AND from_ms <= OLD.at_ms AND to_ms > OLD.at_ms;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > NEW.at_ms - 93600000 AND from_ms <= NEW.at_ms AND to_ms > NEW.at_ms;
  DELETE FROM figure_part WHERE source = 'contact' AND reads_to_ms >= (SELECT started_ms FROM call WHERE id = NEW.call) AND reads_from_ms <= (SELECT started_ms FROM call WHERE id = NEW.call);
END;
CREATE TRIGGER score_late_out AFTER DELETE ON score WHEN OLD.at_ms < (SELECT until_ms FROM figure_horizon) OR (SELECT started_ms FROM call WHERE id = OLD.call) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE source = 'score' AND from_ms > OLD.at_ms - 93600000 AND from_ms <= OLD.at_ms AND to_ms > OLD.at_ms;
  DELETE FROM figure_part WHERE source = 'contact' AND reads_to_ms >= (SELECT started_ms FROM call WHERE id = OLD.call) AND reads_from_ms <= (SELECT started_ms FROM call WHERE id = OLD.call);
END;

-- Whether a caller rang off on hold is told by the agent's state.
CREATE TRIGGER hold_late_in AFTER INSERT ON agent_state WHEN NEW.state = 'hold' AND NEW.from_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE reads_to_ms >= NEW.from_ms AND reads_from_ms <= NEW.from_ms;
END;
CREATE TRIGGER hold_late_change AFTER UPDATE ON agent_state WHEN 'hold' IN (OLD.state, NEW.state) AND (OLD.to_ms IS NOT NEW.to_ms OR OLD.from_ms <> NEW.from_ms OR OLD.state <> NEW.state) AND min(OLD.from_ms, NEW.from_ms) < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE reads_to_ms >= OLD.from_ms AND reads_from_ms <= OLD.from_ms;
  DELETE FROM figure_part WHERE reads_to_ms >= NEW.from_ms AND reads_from_ms <= NEW.from_ms;
END;
CREATE TRIGGER hold_late_out AFTER DELETE ON agent_state WHEN OLD.state = 'hold' AND OLD.from_ms < (SELECT until_ms FROM figure_horizon) BEGIN
  UPDATE figure_horizon SET late = late + 1;
  DELETE FROM figure_part WHERE reads_to_ms >= OLD.from_ms AND reads_from_ms <= OLD.from_ms;
END;
