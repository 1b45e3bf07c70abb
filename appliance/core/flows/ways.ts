import type { PromptItem } from "../../contract/flow.ts";
import type { Run } from "./run.ts";

const apology: readonly PromptItem[] = [
  {
    kind: "text",
    text: {
      zh: "很抱歉，系统暂时无法为您服务，请稍后再拨。再见。",
      en: "We are sorry, we can't serve you at the moment. Please call again later. Goodbye.",
    },
  },
];
const rescueLimit = 2;

/** The nearest flow from the top that says where its person is. */
function personOf(run: Run): { depth: number; key: string; next: string } | undefined {
  for (let depth = run.state.frames.length - 1; depth >= 0; depth--) {
    const person = run.flowOf(run.state.frames[depth]!)?.person;
    if (person) return { depth, ...person };
  }
  return undefined;
}

/** Whether this key means "a person, please" here and now. */
export function meansPerson(run: Run, digit: string): boolean {
  const person = personOf(run);
  if (!person || person.key !== digit || run.node?.person === false) return false;
  const there = person.depth === run.state.frames.length - 1 && person.next === run.frame.node;
  return !there;
}

/** Goes to the person's node, leaving sub-flows that have none of their own. */
export function toPerson(run: Run): boolean {
  const person = personOf(run);
  if (!person) return false;
  run.leave();
  run.state.typed = "";
  run.state.frames.length = person.depth + 1;
  run.goTo(person.next);
  return true;
}

/** Whether this key means "back" here and now. A sub-flow without a back key uses its caller's. */
export function meansBack(run: Run, digit: string): boolean {
  if (run.node?.back === false) return false;
  for (let depth = run.state.frames.length - 1; depth >= 0; depth--) {
    const back = run.flowOf(run.state.frames[depth]!)?.back;
    if (back) return back.key === digit;
  }
  return false;
}

/** Goes to the menu before this one: in this flow, else in the flow that called it. False when this is the first. */
export function goBack(run: Run): boolean {
  const { frames } = run.state;
  const here = frames.at(-1)!;
  for (let depth = frames.length - 1; depth >= 0; depth--) {
    const places = [...frames[depth]!.places];
    if (depth === frames.length - 1 && places.at(-1) === here.node) places.pop();
    const target = places.at(-1);
    if (target === undefined) continue;
    run.leave();
    frames.length = depth + 1;
    run.frame.places = places;
    run.state.typed = "";
    run.goTo(target);
    return true;
  }
  return false;
}

/** Remembers a menu or input as a place to come back to. Coming to one that was passed already means having gone back to it. */
export function rememberPlace(run: Run): void {
  const { places, node } = run.frame;
  const at = places.indexOf(node);
  if (at >= 0) places.length = at;
  places.push(node);
}

/** The way out when the flow can't go on: to a person, or an apology and the end. */
export function rescue(run: Run, zh: string, en: string, how: "person" | "apology" = "person"): void {
  run.note(zh, en, "fault");
  run.leave();
  run.state.typed = "";
  run.moving = false;
  run.state.rescues++;
  if (how === "person" && run.state.rescues <= rescueLimit && toPerson(run)) {
    run.note("转到人工", "on to a person", "decision");
    return;
  }
  const words = run.flow?.apology ?? apology;
  const token = run.state.rescues <= rescueLimit + 2 ? run.play(words, false) : undefined;
  if (token === undefined) run.end("fault");
  else run.state.wait = { kind: "play", token, bargeIn: false, after: "end", why: "fault" };
}
