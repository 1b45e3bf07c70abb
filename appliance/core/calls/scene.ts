import type { Effect, SpokenItem } from "../../contract/effects.ts";
import type { LiveCall } from "../../contract/live.ts";
import type { MediaCommand } from "../../contract/media.ts";
import type { CallRecord, RecordingRow, Sentence, TraceEntry } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { AgentId, CallId, LegId, PhoneId } from "../../kit/ids.ts";
import type { AgentEvent } from "../agents/agent-event.ts";
import type { FlowContext, FlowLibrary } from "../flows/flow-context.ts";
import type { QueueEvent } from "../queues/queue-event.ts";
import type { Names } from "../queues/words.ts";
import type { Call, CallPlay, CallsState } from "./call.ts";

/** What the calls want: effects for the edges, and words to the queues and agents. */
export type CallOut = Effect | { tell: "queues"; event: QueueEvent } | { tell: "agents"; event: AgentEvent };

export type CallContext = {
  atMs: number;
  settings: Settings;
  library: FlowLibrary;
  /** What a flow may ask of the world at this moment. */
  flowContext: FlowContext;
  /** For sentences about agents and queues. */
  names: Names;
  agentName(agent: AgentId): string;
  /** Who is logged in at a phone. */
  agentAt(phone: PhoneId): AgentId | undefined;
  /** Where an agent sits now. */
  phoneOf(agent: AgentId): PhoneId | undefined;
  callsOnLine(line: string): number;
};

/** One event being worked on one call. */
export type Scene = { state: CallsState; call: Call; ctx: CallContext; out: CallOut[] };

const longestTrace = 5000;

/** Adds a line to the call's journey. */
export function note(scene: Scene, kind: TraceEntry["kind"], en: string, zh: string, data?: unknown): void {
  const { call, ctx, out } = scene;
  // A caller who presses keys for hours must not fill the disk.
  if (call.traceN >= longestTrace) return;
  out.push({ do: "store", change: { put: "trace", row: { call: call.record.id, n: call.traceN++, atMs: ctx.atMs, kind, words: { en, zh }, ...(data === undefined ? {} : { data }) } } });
}
export const noteWords = (scene: Scene, kind: TraceEntry["kind"], words: Sentence, data?: unknown): void => note(scene, kind, words.en, words.zh, data);

/** Keeps the row as it is now and tells who watches. */
export function keep(scene: Scene): void {
  const row: CallRecord = structuredCopy(scene.call.record);
  scene.out.push({ do: "store", change: { put: "call", row } }, { do: "push", topic: "calls", id: row.id });
}
export const keepRecording = (scene: Scene, row: RecordingRow): void => {
  scene.out.push({ do: "store", change: { put: "recording", row: { ...row } } });
};

export function setPhase(scene: Scene, phase: LiveCall["phase"]): void {
  const { call, ctx } = scene;
  if (call.phase === phase) return;
  call.phase = phase;
  call.phaseSinceMs = ctx.atMs;
  scene.out.push({ do: "push", topic: "calls", id: call.record.id });
}

export const media = (scene: Scene, command: MediaCommand): void => {
  scene.out.push(command);
};

export type PlayWish = Pick<CallPlay, "purpose" | "items" | "bargeIn" | "repeat"> & { token?: string; leg?: LegId };

/** Has something said or played to the caller; what was playing gives way. */
export function play(scene: Scene, wish: PlayWish): void {
  const { call, out } = scene;
  const { token, ...rest } = wish;
  call.play = { n: ++call.playN, ...rest, leg: wish.leg ?? call.legs[0]!.id, ...(token === undefined ? {} : { token }) };
  out.push({ do: "speech.render", request: `${call.record.id}:${call.playN}`, items: wish.items });
}

export function stopPlay(scene: Scene): void {
  const { call } = scene;
  if (!call.play) return;
  media(scene, { do: "media.stop", leg: call.play.leg });
  delete call.play;
}

export const speech = (text: string | undefined, language: "zh" | "en"): SpokenItem[] => (text ? [{ kind: "speech", text, language }] : []);

export const timerKey = (call: CallId, what: string): string => `call:${call}:${what}`;
export const setTimer = (scene: Scene, what: string, inMs: number): void => {
  scene.out.push({ do: "timer.set", key: timerKey(scene.call.record.id, what), atMs: scene.ctx.atMs + inMs });
};
export const clearTimer = (scene: Scene, what: string): void => {
  scene.out.push({ do: "timer.clear", key: timerKey(scene.call.record.id, what) });
};

/** Rows leave the state as copies: what is kept must not change afterwards under the writer's hands. */
const structuredCopy = (record: CallRecord): CallRecord => ({ ...record, fields: record.fields.map((f) => ({ ...f })), legs: record.legs.map((l) => ({ ...l })) });
