import { beforeEach, describe, expect, test } from "vitest";
import type { HandEvent } from "../../contract/hand.ts";
import type { CallId, LegId } from "../../kit/ids.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
beforeEach(() => {
  w = new SimWorld();
});

/** What somebody does at the desk; who does it needs no name here. */
type Act = HandEvent extends infer E ? (E extends { by: string } ? Omit<E, "by"> : never) : never;
const desk = (act: Act): void => w.hear({ ...act, by: "user" } as HandEvent);
const callOf = (leg: LegId): CallId => leg.split("/")[0] as CallId;
const outcomes = (leg: LegId): number[] =>
  w.effects.flatMap((e) => (e.do === "line.referOutcome" && e.leg === leg ? [e.status] : []));
/** Who hears whom, both ways, and nobody else. */
function onlyTogether(...legs: LegId[]): void {
  for (const leg of legs) expect([...w.media.hears(leg)].sort(), leg).toEqual(legs.filter((l) => l !== leg).sort());
}
const hearsNobody = (leg: LegId): void => expect(w.media.hears(leg)).toEqual([]);

function expectNothingLeft(): void {
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.box.queues.entries).toEqual({});
  expect(w.media.openLegs).toBe(0);
  expect(w.media.openRecordings).toBe(0);
  expect(w.lines.all).toEqual([]);
  expect(Object.keys(w.box.timers).filter((k) => !k.startsWith("agent:"))).toEqual([]);
  for (const row of w.rows.calls.values()) expect(row).toMatchObject({ endReason: expect.any(String) });
  for (const row of w.rows.queue.values()) expect(row).toMatchObject({ outcome: expect.any(String) });
  for (const { agent, state } of Object.values(w.box.agents.agents))
    expect(["ready", "not-ready", "wrap-up", "logged-out"], agent).toContain(state);
}

/** A caller who came through the queue talks with agent 1. */
function talk(): { caller: LegId; agent: LegId } {
  w.login("a1");
  const caller = w.call("96100");
  w.press(caller, "0");
  const agent = w.lines.to("8001");
  w.answer(agent);
  onlyTogether(caller, agent);
  return { caller, agent };
}

describe("consultation", () => {
  test("the caller waits with music, agent and colleague talk; then the caller is handed on", () => {
    const { caller, agent } = talk();
    w.login("a2");
    w.wait(10_000);
    desk({ on: "desk.consult", agent: "a1", to: { kind: "agent", agent: "a2" } });
    expect(w.lines.dialOf(w.lines.to("8002"))).toMatchObject({ from: { number: "8001", name: "Agent 1" } });
    expect(w.media.playing).toEqual([caller, agent]);
    hearsNobody(caller);
    expect(w.callOf(caller)).toMatchObject({ phase: "hold" });
    const asked = w.lines.to("8002");
    w.answer(asked);
    onlyTogether(agent, asked);
    expect(w.media.playing).toEqual([caller]);
    expect(w.stateOf("a2")).toBe("talking");
    w.wait(5000);
    desk({ on: "desk.consultComplete", agent: "a1" });
    onlyTogether(caller, asked);
    expect(w.media.playing).toEqual([]);
    expect(w.stateOf("a1")).toBe("wrap-up");
    expect(w.lines.stateOf(agent)).toBe("gone");
    w.wait(7000);
    w.hangUp(asked);
    expect(w.record(caller)).toMatchObject({ agent: "a2", talkMs: 17_000, holdMs: 5000 });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("given up: the colleague is let go and the caller is back", () => {
    const { caller, agent } = talk();
    desk({ on: "desk.consult", agent: "a1", to: { kind: "phone", phone: "8009" } });
    const asked = w.lines.to("8009");
    w.answer(asked);
    desk({ on: "desk.consultCancel", agent: "a1" });
    onlyTogether(caller, agent);
    expect(w.lines.stateOf(asked)).toBe("gone");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test.each(["busy", "hang-up"])("the colleague is %s: the agent is back with the caller", (what) => {
    const { caller, agent } = talk();
    desk({ on: "desk.consult", agent: "a1", to: { kind: "phone", phone: "8009" } });
    const asked = w.lines.to("8009");
    if (what === "busy") w.refuse(asked, "busy", 486);
    else {
      w.answer(asked);
      w.hangUp(asked);
    }
    onlyTogether(caller, agent);
    expect(w.media.playing).toEqual([]);
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("completed while it rings: the caller hears it ring and is answered", () => {
    const { caller } = talk();
    desk({ on: "desk.consult", agent: "a1", to: { kind: "phone", phone: "8009" } });
    desk({ on: "desk.consultComplete", agent: "a1" });
    expect(w.stateOf("a1")).toBe("wrap-up");
    expect(w.media.playing).toEqual([caller]);
    expect(w.callOf(caller)).toMatchObject({ phase: "transfer" });
    const colleague = w.lines.to("8009");
    w.answer(colleague);
    onlyTogether(caller, colleague);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test.each([true, false])(
    "the agent hangs up in the middle of it (answered: %s): the caller goes on with the colleague",
    (up) => {
      const { caller, agent } = talk();
      desk({ on: "desk.consult", agent: "a1", to: { kind: "phone", phone: "8009" } });
      const colleague = w.lines.to("8009");
      if (up) w.answer(colleague);
      w.hangUp(agent);
      if (!up) w.answer(colleague);
      onlyTogether(caller, colleague);
      w.hangUp(colleague);
      w.hangUp(caller);
      expectNothingLeft();
    },
  );

  test("the caller hangs up in the middle of it: everybody is free", () => {
    const { caller } = talk();
    w.login("a2");
    desk({ on: "desk.consult", agent: "a1", to: { kind: "agent", agent: "a2" } });
    w.hangUp(caller);
    expect(w.stateOf("a2")).toBe("ready");
    expectNothingLeft();
  });
});

describe("three of them", () => {
  function three(): { caller: LegId; agent: LegId; third: LegId } {
    const { caller, agent } = talk();
    desk({ on: "desk.consult", agent: "a1", to: { kind: "phone", phone: "8009" } });
    const third = w.lines.to("8009");
    w.answer(third);
    desk({ on: "desk.conference", agent: "a1" });
    onlyTogether(caller, agent, third);
    return { caller, agent, third };
  }

  test("whoever leaves, the other two go on", () => {
    for (const leaves of ["agent", "third", "caller"] as const) {
      w = new SimWorld();
      const legs = three();
      w.hangUp(legs[leaves]);
      const rest = Object.entries(legs).flatMap(([name, leg]) => (name === leaves ? [] : [leg]));
      onlyTogether(...rest);
      expect(w.media.playing).toEqual([]);
      w.hangUp(rest[0]!);
      w.hangUp(rest[1]!);
      expectNothingLeft();
      expect(w.rows.recordingsOf("c1").every((r) => r.state === "complete")).toBe(true);
    }
  });

  test("one holds: the other two talk on without music", () => {
    const { caller, agent, third } = three();
    w.reInvite(agent, "sendonly");
    onlyTogether(caller, third);
    hearsNobody(agent);
    expect(w.media.playing).toEqual([]);
    w.reInvite(third, "sendonly");
    expect(w.media.playing).toEqual([caller]);
    w.reInvite(agent, "sendrecv");
    onlyTogether(caller, agent);
    w.reInvite(third, "sendrecv");
    onlyTogether(caller, agent, third);
    w.hangUp(caller);
    w.hangUp(agent);
    expectNothingLeft();
  });

  test("who is muted hears and isn't heard; of the others both hear", () => {
    const { caller, agent, third } = three();
    desk({ on: "desk.mute", agent: "a1", muted: true });
    expect(w.media.hears(caller)).toEqual([third]);
    expect([...w.media.hears(agent)].sort()).toEqual([caller, third].sort());
    desk({ on: "desk.mute", agent: "a1", muted: false });
    onlyTogether(caller, agent, third);
    desk({ on: "desk.leave", agent: "a1" });
    onlyTogether(caller, third);
    expect(w.stateOf("a1")).toBe("wrap-up");
    w.hangUp(caller);
    expectNothingLeft();
  });
});

test("muted between two, in a bridge that becomes a room and again a bridge", () => {
  const { caller, agent } = talk();
  desk({ on: "desk.mute", agent: "a1", muted: true });
  hearsNobody(caller);
  expect(w.media.hears(agent)).toEqual([caller]);
  desk({ on: "desk.mute", agent: "a1", muted: false });
  onlyTogether(caller, agent);
  expect(w.media.rooms.size).toBe(0);
  w.hangUp(caller);
  expectNothingLeft();
});

describe("handed on blind (B21)", () => {
  test("to a colleague who answers; the caller hears it ring", () => {
    const { caller, agent } = talk();
    desk({ on: "desk.transfer", agent: "a1", to: { kind: "phone", phone: "8009" } });
    expect(w.lines.stateOf(agent)).toBe("gone");
    expect(w.media.playing).toEqual([caller]);
    const colleague = w.lines.to("8009");
    w.answer(colleague);
    onlyTogether(caller, colleague);
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", endedBy: "caller" });
    expectNothingLeft();
  });

  test("nobody answers: back to who handed on, with a ring of its own, told in the journey", () => {
    const { caller } = talk();
    desk({ on: "desk.transfer", agent: "a1", to: { kind: "phone", phone: "8009" } });
    w.wait(25_000);
    const back = w.lines.to("8001");
    expect(w.lines.ringing).toHaveLength(1);
    expect(w.lines.dialOf(back)).toMatchObject({ ring: "recall" });
    expect(w.told(caller)).toEqual(expect.arrayContaining(["phone 8009: no answer", "Comes back to Agent 1"]));
    w.answer(back);
    onlyTogether(caller, back);
    expect(w.told(caller)).toContain("Agent 1 takes the call back");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("nor does he take it: back into the queue, in the old place, before who came later", () => {
    const { caller } = talk();
    w.wait(10_000);
    const later = w.call("96100", { from: "13900000000" });
    w.press(later, "0");
    desk({ on: "desk.transfer", agent: "a1", to: { kind: "phone", phone: "8009" } });
    w.refuse(w.lines.to("8009"), "busy", 486);
    // The agent himself is in wrap-up and does not want it.
    w.refuse(w.lines.to("8001"), "rejected", 603);
    expect(w.callOf(caller)).toMatchObject({ phase: "queue", queue: { id: "one" } });
    expect(w.box.queues.queues.one!.line).toEqual([callOf(caller), callOf(later)]);
    w.wait(10_000);
    w.answer(w.lines.to("8001"));
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(caller);
    w.hangUp(later);
    expectNothingLeft();
  });

  test("to another queue: his place counts from his first waiting; nobody there: he comes back", () => {
    const { caller } = talk();
    desk({ on: "desk.transfer", agent: "a1", to: { kind: "queue", queue: "all" } });
    expect(w.rows.stay(callOf(caller))).toHaveLength(2);
    w.wait(90_000);
    // Overflow of the queue would be the other queue; from there nobody takes him, and he is home.
    expect(w.callOf(caller)).toBeDefined();
    w.hangUp(caller);
    expectNothingLeft();
  });

  describe("who waits again is still the customer he was", () => {
    const vip = "13900001111";
    beforeEach(() => {
      const settings = structuredClone(simSettings());
      settings.agents[0]!.skills = [{ skill: "gas", grade: 1 }];
      settings.specialNumbers = [{ number: vip, name: "Hospital", class: "vip", priority: 40 }];
      const person = settings.flows[0]!.nodes.person!;
      if (person.type === "queue") Object.assign(person, { priority: 60, skills: [{ skill: "gas", grade: 1 }] });
      w = new SimWorld(settings);
    });
    const entryOf = (leg: LegId) => w.box.queues.entries[callOf(leg)];
    function vipTalks(): LegId {
      w.login("a1");
      const caller = w.call("96100", { from: vip });
      w.press(caller, "0");
      w.answer(w.lines.to("8001"));
      return caller;
    }

    test("handed on to another queue: his number and class go with him", () => {
      const caller = vipTalks();
      desk({ on: "desk.transfer", agent: "a1", to: { kind: "queue", queue: "all" } });
      expect(entryOf(caller)).toMatchObject({ priority: 40, facts: { class: "vip", caller: vip }, from: { number: vip } });
      // What the flow asked of the other queue is not asked here.
      expect(entryOf(caller)!.facts.skills).toBeUndefined();
      w.hangUp(caller);
      expectNothingLeft();
    });

    test("back in his own queue because nobody took him: with what the flow asked for, too", () => {
      const caller = vipTalks();
      desk({ on: "desk.transfer", agent: "a1", to: { kind: "phone", phone: "8009" } });
      w.wait(25_000);
      w.wait(25_000);
      expect(entryOf(caller)).toMatchObject({
        queue: "one",
        priority: 60,
        facts: { class: "vip", skills: "gas:1" },
        from: { number: vip },
      });
      w.hangUp(caller);
      expectNothingLeft();
    });

    test("a customer whom an agent called waits by the number that was dialled", () => {
      w.login("a1");
      const agent = w.call("13900139000", { phone: "8001" });
      const customer = w.lines.to("13900139000");
      w.answer(customer);
      desk({ on: "desk.transfer", agent: "a1", to: { kind: "queue", queue: "all" } });
      expect(entryOf(agent)).toMatchObject({ from: { number: "13900139000" }, facts: { caller: "13900139000" } });
      w.hangUp(customer);
      expectNothingLeft();
    });
  });

  test("to a flow: it goes on from its beginning", () => {
    const { caller } = talk();
    desk({ on: "desk.transfer", agent: "a1", to: { kind: "flow", flow: "ivr" } });
    expect(w.callOf(caller)).toMatchObject({ phase: "flow", at: { en: "main" } });
    w.press(caller, "0");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("the caller hangs up at each step", () => {
    for (const step of [0, 1, 2]) {
      w = new SimWorld();
      const { caller } = talk();
      desk({ on: "desk.transfer", agent: "a1", to: { kind: "phone", phone: "8009" } });
      if (step > 0) w.wait(25_000);
      if (step > 1) w.wait(25_000);
      w.hangUp(caller);
      expect(w.record(caller)).toMatchObject({ endReason: "abandoned", endedBy: "caller" });
      expectNothingLeft();
    }
  });

  test("what an agent dialled himself is the customer's call once he hands it on", () => {
    w.login("a1");
    const own = w.call("13900139000", { phone: "8001" });
    const customer = w.lines.to("13900139000");
    w.answer(customer);
    expect(w.rows.recordingsOf(callOf(own))).toHaveLength(1);
    desk({ on: "desk.transfer", agent: "a1", to: { kind: "phone", phone: "8009" } });
    const colleague = w.lines.to("8009");
    w.answer(colleague);
    onlyTogether(customer, colleague);
    expect(w.lines.stateOf(own)).toBe("gone");
    expect(w.rows.recordingsOf(callOf(own))).toHaveLength(2);
    w.hangUp(customer);
    expectNothingLeft();
  });
});

describe("by a phone's own keys", () => {
  const refer = (leg: LegId, to: string, replaces?: LegId): void =>
    w.hear({ on: "line.referred", leg, to, ...(replaces ? { replaces } : {}) });

  test("REFER: he stays until it is answered, and is told so (RFC 3515)", () => {
    const { caller, agent } = talk();
    refer(agent, "8009");
    hearsNobody(agent);
    expect(w.lines.stateOf(agent)).toBe("up");
    const colleague = w.lines.to("8009");
    w.answer(colleague);
    expect(outcomes(agent)).toEqual([200]);
    expect(w.lines.stateOf(agent)).toBe("gone");
    onlyTogether(caller, colleague);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("REFER refused: he is told and has the caller back", () => {
    const { caller, agent } = talk();
    refer(agent, "8009");
    w.refuse(w.lines.to("8009"), "busy", 486);
    expect(outcomes(agent)).toEqual([486]);
    onlyTogether(caller, agent);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("REFER, and he hangs up without waiting: the rest goes its way, back to him at last", () => {
    const { caller, agent } = talk();
    refer(agent, "8009");
    w.hangUp(agent);
    expect(w.callOf(caller)).toMatchObject({ phase: "transfer" });
    w.refuse(w.lines.to("8009"), "busy", 486);
    const back = w.lines.to("8001");
    w.answer(back);
    onlyTogether(caller, back);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test.each([
    ["to a number nobody has", "123x", 404],
    ["to a code that is none", "*99", 404],
  ])("REFER %s", (_, to, status) => {
    const { caller, agent } = talk();
    refer(agent, to);
    expect(outcomes(agent)).toEqual([status]);
    onlyTogether(caller, agent);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("REFER from a line: nobody outside sends callers anywhere at our cost", () => {
    const { caller, agent } = talk();
    refer(caller, "13900139000");
    expect(outcomes(caller)).toEqual([603]);
    onlyTogether(caller, agent);
    w.hangUp(caller);
    expectNothingLeft();
  });

  /** He holds the caller and calls a colleague on his second line. */
  function two(): { caller: LegId; agent: LegId; second: LegId; far: LegId } {
    const { caller, agent } = talk();
    w.login("a2");
    w.reInvite(agent, "sendonly");
    const second = w.call("8002", { phone: "8001" });
    const far = w.lines.to("8002");
    w.answer(far);
    onlyTogether(second, far);
    expect(w.media.playing).toEqual([caller]);
    return { caller, agent, second, far };
  }

  test("REFER with Replaces: two calls become one, the first, with its record, recording and journey (RFC 5589)", () => {
    const { caller, agent, second, far } = two();
    refer(agent, "8002", second);
    expect(outcomes(agent)).toEqual([200]);
    onlyTogether(caller, far);
    expect([w.lines.stateOf(agent), w.lines.stateOf(second)]).toEqual(["gone", "gone"]);
    expect(w.record(second)).toMatchObject({ endReason: "transferred", goesOnIn: callOf(caller) });
    expect([w.stateOf("a1"), w.stateOf("a2")]).toEqual(["wrap-up", "talking"]);
    expect(w.told(caller)).toContain("Agent 1 joins two calls");
    w.wait(5000);
    // The moved leg is the first call's in everything.
    w.reInvite(far, "sendonly");
    expect(w.media.playing).toEqual([caller]);
    expect(w.stateOf("a2")).toBe("hold");
    w.hangUp(far);
    expect(w.record(caller)).toMatchObject({ agent: "a2" });
    w.hangUp(caller);
    expect(w.rows.recordingsOf(callOf(caller))).toHaveLength(1);
    expectNothingLeft();
  });

  test("the same from the second call's dialog, naming the first", () => {
    const { caller, agent, second, far } = two();
    refer(second, "96100", agent);
    onlyTogether(caller, far);
    expect(w.record(caller)).toMatchObject({ endReason: "transferred", goesOnIn: callOf(second) });
    w.hangUp(caller);
    w.hangUp(far);
    expectNothingLeft();
  });

  test("REFER with Replaces of a leg that is gone by now", () => {
    const { caller, agent, second, far } = two();
    w.hangUp(far);
    refer(agent, "8002", second);
    expect(outcomes(agent)).toEqual([603]);
    w.hangUp(caller);
    expectNothingLeft();
  });

  /** He holds the caller and dials a number, which only rings. */
  function ringingSecond(number: string): { caller: LegId; agent: LegId; second: LegId; far: LegId } {
    const { caller, agent } = talk();
    w.reInvite(agent, "sendonly");
    const second = w.call(number, { phone: "8001" });
    return { caller, agent, second, far: w.lines.to(number) };
  }

  test("REFER with Replaces of a call that only rings: it rings on, for the caller, without a new ring", () => {
    w.login("a2");
    const { caller, agent, second, far } = ringingSecond("8002");
    expect(w.stateOf("a2")).toBe("ringing");
    refer(agent, "8002", second);
    expect(outcomes(agent)).toEqual([200]);
    expect([w.lines.stateOf(agent), w.lines.stateOf(second)]).toEqual(["gone", "gone"]);
    expect(w.lines.to("8002")).toBe(far);
    expect([w.stateOf("a1"), w.stateOf("a2")]).toEqual(["wrap-up", "ringing"]);
    expect(w.callOf(caller)).toMatchObject({ phase: "transfer" });
    expect(w.record(second)).toMatchObject({ endReason: "transferred", goesOnIn: callOf(caller) });
    w.answer(far);
    onlyTogether(caller, far);
    expect(w.stateOf("a2")).toBe("talking");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("the same, and nobody takes him: back to who handed him on, with a ring of its own", () => {
    w.login("a2");
    const { caller, agent, second, far } = ringingSecond("8002");
    refer(agent, "8002", second);
    w.refuse(far, "busy", 486);
    expect(w.stateOf("a2")).toBe("ready");
    const back = w.lines.to("8001");
    expect(w.lines.dialOf(back)).toMatchObject({ ring: "recall" });
    w.answer(back);
    onlyTogether(caller, back);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("the same with a number outside", () => {
    const { caller, agent, second, far } = ringingSecond("13900139000");
    refer(agent, "13900139000", second);
    w.answer(far);
    onlyTogether(caller, far);
    w.hangUp(far);
    expectNothingLeft();
  });

  test("the same, and the caller gives up while it rings", () => {
    w.login("a2");
    const { caller, agent, second } = ringingSecond("8002");
    refer(agent, "8002", second);
    w.hangUp(caller);
    expect(w.stateOf("a2")).toBe("ready");
    expectNothingLeft();
  });

  test("INVITE with Replaces: another phone takes the agent's place (RFC 3891)", () => {
    const { caller, agent } = talk();
    const other = w.call("8001", { phone: "8009", replaces: agent });
    expect(w.lines.stateOf(agent)).toBe("gone");
    onlyTogether(caller, other);
    expect(w.record(other)).toMatchObject({ endReason: "transferred", goesOnIn: callOf(caller) });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("INVITE with Replaces of a leg that rings takes the call", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    const other = w.call("8001", { phone: "8009", replaces: w.lines.to("8001") });
    onlyTogether(caller, other);
    expect(w.rows.stay(callOf(caller))).toMatchObject([{ outcome: "answered" }]);
    expect(w.stateOf("a1")).toBe("ready");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("the replaced leg ends before the new one is up: he hears that there is nothing to take", () => {
    const { caller, agent } = talk();
    w.prompt = false;
    const other = w.call("8001", { phone: "8009", replaces: agent });
    w.hangUp(caller);
    w.settle();
    expect(w.record(other)).toMatchObject({ endReason: "not-found" });
    w.prompt = true;
    expectNothingLeft();
  });
});

describe("parked", () => {
  test("by the desk, music, and picked up by another phone's code", () => {
    const { caller } = talk();
    desk({ on: "desk.park", agent: "a1", slot: 3 });
    expect(w.callOf(caller)).toMatchObject({ phase: "parked", parked: { slot: 3 } });
    expect(w.media.playing).toEqual([caller]);
    expect(w.stateOf("a1")).toBe("wrap-up");
    const other = w.call("*813", { phone: "8009" });
    onlyTogether(caller, other);
    expect(w.media.playing).toEqual([]);
    w.hangUp(caller);
    expect(w.record(other)).toMatchObject({ endReason: "transferred", goesOnIn: callOf(caller) });
    expectNothingLeft();
  });

  test("by the phone's transfer key; an empty slot has nobody in it", () => {
    const { caller, agent } = talk();
    w.hear({ on: "line.referred", leg: agent, to: "*80" });
    expect(outcomes(agent)).toEqual([200]);
    expect(w.callOf(caller)).toMatchObject({ parked: { slot: 1 } });
    const nothing = w.call("*812", { phone: "8009" });
    expect(w.record(nothing)).toMatchObject({ endReason: "not-found" });
    desk({ on: "desk.pickUp", agent: "a1", what: { kind: "slot", slot: 1 } });
    const back = w.lines.to("8001");
    expect(w.lines.dialOf(back)).toMatchObject({ ring: "auto-answer" });
    w.answer(back);
    onlyTogether(caller, back);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("nobody comes: back to who parked him, then to the queue", () => {
    const { caller } = talk();
    desk({ on: "desk.park", agent: "a1" });
    w.wait(120_000);
    expect(w.lines.dialOf(w.lines.to("8001"))).toMatchObject({ ring: "recall" });
    w.wait(25_000);
    expect(w.callOf(caller)).toMatchObject({ queue: { id: "one" } });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("two come for him: one has him, the other hears that there is nothing", () => {
    const { caller } = talk();
    desk({ on: "desk.park", agent: "a1", slot: 1 });
    w.prompt = false;
    const [first, second] = [w.call("*811", { phone: "8009" }), w.call("*811", { phone: "8003" })];
    w.settle();
    onlyTogether(caller, first);
    expect(w.record(second)).toMatchObject({ endReason: "not-found" });
    w.prompt = true;
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("all slots are taken: the phone is told busy", () => {
    const settings = simSettings();
    settings.hand = { parkSlots: 1 };
    w = new SimWorld(settings);
    const { caller } = talk();
    desk({ on: "desk.park", agent: "a1" });
    w.login("a2");
    const later = w.call("96100");
    w.press(later, "0");
    const agent = w.lines.to("8002");
    w.answer(agent);
    w.hear({ on: "line.referred", leg: agent, to: "*80" });
    expect(outcomes(agent)).toEqual([486]);
    w.hangUp(later);
    w.hangUp(caller);
    expectNothingLeft();
  });
});

describe("picked up", () => {
  test("from a queue: the stay is answered, by him", () => {
    w.login("a1");
    w.login("a2");
    const caller = w.call("96100");
    w.press(caller, "0");
    const ringing = w.lines.ringing[0]!.to;
    const other = ringing === "8001" ? "8002" : "8001";
    const taker = w.call(`*82${ringing}`, { phone: other });
    onlyTogether(caller, taker);
    const agent = `a${other.at(-1)}`;
    expect(w.rows.stay(callOf(caller))).toMatchObject([{ outcome: "answered", agent }]);
    expect(w.record(caller)).toMatchObject({ agent });
    expect(w.stateOf(agent)).toBe("talking");
    expect(w.stateOf(`a${ringing.at(-1)}`)).toBe("ready");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("a direct call in the group; who is in no group finds nothing", () => {
    w.login("a1");
    const caller = w.call("8001", { phone: "8009" });
    const stranger = w.call("*83", { phone: "8009" });
    expect(w.record(stranger)).toMatchObject({ endReason: "not-found" });
    const taker = w.call("*83", { phone: "8002" });
    expect(w.lines.stateOf(caller)).toBe("up");
    onlyTogether(caller, taker);
    expect(w.stateOf("a1")).toBe("ready");
    w.hangUp(taker);
    expectNothingLeft();
  });

  test("fetched at the console, but somebody else was faster", () => {
    w.login("a1");
    w.login("a2");
    const caller = w.call("96100");
    w.press(caller, "0");
    const [first] = w.lines.ringing;
    const other = first!.to === "8001" ? "a2" : "a1";
    desk({ on: "desk.pickUp", agent: other, what: { kind: "call", call: callOf(caller) } });
    const late = w.lines.to(`800${other.at(-1)}`);
    w.answer(first!.leg);
    w.answer(late);
    onlyTogether(caller, first!.leg);
    expect(w.stateOf(other)).toBe("ready");
    w.hangUp(caller);
    expectNothingLeft();
  });
});

describe("supervision (B8)", () => {
  function watched(mode: "listen" | "whisper" | "barge"): { caller: LegId; agent: LegId; boss: LegId } {
    const legs = talk();
    w.login("a3");
    desk({ on: "desk.watch", call: callOf(legs.caller), watcher: "a3", mode });
    expect(w.stateOf("a3")).toBe("ringing");
    const boss = w.lines.to("8003");
    w.answer(boss);
    expect(w.stateOf("a3")).toBe("talking");
    return { ...legs, boss };
  }

  test("listen, whisper, barge and back, each heard by whom it is for", () => {
    const { caller, agent, boss } = watched("listen");
    expect(w.media.hears(caller)).toEqual([agent]);
    expect(w.media.hears(agent)).toEqual([caller]);
    expect([...w.media.hears(boss)].sort()).toEqual([caller, agent].sort());
    w.press(boss, "2");
    expect(w.media.hears(caller)).toEqual([agent]);
    expect([...w.media.hears(agent)].sort()).toEqual([caller, boss].sort());
    desk({ on: "desk.watch", call: callOf(caller), watcher: "a3", mode: "barge" });
    onlyTogether(caller, agent, boss);
    desk({ on: "desk.watch", call: callOf(caller), watcher: "a3", mode: "listen" });
    expect(w.media.hears(caller)).toEqual([agent]);
    desk({ on: "desk.watchEnd", call: callOf(caller), watcher: "a3" });
    onlyTogether(caller, agent);
    expect(w.stateOf("a3")).toBe("ready");
    expect(w.told(caller)).toEqual(
      expect.arrayContaining([
        "user asks for: listen",
        "Agent 3 listens in",
        "Agent 3 whispers to the agent",
        "Agent 3 joins the call",
        "Agent 3 watches no longer",
      ]),
    );
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("the end of the talk ends the watching", () => {
    const { caller, agent, boss } = watched("listen");
    w.hangUp(agent);
    expect(w.lines.stateOf(boss)).toBe("gone");
    expect(w.stateOf("a3")).toBe("ready");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("who listens hears a consultation too; on hold the agent still hears the whisper", () => {
    const { caller, agent, boss } = watched("whisper");
    desk({ on: "desk.hold", agent: "a1" });
    expect(w.media.hears(agent)).toEqual([boss]);
    hearsNobody(caller);
    desk({ on: "desk.resume", agent: "a1" });
    desk({ on: "desk.consult", agent: "a1", to: { kind: "phone", phone: "8009" } });
    const asked = w.lines.to("8009");
    w.answer(asked);
    expect(w.media.hears(asked)).toEqual([agent]);
    expect([...w.media.hears(agent)].sort()).toEqual([asked, boss].sort());
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("taken over: the agent is released, the supervisor goes on", () => {
    const { caller, agent, boss } = watched("listen");
    desk({ on: "desk.takeOver", call: callOf(caller), watcher: "a3" });
    expect(w.lines.stateOf(agent)).toBe("gone");
    onlyTogether(caller, boss);
    expect(w.record(caller)).toMatchObject({ agent: "a3" });
    w.hangUp(boss);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("the agent hangs up while the supervisor has joined: caller and supervisor go on", () => {
    const { caller, agent, boss } = watched("barge");
    w.hangUp(agent);
    onlyTogether(caller, boss);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("nobody watches a watcher, or himself", () => {
    const { caller } = watched("listen");
    w.login("a2");
    desk({ on: "desk.watch", call: callOf(caller), watcher: "a1", mode: "listen" });
    expect(w.lines.ringing).toEqual([]);
    const star = w.call("*868003", { phone: "8002" });
    expect(w.record(star)).toMatchObject({ endReason: "not-found" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("by star code, only for those who supervise", () => {
    const settings = simSettings();
    settings.agents[2]!.supervises = true;
    w = new SimWorld(settings);
    const { caller, agent } = talk();
    w.login("a2");
    w.login("a3");
    const other = w.call("*868001", { phone: "8002" });
    expect(w.told(other)).toContain("This phone may not supervise.");
    const boss = w.call("*868001", { phone: "8003" });
    expect([...w.media.hears(boss)].sort()).toEqual([caller, agent].sort());
    expect(w.media.hears(caller)).toEqual([agent]);
    w.press(boss, "4");
    onlyTogether(caller, boss);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("forced release, with its reason in the journey", () => {
    const { caller } = talk();
    desk({ on: "desk.release", call: callOf(caller), reason: "abuse" });
    expect(w.record(caller)).toMatchObject({ endReason: "released", endedBy: "agent" });
    expect(w.told(caller)).toContain("Ended by user: abuse");
    expectNothingLeft();
  });
});

describe("dialling", () => {
  test("from the console: his own phone, then the far side, who hears it ring", () => {
    w.login("a1");
    desk({ on: "desk.dial", agent: "a1", to: "13900139000", call: "d1" as CallId });
    const own = w.lines.to("8001");
    expect(w.lines.dialOf(own)).toMatchObject({ ring: "auto-answer", from: { number: "13900139000" } });
    expect(w.stateOf("a1")).toBe("ringing");
    w.answer(own);
    const far = w.lines.to("13900139000");
    expect(w.media.playing).toEqual([own]);
    w.answer(far);
    onlyTogether(own, far);
    expect(w.record(own)).toMatchObject({ direction: "out", agent: "a1", called: "13900139000" });
    expect(w.rows.recordingsOf("d1")).toHaveLength(1);
    w.hangUp(far);
    expectNothingLeft();
  });

  test.each(["own", "far", "own-late"])("from the console, and %s does not come", (who) => {
    w.login("a1");
    desk({ on: "desk.dial", agent: "a1", to: "8009", call: "d1" as CallId });
    const own = w.lines.to("8001");
    if (who === "own") w.refuse(own, "busy", 486);
    else {
      w.answer(own);
      if (who === "far") w.refuse(w.lines.to("8009"), "no-answer", 480);
      else w.hangUp(own);
    }
    expectNothingLeft();
    expect(w.stateOf("a1")).toBe("ready");
  });

  test("intercom: the other phone takes it by itself", () => {
    const caller = w.call("*848009", { phone: "8001" });
    expect(w.lines.dialOf(w.lines.to("8009"))).toMatchObject({ ring: "auto-answer" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("redial: what this phone dialled last, codes apart", () => {
    const first = w.call("8009", { phone: "8001" });
    w.hangUp(first);
    const code = w.call("*83", { phone: "8001" });
    w.hangUp(code);
    const again = w.call("*85", { phone: "8001" });
    expect(w.lines.ringing).toMatchObject([{ to: "8009" }]);
    w.hangUp(again);
    const nothing = w.call("*85", { phone: "8002" });
    expect(w.record(nothing)).toMatchObject({ endReason: "not-found" });
    expectNothingLeft();
  });

  test("a phone without call waiting is busy to a second call", () => {
    const settings = simSettings();
    settings.phones.find((p) => p.id === "8009")!.callWaiting = false;
    w = new SimWorld(settings);
    const one = w.call("8009", { phone: "8001" });
    w.answer(w.lines.to("8009"));
    const two = w.call("8009", { phone: "8002" });
    expect(w.record(two)).toMatchObject({ endReason: "busy" });
    w.hangUp(one);
    expectNothingLeft();
  });
});
