/** Wrong passwords so far, by what they were tried on. Plain data, bounded by `maxKeys`. */
export type LoginThrottle = Map<string, { wrong: number; lastAtMs: number }>;

/** A user is never shut out for long, or anybody could lock the administrator out by typing his name; an address may be. */
const rules = {
  user: { free: 5, firstMs: 1_000, mostMs: 60_000 },
  address: { free: 10, firstMs: 1_000, mostMs: 900_000 },
} as const;
const forgetMs = 1_800_000;
const maxKeys = 10_000;

export type LoginKeys = { user: string; address: string };
type Kind = keyof typeof rules;
const kinds: readonly Kind[] = ["user", "address"];
const keyOf = (kind: Kind, keys: LoginKeys): string => `${kind} ${keys[kind].toLowerCase().slice(0, 100)}`;

function delayMs(kind: Kind, wrong: number): number {
  const rule = rules[kind];
  const over = wrong - rule.free;
  return over < 0 ? 0 : Math.min(rule.mostMs, rule.firstMs * 2 ** Math.min(over, 20));
}

/** Milliseconds to wait before this user may try again from this address; 0 when he may try now. */
export function loginWaitMs(throttle: LoginThrottle, keys: LoginKeys, nowMs: number): number {
  let waitMs = 0;
  for (const kind of kinds) {
    const seen = throttle.get(keyOf(kind, keys));
    if (!seen || nowMs - seen.lastAtMs >= forgetMs) continue;
    waitMs = Math.max(waitMs, seen.lastAtMs + delayMs(kind, seen.wrong) - nowMs);
  }
  return waitMs;
}

/** Counts an attempt as wrong before the password is looked at, so that many at the same moment don't all get through. */
export function loginTried(throttle: LoginThrottle, keys: LoginKeys, nowMs: number): void {
  for (const kind of kinds) {
    const key = keyOf(kind, keys);
    const seen = throttle.get(key);
    const wrong = seen && nowMs - seen.lastAtMs < forgetMs ? seen.wrong + 1 : 1;
    throttle.delete(key);
    throttle.set(key, { wrong, lastAtMs: nowMs });
  }
  // A map keeps the order of insertion: the first are those not tried for longest.
  for (const key of throttle.keys()) {
    if (throttle.size <= maxKeys) break;
    throttle.delete(key);
  }
}

/** The password was right. The user starts afresh; the address gives back only this attempt, or one good account would clear guesses at others. */
export function loginWorked(throttle: LoginThrottle, keys: LoginKeys): void {
  throttle.delete(keyOf("user", keys));
  const key = keyOf("address", keys);
  const seen = throttle.get(key);
  if (!seen) return;
  if (seen.wrong <= 1) throttle.delete(key);
  else throttle.set(key, { ...seen, wrong: seen.wrong - 1 });
}
