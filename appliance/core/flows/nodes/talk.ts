import type { FlowNodeOf, PromptItem } from "../../../contract/flow.ts";
import type { Run } from "../run.ts";
import { goBack, meansBack, meansPerson, toPerson } from "../ways.ts";

type Talking = FlowNodeOf<"prompt"> | FlowNodeOf<"say"> | FlowNodeOf<"hangup">;

function itemsOf(node: Talking): readonly PromptItem[] {
  if (node.type !== "say") return node.items ?? [];
  return [{ kind: "say", as: node.as, value: node.value, ...(node.text ? { text: node.text } : {}) }];
}

const bargeInOf = (node: Talking): boolean => node.type !== "hangup" && (node.bargeIn ?? true);

/** Speaks, unless the caller has typed ahead and may. */
export function enterTalk(run: Run, node: Talking): void {
  const bargeIn = bargeInOf(node);
  const after = node.type === "hangup" ? "end" : "next";
  const token = bargeIn && run.state.typed !== "" ? undefined : run.play(itemsOf(node), bargeIn);
  if (token === undefined) finishTalk(run, node);
  else run.state.wait = { kind: "play", token, bargeIn, after, why: "finished" };
}

function finishTalk(run: Run, node: Talking): void {
  if (node.type === "hangup") run.end("finished");
  else run.goTo(node.next, "/next");
}

export function playedTalk(run: Run, failed: boolean): void {
  const { wait, node } = { wait: run.state.wait, node: run.node };
  if (wait.kind !== "play") return;
  const { after, why } = wait;
  run.state.wait = { kind: "none" };
  if (node?.type === "prompt" && node.privacyNotice && !failed && why !== "fault") run.effects.push({ do: "flow.noticed" });
  if (after === "end") run.end(why);
  else if (node?.type === "prompt" || node?.type === "say") finishTalk(run, node);
}

/** A key while it speaks: a person at any moment, back to the menu, or ahead to the next question. */
export function digitInTalk(run: Run, digit: string): void {
  const { wait, node } = { wait: run.state.wait, node: run.node };
  if (wait.kind !== "play" || wait.why === "fault") return;
  if (meansPerson(run, digit)) {
    run.note(`按 ${digit} 要求人工`, `pressed ${digit} for a person`);
    toPerson(run);
    return;
  }
  if (!wait.bargeIn) {
    run.keepAhead(digit);
    return;
  }
  if (meansBack(run, digit) && goBack(run)) {
    run.note(`按 ${digit} 返回`, `pressed ${digit} to go back`);
    return;
  }
  if (node?.type !== "prompt" && node?.type !== "say") return;
  run.keepAhead(digit);
  run.leave();
  finishTalk(run, node);
}
