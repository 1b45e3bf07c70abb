import type { SipHeaders } from "./srf.ts";

/** What we understand (RFC 3261 20.5, 20.37), sent with what opens a dialog. */
export const userAgentSaysHello: SipHeaders = {
  Allow: "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY, SUBSCRIBE, MESSAGE, REGISTER",
  Supported: "replaces, timer, 100rel",
};
