import type { AgentState } from "../../contract/agent.ts";
import type { AgentEventName, RefusalCode } from "./agent-event.ts";
import { hold, limitReached, ring, ringEnded, ringsOn, talk, talkEnded, wrapUpDone, wrapUpExtended } from "./call-acts.ts";
import {
  type EventOf,
  force,
  login,
  logout,
  moveDesk,
  phoneBack,
  phoneGone,
  remember,
  toNotReady,
  toReady,
} from "./desk-acts.ts";
import type { Scene } from "./moves.ts";

/** What an event does in a state: an act with the states it may lead to, nothing (and why not), or a refusal. */
export type Cell<Name extends AgentEventName> =
  | { act: (scene: Scene, event: EventOf<Name>) => void; to: readonly AgentState[] }
  | { ignored: string }
  | { refused: RefusalCode };
export type AgentTable = { readonly [S in AgentState]: { readonly [Name in AgentEventName]: Cell<Name> } };

const already = { ignored: "is so already" } as const;
const notHis = { ignored: "no such call of his" } as const;
const noRing = { ignored: "nothing rings" } as const;
const stale = { ignored: "late timer" } as const;
const notIn = { refused: "not-logged-in" } as const;
const noWrapUp = { refused: "no-wrap-up" } as const;
const busy = { refused: "busy" } as const;
const notFree = { refused: "not-free" } as const;
const anyRest = ["ready", "not-ready", "logged-out"] as const;
const afterWork = ["wrap-up", "ready", "not-ready", "logged-out"] as const;

/** state × event. The README's diagram is drawn from it, and a test walks every cell. */
export const agentTable: AgentTable = {
  "logged-out": {
    "agent.login": { act: login, to: ["ready", "not-ready"] },
    "agent.logout": already,
    "agent.ready": notIn,
    "agent.notReady": notIn,
    "agent.offered": notFree,
    "agent.offerEnded": noRing,
    "agent.talkStarted": { ignored: "a phone without an agent" },
    "agent.held": notHis,
    "agent.resumed": notHis,
    "agent.talkEnded": notHis,
    "agent.wrapUpDone": noWrapUp,
    "agent.wrapUpExtended": noWrapUp,
    "agent.limitReached": stale,
    "agent.phoneGone": { ignored: "a phone without an agent" },
    "agent.phoneBack": { ignored: "a phone without an agent" },
    "agent.forced": notIn,
  },
  ready: {
    "agent.login": { act: moveDesk, to: ["ready", "not-ready"] },
    "agent.logout": { act: logout, to: ["logged-out"] },
    "agent.ready": already,
    "agent.notReady": { act: toNotReady, to: ["not-ready"] },
    "agent.offered": { act: ring, to: ["ringing"] },
    "agent.offerEnded": noRing,
    "agent.talkStarted": { act: talk, to: ["talking"] },
    "agent.held": notHis,
    "agent.resumed": { act: talk, to: ["talking"] },
    "agent.talkEnded": notHis,
    "agent.wrapUpDone": noWrapUp,
    "agent.wrapUpExtended": noWrapUp,
    "agent.limitReached": { act: limitReached, to: ["logged-out"] },
    "agent.phoneGone": { act: phoneGone, to: ["not-ready"] },
    "agent.phoneBack": already,
    "agent.forced": { act: force, to: anyRest },
  },
  "not-ready": {
    "agent.login": { act: moveDesk, to: ["not-ready", "ready"] },
    "agent.logout": { act: logout, to: ["logged-out"] },
    "agent.ready": { act: toReady, to: ["ready", "not-ready"] },
    "agent.notReady": { act: toNotReady, to: ["not-ready"] },
    "agent.offered": { act: ring, to: ["ringing", "not-ready"] },
    "agent.offerEnded": noRing,
    "agent.talkStarted": { act: talk, to: ["talking"] },
    "agent.held": notHis,
    "agent.resumed": { act: talk, to: ["talking"] },
    "agent.talkEnded": notHis,
    "agent.wrapUpDone": noWrapUp,
    "agent.wrapUpExtended": noWrapUp,
    "agent.limitReached": { act: limitReached, to: ["ready", "not-ready", "logged-out"] },
    "agent.phoneGone": { act: phoneGone, to: ["not-ready"] },
    "agent.phoneBack": { act: phoneBack, to: ["ready", "not-ready"] },
    "agent.forced": { act: force, to: anyRest },
  },
  ringing: {
    "agent.login": busy,
    "agent.logout": { act: logout, to: ["logged-out"] },
    "agent.ready": already,
    "agent.notReady": { act: toNotReady, to: ["not-ready", "ringing"] },
    "agent.offered": { act: ringsOn, to: ["ringing"] },
    "agent.offerEnded": { act: ringEnded, to: ["talking", "ringing", ...afterWork] },
    "agent.talkStarted": { act: talk, to: ["talking"] },
    "agent.held": notHis,
    "agent.resumed": { act: talk, to: ["talking"] },
    "agent.talkEnded": notHis,
    "agent.wrapUpDone": noWrapUp,
    "agent.wrapUpExtended": noWrapUp,
    "agent.limitReached": { act: limitReached, to: afterWork },
    "agent.phoneGone": { act: phoneGone, to: ["not-ready", "wrap-up", "logged-out"] },
    "agent.phoneBack": { act: phoneBack, to: ["ringing"] },
    "agent.forced": { act: force, to: ["ringing", "not-ready", "logged-out"] },
  },
  talking: {
    "agent.login": busy,
    "agent.logout": { act: remember, to: ["talking"] },
    "agent.ready": { act: remember, to: ["talking"] },
    "agent.notReady": { act: remember, to: ["talking"] },
    "agent.offered": notFree,
    "agent.offerEnded": noRing,
    "agent.talkStarted": { act: talk, to: ["talking"] },
    "agent.held": { act: hold, to: ["hold", "talking"] },
    "agent.resumed": { act: talk, to: ["talking"] },
    "agent.talkEnded": { act: talkEnded, to: ["talking", "hold", ...afterWork] },
    "agent.wrapUpDone": noWrapUp,
    "agent.wrapUpExtended": noWrapUp,
    "agent.limitReached": { act: limitReached, to: ["not-ready"] },
    "agent.phoneGone": { act: phoneGone, to: ["talking"] },
    "agent.phoneBack": { act: phoneBack, to: ["talking"] },
    "agent.forced": { act: force, to: ["talking", "not-ready", "logged-out"] },
  },
  hold: {
    "agent.login": busy,
    "agent.logout": { act: remember, to: ["hold"] },
    "agent.ready": { act: remember, to: ["hold"] },
    "agent.notReady": { act: remember, to: ["hold"] },
    "agent.offered": notFree,
    "agent.offerEnded": noRing,
    "agent.talkStarted": { act: talk, to: ["talking"] },
    "agent.held": { act: hold, to: ["hold"] },
    "agent.resumed": { act: talk, to: ["talking"] },
    "agent.talkEnded": { act: talkEnded, to: ["hold", ...afterWork] },
    "agent.wrapUpDone": noWrapUp,
    "agent.wrapUpExtended": noWrapUp,
    "agent.limitReached": { act: limitReached, to: ["not-ready"] },
    "agent.phoneGone": { act: phoneGone, to: ["hold"] },
    "agent.phoneBack": { act: phoneBack, to: ["hold"] },
    "agent.forced": { act: force, to: ["hold", "not-ready", "logged-out"] },
  },
  "wrap-up": {
    "agent.login": { act: moveDesk, to: ["wrap-up"] },
    "agent.logout": { act: logout, to: ["logged-out"] },
    "agent.ready": { act: remember, to: ["wrap-up"] },
    "agent.notReady": { act: remember, to: ["wrap-up"] },
    "agent.offered": { act: ring, to: ["ringing", "wrap-up"] },
    "agent.offerEnded": noRing,
    "agent.talkStarted": { act: talk, to: ["talking"] },
    "agent.held": notHis,
    "agent.resumed": { act: talk, to: ["talking"] },
    "agent.talkEnded": notHis,
    "agent.wrapUpDone": { act: wrapUpDone, to: anyRest },
    "agent.wrapUpExtended": { act: wrapUpExtended, to: ["wrap-up"] },
    "agent.limitReached": { act: limitReached, to: anyRest },
    "agent.phoneGone": { act: phoneGone, to: ["wrap-up"] },
    "agent.phoneBack": { act: phoneBack, to: ["wrap-up"] },
    "agent.forced": { act: force, to: afterWork },
  },
};
