import { beforeEach, describe, expect, test } from "vitest";
import type { Diverted } from "../../contract/diverted.ts";
import type { FlowNode } from "../../contract/flow.ts";
import type { PhoneFeatureChange } from "../../contract/phone-features.ts";
import type { Settings } from "../../contract/settings.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

const mobile = "13900139000";
const sentHere: Diverted = { first: "88880000", by: "88881111", why: "busy", times: 2 };

/** 96500 leads straight to phone 8009, 96600 asks first for whom the call was, 96700 leads outside. */
function settings(): Settings {
  const base = simSettings();
  const flow = (id: string, nodes: Record<string, FlowNode>) => ({
    id,
    name: id,
    languageDefault: "en" as const,
    start: "a",
    nodes,
  });
  return {
    ...base,
    trunks: base.trunks.map((t) => ({
      ...t,
      numbers: [
        { pattern: "96500", flow: "desk" },
        { pattern: "96600", flow: "by-first" },
        { pattern: "96700", flow: "outside" },
        ...t.numbers,
      ],
    })),
    flows: [
      ...base.flows,
      flow("desk", { a: { type: "transfer", to: { kind: "phone", phone: "8009" }, ringMs: 30_000 } }),
      flow("outside", { a: { type: "transfer", to: { kind: "number", number: mobile }, ringMs: 30_000 } }),
      flow("by-first", {
        a: { type: "branch", cases: [{ when: 'calledFirst == "88880000"', next: "b" }], else: "c" },
        b: { type: "transfer", to: { kind: "phone", phone: "8009" }, ringMs: 30_000 },
        c: { type: "transfer", to: { kind: "phone", phone: "8003" }, ringMs: 30_000 },
      }),
    ],
  };
}
let w: SimWorld;
beforeEach(() => {
  w = new SimWorld(settings());
});
const forward = (change: PhoneFeatureChange): void => w.hear({ on: "phone.feature", phone: "8009" as never, change, by: "boss" });
const dialled = (to: string) => w.lines.dialOf(w.lines.to(to));

describe("a call that was sent here", () => {
  test("knows for whom it was: on its row, in its journey, in the flow", () => {
    const caller = w.call("96600", { diverted: sentHere });
    expect(w.record(caller)).toMatchObject({ called: "96600", diverted: sentHere });
    expect(w.told(caller)).toContain("Was for 88880000; sent on by 88881111 (busy)");
    expect(dialled("8009")).toBeDefined();
  });
  test("one that was not has been called as it came", () => {
    const caller = w.call("96600");
    expect(w.record(caller)).not.toHaveProperty("diverted");
    expect(dialled("8003")).toBeDefined();
  });
  test("a phone's own word on that is nobody's", () => {
    expect(w.record(w.call("8009", { phone: "8001", diverted: sentHere }))).not.toHaveProperty("diverted");
  });
});

describe("a caller from outside who is led outside", () => {
  test.each([
    [{ what: "forward", when: "always", to: mobile }, "unconditional"],
    [{ what: "forward", when: "busy", to: mobile }, "busy"],
    [{ what: "forward", when: "noAnswer", to: mobile, afterMs: 10_000 }, "no-answer"],
  ] as [PhoneFeatureChange, string][])("by a phone's forward: %j is told as %s", (change, why) => {
    forward(change);
    w.call("96500");
    if (why === "busy") w.refuse(w.lines.to("8009"), "busy", 486);
    if (why === "no-answer") w.wait(10_000);
    expect(dialled(mobile)).toMatchObject({
      from: { number: "13800138000" },
      diverted: { first: "96500", by: "96500", why, times: 1 },
    });
  });
  test("do not disturb with a forward when busy is told as what it is", () => {
    forward({ what: "forward", when: "busy", to: mobile });
    forward({ what: "do-not-disturb", on: true });
    w.call("96500");
    expect(dialled(mobile)).toMatchObject({ diverted: { why: "do-not-disturb" } });
  });
  test("by a flow; who was first called stays first", () => {
    w.call("96700", { diverted: sentHere });
    expect(dialled(mobile)).toMatchObject({ diverted: { first: "88880000", by: "96700", why: "unconditional", times: 3 } });
  });
  test("round and round: a phone's forward ends it (ITU-T Q.732)", () => {
    forward({ what: "forward", when: "always", to: mobile });
    const caller = w.call("96500", { diverted: { ...sentHere, times: 5 } });
    expect(w.lines.ringing.map((r) => r.to)).not.toContain(mobile);
    expect(w.told(caller)).toContain("It has been sent on too often already.");
  });
  test("our own calls, forwarded, are our own calls", () => {
    forward({ what: "forward", when: "always", to: mobile });
    w.call("8009", { phone: "8001" });
    expect(dialled(mobile)).not.toHaveProperty("diverted");
  });
});

describe("a number that is withheld (RFC 3323)", () => {
  test("a caller's: he is nobody to whoever is rung", () => {
    w.call("96500", { withheld: true });
    expect(dialled("8009")).toMatchObject({ from: { number: "anonymous", withheld: true } });
  });
  test("a phone's: the house knows it, whoever is called doesn't", () => {
    const caller = w.call(mobile, { phone: "8001", withheld: true });
    expect(w.record(caller).caller).toBe("8001");
    expect(dialled(mobile)).toMatchObject({ from: { number: "8001", withheld: true } });
  });
});

test("who hands a caller on is told to the next phone (RFC 3892), and to nobody who is called back", () => {
  w.login("a1");
  const caller = w.call("96100");
  w.press(caller, "0");
  const agent = w.lines.to("8001");
  w.answer(agent);
  w.hear({ on: "line.referred", leg: agent, to: "8009" });
  expect(dialled("8009")).toMatchObject({ referredBy: "8001" });
  w.hangUp(agent);
  w.refuse(w.lines.to("8009"), "busy", 486);
  expect(w.lines.dialOf(w.lines.to("8001"))).not.toHaveProperty("referredBy");
});
