import { call } from "./call.ts";

/** Where somebody who waits is moved: another queue, a place in the line (1 is the front), or an agent. */
export type MoveWish = { queue: string } | { place: number } | { agent: string };

const at = (id: string) => ({ params: { id } });
export const moveWaiting = (callId: string, to: MoveWish) => call("moveWaiting", { ...at(callId), body: to });
export const closeQueue = (queue: string, untilMs?: number) =>
  call("closeQueue", { ...at(queue), body: untilMs === undefined ? {} : { untilMs } });
export const openQueue = (queue: string) => call("openQueue", at(queue));
export const whyWaiting = (queue: string, callId: string) => call("whyWaiting", { params: { id: queue, call: callId } });
export const whyIdle = (agent: string) => call("whyIdle", at(agent));

export const callbackCancel = (id: string) => call("callbackCancel", at(id));
export const callbackFront = (id: string) => call("callbackFront", at(id));
export const callbackNow = (id: string) => call("callbackNow", at(id));
