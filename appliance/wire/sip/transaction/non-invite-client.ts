import type { Machine } from "./machine.ts";

export type NonInviteClientState = "trying" | "proceeding" | "completed" | "terminated";

/** RFC 3261 17.1.2. */
export const nonInviteClient: Machine<NonInviteClientState> = {
  side: "client",
  start: { to: "trying", do: ["send", "start E", "start F"] },
  states: {
    trying: {
      "timer E": { to: "trying", do: ["resend", "double E"] },
      "timer F": { to: "terminated", do: ["fail timeout"] },
      provisional: { to: "proceeding", do: ["deliver"], keep: ["E", "F"] },
      success: { to: "completed", do: ["deliver", "start K"] },
      failure: { to: "completed", do: ["deliver", "start K"] },
      transport: { to: "terminated", do: ["fail transport"] },
    },
    proceeding: {
      "timer E": { to: "proceeding", do: ["resend", "slow E"] },
      "timer F": { to: "terminated", do: ["fail timeout"] },
      provisional: { to: "proceeding", do: ["deliver"] },
      success: { to: "completed", do: ["deliver", "start K"] },
      failure: { to: "completed", do: ["deliver", "start K"] },
      transport: { to: "terminated", do: ["fail transport"] },
    },
    completed: { "timer K": { to: "terminated", do: [] } },
    terminated: {},
  },
};
