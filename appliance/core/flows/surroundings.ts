import { localParts } from "../calendar/local-parts.ts";
import { isOpen } from "../calendar/opening.ts";
import type { Surroundings } from "./expression/evaluate.ts";
import { textOf } from "./expression/evaluate.ts";
import type { FactName, FunctionName, Value } from "./expression/syntax.ts";
import type { FlowContext } from "./flow-context.ts";
import type { FlowState } from "./flow-state.ts";

/** What a decision looked at, for the trace. */
export type Seen = { zh: string; en: string }[];

const seenLimit = 12;

/** Lets expressions see the call, its variables and the moment; `seen` collects what they looked at. */
export function surroundings(state: FlowState, context: FlowContext, seen: Seen = []): Surroundings {
  const tell = (zh: string, en: string): void => {
    if (seen.length < seenLimit && !seen.some((s) => s.en === en)) seen.push({ zh, en });
  };
  const same = (text: string): void => tell(text, text);
  const fact = (name: FactName): Value => {
    switch (name) {
      case "caller":
      case "called":
      case "line":
        return state.facts[name];
      case "language":
        return state.language;
      default:
        return localParts(context.timeZone, context.nowMs)[name];
    }
  };
  const ask = (name: FunctionName, id: string): Value | undefined => {
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
