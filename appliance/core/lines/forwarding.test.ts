import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PhoneFeatureChange } from "../../contract/phone-features.ts";
import type { Settings } from "../../contract/settings.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { whereNext, whereTo } from "./forwarding.ts";
import { changeFeature, type FeaturesByPhone, forwardTarget } from "./phone-features.ts";

const ids = ["8001", "8002", "8003", "8004", "8005", "8006", "8007"] as PhoneId[];
const closed = { id: "closed", name: "Closed", timeZone: "UTC", weekly: {}, holidays: [], workdays: [] };
const settings = {
  site: { country: "CN", timeZone: "UTC" },
  phones: ids.map((id) => ({ id, enabled: true })),
  agents: [],
  reasons: [],
  trunks: [{ id: "t", order: 1, enabled: true, host: "h", maxCalls: 2, numbers: [] }],
  calendars: [closed],
} as unknown as Settings;
const [one, two, three] = ids as [PhoneId, PhoneId, PhoneId];
function features(...changes: [PhoneId, PhoneFeatureChange][]): FeaturesByPhone {
  const all: FeaturesByPhone = {};
  for (const [phone, change] of changes) changeFeature(all, phone, change);
  return all;
}
const always = (to: string): PhoneFeatureChange => ({ what: "forward", when: "always", to });
const go = (all: FeaturesByPhone, phone = one) => whereTo(phone, { settings, atMs: 0, features: all });

describe("before it rings", () => {
  test("nothing set: the phone itself", () => {
    expect(go({})).toEqual({ kind: "phone", phone: one, visited: [one], steps: [] });
  });
  test("always goes before hours, hours before do not disturb", () => {
    const hours: PhoneFeatureChange = { what: "forward", when: "hours", to: three, calendar: "closed", while: "closed" };
    const quiet: PhoneFeatureChange = { what: "do-not-disturb", on: true };
    expect(go(features([one, always(two)], [one, hours], [one, quiet]))).toMatchObject({ kind: "phone", phone: two });
    expect(go(features([one, hours], [one, quiet]))).toMatchObject({ kind: "phone", phone: three });
    expect(go(features([one, { ...hours, while: "open" }], [one, quiet]))).toMatchObject({ kind: "disturb-not" });
    expect(go(features([one, { ...hours, calendar: "gone" }]))).toMatchObject({ phone: one });
  });
  test("a phone that may not be disturbed is as a busy one", () => {
    const quiet: PhoneFeatureChange = { what: "do-not-disturb", on: true };
    expect(go(features([one, quiet], [one, { what: "forward", when: "busy", to: two }]))).toMatchObject({ phone: two });
  });
  test("outside as far as the phone itself may call; else it rings itself", () => {
    expect(go(features([one, always("13900139000")]))).toMatchObject({ kind: "outside", number: "13900139000" });
    const refused = go(features([one, always("0044201234567")]));
    expect(refused).toMatchObject({ kind: "phone", phone: one });
    expect(refused.steps).toMatchObject([{ en: "Phone 8001 forwards to 0044201234567: not possible" }]);
  });
  test("a circle ends where it closes", () => {
    const circle = go(features([one, always(two)], [two, always(three)], [three, always(one)]));
    expect(circle).toMatchObject({ kind: "phone", phone: three, visited: [one, two, three] });
    expect(circle.steps.at(-1)).toMatchObject({ en: "Phone 8003 forwards to 8001: that is a circle" });
  });
  test("a chain has an end", () => {
    const chain = features(...ids.slice(0, 6).map((id, i): [PhoneId, PhoneFeatureChange] => [id, always(ids[i + 1]!)]));
    expect(go(chain)).toMatchObject({ kind: "phone", phone: "8005" });
  });
  test.each(["8001", "*41", "x", ""])("not to %j", (to) => {
    expect(forwardTarget(settings, one, to)).toBeUndefined();
  });
});

test("after it rang in vain: by the reason, and never back to where it has been", () => {
  const all = features(
    [one, { what: "forward", when: "busy", to: two }],
    [two, { what: "forward", when: "noAnswer", to: one, afterMs: 5000 }],
  );
  const facts = { settings, atMs: 0, features: all };
  expect(whereNext(one, "busy", facts, [one])).toMatchObject({ kind: "phone", phone: two, visited: [one, two] });
  expect(whereNext(one, "noAnswer", facts, [one])).toBeUndefined();
  expect(whereNext(two, "noAnswer", facts, [one, two])).toBeUndefined();
});

test("a phone with nothing set is forgotten", () => {
  const all = features([one, always(two)], [one, { what: "do-not-disturb", on: true }]);
  changeFeature(all, one, { what: "no-forward", when: "all" });
  expect(all).toEqual({ [one]: { forward: {}, doNotDisturb: true } });
  changeFeature(all, one, { what: "do-not-disturb", on: false });
  expect(all).toEqual({});
});

const target = fc.constantFrom(...ids, "13900139000", "0044201234567", "*72", "nowhere");
const change: fc.Arbitrary<PhoneFeatureChange> = fc.oneof(
  fc.record({ what: fc.constant("forward" as const), when: fc.constantFrom("always" as const, "busy" as const), to: target }),
  fc.record({
    what: fc.constant("forward" as const),
    when: fc.constant("noAnswer" as const),
    to: target,
    afterMs: fc.constant(5000),
  }),
  fc.record({ what: fc.constant("do-not-disturb" as const), on: fc.boolean() }),
);
test("whatever forwards to whatever, and whoever does not answer: it ends, and no phone is rung twice", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...ids), change), { maxLength: 20 }),
      fc.constantFrom(...ids),
      fc.array(fc.constantFrom("busy" as const, "noAnswer" as const), { minLength: 20, maxLength: 20 }),
      (changes, first, outcomes) => {
        const facts = { settings, atMs: 0, features: features(...changes) };
        const rung: PhoneId[] = [];
        let at: ReturnType<typeof whereNext> = whereTo(first, facts);
        for (const why of outcomes) {
          if (at?.kind !== "phone") break;
          expect(rung).not.toContain(at.phone);
          rung.push(at.phone);
          at = whereNext(at.phone, why, facts, at.visited);
        }
        expect(at?.kind).not.toBe("phone");
        expect(at?.visited.length ?? 0).toBeLessThanOrEqual(5);
      },
    ),
  );
});
