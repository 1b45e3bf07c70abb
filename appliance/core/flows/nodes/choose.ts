import type { FlowNodeOf } from "../../../contract/flow.ts";
import type { Run } from "../run.ts";
import { type Asking, strayKey } from "./ask-turn.ts";

/** A key in a menu. */
export function menuDigit(run: Run, menu: FlowNodeOf<"menu">, digit: string): void {
  const choice = Object.hasOwn(menu.choices, digit) ? menu.choices[digit] : undefined;
  if (!choice) {
    strayKey(run, digit);
    return;
  }
  const { zh, en } = choice.title ?? {};
  run.note(`按 ${digit}${(zh ?? en) ? `：${zh ?? en}` : ""}`, `pressed ${digit}${(en ?? zh) ? `: ${en ?? zh}` : ""}`, "decision");
  run.goTo(choice.next, `/choices/${digit}/next`);
}

const names = { zh: ["中文", "Chinese"], en: ["英文", "English"] } as const;

/** A key where a language is chosen. */
export function languageDigit(run: Run, ask: Extract<Asking, { kind: "choose" }>, digit: string): void {
  const language = Object.hasOwn(ask.keys, digit) ? ask.keys[digit] : undefined;
  const { node } = run;
  if (language === undefined || node?.type !== "language") {
    strayKey(run, digit);
    return;
  }
  run.note(`按 ${digit} 选择${names[language][0]}`, `pressed ${digit} for ${names[language][1]}`, "decision");
  run.setLanguage(language);
  run.goTo(node.next, "/next");
}
