import Type from "typebox";
import { HandTarget, PickUp, WatchMode } from "../hand.ts";
import { Closed, Id, route } from "./route.ts";

const Name = Type.String({ minLength: 1, maxLength: 40 });
const Watcher = Type.Object({
  /** The agent whose phone is rung so that he hears the call. */
  watcher: Name,
});
const Intruder = Type.Object({
  ...Watcher.properties,
  /** Although another supervisor has the call or took it a moment ago; noted by itself in the audit log. */
  force: Type.Optional(Type.Boolean()),
});
const ofAgent = { method: "POST", right: "be-agent", params: Id } as const;
const ofCall = { method: "POST", right: "supervise", params: Id } as const;

/** Calls in hand: what an agent does with the call he is on (for himself, or a supervisor for him), and supervision. */
export const handRoutes = {
  agentHold: route({ ...ofAgent, path: "/api/agents/:id/hold", summary: "Put the call on hold" }),
  agentResume: route({ ...ofAgent, path: "/api/agents/:id/resume", summary: "Take the call back from hold" }),
  agentMute: route({
    ...ofAgent,
    path: "/api/agents/:id/mute",
    summary: "Be heard by nobody, or again",
    body: Type.Object({ muted: Type.Boolean() }),
  }),
  agentConsult: route({
    ...ofAgent,
    path: "/api/agents/:id/consult",
    summary: "Ask somebody while the caller waits",
    body: Type.Object({ to: HandTarget }),
  }),
  agentConsultCancel: route({
    ...ofAgent,
    path: "/api/agents/:id/consult/cancel",
    summary: "End the consultation and go on with the caller",
  }),
  agentConsultComplete: route({
    ...ofAgent,
    path: "/api/agents/:id/consult/complete",
    summary: "Hand the caller on to whoever is asked",
  }),
  agentConference: route({ ...ofAgent, path: "/api/agents/:id/conference", summary: "All three talk" }),
  agentTransfer: route({
    ...ofAgent,
    path: "/api/agents/:id/transfer",
    summary: "Hand the caller on blind; he comes back when nobody takes him",
    body: Type.Object({ to: HandTarget }),
  }),
  agentPark: route({
    ...ofAgent,
    path: "/api/agents/:id/park",
    summary: "Park the caller; without a slot in the first free one",
    body: Type.Object({ slot: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })) }),
  }),
  agentPickUp: route({
    ...ofAgent,
    path: "/api/agents/:id/pick-up",
    summary: "Take a call that is parked, rings or waits",
    body: Type.Object({ what: PickUp }),
  }),
  agentDial: route({
    ...ofAgent,
    path: "/api/agents/:id/dial",
    summary: "Call a number: the agent's phone first",
    body: Type.Object({ to: Type.String({ pattern: "^\\+?[0-9]{2,20}$" }) }),
    reply: Closed({ call: Type.String() }),
  }),
  agentLeave: route({ ...ofAgent, path: "/api/agents/:id/leave", summary: "Leave the call; of three the others go on" }),
  watchCall: route({
    ...ofCall,
    path: "/api/calls/:id/watch",
    summary: "Listen, whisper or barge; again with another mode to change it",
    body: Type.Object({ ...Intruder.properties, mode: WatchMode }),
  }),
  watchCallEnd: route({ ...ofCall, path: "/api/calls/:id/watch/end", summary: "Watch no longer", body: Watcher }),
  takeOverCall: route({
    ...ofCall,
    path: "/api/calls/:id/take-over",
    summary: "Take the agent's place with the caller",
    body: Intruder,
  }),
  releaseCall: route({
    ...ofCall,
    path: "/api/calls/:id/release",
    summary: "End a call by force, with a reason",
    body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 200 }) }),
  }),
} as const;
