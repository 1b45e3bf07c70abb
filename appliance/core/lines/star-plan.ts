import { defaultNoAnswerMs, type PhoneFeatureChange } from "../../contract/phone-features.ts";
import type { Settings } from "../../contract/settings.ts";
import { type StarName, starCodeDefaults, starNames } from "../../contract/star-codes.ts";
import type { PhoneId } from "../../kit/ids.ts";
import type { PhonePlan } from "./phone-plan.ts";
import { speedDialOf } from "./special-numbers.ts";

/** What each code means; `rest` is what was dialled after it. One row per code: a new one is a row here and one in the contract. */
const meanings: Record<StarName, (rest: string, settings: Settings) => PhonePlan> = {
  login: (rest) => ({ kind: "star", act: "login", ...(rest ? { code: rest } : {}) }),
  logout: () => ({ kind: "star", act: "logout" }),
  ready: () => ({ kind: "star", act: "ready" }),
  notReady: (rest, { reasons }) => {
    const reason = reasons[Number(rest || "1") - 1];
    return reason ? { kind: "star", act: "not-ready", reason: reason.code } : { kind: "unknown" };
  },
  wrapUpDone: () => ({ kind: "star", act: "wrap-up-done" }),
  directory: (rest, { agents }) => {
    const agent = rest ? agents.find((a) => a.loginCode === rest) : undefined;
    return agent ? { kind: "colleague", agent: agent.id } : { kind: "unknown" };
  },
  speedDial: (rest, settings) => {
    const special = speedDialOf(settings, rest);
    return special ? { kind: "speed-dial", number: special.number } : { kind: "unknown" };
  },
  forwardAlways: (to) => forwardTo({ what: "forward", when: "always", to }),
  forwardBusy: (to) => forwardTo({ what: "forward", when: "busy", to }),
  forwardNoAnswer: (to) => forwardTo({ what: "forward", when: "noAnswer", to, afterMs: defaultNoAnswerMs }),
  forwardOff: () => ({ kind: "feature", change: { what: "no-forward", when: "all" } }),
  doNotDisturb: () => ({ kind: "feature", change: { what: "do-not-disturb", on: true } }),
  doNotDisturbOff: () => ({ kind: "feature", change: { what: "do-not-disturb", on: false } }),
  park: (rest) => ({ kind: "park", ...(rest ? { slot: Number(rest) } : {}) }),
  unpark: (rest) => ({ kind: "pick-up", what: { kind: "slot", slot: Number(rest) } }),
  pickUp: (rest) => ({ kind: "pick-up", what: rest ? { kind: "phone", phone: rest } : { kind: "group" } }),
  pickUpGroup: () => ({ kind: "pick-up", what: { kind: "group" } }),
  intercom: (rest, settings) => withPhone(settings, rest, (phone) => ({ kind: "phone", phone, intercom: true })),
  redial: () => ({ kind: "redial" }),
  listen: (rest, settings) => withPhone(settings, rest, (phone) => ({ kind: "watch", phone, mode: "listen" })),
  whisper: (rest, settings) => withPhone(settings, rest, (phone) => ({ kind: "watch", phone, mode: "whisper" })),
  barge: (rest, settings) => withPhone(settings, rest, (phone) => ({ kind: "watch", phone, mode: "barge" })),
  takeOver: (rest, settings) => withPhone(settings, rest, (phone) => ({ kind: "watch", phone, mode: "take" })),
  voicemail: (rest) => ({ kind: "voicemail", ...(rest ? { number: rest } : {}) }),
};

/** A forward without a number means none. */
const forwardTo = (change: Extract<PhoneFeatureChange, { what: "forward" }>): PhonePlan => ({
  kind: "feature",
  change: change.to ? change : { what: "no-forward", when: change.when },
});

export const starCodeOf = (settings: Settings, name: StarName): string => settings.starCodes?.[name] ?? starCodeDefaults[name];

/** A dialled star code with its argument. Of codes that begin alike the longest is meant. */
export function starPlan(settings: Settings, dialled: string): PhonePlan {
  const meant = starNames
    .map((name) => ({ name, code: starCodeOf(settings, name) }))
    .filter(({ code }) => dialled.startsWith(code))
    .sort((a, b) => b.code.length - a.code.length)[0];
  return meant ? meanings[meant.name](dialled.slice(meant.code.length), settings) : { kind: "unknown" };
}

/** A code followed by the number of one of our phones. */
function withPhone({ phones }: Settings, rest: string, plan: (phone: PhoneId) => PhonePlan): PhonePlan {
  return phones.some((p) => p.id === rest && p.enabled) ? plan(rest as PhoneId) : { kind: "unknown" };
}
