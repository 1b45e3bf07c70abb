import type { GradedSkill } from "../../contract/queue-choice.ts";
import type { SpecialNumber } from "../../contract/special-number.ts";
import type { WaitingCaller } from "../../contract/waiting.ts";
import { isVip } from "../lines/special-numbers.ts";
import type { Facts } from "../queues/queue-event.ts";
import { type Call, callerLeg } from "./call.ts";
import { note, type Scene } from "./scene.ts";

/** What the house knows of a caller by his number: on the record at once, for the queues later. */
export function knowCaller(scene: Scene, special: SpecialNumber): void {
  const { record } = scene.call;
  const vip = isVip(special);
  record.callerName = special.name;
  record.callerClass = special.class;
  if (vip) record.vip = true;
  if (special.language) record.language = special.language;
  scene.call.facts = {
    class: special.class,
    name: special.name,
    ...(vip ? { vip: "true" } : {}),
    ...(special.language ? { language: special.language } : {}),
    ...(special.priority === undefined ? {} : { priority: String(special.priority) }),
    ...(special.headStartMs === undefined ? {} : { headStartMs: String(special.headStartMs) }),
    ...(special.agent ? { agent: special.agent } : {}),
  };
  const remark = special.note ? `: ${special.note}` : "";
  note(scene, "line", {
    en: `Known as ${special.name}, class ${special.class}${remark}`,
    zh: `已知号码：${special.name}，分类 ${special.class}${remark}`,
  });
}

/** Who waits, and where he is at home. Somebody we called waits by his own number, which was dialled. */
function partiesOf(call: Call): { caller: string; called: string } {
  const { direction, caller, called } = call.record;
  const waits = callerLeg(call).number;
  return direction === "in" || waits === caller ? { caller, called } : { caller: waits, called: caller };
}

/** For `queue.enter`: who calls whom over what, in which language, and what is known of him. All texts. */
export function queueFacts(call: Call): Facts {
  const { record, facts } = call;
  const { line, language, diverted } = record;
  const { caller, called } = partiesOf(call);
  const calledFirst = diverted?.first ?? called;
  return { caller: caller === "anonymous" ? "" : caller, called, calledFirst, line, ...facts, language };
}

/** What the flow found out that the caller needs, as the queues read it: "meter:5 gas:3". */
export const skillFact = (skills: readonly GradedSkill[] | undefined): Facts =>
  skills === undefined || skills.length === 0 ? {} : { skills: skills.map(({ skill, grade }) => `${skill}:${grade}`).join(" ") };

/** For `queue.enter`: who waits, so that he keeps his place or can be called back. A withheld number is no number. */
export function waitingCaller(call: Call): WaitingCaller {
  const { callerName, language, fields } = call.record;
  const { caller, called } = partiesOf(call);
  return {
    ...(/^\+?[0-9]{2,20}$/.test(caller) ? { number: caller } : {}),
    ...(callerName ? { name: callerName } : {}),
    language,
    called,
    fields: fields.map((field) => ({ ...field })),
  };
}
