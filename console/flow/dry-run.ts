import type { FlowRun, PlayStep } from "../../appliance/contract/flow-run.ts";
import type { FlowPlay, RehearsedAct } from "../../appliance/contract/flow-script.ts";
import type { FlowMarks } from "./flow-map-view.tsx";

/**
 * The box plays every call to its end; whoever plays the caller sees it up to the moment at which it is his turn again.
 * `timerMs` is how long the flow then waits for a key.
 */
export function upToNow(run: FlowRun, acts: readonly RehearsedAct[]): { steps: PlayStep[]; over: boolean; timerMs?: number } {
  const keys = acts.reduce((n, act) => n + (act.do === "press" ? act.keys.length : 0), 0);
  const waits = acts.filter((act) => act.do === "wait").length;
  let [seenKeys, seenWaits] = [0, 0];
  let timerMs: number | undefined;
  for (const [i, step] of run.steps.entries()) {
    if (step.step === "key") seenKeys += 1;
    if (step.step === "timer") timerMs = step.inMs;
    if (step.step !== "time-up") continue;
    if (seenKeys >= keys && seenWaits >= waits && timerMs !== undefined)
      return { steps: run.steps.slice(0, i), over: false, timerMs };
    seenWaits += 1;
  }
  return { steps: run.steps, over: true };
}

/** The acts with some keys more. Keys that follow each other are typed as one; `listens` waits for the announcement to end. */
export function withKeys(acts: readonly RehearsedAct[], keys: string, listens: boolean): RehearsedAct[] {
  return [...acts, ...(listens ? [{ do: "listen" } as const] : []), { do: "press", keys }];
}
/** The caller hears to the end and lets the time run out. */
export const withWait = (acts: readonly RehearsedAct[], timerMs: number): RehearsedAct[] => [
  ...acts,
  { do: "listen" },
  { do: "wait", forMs: Math.min(3_600_000, timerMs + 50) },
];
/** Without what was done last. */
export function withoutLast(acts: readonly RehearsedAct[]): RehearsedAct[] {
  const left = acts.slice(0, -1);
  while (left.at(-1)?.do === "listen") left.pop();
  return left;
}

/** What the map shows of some steps: the ways taken, the steps passed, and where it stands. */
export function marksOf(flow: string, steps: readonly PlayStep[], over: boolean): FlowMarks {
  const nodes = steps.flatMap((s) => (s.step === "node" ? [s] : []));
  const last = nodes.at(-1);
  return {
    taken: new Set(nodes.flatMap(({ from }) => (from?.flow === flow ? [`${from.node} ${from.exit}`] : []))),
    steps: new Set(nodes.flatMap((n) => (n.flow === flow ? [n.node] : []))),
    ...(last?.flow === flow && !over ? { now: last.node } : {}),
  };
}

/** A day and time of the site's clock ("2026-02-17T08:30") as an instant with its offset; undefined when it is no time. */
export function instantAt(local: string, timeZone: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return undefined;
  const wanted = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wanted)) return undefined;
  // Twice, so that the offset is that of the moment itself and not of one nearby across a change of clocks.
  const first = offsetMin(wanted, timeZone);
  const offset = offsetMin(wanted - first * 60_000, timeZone);
  const two = (n: number) => String(n).padStart(2, "0");
  const size = Math.abs(offset);
  return `${local}:00${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
function offsetMin(atMs: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(atMs)
    .find((p) => p.type === "timeZoneName")?.value;
  const [, sign = "+", hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? "") ?? [];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
}

/** What a play begins with: the site's own number is called, by somebody with a mobile. */
export const freshPlay = (called: string): FlowPlay => ({ call: { caller: "13800138000", called }, acts: [] });
