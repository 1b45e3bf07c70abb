import Type, { type Static } from "typebox";
import type { CallId } from "../kit/ids.ts";

const closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 40 });

/** To whom a caller is handed on. A consultation needs somebody who answers: a phone, an agent or a number outside. */
export const HandTarget = Type.Union([
  Type.Object({ kind: Type.Literal("phone"), phone: Name }, closed),
  Type.Object({ kind: Type.Literal("agent"), agent: Name }, closed),
  Type.Object({ kind: Type.Literal("number"), number: Type.String({ pattern: "^\\+?[0-9]{2,20}$" }) }, closed),
  Type.Object({ kind: Type.Literal("queue"), queue: Name }, closed),
  Type.Object({ kind: Type.Literal("flow"), flow: Name }, closed),
]);
export type HandTarget = Static<typeof HandTarget>;

/** Listen: heard by nobody. Whisper: heard by the agent alone. Barge: heard by all. */
export const WatchMode = Type.Union([Type.Literal("listen"), Type.Literal("whisper"), Type.Literal("barge")]);
export type WatchMode = Static<typeof WatchMode>;

/** Handing on, parking and calling back. All of it may be left out. */
export const HandSettings = Type.Object(
  {
    /** How long the one a caller is handed to is rung. */
    transferRingMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 300_000 })),
    /** How long whoever handed a caller on, or parked him, is rung when he comes back. */
    returnRingMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 300_000 })),
    /** Places to park callers, numbered from 1. */
    parkSlots: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    /** After so long a parked caller comes back to whoever parked him. */
    parkMs: Type.Optional(Type.Integer({ minimum: 10_000, maximum: 3_600_000 })),
    /** Phones that watch a lamp are shown who calls. Default false: only that somebody does. */
    lampShowsCaller: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type HandSettings = Static<typeof HandSettings>;

export const handDefaults = {
  transferRingMs: 25_000,
  returnRingMs: 25_000,
  parkSlots: 9,
  parkMs: 120_000,
  lampShowsCaller: false,
} as const satisfies Required<HandSettings>;

/** Which waiting or ringing call somebody takes: one by its id, one parked, one ringing at a phone, or the longest ringing in the group. */
export const PickUp = Type.Union([
  Type.Object({ kind: Type.Literal("call"), call: Type.String({ minLength: 1, maxLength: 100 }) }, closed),
  Type.Object({ kind: Type.Literal("slot"), slot: Type.Integer({ minimum: 1, maximum: 99 }) }, closed),
  Type.Object({ kind: Type.Literal("phone"), phone: Name }, closed),
  Type.Object({ kind: Type.Literal("group") }, closed),
]);
export type PickUp = Static<typeof PickUp>;

/** What an agent does with the call he has in hand, and what a supervisor does with somebody else's. `by` is the user. */
export type HandEvent = { by: string } & (
  | { on: "desk.hold"; agent: string }
  | { on: "desk.resume"; agent: string }
  | { on: "desk.mute"; agent: string; muted: boolean }
  /** The present call waits while he asks somebody. */
  | { on: "desk.consult"; agent: string; to: HandTarget }
  | { on: "desk.consultCancel"; agent: string }
  /** Caller and the one he asked talk; he is out. While that one still rings the caller is handed on blind. */
  | { on: "desk.consultComplete"; agent: string }
  /** All three talk. */
  | { on: "desk.conference"; agent: string }
  | { on: "desk.transfer"; agent: string; to: HandTarget }
  /** Without a slot, the first one free. */
  | { on: "desk.park"; agent: string; slot?: number }
  | { on: "desk.pickUp"; agent: string; what: PickUp }
  /** The agent's phone rings, then the far side. `call` is the new call's id. */
  | { on: "desk.dial"; agent: string; to: string; call: CallId }
  /** Ends his own part of the call. */
  | { on: "desk.leave"; agent: string }
  /** The agent `watcher` is rung and then hears; again with another mode: the mode changes. `force`: though another supervisor has the call. */
  | { on: "desk.watch"; call: CallId; watcher: string; mode: WatchMode; force?: boolean }
  | { on: "desk.watchEnd"; call: CallId; watcher: string }
  /** The agent is released, the watcher goes on with the caller. Who does not watch yet is rung first. */
  | { on: "desk.takeOver"; call: CallId; watcher: string; force?: boolean }
  | { on: "desk.release"; call: CallId; reason: string }
);

const handEventNames = {
  "desk.hold": true,
  "desk.resume": true,
  "desk.mute": true,
  "desk.consult": true,
  "desk.consultCancel": true,
  "desk.consultComplete": true,
  "desk.conference": true,
  "desk.transfer": true,
  "desk.park": true,
  "desk.pickUp": true,
  "desk.dial": true,
  "desk.leave": true,
  "desk.watch": true,
  "desk.watchEnd": true,
  "desk.takeOver": true,
  "desk.release": true,
} as const satisfies Record<HandEvent["on"], true>;

/** Tells these events from all others. */
export const isHandEvent = (event: { on: string }): event is HandEvent => Object.hasOwn(handEventNames, event.on);
