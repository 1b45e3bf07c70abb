import type { SipHeaders } from "./srf.ts";

/** What may be sent to us (RFC 3261 20.5), outside a dialog and in one. */
export const allowed = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY, SUBSCRIBE, REGISTER";

/** What we understand (RFC 3261 20.5, 20.37), sent with what opens a dialog. */
export const userAgentSaysHello: SipHeaders = { Allow: allowed, Supported: "replaces, timer, 100rel, norefersub, tdialog" };
