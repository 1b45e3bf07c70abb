import type { Machine } from "./machine.ts";

export type InviteClientState = "calling" | "proceeding" | "completed" | "accepted" | "terminated";

/** RFC 3261 17.1.1 as changed by RFC 6026 8.4. */
export const inviteClient: Machine<InviteClientState> = {
  side: "client",
  start: { to: "calling", do: ["send", "start A", "start B"] },
  states: {
    calling: {
      "timer A": { to: "calling", do: ["resend", "double A"] },
      "timer B": { to: "terminated", do: ["fail timeout"] },
      provisional: { to: "proceeding", do: ["deliver", "release cancel"] },
      success: { to: "accepted", do: ["deliver", "start M"] },
      failure: { to: "completed", do: ["acknowledge", "deliver", "start D"] },
      transport: { to: "terminated", do: ["fail transport"] },
    },
    proceeding: {
      provisional: { to: "proceeding", do: ["deliver"] },
      success: { to: "accepted", do: ["deliver", "start M"] },
      failure: { to: "completed", do: ["acknowledge", "deliver", "start D"] },
      // RFC 3261 9.1: no final answer 64*T1 after the CANCEL
      "timer cancel": { to: "terminated", do: ["fail timeout"] },
    },
    completed: {
      failure: { to: "completed", do: ["acknowledge"] },
      "timer D": { to: "terminated", do: [] },
      transport: { to: "terminated", do: ["fail transport"] },
    },
    accepted: {
      success: { to: "accepted", do: ["deliver"] },
      "timer M": { to: "terminated", do: [] },
    },
    terminated: {},
  },
};
