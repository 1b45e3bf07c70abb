import type { Settings } from "../contract/settings.ts";
import type { TodayOf } from "../core/box/live-view.ts";
import { dayNumber } from "../core/calendar/civil-date.ts";
import { instantOf, localParts } from "../core/calendar/local-parts.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";

const freshMs = 1_000;

/** A queue's figures since local midnight, from its rows; asked at most once a second however many look on. */
export function todayOf(store: Pick<Store, "queueToday">, settings: () => Settings, clock: Clock): TodayOf {
  const known = new Map<string, { atMs: number; today: ReturnType<TodayOf> }>();
  return (queue) => {
    const now = clock.nowMs();
    const cached = known.get(queue);
    if (cached && now - cached.atMs < freshMs) return cached.today;
    const { site, queues } = settings();
    const { year, month, day } = localParts(site.timeZone, now);
    const midnightMs = instantOf(site.timeZone, dayNumber(year, month, day), 0);
    const found = queues.find((q) => q.id === queue);
    const today = store.queueToday(queue, midnightMs, found?.serviceLevelSec ?? 20, found?.shortAbandonSec ?? 5);
    known.set(queue, { atMs: now, today });
    return today;
  };
}
