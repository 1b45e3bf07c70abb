/** One row of "why him, why not the others". `because` has the words the box gave, or the parts to word it here. */
export type ConsideredRow = { agent: string; level?: number; chosen: boolean; because: Because };
export type Because =
  | { words: { zh?: string; en?: string } }
  | { verdict: Record<string, unknown> & { kind: string } }
  | undefined;
export type DecisionView = {
  atMs?: number;
  chosen: string[];
  rows: ConsideredRow[];
  caller?: { waitedMs: number; position: number; priority: number };
};

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v): v is string => typeof v === "string") : []);
const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/**
 * Reads a decision out of a trace entry's data. The data comes from the queues' own records and may grow; what isn't
 * understood is left out rather than refused. Undefined: there is no decision in it.
 */
export function readDecision(data: unknown): DecisionView | undefined {
  if (!isBag(data)) return undefined;
  const inner = isBag(data.decision) ? data.decision : data;
  const listed = [inner.considered, inner.candidates, data.lines].find(Array.isArray) as unknown[] | undefined;
  if (!listed) return undefined;
  const chosen = texts(inner.chosen);
  const spoken = new Map(
    (Array.isArray(data.lines) ? data.lines : []).filter(isBag).map((line) => [String(line.agent), line.words]),
  );
  const rows = listed.filter(isBag).map((row): ConsideredRow => {
    const agent = String(row.agent ?? row.name ?? "?");
    const level = numberOf(row.level);
    const verdict = row.verdict;
    const words = row.words ?? row.why ?? row.reason ?? spoken.get(agent);
    const because: Because =
      isBag(verdict) && typeof verdict.kind === "string"
        ? { verdict: verdict as Bag & { kind: string } }
        : isBag(words)
          ? { words: words as { zh?: string; en?: string } }
          : typeof verdict === "string"
            ? { verdict: { kind: verdict } }
            : typeof words === "string"
              ? { words: { zh: words, en: words } }
              : undefined;
    const picked = chosen.includes(agent) || (isBag(verdict) && verdict.kind === "chosen") || verdict === "chosen";
    return { agent, ...(level === undefined ? {} : { level }), chosen: picked, because };
  });
  const caller = inner.caller;
  const atMs = numberOf(inner.atMs);
  return {
    ...(atMs === undefined ? {} : { atMs }),
    chosen: rows.filter((r) => r.chosen).map((r) => r.agent),
    rows: [...rows.filter((r) => r.chosen), ...rows.filter((r) => !r.chosen)],
    ...(isBag(caller)
      ? {
          caller: {
            waitedMs: numberOf(caller.waitedMs) ?? 0,
            position: numberOf(caller.position) ?? 1,
            priority: numberOf(caller.priority) ?? 0,
          },
        }
      : {}),
  };
}
