import type { Effect } from "../../contract/effects.ts";
import type { LiveCall } from "../../contract/live.ts";
import type { OfficeWord } from "../../contract/office.ts";
import type { PinOwner } from "../../contract/pin.ts";
import type { CallRecord, RecordingRow, Sentence, TraceEntry } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { AgentId, CallId, LineId, PhoneId } from "../../kit/ids.ts";
import type { AgentEvent } from "../agents/agent-event.ts";
import type { AgentLive } from "../agents/agent-live.ts";
import type { CareHeard } from "../alarms/care-word.ts";
import type { FlowContext, FlowLibrary } from "../flows/flow-context.ts";
import type { LinesWord } from "../lines/lines-word.ts";
import type { FeaturesByPhone } from "../lines/phone-features.ts";
import type { MessagesState } from "../messages/messages-state.ts";
import type { QueueEvent } from "../queues/queue-event.ts";
import type { Names } from "../queues/words.ts";
import type { Call, CallsState } from "./call.ts";

/** What the calls want: effects for the edges, and words to the floor (queues and agents). */
export type CallOut = Effect | { tell: FloorWord } | { lines: LinesWord } | { post: OfficeWord } | { care: CareHeard };
export type FloorWord =
  | Extract<
      QueueEvent,
      { on: "queue.enter" | "queue.leave" | "queue.offerOutcome" | "queue.callback" | "queue.callbackAct" | "queue.attemptEnded" }
    >
  | AgentEvent;

export type CallContext = {
  atMs: number;
  settings: Settings;
  /** Wished for, and the disk has room. */
  mayRecord: boolean;
  /** The flows in force count as this set; a call stays in the set it began in. */
  flowSet: number;
  flowsOf(set: number | undefined): FlowLibrary;
  /** The voicemail boxes as they are, to look at only; no message can be taken while the disk has no room. */
  office: { messages: Readonly<MessagesState>; diskLow: boolean };
  /** What a flow may ask of the world at this moment. */
  flowContext: FlowContext;
  /** Calls of one caller (`countedAs`) within the last hour, this one included. */
  callsLastHour(counted: string): number;
  lineDown(line: LineId): boolean;
  /** Until when somebody's PIN is locked. */
  pinLockedUntil(owner: PinOwner): number | undefined;
  pinTriesLeft(owner: PinOwner): number;
  /** Forwards and do not disturb, by phone. */
  features: FeaturesByPhone | undefined;
  /** For sentences about agents and queues. */
  names: Names;
  agentName(agent: AgentId): string;
  /** An agent's state; undefined when he never logged in. */
  agentNow(agent: AgentId): AgentLive | undefined;
  /** Who is logged in at a phone. */
  agentAt(phone: PhoneId): AgentId | undefined;
};

/** One event being worked on one call. */
export type Scene = { state: CallsState; call: Call; ctx: CallContext; out: CallOut[] };

const longestTrace = 5000;

/** Adds a line to the call's journey. */
export function note(scene: Scene, kind: TraceEntry["kind"], words: Sentence, data?: unknown): void {
  const { call, ctx, out } = scene;
  // A caller who presses keys for hours must not fill the disk.
  if (call.traceN > longestTrace) return;
  const row: TraceEntry = { call: call.record.id, n: call.traceN++, atMs: ctx.atMs, kind, words };
  out.push({ do: "store", change: { put: "trace", row: data === undefined ? row : { ...row, data } } });
}

/** Keeps the row as it is now and tells who watches. */
export function keep(scene: Scene): void {
  const row = copyOf(scene.call.record);
  scene.out.push({ do: "store", change: { put: "call", row } }, { do: "push", topic: "calls", id: row.id });
}
export const keepRecording = (scene: Scene, row: RecordingRow): void => {
  scene.out.push({ do: "store", change: { put: "recording", row: { ...row } } });
};

/** Rows leave the state as copies: what is kept must not change afterwards under the writer's hands. */
const copyOf = (record: CallRecord): CallRecord => ({
  ...record,
  fields: record.fields.map((field) => ({ ...field })),
  legs: record.legs.map((leg) => ({ ...leg })),
});

export function setPhase(scene: Scene, phase: LiveCall["phase"]): void {
  const { call, ctx } = scene;
  if (call.phase === phase) return;
  call.phase = phase;
  call.phaseSinceMs = ctx.atMs;
  scene.out.push({ do: "push", topic: "calls", id: call.record.id });
}

/** Says something to the queues and agents; they hear it when this step is done. */
export const tell = (scene: Scene, event: FloorWord): void => {
  scene.out.push({ tell: event });
};

/** Leaves something for people: a message, work. */
export const post = (scene: Scene, word: OfficeWord): void => {
  scene.out.push({ post: word });
};

const timerKey = (call: CallId, what: string): string => `call:${call}:${what}`;
/** The call and the meaning of a timer that `setTimer` set. */
export function timerOf(key: string): { call: CallId; what: string } | undefined {
  const found = /^call:([^:]+):(.+)$/.exec(key);
  return found ? { call: found[1] as CallId, what: found[2]! } : undefined;
}
export function setTimer(scene: Scene, what: string, inMs: number): void {
  const { call, ctx, out } = scene;
  if (!call.timers.includes(what)) call.timers.push(what);
  out.push({ do: "timer.set", key: timerKey(call.record.id, what), atMs: ctx.atMs + inMs });
}
export function clearTimer(scene: Scene, what: string): void {
  const { call, out } = scene;
  if (!call.timers.includes(what)) return;
  call.timers = call.timers.filter((t) => t !== what);
  out.push({ do: "timer.clear", key: timerKey(call.record.id, what) });
}
export function clearTimers(scene: Scene): void {
  for (const what of scene.call.timers) clearTimer(scene, what);
}
