/** What a supervisor does to a callback. `now`: without waiting for the next attempt; the hours hold all the same. */
export type CallbackAct = { act: "cancel" } | { act: "front" } | { act: "now" } | { act: "number"; number: string };
