/** When each number called within the last hour, oldest first. Plain data. */
export type RecentCallers = Record<string, number[]>;

const hourMs = 3_600_000;
/** Whoever calls from more numbers than this is not counted by any of them; a rule for patterns of callers is for that. */
const mostNumbers = 1000;
/** More than any rule may ask for (`perHour`). */
const mostCalls = 201;

// A letter before it keeps a short number from being taken for an index, which would stand before all others.
const keyOf = (caller: string): string => `n${caller}`;

/** Takes in a call. Who was quiet for longest is forgotten first. */
export function noteCaller(recent: RecentCallers, caller: string, atMs: number): void {
  const key = keyOf(caller);
  const calls = (recent[key] ?? []).filter((at) => at > atMs - hourMs).slice(1 - mostCalls);
  delete recent[key];
  recent[key] = [...calls, atMs];
  const keys = Object.keys(recent);
  for (const old of keys) if (recent[old]!.at(-1)! <= atMs - hourMs) delete recent[old];
  if (Object.keys(recent).length > mostNumbers) delete recent[keys[0]!];
}

export const callsLastHour = (recent: RecentCallers, caller: string, atMs: number): number =>
  (recent[keyOf(caller)] ?? []).filter((at) => at > atMs - hourMs).length;
