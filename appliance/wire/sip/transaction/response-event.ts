import type { SipResponse } from "../message/types.ts";

/** What a response means to the machines. */
export const responseEvent = ({ status }: SipResponse): "provisional" | "success" | "failure" =>
  status < 200 ? "provisional" : status < 300 ? "success" : "failure";
