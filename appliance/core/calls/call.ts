import type { EndReason } from "../../contract/end-reason.ts";
import type { SpokenItem } from "../../contract/effects.ts";
import type { Party } from "../../contract/line.ts";
import type { LiveCall } from "../../contract/live.ts";
import type { MediaDescription } from "../../contract/media.ts";
import type { CallRecord, RecordingRow } from "../../contract/records.ts";
import type { AgentId, CallId, LegId, QueueId } from "../../kit/ids.ts";
import type { FlowState } from "../flows/flow-state.ts";

export type CallLeg = {
  id: LegId;
  /** `caller` began the call; `agent` was offered it by a queue; `callee` was dialled by a flow or by the caller himself. */
  role: "caller" | "agent" | "callee";
  party: Party;
  /** What was dialled, or who dialled. */
  number: string;
  agent?: AgentId;
  state: "opening" | "ringing" | "up" | "ended";
  /** What the next `media.opened` is for. */
  opening?: "answer" | "dial" | "accept" | "none";
  local?: MediaDescription;
  /** The far side put us on hold (RFC 3264 section 8.4). */
  onHold: boolean;
};

export type CallPlay = {
  /** Rises by one; answers to older plays are stale. */
  n: number;
  leg: LegId;
  purpose: "flow" | "announce" | "music" | "notice" | "ring-back" | "beep";
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
  legs: CallLeg[];
  nextLeg: number;
  traceN: number;
  playN: number;
  play?: CallPlay;
  flow?: FlowState;
  /** Flow to enter once the caller hears us. */
  startFlow?: string;
  /** Title of the flow node it stands at. */
  at?: string;
  recordings: RecordingRow[];
  /** A recording the flow asked for, by the flow's token. */
  taking?: { recording: string; token: string; sinceMs: number };
  queue?: { id: QueueId; enteredAtMs: number; priority: number };
  /** Legs ringing at agents. */
  offers: { agent: AgentId; leg: LegId }[];
  talk?: { leg: LegId; sinceMs: number; heldSinceMs?: number; heldMs: number };
  /** A transfer by the flow under way. */
  transfer?: { leg: LegId };
  /** Token under which the flow waits while the caller is elsewhere: in a queue, with somebody. */
  away?: string;
  /** Who ended the talk that the flow then followed. */
  served?: "caller" | "agent";
  /** A star code: what to say to the agent once he hears us. */
  star?: { agent?: AgentId; said: { zh: string; en: string } };
  ending?: EndReason;
};

export type CallsState = { calls: Record<CallId, Call> };
export const newCalls = (): CallsState => ({ calls: {} });

export const callOfLeg = (state: CallsState, leg: LegId): Call | undefined => state.calls[leg.slice(0, leg.indexOf("/")) as CallId];
export const legOf = (call: Call, leg: LegId): CallLeg | undefined => call.legs.find((l) => l.id === leg);
export const callerLeg = (call: Call): CallLeg => call.legs[0]!;
