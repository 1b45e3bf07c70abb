import { describe, expect, test } from "vitest";
import type { LiveAgent, LiveCall, LiveParty } from "../../appliance/contract/live.ts";
import { type HandAct, handActs, handOf, obstacleTo } from "./in-hand.ts";

const agent = (more: Partial<LiveAgent> = {}): LiveAgent => ({
  id: "1001",
  name: "王芳",
  phoneUp: true,
  state: "talking",
  sinceMs: 0,
  queues: ["hotline"],
  call: "c1",
  ...more,
});
const call = (parties: LiveParty[], more: Partial<LiveCall> = {}): LiveCall => ({
  id: "c1",
  direction: "in",
  line: "unicom",
  caller: "13800138000",
  called: "96390",
  language: "zh",
  phase: "talking",
  phaseSinceMs: 0,
  startedAtMs: 0,
  queue: "hotline",
  fields: [],
  recording: true,
  parties,
  ...more,
});
const caller: LiveParty = { leg: "a", who: "13800138000", as: "caller" };
const me: LiveParty = { leg: "b", who: "王芳", agent: "1001", as: "talks" };
const asked: LiveParty = { leg: "c", who: "李娜", agent: "1002", as: "asked" };
const free = (parties: LiveParty[], who = agent(), more: Partial<LiveCall> = {}): HandAct[] => {
  const hand = handOf(who, [call(parties, more)]);
  return handActs.filter((act) => obstacleTo(act, hand) === undefined);
};

describe("what can be done with the call in hand", () => {
  test("without a call nothing, and the reason is said", () => {
    const { call: _, ...idle } = agent({ state: "ready" });
    expect(handOf(idle, [])).toBeUndefined();
    expect(new Set(handActs.map((act) => obstacleTo(act, undefined)))).toEqual(new Set(["needsCall"]));
  });
  test("while it rings it can only be refused", () => {
    expect(free([], agent({ state: "ringing" }))).toEqual(["hangUp"]);
  });
  test("two talk: it can be handed on, but there is no consultation to end", () => {
    expect(free([caller, me])).toEqual(["hold", "resume", "mute", "consult", "transfer", "park", "record", "survey", "hangUp"]);
  });
  test("a consultation is completed, joined or ended before anything else", () => {
    expect(free([caller, me, asked])).toEqual([
      "hold",
      "resume",
      "mute",
      "complete",
      "cancelConsult",
      "conference",
      "record",
      "hangUp",
    ]);
    expect(free([caller, me, { ...asked, ringing: true }])).not.toContain("conference");
  });
  test("who is asked can leave, but hands nobody on", () => {
    expect(free([caller, { ...me, as: "asked" }])).toEqual(["hold", "resume", "mute", "hangUp"]);
  });
  test("of three nobody is handed on; a listening supervisor does not count", () => {
    const third: LiveParty = { leg: "d", who: "陈静", agent: "1005", as: "talks" };
    expect(free([caller, me, third])).not.toContain("transfer");
    expect(free([caller, me, third])).not.toContain("survey");
    expect(free([caller, me, { ...third, as: "watches", mode: "listen" }])).toContain("transfer");
  });
  test("a call that is not recorded can't be paused, and one the agent made has no survey", () => {
    expect(free([caller, me], agent(), { recording: false })).not.toContain("record");
    expect(free([caller, me], agent(), { direction: "out" })).not.toContain("survey");
  });
  test("a call he only listens to is not in his hand", () => {
    const listening: LiveParty = { ...me, as: "watches", mode: "listen" };
    expect(handOf(agent(), [call([caller, listening])])).toBeUndefined();
  });
  test("his own hold is told from the other's", () => {
    expect(handOf(agent({ state: "hold" }), [call([caller, { ...me, held: true }])])?.held).toBe(true);
    expect(handOf(agent(), [call([{ ...caller, held: true }, me])])?.held).toBe(false);
  });
});
