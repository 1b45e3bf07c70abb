import type { DivertedWhy } from "../../contract/diverted.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { isOpen } from "../calendar/opening.ts";
import { type FeaturesByPhone, type ForwardTarget, featuresOf, forwardTarget } from "./phone-features.ts";

/** Where a call to a phone goes in the end. `visited`: the phones it has been meant for, in order. */
export type Destination = { visited: PhoneId[]; steps: Sentence[] } & (
  | Exclude<ForwardTarget, { kind: "outside" }>
  | (Extract<ForwardTarget, { kind: "outside" }> & { why: DivertedWhy })
  | { kind: "disturb-not" }
);
export type ForwardFacts = { settings: Settings; atMs: number; features: FeaturesByPhone | undefined };

/** More stations than this is a mistake, if no circle. */
const longestChain = 5;

/** Before it rings: forwards that hold anyway, then do not disturb. A circle, a chain too long or a place that may not be called ends at the last phone. */
export function whereTo(phone: PhoneId, facts: ForwardFacts, before: readonly PhoneId[] = []): Destination {
  const visited = [...before];
  const steps: Sentence[] = [];
  let at = phone;
  for (;;) {
    if (!visited.includes(at)) visited.push(at);
    const next = ahead(at, facts);
    const target = next && reach(at, next, facts, visited, steps);
    if (!target) {
      const { doNotDisturb } = featuresOf(facts.features, at);
      if (!doNotDisturb) return { kind: "phone", phone: at, visited, steps };
      steps.push({ en: `Phone ${at} is on do not disturb`, zh: `话机 ${at} 已设免打扰` });
      return { kind: "disturb-not", visited, steps };
    }
    if (target.kind === "outside") return { ...target, why: next.sentOn, visited, steps };
    at = target.phone;
  }
}

/** After it rang in vain. Nothing: no forward for this. */
export function whereNext(
  phone: PhoneId,
  why: "busy" | "noAnswer",
  facts: ForwardFacts,
  before: readonly PhoneId[],
): Destination | undefined {
  const to = featuresOf(facts.features, phone).forward[why]?.to;
  if (to === undefined) return undefined;
  const visited = before.includes(phone) ? [...before] : [...before, phone];
  const steps: Sentence[] = [];
  const target = reach(phone, { to, why: whenWords[why], sentOn: sentOnWhen[why] }, facts, visited, steps);
  if (!target) return undefined;
  if (target.kind === "outside") return { ...target, why: sentOnWhen[why], visited, steps };
  const further = whereTo(target.phone, facts, visited);
  return { ...further, steps: [...steps, ...further.steps] };
}

const whenWords = {
  always: { en: "always", zh: "无条件" },
  hours: { en: "at this hour", zh: "按时段" },
  busy: { en: "when busy", zh: "遇忙" },
  noAnswer: { en: "when not answered", zh: "无应答" },
} as const satisfies Record<string, Sentence>;

const sentOnWhen = {
  always: "unconditional",
  hours: "time-of-day",
  busy: "busy",
  noAnswer: "no-answer",
} as const satisfies Record<string, DivertedWhy>;

type Next = { to: string; why: Sentence; sentOn: DivertedWhy };

function ahead(phone: PhoneId, { settings, atMs, features }: ForwardFacts): Next | undefined {
  const { forward, doNotDisturb } = featuresOf(features, phone);
  if (forward.always) return { to: forward.always.to, why: whenWords.always, sentOn: sentOnWhen.always };
  const { hours } = forward;
  const calendar = hours && settings.calendars.find((c) => c.id === hours.calendar);
  if (hours && calendar && isOpen(calendar, atMs).open === (hours.while === "open"))
    return { to: hours.to, why: whenWords.hours, sentOn: sentOnWhen.hours };
  return doNotDisturb && forward.busy ? { to: forward.busy.to, why: whenWords.busy, sentOn: "do-not-disturb" } : undefined;
}

function reach(
  from: PhoneId,
  { to, why }: Next,
  { settings }: ForwardFacts,
  visited: readonly PhoneId[],
  steps: Sentence[],
): ForwardTarget | undefined {
  const target = forwardTarget(settings, from, to);
  const refuse = (en: string, zh: string): undefined => {
    steps.push({ en: `Phone ${from} forwards to ${to}: ${en}`, zh: `话机 ${from} 转移到 ${to}：${zh}` });
    return undefined;
  };
  if (!target) return refuse("not possible", "无法转移");
  if (target.kind === "phone" && visited.includes(target.phone)) return refuse("that is a circle", "形成循环");
  if (visited.length >= longestChain) return refuse("too many forwards", "转移次数过多");
  steps.push({ en: `Phone ${from} forwards to ${to} (${why.en})`, zh: `话机 ${from} 转移到 ${to}（${why.zh}）` });
  return target;
}
