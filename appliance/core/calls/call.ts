import type { AttemptOutcome } from "../../contract/callback.ts";
import type { DivertedWhy } from "../../contract/diverted.ts";
import type { SpokenItem } from "../../contract/effects.ts";
import type { EndReason } from "../../contract/end-reason.ts";
import type { HandTarget, PickUp, WatchMode } from "../../contract/hand.ts";
import type { Party, RingKind } from "../../contract/line.ts";
import type { LiveCall } from "../../contract/live.ts";
import type { MediaDescription, RoomParty } from "../../contract/media.ts";
import type { CallRecord, RecordingRow, Sentence } from "../../contract/records.ts";
import type { AgentId, CallId, LegId, LineId, PhoneId, QueueId, RecordingId } from "../../kit/ids.ts";
import type { FlowState } from "../flows/flow-state.ts";
import type { Star } from "../lines/phone-plan.ts";
import type { Hearing } from "../messages/hearing.ts";
import type { SurveyRun } from "../surveys/survey-run.ts";
import type { OutgoingTry } from "./outgoing/outgoing-try.ts";

/** What an answer of the media side (`media.opened` or `media.refused`) is for. "wait": nothing yet, the caller is answered when somebody else answers. */
export type Opening = "answer" | "wait" | "dial" | "accept" | "update";

export type CallLeg = {
  id: LegId;
  /** `caller` is the one the call is about, `agent` was offered it by a queue, `callee` was dialled by a flow or a person, `watcher` supervises. */
  role: "caller" | "agent" | "callee" | "watcher";
  party: Party;
  /** What was dialled, or who dialled. */
  number: string;
  agent?: AgentId;
  /** How the agent's state is tied to this leg, when no queue sees to it. */
  tied?: "rung" | "talking";
  /** "opening": a caller we have not answered, or somebody not dialled yet. */
  state: "opening" | "ringing" | "up" | "ended";
  /** His phone said that it rings. */
  rang?: boolean;
  /** "closed": told to close, its last figures are awaited. */
  sound: "none" | "opening" | "open" | "closed";
  /** One entry per answer the media side still owes, oldest first: it answers in order. */
  awaiting: Opening[];
  /** The far side sent its description with the call; without it ours is the offer. */
  offered: boolean;
  local?: MediaDescription;
  /** The far side put us on hold (RFC 3264 section 8.4). */
  onHold: boolean;
  /** The last keys of an agent in a talk: a star code in the making. */
  keys?: string;
  /** Holds at the console; its phone knows nothing of it. */
  holds?: boolean;
  /** Hears, and is not heard. */
  muted?: boolean;
  /** A watcher's: how he takes part; "take": he takes the agent's place once he answers. */
  watch?: WatchMode | "take";
  /** A first leg that we dial ourselves (click-to-dial). */
  outward?: boolean;
  /** Rung so that an agent takes over a call that waits. */
  fetches?: boolean;
  /** How it is rung, and who it is told calls, when that is not the usual. */
  ring?: RingKind;
  presents?: { number: string; name?: string };
};

export type CallPlay = {
  /** Rises by one; answers to older plays are stale. */
  n: number;
  leg: LegId;
  purpose: "flow" | "announce" | "music" | "notice" | "privacy" | "ring-back" | "beep" | "dialogue" | "alarm";
  /** Token of the flow's own play. */
  token?: string;
  items: SpokenItem[];
  bargeIn: boolean;
  repeat: boolean;
};

/** Who handed a caller on, or parked him. */
export type HandedBy = {
  party: Party;
  number: string;
  agent?: AgentId;
  /** The queue the caller came from, and when he first came to one. */
  queue?: QueueId;
  placedAtMs?: number;
};

/** A caller handed on by a person. "target": whom he was meant for is rung or waited for; "back": who handed him on is rung again. */
export type Handover = {
  from: HandedBy;
  stage: "target" | "back";
  to: HandTarget;
  /** The leg that rings. */
  leg?: LegId;
  /** The leg whose phone waits for the outcome (REFER). */
  asked?: LegId;
};

/** What the media side was told to join. */
export type Link = { kind: "bridge"; legs: [LegId, LegId] } | { kind: "room"; room: string; parties: RoomParty[] };

/** A caller who leaves a message. `recording` while it is being made; `again` when he wants to begin anew. */
export type Leaving = {
  box: string;
  phase: "greeting" | "beep" | "recording" | "closing" | "bye";
  recording?: RecordingId;
  again?: boolean;
  /** How often nothing was said. */
  lapses: number;
  /** What follows, and how the flow is told of it. */
  goesOn: "flow" | "end";
  outcome: "left" | "failed";
};

/** A direct call to a phone that may lead elsewhere: which phone rings now, and which it was meant for before. */
export type Forwarding = { phone: PhoneId; leg: LegId; visited: PhoneId[] };

/** What his flow asked of a queue for him: holds there again when he comes back to it. */
export type SentTo = { queue: QueueId; priority?: number; facts: Record<string, string> };

/** Everything known of one call while it lives. Plain data. */
export type Call = {
  /** The row that will remain. */
  record: CallRecord;
  phase: LiveCall["phase"];
  phaseSinceMs: number;
  /** The caller's is the first; others leave when their sound has said its last words. */
  legs: CallLeg[];
  nextLeg: number;
  traceN: number;
  playN: number;
  play?: CallPlay;
  /** A second sound at the same time, for whom `play` is not meant: the ring-back of a consultation. */
  beside?: CallPlay;
  /** Somebody calls somebody: he is answered when the other answers. Else the box itself answers. */
  direct: boolean;
  /** Whom a direct call is for, wherever it is forwarded. */
  meant?: AgentId;
  /** The phone that calls wants its number shown to nobody it calls. */
  withholds?: boolean;
  /** Why a phone sends this call on to a number outside. */
  sentOn?: DivertedWhy;
  /** The first ACK came. */
  confirmed: boolean;
  flow?: FlowState;
  /** The set of flows it began in (`core/flows/flow-sets.ts`). */
  flowSet?: number;
  /** Flow to enter once the caller hears us. */
  startFlow?: string;
  /** Queue to enter once the caller hears us. */
  startQueue?: QueueId;
  /** Voicemail box to leave a message in once the caller hears us. */
  startBox?: string;
  /** Said once the caller hears us; then the call ends with this. */
  farewell?: { items: SpokenItem[]; why: EndReason };
  /** What is known of the caller, for the queues. */
  facts?: Record<string, string>;
  sentTo?: SentTo;
  /** Title of the flow node it stands at. */
  at?: Sentence;
  recordings: RecordingRow[];
  /** Why recordings are silent at this moment: the flow asks for a secret, or a person wants it. */
  hush?: ("flow" | "person")[];
  /** A recording the flow asked for, by the flow's token. */
  taking?: { recording: string; token: string };
  queue?: { id: QueueId; enteredAtMs: number };
  /** He asks to be called back while he waits; "taken": agreed, and he is thanked. */
  asking?:
    | { step: "number"; digits: string; queue?: never }
    | { step: "taken"; queue: QueueId; callback: string; placedAtMs: number; priority: number };
  /** To be told of callbacks when the greeting is over. */
  offerAfter?: boolean;
  /** The call is an attempt to call somebody back. */
  callback?: {
    id: string;
    number: string;
    attempt: number;
    placedAtMs: number;
    /** Bound while the customer is called. */
    agentLeg?: LegId;
    /** As it was told to the queue. */
    outcome?: AttemptOutcome;
  };
  /** The dialer calls somebody of the staff: how long a key is waited for after what is said, and whether it is the last that is said. */
  alarm?: { patienceMs: number; last: boolean; line?: LineId };
  /** Legs ringing at agents. */
  offers: { agent: AgentId; leg: LegId }[];
  talk?: { leg: LegId; sinceMs: number; heldSinceMs?: number; heldMs: number };
  /** The supervisor who took the agent's place, and when. */
  takenOver?: { agent: AgentId; atMs: number };
  /** Further talkers of a conversation of three and more. */
  also?: LegId[];
  /** One of the talk asks somebody; the others wait. */
  consult?: { by: LegId; leg: LegId };
  handover?: Handover;
  parked?: { slot: number; from: HandedBy };
  /** What the far network plays before it answers is heard by the caller. */
  early?: LegId;
  /** Picks the caller up from a queue, which has still to let him go. */
  taker?: LegId;
  links?: Link[];
  /** A transfer by the flow under way. */
  transfer?: { leg: LegId };
  /** A call to the world outside on its way. */
  outgoing?: OutgoingTry;
  /** A direct call to a phone that may forward it. */
  forward?: Forwarding;
  /** Token under which the flow waits while the caller is elsewhere: in a queue, with somebody. */
  away?: string;
  /** A star code: what was asked, answered in words once the phone hears us. */
  star?: { agent?: AgentId; act: Star["act"] };
  /** A phone that came to take part in another call, done once it is up. */
  joins?: Joins;
  /** What click-to-dial calls once the agent's own phone is up. */
  dials?: string;
  leaving?: Leaving;
  /** A box is to be heard, once the phone is up; and then is. */
  wantsBox?: { phone: PhoneId; number?: string };
  hearing?: Hearing;
  survey?: { id: string; run: SurveyRun; agent?: AgentId; queue?: QueueId; low?: boolean; answered?: boolean; byFlow?: true };
  /** He has been asked: once a call is enough. */
  surveyed?: boolean;
  /** His agent handed him over to be asked. */
  toSurvey?: boolean;
  /** Recordings that are listened to: whether anybody spoke, and the quiet that ended it. */
  voices?: { recording: RecordingId; spoken: boolean; quietMs?: number }[];
  /** Timers that run for it, so that none outlives it. */
  timers: string[];
  ending?: EndReason;
};

/** What a phone wants of another call: the place of a leg (RFC 3891), a call that waits or rings, or to supervise. */
export type Joins =
  | { kind: "replaces"; leg: LegId }
  | { kind: "pick-up"; what: PickUp }
  | { kind: "watch"; phone: PhoneId; mode: WatchMode | "take" };

export type CallsState = {
  calls: Record<CallId, Call>;
  /** What each phone dialled last, for redial. */
  dialled?: Record<PhoneId, string>;
};
export const newCalls = (): CallsState => ({ calls: {} });

export const callIdOf = (leg: LegId): CallId => leg.slice(0, leg.indexOf("/")) as CallId;
export const callOf = (state: CallsState, id: CallId): Call | undefined =>
  Object.hasOwn(state.calls, id) ? state.calls[id] : undefined;
export const legOf = (call: Call, leg: LegId): CallLeg | undefined => call.legs.find((l) => l.id === leg);
export const callerLeg = (call: Call): CallLeg => call.legs[0]!;

/** Calls that occupy a line now, in whichever direction. */
export function callsOnLine(state: CallsState, line: string): number {
  const holds = (leg: CallLeg): boolean => leg.state !== "ended" && leg.party.kind === "line" && leg.party.line === line;
  return Object.values(state.calls).filter((call) => call.legs.some(holds)).length;
}
