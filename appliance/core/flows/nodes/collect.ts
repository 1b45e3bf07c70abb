import type { FlowNodeOf } from "../../../contract/flow.ts";
import { inputProblem } from "../input-check.ts";
import type { Run } from "../run.ts";
import { meansBack, meansPerson } from "../ways.ts";
import { armAsk, askBack, failAsk, personFrom } from "./ask-turn.ts";

type Collect = FlowNodeOf<"collect">;

/** How long a terminator may still follow an input that was complete without it. */
const swallowMs = 2500;

/** One key of an input. The back key clears what was typed, and goes back when nothing was. */
export function collectDigit(run: Run, node: Collect, digit: string): void {
  const { wait } = run.state;
  if (wait.kind !== "ask") return;
  if (digit === node.terminator) {
    complete(run, node, wait.typed);
    return;
  }
  if (!/^[0-9]$/.test(digit)) {
    const back = meansBack(run, digit);
    if (back && wait.typed === "") askBack(run, digit);
    else if (back) {
      run.note(`按 ${digit} 清除已输入的内容`, `pressed ${digit}, what was typed is cleared`);
      wait.typed = "";
      armAsk(run, node.firstDigitMs);
    } else if (meansPerson(run, digit)) personFrom(run, digit);
    else if (wait.typed !== "") armAsk(run, node.interDigitMs);
    return;
  }
  wait.typed += digit;
  if (wait.typed.length < node.maxLength) {
    armAsk(run, node.interDigitMs);
    return;
  }
  const { state } = run;
  // Typed ahead it is there already: it belongs to this input and not to the next question.
  if (state.typed.startsWith(node.terminator)) state.typed = state.typed.slice(1);
  else if (node.terminator !== "none") state.swallow = { key: node.terminator, untilMs: run.context.nowMs + swallowMs };
  complete(run, node, wait.typed);
}

export function collectTimeout(run: Run, node: Collect): void {
  const { wait } = run.state;
  if (wait.kind !== "ask") return;
  if (wait.typed === "") failAsk(run, "timeout", "没有输入", "nothing was typed");
  else complete(run, node, wait.typed);
}

function complete(run: Run, node: Collect, typed: string): void {
  const problem = inputProblem(typed, node, run.context);
  if (!problem) {
    const shown = node.sensitive ? `•••（${typed.length} 位）` : typed;
    const shownEn = node.sensitive ? `••• (${typed.length} digits)` : typed;
    run.note(`输入 ${shown}`, `typed ${shownEn}`, "decision");
    run.setVariable(node.variable, typed, node.label, node.sensitive ?? false);
    run.goTo(node.next, "/next");
  } else if (typed.length === 1 && meansPerson(run, typed)) {
    // The person's key alone, where it is no valid input, asks for a person.
    personFrom(run, typed);
  } else failAsk(run, "invalid", `输入无效：${problem.zh}`, `not valid: ${problem.en}`);
}
