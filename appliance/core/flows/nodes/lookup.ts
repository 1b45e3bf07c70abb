import type { FlowNodeOf } from "../../../contract/flow.ts";
import type { LookupAnswer } from "../flow-event.ts";
import type { Run } from "../run.ts";
import { meansPerson, toPerson } from "../ways.ts";

type LookupNode = FlowNodeOf<"lookup">;

/** The connector keeps its own time; this is for one that doesn't come back at all. */
const graceMs = 1000;

export function enterLookup(run: Run, node: LookupNode): void {
  const parameters: Record<string, string> = {};
  for (const [name, template] of Object.entries(node.request)) parameters[name] = run.fill(template);
  const token = run.token();
  run.effects.push({ do: "flow.lookup", token, connector: node.connector, parameters, timeoutMs: node.timeoutMs });
  const play = run.state.typed === "" ? run.play(node.items ?? [], true) : undefined;
  run.state.wait = { kind: "lookup", token, timer: run.timer(node.timeoutMs + graceMs), ...(play !== undefined ? { play } : {}) };
}

/** Keys pressed meanwhile are for the next question; a person can be asked for. */
export function digitInLookup(run: Run, digit: string): void {
  if (meansPerson(run, digit)) {
    run.note(`按 ${digit} 要求人工`, `pressed ${digit} for a person`, "decision");
    toPerson(run);
  } else run.keepAhead(digit);
}

/** A value out of the answer, by its flat name or along its path; texts, numbers and yes or no only. */
function pick(values: Readonly<Record<string, unknown>>, path: string): string | undefined {
  let found: unknown;
  if (Object.hasOwn(values, path)) found = values[path];
  else {
    found = values;
    for (const part of path.split(".")) {
      if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
      found = (found as Record<string, unknown>)[part];
    }
  }
  if (typeof found === "string" || typeof found === "boolean") return String(found);
  return typeof found === "number" && Number.isFinite(found) ? String(found) : undefined;
}

/** Sets the variables of a good answer; tells whether all that is needed was in it. */
function take(run: Run, node: LookupNode, values: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(node.results).map(([variable, result]) => ({
    variable,
    result,
    value: pick(values, result.from),
  }));
  const missing = entries.filter(({ value, result }) => value === undefined && !result.optional);
  if (missing.length > 0) {
    const names = missing.map(({ result }) => result.from).join(", ");
    run.note(`回答里缺少 ${names}`, `the answer lacks ${names}`, "fault");
    return false;
  }
  for (const { variable, result, value } of entries)
    run.setVariable(variable, value ?? "", value === undefined ? undefined : result.label, result.sensitive ?? false);
  return true;
}

function finish(run: Run, node: LookupNode, answer: LookupAnswer): void {
  const good = answer.outcome === "ok" && take(run, node, answer.values);
  const exit = answer.outcome === "not-found" && node.notFound !== undefined ? "notFound" : good ? "ok" : "failed";
  const words =
    answer.outcome === "not-found"
      ? ["没有查到", "found nothing"]
      : good
        ? ["查询成功", "found it"]
        : ["查询失败，走备用出口", "failed, taking the fallback"];
  run.note(`${node.connector}：${words[0]}`, `${node.connector}: ${words[1]}`, "decision");
  run.goTo(node[exit] ?? node.failed, `/${exit}`);
}

/** The answer is there; a sentence that is being spoken is heard to its end, unless the caller typed on. */
export function lookedUp(run: Run, node: LookupNode, answer: LookupAnswer): void {
  const { wait } = run.state;
  if (wait.kind !== "lookup" || wait.answer !== undefined) return;
  if (wait.timer !== undefined) run.effects.push({ do: "flow.cancelTimer", token: wait.timer });
  delete wait.timer;
  if (wait.play !== undefined && run.state.typed === "") wait.answer = answer;
  else finish(run, node, answer);
}

export function playedLookup(run: Run, node: LookupNode): void {
  const { wait } = run.state;
  if (wait.kind !== "lookup") return;
  delete wait.play;
  if (wait.answer !== undefined) finish(run, node, wait.answer);
}

export function lookupTimedOut(run: Run, node: LookupNode): void {
  const { wait } = run.state;
  if (wait.kind !== "lookup") return;
  delete wait.timer;
  run.note(`${node.connector} 没有回答`, `${node.connector} didn't answer`, "fault");
  finish(run, node, { outcome: "failed", values: {} });
}
