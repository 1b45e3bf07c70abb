import type { PromptFileRow } from "../../contract/prompt-library.ts";
import type { WebhookDelivery } from "../../contract/public-event.ts";
import type { Role } from "../../contract/routes.ts";
import type { PresenceCorrection, ShiftRow } from "../../contract/shift.ts";
import type { Language } from "../../contract/words.ts";
import type { FigureOp } from "./figure-op.ts";
import type { FlowOp } from "./flow-op.ts";
import type { RecordingAct } from "./recording-act.ts";
import type { StoreRefusalCode } from "./store-error.ts";

export type AuditRow = { atMs: number; who: string; address: string; what: string; subject: string; outcome: string };
export type UserFields = { user: string; name: string; role: Role; agent?: string; language?: Language };

/** A single change that somebody waits for. `password` is a hash already, `token` the SHA-256 of a cookie. */
export type WriteOp =
  | FlowOp
  | FigureOp
  | { op: "prompt.file"; row: Omit<PromptFileRow, "n"> }
  | { op: "settings.save"; document: string; by: string; atMs: number; expected: number; confirmByMs?: number; note?: string }
  | { op: "settings.confirm"; revision: number }
  | { op: "secret.put"; kind: string; id: string; nonce: Uint8Array; sealed: Uint8Array }
  | { op: "secret.drop"; kind: string; id: string }
  | { op: "user.first"; fields: UserFields; password: string; atMs: number }
  | { op: "user.put"; fields: UserFields; password?: string; atMs: number }
  | { op: "user.password"; user: string; password: string; keep?: Uint8Array }
  | { op: "user.language"; user: string; language: Language }
  | { op: "user.drop"; user: string }
  | { op: "session.open"; token: Uint8Array; user: string; address: string; atMs: number }
  | { op: "session.touch"; token: Uint8Array; atMs: number }
  | { op: "session.drop"; token: Uint8Array }
  | { op: "sessions.purge"; idleSinceMs: number }
  | { op: "token.put"; id: string; token: Uint8Array; doc: string }
  | { op: "token.drop"; id: string }
  | { op: "token.touch"; id: string; atMs: number; address: string }
  | { op: "webhook.move"; id: string; seq: number }
  /** `cursor`: the hook is through with this one. */
  | { op: "webhook.log"; delivery: WebhookDelivery; cursor?: number }
  | { op: "events.purge"; beforeMs: number }
  | { op: "plant.purge"; beforeMs: number }
  | { op: "text.purge"; beforeMs: number; nowMs: number }
  /** What is left of calls' rows, and the number each is counted by. */
  | { op: "calls.empty"; rows: { id: string; caller: string; doc: string }[]; nowMs: number }
  /** Closed cases, a step's worth. */
  | { op: "cases.empty"; beforeMs: number; nowMs: number }
  /** A plan of shifts: what goes and what comes, all or nothing. */
  | { op: "shifts.put"; add: ShiftRow[]; drop: { agent: string; fromMs: number }[]; by: string; atMs: number }
  | { op: "presence.correct"; correction: PresenceCorrection }
  | { op: "mail.keep"; id: string; state: string; nextMs: number; document: string }
  | { op: "mqtt.drop"; ns: number[] }
  | { op: "mqtt.trim"; most: number }
  | { op: "recording"; act: RecordingAct }
  | { op: "boot.stopClean"; bootId: string; atMs: number };

/** `done` is the new revision where there is one, else 0; `broken` is a fault of ours, in words. */
export type WriteResult = { done: number } | { refused: StoreRefusalCode } | { broken: string };
