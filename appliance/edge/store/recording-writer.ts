import type { Database } from "better-sqlite3";
import { deletedBody, derivedBody } from "../../core/recordings/chain-link.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { chainWriter } from "./chain-writer.ts";
import type { RecordingAct } from "./recording-act.ts";
import type { WriteResult } from "./write-op.ts";

const notesPerRecording = 200;
const refused: WriteResult = { refused: "not-found" };
const row = (run: { changes: number; lastInsertRowid: number | bigint }): WriteResult =>
  run.changes > 0 ? { done: Number(run.lastInsertRowid) } : refused;

/** Carries out what happens to finished recordings, inside the batch's transaction. */
export function recordingWriter(db: Database): (act: RecordingAct) => WriteResult {
  const chain = chainWriter(db);
  const file = fileActs(db);
  const move = db.prepare(
    "INSERT INTO recording_file (recording, path, format, sealed, bytes, sha256, leftover) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (recording) DO UPDATE SET path = excluded.path, format = excluded.format, sealed = excluded.sealed, bytes = excluded.bytes, sha256 = excluded.sha256, leftover = excluded.leftover",
  );
  const shaNow = db
    .prepare<[string], string>(
      "SELECT coalesce(f.sha256, r.doc ->> '$.sha256') FROM recording r LEFT JOIN recording_file f ON f.recording = r.id WHERE r.id = ? AND r.id NOT IN (SELECT recording FROM recording_end)",
    )
    .pluck();
  const end = db.prepare(
    "INSERT OR IGNORE INTO recording_end (recording, at_ms, by, why, bytes, file_gone) SELECT r.id, ?, ?, ?, coalesce(f.bytes, r.bytes, 0), 0 FROM recording r LEFT JOIN recording_file f ON f.recording = r.id WHERE r.id = ? AND NOT EXISTS (SELECT 1 FROM recording_hold h WHERE h.released_ms IS NULL AND coalesce(h.until_ms, 9e15) > ? AND (h.recording = r.id OR h.call = r.call))",
  );
  const note = db.prepare(
    `INSERT INTO recording_note (recording, at_ms, tag, text, by, made_ms) SELECT id, ?, ?, ?, ?, ? FROM recording WHERE id = ? AND (SELECT count(*) FROM recording_note WHERE recording = id) < ${notesPerRecording}`,
  );
  const dropNote = db.prepare("DELETE FROM recording_note WHERE recording = ? AND n = ?");
  const hold = db.prepare(
    "INSERT INTO recording_hold (recording, call, reason, by, at_ms, until_ms) SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM recording WHERE id = ?) OR EXISTS (SELECT 1 FROM call WHERE id = ?)",
  );
  const release = db.prepare("UPDATE recording_hold SET released_ms = ?, released_by = ? WHERE n = ? AND released_ms IS NULL");
  const access = db.prepare(
    "INSERT INTO recording_access (recording, at_ms, who, address, how, reason) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const run = db.prepare("INSERT INTO retention_run (at_ms, by, plan, deleted, bytes, held) VALUES (?, ?, ?, ?, ?, ?)");
  const sample = db.prepare(
    "INSERT INTO quality_sample (made_ms, by, from_ms, to_ms, per_agent, seed, min_talk_ms, leave_out_audited, talks, too_short, audited) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const chosen = db.prepare("INSERT OR IGNORE INTO quality_result (sample, recording, agent) VALUES (?, ?, ?)");
  const result = db.prepare(
    "UPDATE quality_result SET score = ?, note = ?, by = ?, at_ms = ? WHERE sample = ? AND recording = ?",
  );
  return (act) => {
    switch (act.act) {
      case "moved": {
        const { recording: id, path, format, sealed, bytes, sha256, derived, leftover, atMs } = act;
        const from = shaNow.get(id);
        // Deleted while it was being worked on.
        if (from === undefined) return refused;
        move.run(id, path, format, sealed ? 1 : 0, bytes, sha256, leftover);
        if (derived) chain.add(id, "derived", derivedBody({ id, from, sha256, format, bytes, atMs }));
        return { done: 0 };
      }
      case "delete":
        return {
          // What somebody holds stays, also when the hold came after the plan.
          done: act.items.filter(({ recording: id, why }) => {
            if (end.run(act.atMs, act.by, why, id, act.atMs).changes === 0) return false;
            chain.add(id, "deleted", deletedBody({ id, by: act.by, why, atMs: act.atMs }));
            return true;
          }).length,
        };
      case "leftoverGone":
      case "worked":
      case "filesGone":
        return file(act);
      case "note":
        return row(note.run(act.atMs ?? null, act.tag ?? null, act.text, act.by, act.madeAtMs, act.recording));
      case "dropNote":
        return row(dropNote.run(act.recording, act.note));
      case "hold": {
        const { recording = null, call = null } = act;
        return row(hold.run(recording, call, act.reason, act.by, act.atMs, act.untilMs ?? null, recording, call));
      }
      case "release":
        return row(release.run(act.atMs, act.by, act.hold));
      case "access":
        return row(access.run(act.recording, act.atMs, act.who, act.address, act.how, act.reason));
      case "retention":
        return row(run.run(act.atMs, act.by, act.plan, act.deleted, act.bytes, act.held));
      case "sample": {
        const { tooShort, audited } = act.leftOut;
        const drawn = [act.minTalkMs, act.leaveOutAudited ? 1 : 0, act.talks, tooShort, audited];
        const made = sample.run(act.atMs, act.by, act.fromMs, act.toMs, act.perAgent, act.seed, ...drawn);
        for (const { recording, agent } of act.chosen) chosen.run(made.lastInsertRowid, recording, agent);
        return row(made);
      }
      case "result":
        return row(result.run(act.score, act.note, act.by, act.atMs, act.sample, act.recording));
      default:
        return exhaustive(act);
    }
  };
}

function fileActs(db: Database) {
  const leftoverGone = db.prepare("UPDATE recording_file SET leftover = NULL WHERE recording = ?");
  const worked = db.prepare(
    "INSERT INTO recording_work (recording, work, done, tries, at_ms, fault) VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT (recording, work) DO UPDATE SET done = excluded.done, tries = tries + 1, at_ms = excluded.at_ms, fault = excluded.fault",
  );
  const fileGone = db.prepare("UPDATE recording_end SET file_gone = 1 WHERE recording = ?");
  return (act: Extract<RecordingAct, { act: "leftoverGone" | "worked" | "filesGone" }>): WriteResult => {
    if (act.act === "leftoverGone") leftoverGone.run(act.recording);
    else if (act.act === "worked") worked.run(act.recording, act.work, act.done ? 1 : 0, act.atMs, act.fault ?? null);
    else for (const id of act.recordings) fileGone.run(id);
    return { done: 0 };
  };
}
