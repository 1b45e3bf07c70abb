import { localParts } from "../calendar/local-parts.ts";
import { isOpen } from "../calendar/opening.ts";
import type { Surroundings } from "../expressions/evaluate.ts";
import { textOf } from "../expressions/evaluate.ts";
import type { Value } from "../expressions/syntax.ts";
import type { FlowContext } from "./flow-context.ts";
import type { FlowState } from "./flow-state.ts";
import type { flowVocabulary } from "./flow-vocabulary.ts";

/** What a decision looked at, for the trace. */
export type Seen = { zh: string; en: string }[];

const seenLimit = 12;

/** The facts that the moment alone knows; the parser lets no other name through. */
type Moment = Exclude<keyof typeof flowVocabulary.facts, "caller" | "called" | "calledFirst" | "line" | "language">;

/** Lets expressions see the call, its variables and the moment; `seen` collects what they looked at. */
export function surroundings(state: FlowState, context: FlowContext, seen: Seen = []): Surroundings {
  const tell = (zh: string, en: string): void => {
    if (seen.length < seenLimit && !seen.some((s) => s.en === en)) seen.push({ zh, en });
  };
  const same = (text: string): void => tell(text, text);
  const fact = (name: string): Value => {
    switch (name) {
      case "caller":
      case "called":
      case "line":
        return state.facts[name];
      case "calledFirst":
        return state.facts.calledFirst ?? state.facts.called;
      case "language":
        return state.language;
      default:
        return localParts(context.timeZone, context.nowMs)[name as Moment];
    }
  };
  const ask = (name: string, given: readonly Value[]): Value | undefined => {
    const id = textOf(given[0] ?? "");
    if (name === "open" || name === "holiday") {
      const calendar = context.calendars.find((c) => c.id === id);
      if (!calendar) return undefined;
      const opening = isOpen(calendar, context.nowMs);
      tell(`${name}(${id})：${opening.why.zh}`, `${name}(${id}): ${opening.why.en}`);
      return opening[name];
    }
    if (!Object.hasOwn(context.queues, id)) return undefined;
    const queue = context.queues[id]!;
    const answer =
      name === "waiting" || name === "agentsReady" || name === "agentsLoggedIn" || name === "expectedWaitSec"
        ? queue[name]
        : undefined;
    same(`${name}(${id}) = ${answer}`);
    return answer;
  };
  return {
    fact: (name) => {
      const value = fact(name);
      same(`${name} = ${value}`);
      return value;
    },
    variable: (name) => {
      const held = Object.hasOwn(state.variables, name) ? state.variables[name] : undefined;
      same(`${name} = ${held === undefined ? '""' : held.sensitive ? "•••" : JSON.stringify(textOf(held.value).slice(0, 60))}`);
      return held?.value;
    },
    ask,
  };
}
