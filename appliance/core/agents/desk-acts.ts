import type { AgentEvent, AgentEventName, RefusalCode } from "./agent-event.ts";
import { dropCalls, goOn, type Scene, toResting } from "./moves.ts";

/** The event of that name. */
export type EventOf<Name extends AgentEventName> = Extract<AgentEvent, { on: Name }>;

export function refuse(scene: Scene, event: AgentEvent, why: RefusalCode): void {
  const call = "call" in event ? { call: event.call } : {};
  scene.out.push({ do: "agent.refused", agent: event.agent, on: event.on, why, ...call });
}

export function login(scene: Scene, event: EventOf<"agent.login">): void {
  const { live, ctx } = scene;
  live.phone = event.phone;
  live.loginBy = event.by;
  live.loginAtMs = ctx.atMs;
  live.phoneUp = event.phoneUp ?? true;
  toResting(scene, "ready", { kind: "asked", by: event.by });
}

/** A login while logged in moves him to another desk; a wrap-up goes on there. */
export function moveDesk(scene: Scene, event: EventOf<"agent.login">): void {
  const { live } = scene;
  live.phone = event.phone;
  live.loginBy = event.by;
  live.phoneUp = event.phoneUp ?? true;
  scene.out.push({ do: "agent.moved", agent: live.agent, phone: event.phone });
  const why = { kind: "moved-desk", phone: event.phone } as const;
  const wasGone = live.state === "not-ready" && live.reason === "phone-gone";
  if ((wasGone && live.phoneUp) || (live.state === "ready" && !live.phoneUp)) toResting(scene, "ready", why);
}

export function logout(scene: Scene, event: EventOf<"agent.logout">): void {
  dropCalls(scene);
  toResting(scene, "logged-out", { kind: "asked", by: event.by });
}

export function toReady(scene: Scene, event: EventOf<"agent.ready">): void {
  if (!scene.live.phoneUp) {
    refuse(scene, event, "phone-gone");
    return;
  }
  toResting(scene, "ready", { kind: "asked", by: event.by });
}

/** While a queue's call rings, the queue hears of it and takes the call elsewhere; a direct call is his own, so the wish waits. */
export function toNotReady(scene: Scene, event: EventOf<"agent.notReady">): void {
  const { live } = scene;
  if (live.ring && live.ring.terms === undefined) {
    remember(scene, event);
    return;
  }
  live.ring = undefined;
  toResting(scene, "not-ready", { kind: "asked", by: event.by }, event.reason);
}

/** "After this call": kept, and done when call and wrap-up are over. The last wish counts. */
export function remember(scene: Scene, event: EventOf<"agent.ready" | "agent.notReady" | "agent.logout">): void {
  const { live } = scene;
  if (event.on === "agent.notReady") live.after = { to: "not-ready", reason: event.reason, by: event.by };
  else live.after = { to: event.on === "agent.ready" ? "ready" : "logged-out", by: event.by };
}

/** Losing the phone's registration does not end a talk; what follows it is decided when it ends. */
export function phoneGone(scene: Scene, _event: EventOf<"agent.phoneGone">): void {
  const { live } = scene;
  live.phoneUp = false;
  const why = { kind: "phone-gone" } as const;
  if (live.state === "ready") toResting(scene, "ready", why);
  if (live.state !== "ringing") return;
  live.ring = undefined;
  goOn(scene, why);
}

/** Who was sent away only by his phone comes back with it. */
export function phoneBack(scene: Scene, _event: EventOf<"agent.phoneBack">): void {
  const { live } = scene;
  live.phoneUp = true;
  if (live.state === "not-ready" && live.reason === "phone-gone") toResting(scene, "ready", { kind: "phone-back" });
}

/** The supervisor's way out of every state. Ready during a call is remembered: nobody can end a call by a word. */
export function force(scene: Scene, event: EventOf<"agent.forced">): void {
  const { live } = scene;
  const onCall = live.state === "talking" || live.state === "hold";
  if (event.to === "ready" && onCall) {
    live.after = { to: "ready", by: event.by };
    return;
  }
  if (event.to === "ready" && (live.state === "ready" || live.state === "ringing")) return;
  if (event.to === "ready" && !live.phoneUp) {
    refuse(scene, event, "phone-gone");
    return;
  }
  dropCalls(scene);
  toResting(scene, event.to, { kind: "forced", by: event.by, text: event.why }, event.reason ?? "supervisor");
}
