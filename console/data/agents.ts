import type { LiveState } from "../../appliance/contract/live.ts";
import { boxReasons } from "./agent-reasons.ts";
import { call } from "./call.ts";
import { live } from "./live.ts";

const at = (id: string) => ({ params: { id } });
export const logIn = (id: string, phone: string) => call("agentLogin", { ...at(id), body: { phone } });
export const logOut = (id: string) => call("agentLogout", at(id));
export const setReady = (id: string) => call("agentReady", at(id));
export const setNotReady = (id: string, reason: string) => call("agentNotReady", { ...at(id), body: { reason } });
export const endWrapUp = (id: string) => call("agentWrapUpDone", at(id));

export const agentHistory = (id: string) => call("agentHistory", at(id));

/** Reasons that may be chosen: the site's own, as the box sends them. */
export const reasons = (): LiveState["reasons"] => live.value?.reasons ?? [];
/** The words for a reason's code in a record. */
export const reasonWords = (code: string): { zh?: string; en?: string } =>
  [...reasons(), ...boxReasons].find((r) => r.code === code)?.name ?? { zh: code, en: code };
