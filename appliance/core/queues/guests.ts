import type { QueueSettings } from "../../contract/queue.ts";
import type { Guest } from "../../contract/queue-choice.ts";
import type { AgentId, QueueId } from "../../kit/ids.ts";
import { dayNumber } from "../calendar/civil-date.ts";
import { instantOf } from "../calendar/local-parts.ts";

/** From (included) to (excluded). */
export type GuestSpan = { fromMs: number; toMs: number };
type GuestMembership = { queue: QueueId; level: number; spans: GuestSpan[] };

/** "2026-03-15T09:00" by the site's clock. */
function momentOf(text: string, timeZone: string): number {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0] = text.split(/[-T:]/).map(Number);
  return instantOf(timeZone, dayNumber(year, month, day), hour * 60 + minute);
}
const spanOf = ({ from, to }: Guest, timeZone: string): GuestSpan => ({
  fromMs: momentOf(from, timeZone),
  toMs: momentOf(to, timeZone),
});

/** Members for announced days (A26), by agent; the moments at which they come and go are added to `turns`. */
export function guestSpans(
  queues: readonly QueueSettings[],
  timeZone: string,
  turns: Map<QueueId, number[]>,
): Map<AgentId, GuestMembership[]> {
  const byAgent = new Map<AgentId, GuestMembership[]>();
  for (const { id: queue, guests = [] } of queues) {
    const moments = new Set<number>();
    for (const guest of guests) {
      const span = spanOf(guest, timeZone);
      if (span.fromMs >= span.toMs) continue;
      moments.add(span.fromMs).add(span.toMs);
      const list = byAgent.get(guest.agent) ?? [];
      const known = list.find((m) => m.queue === queue);
      if (known) known.spans.push(span);
      else list.push({ queue, level: guest.level, spans: [span] });
      byAgent.set(guest.agent, list);
    }
    if (moments.size > 0)
      turns.set(
        queue,
        [...moments].sort((a, b) => a - b),
      );
  }
  return byAgent;
}

/** Without those whose days it is not. */
export const withGuests = <M extends { spans?: readonly GuestSpan[] }>(all: readonly M[], atMs: number): readonly M[] =>
  all.filter(({ spans }) => spans === undefined || spans.some((s) => s.fromMs <= atMs && atMs < s.toMs));
