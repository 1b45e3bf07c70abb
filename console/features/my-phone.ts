import { computed, signal } from "@preact/signals";
import type { LiveAgent } from "../../appliance/contract/live.ts";
import { tick } from "../data/clock.ts";
import { live } from "../data/live.ts";
import { calendarsNow } from "../data/phone-features.ts";
import { type CalendarNow, isStale } from "./forwards.ts";

/** The calendars as the box saw them last; undefined until it was asked. */
const known = signal<CalendarNow[] | undefined>(undefined);
let asking = false;
let askedAtMs = 0;
const pauseMs = 15_000;

/** Calendars for whoever shows forwards; asked once, and again when one of them has opened or closed. */
export const calendars = computed((): CalendarNow[] => {
  const now = tick.value;
  const have = known.value;
  if ((have === undefined || isStale(have, now)) && !asking && now - askedAtMs > pauseMs) ask(now);
  return have ?? [];
});

function ask(nowMs: number): void {
  asking = true;
  askedAtMs = nowMs;
  calendarsNow()
    .then((found) => {
      known.value = found;
    })
    // Asked again in a while; until then forwards by hours are shown without saying whether they count now.
    .catch(() => undefined)
    .finally(() => {
      asking = false;
    });
}

/** A phone as the box tells of it now. */
export const phoneNow = (id: string | undefined) => (id === undefined ? undefined : live.value?.phones.find((p) => p.id === id));

/** What a number in the house is called. */
export function nameOfNumber(to: string): string | undefined {
  const state = live.value;
  const agent = state?.agents.find((a: LiveAgent) => a.phone === to);
  return agent?.name ?? state?.phones.find((p) => p.id === to)?.name;
}
