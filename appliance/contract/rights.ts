/** What a role may do. A route names the right it wants. */
export type Right =
  | "everyone"
  | "signed-in"
  | "see-live"
  | "be-agent"
  | "supervise"
  | "see-figures"
  /** Recordings of one's own calls: to note on them, and to hear them where the settings allow it. */
  | "own-recordings"
  | "hear-recordings"
  /** Switch a relay, set a value: what devices of the plant do. */
  | "switch-plant"
  /** Captures, traces, support bundles. */
  | "diagnose"
  /** Captures with what is said and written in them. */
  | "capture-content"
  | "change-settings"
  | "manage-users";
export type Role = "administrator" | "supervisor" | "agent";
export const rightsOf: Record<Role, readonly Right[]> = {
  administrator: [
    "everyone",
    "signed-in",
    "see-live",
    "be-agent",
    "supervise",
    "see-figures",
    "own-recordings",
    "hear-recordings",
    "switch-plant",
    "diagnose",
    "capture-content",
    "change-settings",
    "manage-users",
  ],
  supervisor: [
    "everyone",
    "signed-in",
    "see-live",
    "be-agent",
    "supervise",
    "see-figures",
    "own-recordings",
    "hear-recordings",
    "switch-plant",
  ],
  agent: ["everyone", "signed-in", "see-live", "be-agent", "own-recordings"],
};
