import type { Database } from "better-sqlite3";
import { exhaustive } from "../../kit/exhaustive.ts";
import { callOps } from "./call-keeping.ts";
import { caseOps } from "./case-keeping.ts";
import { figurePartOps } from "./figure-part-ops.ts";
import { flowOps } from "./flow-ops.ts";
import { mqttOps } from "./mqtt-store.ts";
import { plantOps } from "./plant-ops.ts";
import { promptOps } from "./prompt-ops.ts";
import { recordingWriter } from "./recording-writer.ts";
import { shiftOps } from "./shift-ops.ts";
import { textOps } from "./text-ops.ts";
import type { UserFields, WriteOp, WriteResult } from "./write-op.ts";

const keptRevisions = 500;
const sessionsPerUser = 50;
const keptMails = 5_000;

const done: WriteResult = { done: 0 };
const changed = (run: { changes: number }): WriteResult => (run.changes > 0 ? done : { refused: "not-found" });
const administrators = "(SELECT count(*) FROM user WHERE role = 'administrator')";

function settingsOps(db: Database, flows: ReturnType<typeof flowOps>) {
  const revision = db.prepare<[], number>("SELECT coalesce(max(revision), 0) FROM settings").pluck();
  const insert = db.prepare("INSERT INTO settings (revision, document, by, at_ms) VALUES (?, ?, ?, ?)");
  const noPending = db.prepare("DELETE FROM settings_pending");
  const pending = db.prepare("INSERT INTO settings_pending (only, revision, return_to, confirm_by_ms) VALUES (1, ?, ?, ?)");
  const confirm = db.prepare("DELETE FROM settings_pending WHERE revision = ?");
  const trim = db.prepare(
    "DELETE FROM settings WHERE revision <= ? AND revision NOT IN (SELECT return_to FROM settings_pending UNION SELECT revision FROM settings_pending)",
  );
  return {
    save(op: Extract<WriteOp, { op: "settings.save" }>): WriteResult {
      if ((revision.get() ?? 0) !== op.expected) return { refused: "revision-changed" };
      const next = op.expected + 1;
      insert.run(next, op.document, op.by, op.atMs);
      noPending.run();
      if (op.confirmByMs !== undefined && op.expected > 0) pending.run(next, op.expected, Math.round(op.confirmByMs));
      trim.run(next - keptRevisions);
      const { document, by, atMs, note = "" } = op;
      flows.keepVersions({ document, by, atMs, revision: next, note });
      return { done: next };
    },
    confirm: (atRevision: number): WriteResult => changed(confirm.run(atRevision)),
  };
}

function userOps(db: Database) {
  const insert = db.prepare(
    "INSERT INTO user (id, name, role, agent, language, password, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const count = db.prepare<[], number>("SELECT count(*) FROM user").pluck();
  const find = db.prepare<[string], { role: string; password: string; language: string }>(
    "SELECT role, password, language FROM user WHERE id = ?",
  );
  const update = db.prepare("UPDATE user SET name = ?, role = ?, agent = ?, language = ?, password = ? WHERE id = ?");
  const setPassword = db.prepare("UPDATE user SET password = ? WHERE id = ?");
  const setLanguage = db.prepare("UPDATE user SET language = ? WHERE id = ?");
  const drop = db.prepare("DELETE FROM user WHERE id = ?");
  const others = db.prepare("DELETE FROM session WHERE user = ? AND token IS NOT ?");
  const adminCount = db.prepare<[], number>(`SELECT ${administrators}`).pluck();
  const add = (fields: UserFields, password: string, atMs: number): WriteResult => {
    insert.run(fields.user, fields.name, fields.role, fields.agent ?? null, fields.language ?? "zh", password, atMs);
    return done;
  };
  /** A box without an administrator could never be set up again. */
  const isLast = (role: string): boolean => role === "administrator" && (adminCount.get() ?? 0) <= 1;
  return {
    first: (fields: UserFields, password: string, atMs: number): WriteResult =>
      (count.get() ?? 0) > 0 ? { refused: "already-there" } : add(fields, password, atMs),
    put(op: Extract<WriteOp, { op: "user.put" }>): WriteResult {
      const { fields, password } = op;
      const old = find.get(fields.user);
      if (!old) return password === undefined ? { refused: "not-found" } : add(fields, password, op.atMs);
      if (fields.role !== "administrator" && isLast(old.role)) return { refused: "last-administrator" };
      update.run(
        fields.name,
        fields.role,
        fields.agent ?? null,
        fields.language ?? old.language,
        password ?? old.password,
        fields.user,
      );
      if (password !== undefined) others.run(fields.user, null);
      return done;
    },
    password(user: string, password: string, keep: Uint8Array | undefined): WriteResult {
      const result = changed(setPassword.run(password, user));
      others.run(user, keep ?? null);
      return result;
    },
    language: (user: string, language: string): WriteResult => changed(setLanguage.run(language, user)),
    drop(user: string): WriteResult {
      const old = find.get(user);
      if (!old) return { refused: "not-found" };
      if (isLast(old.role)) return { refused: "last-administrator" };
      return changed(drop.run(user));
    },
  };
}

function sessionOps(db: Database) {
  const open = db.prepare(
    "INSERT OR IGNORE INTO session (token, user, address, created_ms, seen_ms) SELECT ?, id, ?, ?, ? FROM user WHERE id = ?",
  );
  const crowd = db.prepare(
    `DELETE FROM session WHERE user = ? AND token IN (SELECT token FROM session WHERE user = ? ORDER BY seen_ms DESC LIMIT -1 OFFSET ${sessionsPerUser})`,
  );
  const touch = db.prepare("UPDATE session SET seen_ms = max(seen_ms, ?) WHERE token = ?");
  const drop = db.prepare("DELETE FROM session WHERE token = ?");
  const purge = db.prepare("DELETE FROM session WHERE seen_ms <= ?");
  return {
    open(op: Extract<WriteOp, { op: "session.open" }>): WriteResult {
      const result = changed(open.run(op.token, op.address, op.atMs, op.atMs, op.user));
      crowd.run(op.user, op.user);
      return result;
    },
    touch: (token: Uint8Array, atMs: number): WriteResult => changed(touch.run(atMs, token)),
    drop: (token: Uint8Array): WriteResult => changed(drop.run(token)),
    purge(idleSinceMs: number): WriteResult {
      purge.run(idleSinceMs);
      return done;
    },
  };
}

const keptDeliveries = 1_000;
function eventOps(db: Database) {
  const move = db.prepare(
    "INSERT INTO webhook (id, seq, delivered_ms) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, delivered_ms = coalesce(excluded.delivered_ms, delivered_ms)",
  );
  const log = db.prepare(
    "INSERT INTO webhook_log (hook, event, type, at_ms, attempt, outcome, status, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const trim = db.prepare(
    `DELETE FROM webhook_log WHERE hook = ? AND n <= (SELECT n FROM webhook_log WHERE hook = ? ORDER BY n DESC LIMIT 1 OFFSET ${keptDeliveries})`,
  );
  const purge = db.prepare("DELETE FROM public_event WHERE at_ms < ?");
  return {
    move(id: string, seq: number): WriteResult {
      move.run(id, seq, null);
      return done;
    },
    log({ delivery, cursor }: Extract<WriteOp, { op: "webhook.log" }>): WriteResult {
      const { hook, event, type, atMs, attempt, outcome, status, text } = delivery;
      log.run(hook, event, type, Math.round(atMs), attempt, outcome, status ?? null, text);
      trim.run(hook, hook);
      if (cursor !== undefined) move.run(hook, cursor, outcome === "delivered" ? Math.round(atMs) : null);
      return done;
    },
    purge(beforeMs: number): WriteResult {
      purge.run(Math.round(beforeMs));
      return done;
    },
  };
}

/** Carries out single changes inside the batch's transaction. */
export function opPerformer(db: Database): (op: WriteOp) => WriteResult {
  const flows = flowOps(db);
  const putPromptFile = promptOps(db);
  const settings = settingsOps(db, flows);
  const users = userOps(db);
  const sessions = sessionOps(db);
  const events = eventOps(db);
  const plant = plantOps(db);
  const texts = textOps(db);
  const calls = callOps(db);
  const cases = caseOps(db);
  const shifts = shiftOps(db);
  const figures = figurePartOps(db);
  const recordings = recordingWriter(db);
  const mqtt = mqttOps(db);
  const putSecret = db.prepare(
    "INSERT INTO secret (kind, id, nonce, sealed) VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET nonce = excluded.nonce, sealed = excluded.sealed",
  );
  const dropSecret = db.prepare("DELETE FROM secret WHERE kind = ? AND id = ?");
  const putToken = db.prepare("INSERT INTO api_token (id, token, doc) VALUES (?, ?, ?)");
  const dropToken = db.prepare("DELETE FROM api_token WHERE id = ?");
  const touchToken = db.prepare("UPDATE api_token SET used_ms = ?, used_from = ? WHERE id = ?");
  const keepMail = db.prepare("UPDATE mail SET state = ?, next_ms = ?, doc = ? WHERE id = ?");
  const trimMail = db.prepare(
    `DELETE FROM mail WHERE state <> 'waiting' AND made_ms < (SELECT min(made_ms) FROM (SELECT made_ms FROM mail ORDER BY made_ms DESC LIMIT ${keptMails}))`,
  );
  const stopClean = db.prepare("UPDATE boot SET clean_stop = 1, alive_ms = ? WHERE boot_id = ?");
  return (op) => {
    switch (op.op) {
      case "settings.save":
        return settings.save(op);
      case "settings.confirm":
        return settings.confirm(op.revision);
      case "flow.draft":
      case "flow.dropDraft":
      case "flow.script":
      case "flow.dropScript":
        return flows.perform(op);
      case "prompt.file":
        return putPromptFile(op.row);
      case "secret.put":
        return changed(putSecret.run(op.kind, op.id, op.nonce, op.sealed));
      case "secret.drop":
        return changed(dropSecret.run(op.kind, op.id));
      case "user.first":
        return users.first(op.fields, op.password, op.atMs);
      case "user.put":
        return users.put(op);
      case "user.password":
        return users.password(op.user, op.password, op.keep);
      case "user.language":
        return users.language(op.user, op.language);
      case "user.drop":
        return users.drop(op.user);
      case "session.open":
        return sessions.open(op);
      case "session.touch":
        return sessions.touch(op.token, op.atMs);
      case "session.drop":
        return sessions.drop(op.token);
      case "sessions.purge":
        return sessions.purge(op.idleSinceMs);
      case "token.put":
        return changed(putToken.run(op.id, op.token, op.doc));
      case "token.drop":
        return changed(dropToken.run(op.id));
      case "token.touch":
        return changed(touchToken.run(op.atMs, op.address, op.id));
      case "webhook.move":
        return events.move(op.id, op.seq);
      case "webhook.log":
        return events.log(op);
      case "events.purge":
        return events.purge(op.beforeMs);
      case "plant.purge":
        return plant.purge(op.beforeMs);
      case "text.purge":
        return texts.purge(op.beforeMs, op.nowMs);
      case "calls.empty":
        return calls.empty(op.rows, op.nowMs);
      case "cases.empty":
        return cases.empty(op.beforeMs, op.nowMs);
      case "figures.horizon":
        return figures.horizon(op.untilMs);
      case "figures.keep":
        return figures.keep(op.late, op.parts);
      case "shifts.put":
        return shifts.put(op);
      case "presence.correct":
        return shifts.correct(op.correction);
      case "mail.keep":
        trimMail.run();
        return changed(keepMail.run(op.state, op.nextMs, op.document, op.id));
      case "mqtt.drop":
        return mqtt.drop(op.ns);
      case "mqtt.trim":
        return mqtt.trim(op.most);
      case "recording":
        return recordings(op.act);
      case "boot.stopClean":
        return changed(stopClean.run(op.atMs, op.bootId));
      default:
        return exhaustive(op);
    }
  };
}
