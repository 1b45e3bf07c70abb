import type { Machine } from "./machine.ts";

export type NonInviteServerState = "trying" | "proceeding" | "completed" | "terminated";

/** RFC 3261 17.2.2. An answer later than the client's Timer F helps nobody, so an unanswered request is dropped then (RFC 4320 4.2). */
export const nonInviteServer: Machine<NonInviteServerState> = {
  side: "server",
  start: { to: "trying", do: ["start pending"] },
  states: {
    trying: {
      provisional: { to: "proceeding", do: ["send"], keep: ["pending"] },
      success: { to: "completed", do: ["send", "start J"] },
      failure: { to: "completed", do: ["send", "start J"] },
      "timer pending": { to: "terminated", do: ["fail timeout"] },
    },
    proceeding: {
      retransmission: { to: "proceeding", do: ["resend"] },
      provisional: { to: "proceeding", do: ["send"] },
      success: { to: "completed", do: ["send", "start J"] },
      failure: { to: "completed", do: ["send", "start J"] },
      transport: { to: "terminated", do: ["fail transport"] },
      "timer pending": { to: "terminated", do: ["fail timeout"] },
    },
    completed: {
      retransmission: { to: "completed", do: ["resend"] },
      "timer J": { to: "terminated", do: [] },
      transport: { to: "terminated", do: ["fail transport"] },
    },
    terminated: {},
  },
};
