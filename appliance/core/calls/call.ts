import type { SpokenItem } from "../../contract/effects.ts";
import type { EndReason } from "../../contract/end-reason.ts";
import type { Party } from "../../contract/line.ts";
import type { LiveCall } from "../../contract/live.ts";
import type { MediaDescription } from "../../contract/media.ts";
import type { CallRecord, RecordingRow, Sentence } from "../../contract/records.ts";
import type { AgentId, CallId, LegId, QueueId } from "../../kit/ids.ts";
import type { FlowState } from "../flows/flow-state.ts";
import type { Star } from "../lines/phone-plan.ts";
import type { Forwarding } from "./forwarding.ts";
import type { OutgoingTry } from "./outgoing/outgoing-try.ts";

/** What an answer of the media side (`media.opened` or `media.refused`) is for. "wait": nothing yet, the caller is answered when somebody else answers. */
export type Opening = "answer" | "wait" | "dial" | "accept" | "update";

export type CallLeg = {
  id: LegId;
  /** `caller` began the call; `agent` was offered it by a queue; `callee` was dialled by a flow or by the caller himself. */
  role: "caller" | "agent" | "callee";
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
  /** Put on hold by its agent at the console. */
  parked: boolean;
  /** The last keys of an agent in a talk: a star code in the making. */
  keys?: string;
};

export type CallPlay = {
  /** Rises by one; answers to older plays are stale. */
  n: number;
  leg: LegId;
  purpose: "flow" | "announce" | "music" | "notice" | "privacy" | "ring-back" | "beep";
  /** Token of the flow's own play. */
  token?: string;
  items: SpokenItem[];
  bargeIn: boolean;
  repeat: boolean;
};

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
  /** Somebody calls somebody: he is answered when the other answers. Else the box itself answers. */
  direct: boolean;
  /** The first ACK came. */
  confirmed: boolean;
  flow?: FlowState;
  /** The set of flows it began in (`core/flows/flow-sets.ts`). */
  flowSet?: number;
  /** Flow to enter once the caller hears us. */
  startFlow?: string;
  /** Queue to enter once the caller hears us. */
  startQueue?: QueueId;
  /** Said once the caller hears us; then the call ends with this. */
  farewell?: { items: SpokenItem[]; why: EndReason };
  /** What is known of the caller, for the queues. */
  facts?: Record<string, string>;
  /** Title of the flow node it stands at. */
  at?: Sentence;
  recordings: RecordingRow[];
  /** Why recordings are silent at this moment: the flow asks for a secret, or a person wants it. */
  hush?: ("flow" | "person")[];
  /** A recording the flow asked for, by the flow's token. */
  taking?: { recording: string; token: string };
  queue?: { id: QueueId; enteredAtMs: number };
  /** Legs ringing at agents. */
  offers: { agent: AgentId; leg: LegId }[];
  talk?: { leg: LegId; sinceMs: number; heldSinceMs?: number; heldMs: number };
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
  /** Timers that run for it, so that none outlives it. */
  timers: string[];
  ending?: EndReason;
};

export type CallsState = { calls: Record<CallId, Call> };
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
