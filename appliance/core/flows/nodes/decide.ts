import type { FlowNodeOf } from "../../../contract/flow.ts";
import type { Sentence } from "../../../contract/records.ts";
import { evaluate, evaluateCondition } from "../../expressions/evaluate.ts";
import { parseExpression } from "../../expressions/parse.ts";
import { flowVocabulary } from "../flow-vocabulary.ts";
import type { Run } from "../run.ts";
import { bothLanguages } from "../run.ts";
import type { Seen } from "../surroundings.ts";
import { rescue } from "../ways.ts";

const depthLimit = 50;

const because = (seen: Seen): Sentence => ({
  zh: seen.length === 0 ? "" : `（${seen.map((s) => s.zh).join("；")}）`,
  en: seen.length === 0 ? "" : ` (${seen.map((s) => s.en).join("; ")})`,
});

/** The first case that holds; one that can't be decided counts as not holding, and says so. */
export function enterBranch(run: Run, node: FlowNodeOf<"branch">): void {
  for (const [at, { when, next, title }] of node.cases.entries()) {
    const seen: Seen = [];
    const parsed = parseExpression(when, flowVocabulary);
    const got = parsed.ok ? evaluateCondition(parsed.syntax, run.surroundings(seen)) : parsed;
    if (!got.ok) {
      run.note(`“${when}”无法判断：${got.problem.reason.zh}`, `"${when}" can't be decided: ${got.problem.reason.en}`, "fault");
      continue;
    }
    const why = because(seen);
    const name = bothLanguages(title, when);
    run.note(`${name.zh}：${got.value ? "是" : "否"}${why.zh}`, `${name.en}: ${got.value ? "yes" : "no"}${why.en}`, "decision");
    if (got.value) {
      run.goTo(next, `/cases/${at}/next`);
      return;
    }
  }
  run.note("都不成立，走其他出口", "none holds, taking the other exit", "decision");
  run.goTo(node.else, "/else");
}

export function enterSet(run: Run, node: FlowNodeOf<"set">): void {
  for (const { variable, value, label, sensitive } of node.set) {
    const parsed = parseExpression(value, flowVocabulary);
    const got = parsed.ok ? evaluate(parsed.syntax, run.surroundings()) : parsed;
    if (!got.ok)
      run.note(
        `${variable} 无法计算：${got.problem.reason.zh}`,
        `${variable} can't be computed: ${got.problem.reason.en}`,
        "fault",
      );
    run.setVariable(variable, got.ok ? got.value : "", label, sensitive ?? false);
  }
  run.goTo(node.next, "/next");
}

/** Where the top frame goes on after the sub-flow is set beforehand, so that a return only has to drop a frame. */
export function enterSubflow(run: Run, node: FlowNodeOf<"subflow">): void {
  const flow = run.library.flows.find((f) => f.id === node.flow);
  if (!flow) {
    rescue(run, `没有流程“${node.flow}”`, `there is no flow "${node.flow}"`);
    return;
  }
  if (run.state.frames.length >= depthLimit) {
    rescue(run, "子流程套得太深", "sub-flows are nested too deeply");
    return;
  }
  run.leave();
  run.state.frames.push({ flow: flow.id, node: flow.start, places: [] });
  run.goTo(flow.start);
}

export function enterReturn(run: Run): void {
  if (run.state.frames.length === 1) {
    run.end("finished");
    return;
  }
  run.leave();
  run.state.frames.pop();
  const { node } = run;
  if (node?.type === "subflow") run.goTo(node.next, "/next");
  else rescue(run, "回不到调用的流程：它已被修改", "can't return: the calling flow has been changed");
}
