/** How fast each token is used: calls left, as of a moment. Plain data, bounded by `maxTokens`. */
export type TokenPace = Map<string, { left: number; atMs: number }>;

/** Enough for a program that asks for everything it shows, too little for one that runs in circles. */
const perSecond = 50;
const burst = 200;
const maxTokens = 1_000;

/** Takes one call off; false when the token has used up what it may. */
export function mayCall(pace: TokenPace, token: string, nowMs: number): boolean {
  const seen = pace.get(token);
  const left = seen ? Math.min(burst, seen.left + ((nowMs - seen.atMs) * perSecond) / 1_000) : burst;
  pace.delete(token);
  pace.set(token, { left: Math.max(0, left - 1), atMs: nowMs });
  for (const oldest of pace.keys()) {
    if (pace.size <= maxTokens) break;
    pace.delete(oldest);
  }
  return left >= 1;
}
