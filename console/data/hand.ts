import type { HandTarget, PickUp, WatchMode } from "../../appliance/contract/hand.ts";
import { call } from "./call.ts";

const at = (id: string) => ({ params: { id } });

/** What an agent does with the call in his hand. */
export const hold = (agent: string) => call("agentHold", at(agent));
export const resume = (agent: string) => call("agentResume", at(agent));
export const mute = (agent: string, muted: boolean) => call("agentMute", { ...at(agent), body: { muted } });
export const consult = (agent: string, to: HandTarget) => call("agentConsult", { ...at(agent), body: { to } });
export const consultCancel = (agent: string) => call("agentConsultCancel", at(agent));
export const consultComplete = (agent: string) => call("agentConsultComplete", at(agent));
export const conference = (agent: string) => call("agentConference", at(agent));
export const transfer = (agent: string, to: HandTarget) => call("agentTransfer", { ...at(agent), body: { to } });
export const handToSurvey = (callId: string) => call("handToSurvey", at(callId));
export const park = (agent: string) => call("agentPark", { ...at(agent), body: {} });
export const pickUp = (agent: string, what: PickUp) => call("agentPickUp", { ...at(agent), body: { what } });
export const dial = (agent: string, to: string) => call("agentDial", { ...at(agent), body: { to } });
export const leave = (agent: string) => call("agentLeave", at(agent));
export const recordPause = (agent: string) => call("recordingPause", at(agent));
export const recordResume = (agent: string) => call("recordingResume", at(agent));
export const extendWrapUp = (agent: string, bySec: number) => call("extendWrapUp", { ...at(agent), body: { bySec } });

/** What a supervisor does with somebody else's call; `watcher` is the agent whose phone is rung. */
export const watch = (callId: string, watcher: string, mode: WatchMode, force = false) =>
  call("watchCall", { ...at(callId), body: { watcher, mode, ...(force ? { force } : {}) } });
export const watchEnd = (callId: string, watcher: string) => call("watchCallEnd", { ...at(callId), body: { watcher } });
export const takeOver = (callId: string, watcher: string, force = false) =>
  call("takeOverCall", { ...at(callId), body: { watcher, ...(force ? { force } : {}) } });
export const release = (callId: string, reason: string) => call("releaseCall", { ...at(callId), body: { reason } });
export const force = (agent: string, to: "ready" | "not-ready" | "logged-out", why: string, reason?: string) =>
  call("forceAgent", { ...at(agent), body: { to, why, ...(reason ? { reason } : {}) } });
