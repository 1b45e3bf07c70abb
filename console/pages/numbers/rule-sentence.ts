import type { FirewallAct, FirewallRule } from "../../../appliance/contract/firewall.ts";
import { fill } from "../../words/fill.ts";
import type { NumberWords } from "../../words/numbers.en.ts";

/** What the things are called that a rule names by id. */
export type RuleNames = {
  line: (id: string) => string;
  flow: (id: string) => string;
  queue: (id: string) => string;
  box: (id: string) => string;
  calendar: (id: string) => string;
  className: (name: string) => string;
  why: (reason: string) => string;
  /** What is said, from its text or its prompt; empty when there is nothing. */
  said: (say: Extract<FirewallAct, { kind: "message" }>["say"]) => string;
};
type FirewallWords = NumberWords["firewall"];

const mostNamed = 3;
/** The first few by name, the others by their number. */
function shortList(items: readonly string[], w: Pick<FirewallWords, "list" | "more">): string {
  const list = items.slice(0, mostNamed).join(w.list);
  return items.length > mostNamed ? fill(w.more, { list, n: items.length - mostNamed }) : list;
}

/** "Calls from 1390* over Unicom are refused with busy." */
export function ruleSentence(rule: FirewallRule, names: RuleNames, w: FirewallWords): string {
  const what = conditionsOf(rule, names, w);
  const act = actPhrase(rule.act, names, w);
  const [first, ...others] = what;
  if (first === undefined) return fill(w.everybody, { act });
  return fill(w.sentence, { what: others.reduce((a, b) => fill(w.joint, { a, b }), first), act });
}

function conditionsOf(rule: FirewallRule, names: RuleNames, { what: w, ...list }: FirewallWords): string[] {
  const said: string[] = [];
  if (rule.anonymous !== undefined) said.push(rule.anonymous ? w.withheld : w.shown);
  if (rule.callers) said.push(fill(w.from, { list: shortList(rule.callers, list) }));
  if (rule.class !== undefined) said.push(fill(w.class, { name: names.className(rule.class) }));
  if (rule.called) said.push(fill(w.called, { list: shortList(rule.called, list) }));
  if (rule.lines) said.push(fill(w.line, { list: shortList(rule.lines.map(names.line), list) }));
  if (rule.perHour !== undefined) said.push(fill(rule.anonymous ? w.perHourAll : w.perHour, { n: rule.perHour }));
  if (rule.calendar) said.push(fill(w[rule.calendar.when], { name: names.calendar(rule.calendar.calendar) }));
  if (rule.until) said.push(fill(w.until, { date: rule.until }));
  return said;
}

/** What becomes of the call, as the end of a sentence. */
export function actPhrase(act: FirewallAct, names: RuleNames, { act: w, silent }: Pick<FirewallWords, "act" | "silent">): string {
  switch (act.kind) {
    case "allow":
      return w.allow;
    case "busy":
      return w.busy;
    case "reject":
      return fill(w.reject, { why: names.why(act.why) });
    case "message":
      return fill(w.message, { name: names.said(act.say) || silent });
    case "flow":
      return fill(w.flow, { name: names.flow(act.flow) });
    case "queue":
      return fill(w.queue, { name: names.queue(act.queue) });
    case "voicemail":
      return fill(w.voicemail, { name: names.box(act.box) });
  }
}
