import type { LiveMessage, LiveState, LiveTopic } from "../../appliance/contract/live.ts";

/** What the console knows of the moment: the state, and the number of the last message it is built from. */
export type LiveView = { state: LiveState; n: number };
/** `gap`: a message is missing, so nothing can be trusted any more until the next `hello`. */
export type LiveStep = { view: LiveView } | "gap";

/** Folds one message in. Items keep their identity unless they changed, so that only what changed is drawn again. */
export function applyLive(view: LiveView | undefined, message: LiveMessage): LiveStep {
  switch (message.type) {
    case "hello":
      return { view: { state: message.state, n: message.n } };
    case "beat":
      // A beat may have a number of its own or repeat the last one.
      if (!view || message.n < view.n || message.n > view.n + 1) return "gap";
      return { view: { state: { ...view.state, nowMs: message.nowMs }, n: message.n } };
    case "patch": {
      if (!view || message.n !== view.n + 1) return "gap";
      const list = merge<Item>(view.state[message.topic], message.set, message.gone);
      return { view: { state: { ...view.state, nowMs: message.nowMs, [message.topic]: list }, n: message.n } };
    }
  }
}

type Item = LiveState[LiveTopic][number];

function merge<T extends { id: string }>(old: readonly T[], set: readonly T[], gone: readonly string[]): T[] {
  const fresh = new Map(set.map((item) => [item.id, item]));
  const lost = new Set(gone);
  const kept = old.filter((item) => !lost.has(item.id)).map((item) => fresh.get(item.id) ?? item);
  const known = new Set(old.map((item) => item.id));
  return [...kept, ...[...fresh.values()].filter((item) => !known.has(item.id) && !lost.has(item.id))];
}

/** A message as it came, or nothing when it isn't one. */
export function parseLive(text: string): LiveMessage | undefined {
  try {
    const value = JSON.parse(text) as { type?: unknown; n?: unknown };
    const known = value.type === "hello" || value.type === "patch" || value.type === "beat";
    return known && typeof value.n === "number" ? (value as LiveMessage) : undefined;
  } catch {
    return undefined;
  }
}
