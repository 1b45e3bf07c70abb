import type { LiveItem } from "../../appliance/contract/items.ts";

type Person = { user: string; agent?: string; queues: readonly string[]; supervises: boolean };

/** Whose business an item is, by the box's own rule: a supervisor sees all; an agent what is his, his queues', or nobody's. */
const concerns = (item: LiveItem, who: Person): boolean => {
  if (who.supervises) return true;
  if (item.kind === "low-score") return false;
  if (item.agent !== undefined) return item.agent === who.agent;
  return item.queue === undefined || who.queues.includes(item.queue);
};

/** What is due first, then what one has taken, then the rest, oldest first. */
export function orderItems(items: readonly LiveItem[], who: Person): LiveItem[] {
  const weight = (i: LiveItem) => (i.due ? 0 : i.takenBy === who.user ? 1 : i.dueAtMs === undefined ? 2 : 3);
  return items
    .filter((i) => i.state !== "done" && concerns(i, who))
    .sort((a, b) => weight(a) - weight(b) || (a.dueAtMs ?? a.madeAtMs) - (b.dueAtMs ?? b.madeAtMs));
}

/** Reminders whose moment has come and that are one's own: made for oneself, taken, or set by who is no agent. The oldest first. */
export function dueReminders(items: readonly LiveItem[], who: Pick<Person, "user" | "agent">): LiveItem[] {
  const mine = (i: LiveItem) =>
    i.takenBy !== undefined ? i.takenBy === who.user : i.agent === undefined ? i.madeBy === who.user : i.agent === who.agent;
  return items
    .filter((i) => i.kind === "reminder" && i.due && i.state !== "done" && mine(i))
    .sort((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0));
}
