import type { FirewallAct, FirewallRule } from "../../contract/firewall.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { SpecialNumber } from "../../contract/special-number.ts";
import { localParts } from "../calendar/local-parts.ts";
import { isOpen } from "../calendar/opening.ts";
import { matchesNumber } from "./matches-number.ts";
import { formsOf, homeNumber } from "./number-forms.ts";
import { specialOf } from "./special-numbers.ts";

/** Somebody who wants in. An empty caller withholds his number. */
export type Caller = { caller: string; called: string; line: string };
export type FirewallFacts = { settings: Settings; atMs: number; callsLastHour: (countedAs: string) => number };

/** One rule looked at: whether it strikes, and by what. */
export type RuleTried = { rule: string; name: string; strikes: boolean; why: Sentence };
export type FirewallVerdict = {
  act: FirewallAct;
  /** What struck: a rule, or the mark on a special number. None: let in because nothing struck. */
  by?: { rule: string; name: string; why: Sentence };
  special?: SpecialNumber;
  tried: RuleTried[];
};

const allow: FirewallAct = { kind: "allow" };
const rejected: FirewallAct = { kind: "reject", why: "blocked" };
/** Name of the rule that a class makes by itself. */
const blockedByMark = "special-number";

/** Under which name the calls of somebody are counted: his number in one form, or all who withhold theirs together. */
export const countedAs = (caller: string, country: string): string => (caller === "" ? "anonymous" : homeNumber(caller, country));
/** Whether anybody asks how often somebody called. */
export const countsCalls = ({ firewall }: Settings): boolean => firewall?.rules.some((r) => r.enabled && r.perHour) ?? false;

/** What becomes of a caller: a mark on his own number goes before all rules, then the first rule that strikes. */
export function judgeCaller(call: Caller, facts: FirewallFacts): FirewallVerdict {
  const { settings } = facts;
  const special = specialOf(settings, call.caller);
  const known = special ? { special } : {};
  const { rules, blockedNumbers = rejected } = settings.firewall ?? { rules: [] };
  if (special?.class === "blocked") {
    const why = {
      en: `${special.number} (${special.name}) is marked as blocked`,
      zh: `${special.number}（${special.name}）已标记为黑名单`,
    };
    return { act: blockedNumbers, by: { rule: blockedByMark, name: special.name, why }, ...known, tried: [] };
  }
  const tried: RuleTried[] = [];
  for (const rule of rules) {
    const { strikes, why } = strike(rule, call, facts, special);
    tried.push({ rule: rule.id, name: rule.name, strikes, why });
    if (strikes) return { act: rule.act, by: { rule: rule.id, name: rule.name, why }, ...known, tried };
  }
  return { act: allow, ...known, tried };
}

type Condition = (rule: FirewallRule, call: Caller, facts: FirewallFacts, special?: SpecialNumber) => Held | undefined;
/** Whether a condition holds, in words; undefined where the rule doesn't name it. */
type Held = { holds: boolean; words: Sentence };
const held = (holds: boolean, en: string, zh: string): Held => ({ holds, words: { en, zh } });

/** All that a rule can ask, cheapest first. */
const conditions: Condition[] = [
  ({ enabled }) => (enabled ? undefined : held(false, "switched off", "未启用")),
  ({ until }, _, { settings, atMs }) => {
    if (!until) return undefined;
    const today = localParts(settings.site.timeZone, atMs).date;
    return held(today <= until, `until ${until}, today is ${today}`, `有效至 ${until}，今天 ${today}`);
  },
  ({ lines }, { line }) => lines && held(lines.includes(line), `over line ${line}`, `线路 ${line}`),
  ({ anonymous }, { caller }) =>
    anonymous === undefined
      ? undefined
      : held(
          anonymous === (caller === ""),
          caller === "" ? "number withheld" : "number shown",
          caller === "" ? "主叫隐藏号码" : "主叫显示号码",
        ),
  ({ callers }, { caller }, { settings }) =>
    callers && fits(callers, formsOf(caller, settings.site.country), caller, "caller", "主叫"),
  ({ called: wanted }, { called }) => wanted && fits(wanted, [called], called, "called", "被叫"),
  ({ class: wanted }, _call, _facts, special) =>
    wanted === undefined
      ? undefined
      : held(special?.class === wanted, `class ${special?.class ?? "none"}`, `分类 ${special?.class ?? "无"}`),
  ({ calendar: wanted }, _, { settings, atMs }) => {
    if (!wanted) return undefined;
    const calendar = settings.calendars.find((c) => c.id === wanted.calendar);
    // A calendar that is gone is neither open nor closed.
    if (!calendar) return held(false, `no calendar ${wanted.calendar}`, `没有日历 ${wanted.calendar}`);
    const { open, why } = isOpen(calendar, atMs);
    return held(open === (wanted.when === "open"), `calendar ${calendar.name}: ${why.en}`, `日历 ${calendar.name}：${why.zh}`);
  },
  ({ perHour, anonymous }, { caller }, facts) => {
    if (perHour === undefined) return undefined;
    if (caller === "" && anonymous !== true) return held(false, "number withheld, not counted", "主叫隐藏号码，不计次数");
    const calls = facts.callsLastHour(countedAs(caller, facts.settings.site.country));
    return held(
      calls > perHour,
      `${calls} call${calls === 1 ? "" : "s"} in the last hour, ${perHour} are allowed`,
      `一小时内 ${calls} 次，允许 ${perHour} 次`,
    );
  },
];

function strike(
  rule: FirewallRule,
  call: Caller,
  facts: FirewallFacts,
  special: SpecialNumber | undefined,
): { strikes: boolean; why: Sentence } {
  const found: Sentence[] = [];
  for (const condition of conditions) {
    const answer = condition(rule, call, facts, special);
    if (!answer) continue;
    if (!answer.holds) return { strikes: false, why: answer.words };
    found.push(answer.words);
  }
  if (found.length === 0) return { strikes: true, why: { en: "strikes everybody", zh: "适用于所有来电" } };
  return { strikes: true, why: { en: found.map((w) => w.en).join("; "), zh: found.map((w) => w.zh).join("；") } };
}

function fits(patterns: readonly string[], forms: string[], number: string, en: string, zh: string): Held {
  if (number === "") return held(false, `${en}: number withheld`, `${zh}：隐藏号码`);
  const pattern = patterns.find((p) => forms.some((form) => matchesNumber(p, form)));
  return pattern === undefined
    ? held(false, `${en} ${number} fits no pattern`, `${zh} ${number} 不匹配`)
    : held(true, `${en} ${number} fits ${pattern}`, `${zh} ${number} 匹配 ${pattern}`);
}
