import type { Machine } from "./machine.ts";

export type InviteServerState = "proceeding" | "completed" | "confirmed" | "accepted" | "terminated";

/** RFC 3261 17.2.1 as changed by RFC 6026 8.5; a response that could not be sent never ends the transaction (RFC 6026 8.8). */
export const inviteServer: Machine<InviteServerState> = {
  side: "server",
  start: { to: "proceeding", do: ["start pending"] },
  states: {
    proceeding: {
      retransmission: { to: "proceeding", do: ["resend"] },
      provisional: { to: "proceeding", do: ["send"] },
      success: { to: "accepted", do: ["send", "start L"] },
      failure: { to: "completed", do: ["send", "start G", "start H"] },
      transport: { to: "proceeding", do: ["fail transport"] },
      "timer pending": { to: "completed", do: ["answer 500", "fail timeout", "start G", "start H"] },
    },
    completed: {
      retransmission: { to: "completed", do: ["resend"] },
      "timer G": { to: "completed", do: ["resend", "double G"] },
      "timer H": { to: "terminated", do: ["fail no-ack"] },
      ack: { to: "confirmed", do: ["start I"] },
      transport: { to: "completed", do: ["fail transport"] },
    },
    confirmed: { "timer I": { to: "terminated", do: [] } },
    accepted: {
      // The user above repeats its 2xx until the ACK (RFC 3261 13.3.1.4); a repeated INVITE is only swallowed.
      success: { to: "accepted", do: ["send"] },
      ack: { to: "accepted", do: ["pass ack"] },
      "timer L": { to: "terminated", do: [] },
      transport: { to: "accepted", do: ["fail transport"] },
    },
    terminated: {},
  },
};
