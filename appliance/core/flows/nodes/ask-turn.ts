import type { FlowNodeOf, PromptItem } from "../../../contract/flow.ts";
import type { Run } from "../run.ts";
import { goBack, meansBack, meansPerson, rescue, toPerson } from "../ways.ts";

type Choosing = Extract<FlowNodeOf<"language">["how"], { kind: "choose" }>;
export type Asking = FlowNodeOf<"menu"> | FlowNodeOf<"collect"> | Choosing;

/** The questioning part of the present node. */
export function askingOf(run: Run): Asking | undefined {
  const { node } = run;
  if (node?.type === "menu" || node?.type === "collect") return node;
  return node?.type === "language" && node.how.kind === "choose" ? node.how : undefined;
}

export const firstMs = (ask: Asking): number => ("firstDigitMs" in ask ? ask.firstDigitMs : ask.timeoutMs);

const invalidItems: readonly PromptItem[] = [
  { kind: "text", text: { zh: "您的输入有误，请重新输入。", en: "That is not valid. Please try again." } },
];

/** Restarts the patience. */
export function armAsk(run: Run, inMs: number): void {
  const { wait } = run.state;
  if (wait.kind !== "ask") return;
  if (wait.timer !== undefined) run.effects.push({ do: "flow.cancelTimer", token: wait.timer });
  wait.timer = run.timer(inMs);
}

/** Speaks the question; one without words gives time at once. */
export function speakAsk(run: Run, ask: Asking, items: readonly PromptItem[]): void {
  const { wait } = run.state;
  if (wait.kind !== "ask") return;
  const token = run.play(items, wait.bargeIn);
  if (token !== undefined) wait.play = token;
  else armAsk(run, firstMs(ask));
}

export function personFrom(run: Run, digit: string): void {
  run.note(`按 ${digit} 要求人工`, `pressed ${digit} for a person`, "decision");
  toPerson(run);
}

/** Back to the menu before; from the first one it asks again. */
export function askBack(run: Run, digit: string): void {
  run.note(`按 ${digit} 返回`, `pressed ${digit} to go back`, "decision");
  if (goBack(run)) return;
  run.note("已经是第一级", "this is the first menu already");
  run.goTo(run.frame.node);
}

/** A key that isn't an answer: a person, back, or a mistake. */
export function strayKey(run: Run, digit: string): void {
  if (meansPerson(run, digit)) personFrom(run, digit);
  else if (meansBack(run, digit)) askBack(run, digit);
  else failAsk(run, "invalid", `按 ${digit}，这里没有这个选项`, `pressed ${digit}, which is no choice here`);
}

/** A try is lost: say so and ask again, or leave by the exit. What was typed ahead is forgotten, so that the caller hears it. */
export function failAsk(run: Run, why: "timeout" | "invalid", zh: string, en: string): void {
  const { wait } = run.state;
  const ask = askingOf(run);
  if (wait.kind !== "ask" || !ask) return;
  const triesLeft = wait.triesLeft - 1;
  run.note(`${zh}（还剩 ${triesLeft} 次）`, `${en} (${triesLeft} ${triesLeft === 1 ? "try" : "tries"} left)`);
  run.state.typed = "";
  const failing = why === "timeout" ? ask.onTimeout : ask.onInvalid;
  if (triesLeft > 0) {
    run.leave();
    run.state.wait = { kind: "ask", bargeIn: ask.bargeIn ?? true, triesLeft, typed: "" };
    speakAsk(run, ask, [...(failing?.items ?? (why === "invalid" ? invalidItems : [])), ...ask.items]);
  } else if (failing?.next !== undefined) {
    run.note("次数用完，走出口", "no try left, taking the exit", "decision");
    run.goTo(failing.next, `${"kind" in ask ? "/how" : ""}/${why === "timeout" ? "onTimeout" : "onInvalid"}/next`);
  } else if (run.node?.type === "language") {
    run.note("没有选择语言，保持原语言", "no language chosen, the present one stays", "decision");
    run.goTo(run.node.next, "/next");
  } else rescue(run, "次数用完，又没有出口", "no try left and no exit set");
}
