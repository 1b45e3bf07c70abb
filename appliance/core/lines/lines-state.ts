import type { LineEvent } from "../../contract/line.ts";
import type { Settings } from "../../contract/settings.ts";
import type { Sentence } from "../../contract/words.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import { countedAs, countsCalls } from "./firewall.ts";
import { outsideLines } from "./outside-lines.ts";
import type { FeaturesByPhone } from "./phone-features.ts";
import type { PinLocks } from "./pin-locks.ts";
import { callsLastHour, noteCaller, type RecentCallers } from "./recent-callers.ts";

type PhoneContact = Extract<LineEvent, { on: "phone.state" }>["contacts"][number];
/** What is known of the lines and phones. Plain data. */
export type LinesState = {
  lines: Record<LineId, { state: "up" | "down" | "off"; text: string; words?: Sentence; sinceMs: number }>;
  phones: Record<PhoneId, PhoneContact[]>;
  /** Who called lately; only while a rule of the firewall counts calls. */
  callers?: RecentCallers;
  /** Wrong PINs for calls outside. */
  pins?: PinLocks;
  /** Forwards and do not disturb. */
  features?: FeaturesByPhone;
};
export const newLines = (): LinesState => ({ lines: {}, phones: {} });

/** Takes in the news; true when a phone's being there changed. */
export function noteLine(
  state: LinesState,
  event: Extract<LineEvent, { on: "line.state" | "phone.state" }>,
  atMs: number,
): boolean {
  if (event.on === "line.state") {
    const was = state.lines[event.line];
    const sinceMs = was?.state === event.state ? was.sinceMs : atMs;
    const { text, words } = event;
    state.lines[event.line] = { state: event.state, text, ...(words ? { words } : {}), sinceMs };
    return false;
  }
  const before = phoneUp(state, event.phone);
  if (event.contacts.length > 0) state.phones[event.phone] = event.contacts;
  else delete state.phones[event.phone];
  return before !== phoneUp(state, event.phone);
}

/** Lines and phones that the settings no longer know are let go. */
export function forgetLines(state: LinesState, settings: Settings): void {
  const { phones } = settings;
  const lines = new Set<string>(outsideLines(settings).map(({ id }) => id));
  for (const id of Object.keys(state.lines)) if (!lines.has(id)) delete state.lines[id as LineId];
  for (const id of Object.keys(state.phones)) if (!phones.some((p) => p.id === id)) delete state.phones[id as PhoneId];
  for (const id of Object.keys(state.features ?? {}))
    if (!phones.some((p) => p.id === id)) delete state.features?.[id as PhoneId];
}

export const phoneUp = (state: LinesState, phone: PhoneId): boolean => (state.phones[phone]?.length ?? 0) > 0;

/** Counts a call over a line before it is judged; those that are turned away count too. */
export function countCaller(
  state: LinesState,
  settings: Settings,
  { party, from }: Extract<LineEvent, { on: "line.ringing" }>,
  atMs: number,
): void {
  if (party.kind !== "line") return;
  if (!countsCalls(settings)) {
    delete state.callers;
    return;
  }
  state.callers ??= {};
  noteCaller(state.callers, countedAs(from.withheld ? "" : from.number, settings.site.country), atMs);
}

export const recentCalls = ({ callers = {} }: LinesState, counted: string, atMs: number): number =>
  callsLastHour(callers, counted, atMs);
