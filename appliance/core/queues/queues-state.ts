import type { GradedSkill } from "../../contract/queue-choice.ts";
import type { WaitingCaller } from "../../contract/waiting.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import type { RingEnd } from "../agents/agent-event.ts";
import type { Callback } from "./callback/callback-state.ts";
import type { Facts } from "./queue-event.ts";

/** Phones that ring for a caller. */
export type Offer = {
  agents: AgentId[];
  sinceMs: number;
  /** Since when it rings at those who came to it later. */
  joinedAtMs?: Record<string, number>;
  untilMs: number;
  level: number;
};

/** What is asked of who takes this call at this moment; it widens while the caller waits. Callers who ask the same stand in the same lane. */
export type Fit = {
  /** Sorted by skill. */
  skills: GradedSkill[];
  managementGrade?: number;
  /** Only who speaks it. */
  language?: string;
  /** The caller's own agent: it is kept for him while he is at work. */
  agent?: AgentId;
};

/** A caller in a queue. */
export type Entry = {
  call: CallId;
  queue: QueueId;
  priority: number;
  enteredAtMs: number;
  /** His place in the line counts from here. */
  placedAtMs: number;
  /** Decides between callers of the same moment. */
  seq: number;
  facts: Facts;
  /** Who he is, where the calls told it. */
  from?: WaitingCaller;
  /** He has hung up and is called back. */
  callback?: { id: string; number: string; expiresAtMs: number };
  /** When he is told that he can be called back; absent once he was. */
  callbackOfferAtMs?: number;
  callbackOffered?: boolean;
  /** Kept for this agent for a while, at a supervisor's wish. */
  reserved?: { agent: AgentId; untilMs: number };
  /** What is asked of who takes the call; another one when `fitUntilMs` comes. */
  fit?: Fit;
  fitUntilMs?: number;
  /** Where he stands among those who ask the same (`laneOf`). */
  lane?: string;
  /** His own agent had the call ringing and did not take it: anybody may have it now. */
  ownAgentPassed?: boolean;
  offer?: Offer;
  /** Who did not take this call, and until when he is left in peace with it. */
  tried: { agent: AgentId; how: RingEnd; untilMs: number }[];
  /** Queues he overflowed from: no circles. */
  visited: QueueId[];
  overflowAtMs: number;
  announceAtMs?: number;
  announced: number;
  /** What he was told last. */
  said?: { position?: number; expectedWaitMs?: number };
  /** What the timer is set to. */
  timerAtMs?: number;
};

export type QueueLive = {
  /** Everybody in the queue, first to be served first; those whose offer rings keep their place. */
  line: CallId[];
  /** The same callers by what they ask, each lane in the line's order: who is free finds his caller without looking at all of them. */
  lanes?: Record<string, CallId[]>;
  /** When the queue looks again by itself: guests come or go, a rule may judge otherwise. */
  lookAtMs?: number;
  /** Whose turn it was last. */
  lastAgent?: AgentId;
  /** Handling times of the latest calls, oldest first. */
  handled: { atMs: number; handleMs: number }[];
  /** How many in the line are callbacks. */
  callbacks?: number;
  /** Callbacks given to agents since a caller on the line was, who could have been. */
  passedBy?: number;
};

/** The place of somebody who has rung off, for a while. */
export type KeptPlace = { number: string; queue: QueueId; placedAtMs: number; priority: number; untilMs: number };
/** A queue somebody closed by hand: until it is opened again, or until a moment. Who waits already is served. */
export type QueueSwitch = { sinceMs: number; untilMs?: number; by: string };

export type QueuesState = {
  queues: Record<string, QueueLive>;
  entries: Record<string, Entry>;
  /** Which call rings at an agent: never two. */
  offers: Record<string, CallId>;
  nextSeq: number;
  callbacks?: Record<string, Callback>;
  nextCallback?: number;
  /** The box is stopping: no callback is begun. */
  halted?: boolean;
  kept?: KeptPlace[];
  switches?: Record<string, QueueSwitch>;
  /** Who is kept for an agent. */
  reserved?: Record<string, CallId>;
  /** Where the sequence of draws stands. */
  chance?: number;
};

export const newQueues = (): QueuesState => ({ queues: {}, entries: {}, offers: {}, nextSeq: 1 });

export const entryOf = (state: QueuesState, call: CallId): Entry | undefined =>
  Object.hasOwn(state.entries, call) ? state.entries[call] : undefined;
export const offerAt = (state: QueuesState, agent: AgentId): CallId | undefined =>
  Object.hasOwn(state.offers, agent) ? state.offers[agent] : undefined;

const nobody: QueueLive = { line: [], handled: [] };
/** For reading only. */
export const peekQueue = (state: QueuesState, queue: QueueId): Readonly<QueueLive> =>
  (Object.hasOwn(state.queues, queue) ? state.queues[queue] : undefined) ?? nobody;

/** For changing: made when it is not there yet. */
export function queueLive(state: QueuesState, queue: QueueId): QueueLive {
  const known = Object.hasOwn(state.queues, queue) ? state.queues[queue] : undefined;
  if (known) return known;
  const live: QueueLive = { line: [], handled: [] };
  state.queues[queue] = live;
  return live;
}
