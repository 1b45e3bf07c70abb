import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Kept, planText, RetentionPlanner } from "./plan-retention.ts";

const dayMs = 86_400_000;
const now = 1_000 * dayMs;
const kept = (id: string, daysOld: number, more: Partial<Kept> = {}): Kept => ({
  id,
  kind: "call",
  startedAtMs: now - daysOld * dayMs,
  bytes: 1_000_000,
  tags: [],
  linked: false,
  heldUntilMs: 0,
  ...more,
});
type Retention = ConstructorParameters<typeof RetentionPlanner>[0];
function plan(retention: Retention, all: Kept[]) {
  const sorted = all.toSorted((a, b) => a.startedAtMs - b.startedAtMs || (a.id < b.id ? -1 : 1));
  const total = all.reduce((sum, k) => sum + k.bytes, 0);
  const planner = new RetentionPlanner(retention, total, now);
  for (const one of sorted) planner.take(one);
  return planner.plan();
}
const ids = (retention: Retention, all: Kept[]): string[] => plan(retention, all).going.map((g) => g.id);

describe("what goes", () => {
  it("nothing, where no rule fits", () => {
    expect(ids({ rules: [] }, [kept("a", 900)])).toEqual([]);
    expect(
      ids({ rules: [{ id: "r", queues: ["vip"], keepDays: 1 }] }, [kept("a", 900), kept("b", 900, { queue: "other" })]),
    ).toEqual([]);
  });
  it("by the first rule that fits: line, queue, agent, kind, tag, direction", () => {
    const rules = [
      { id: "complaints", tags: ["complaint"], keepDays: 365 },
      { id: "messages", kinds: ["voicemail" as const], keepDays: 10 },
      { id: "rest", directions: ["in" as const], keepDays: 30 },
    ];
    const all = [
      kept("complaint", 300, { tags: ["complaint"], direction: "in" }),
      kept("old-complaint", 365, { tags: ["x", "complaint"] }),
      kept("message", 10, { kind: "voicemail" }),
      kept("young", 29, { direction: "in" }),
      kept("old", 30, { direction: "in" }),
      kept("out", 300, { direction: "out" }),
    ];
    expect(plan({ rules }, all).going.map(({ id, why }) => `${id} ${why}`)).toEqual([
      "old-complaint complaints",
      "old rest",
      "message messages",
    ]);
  });
  it("later, when something hangs on it; never while it is held", () => {
    const rules = [{ id: "r", keepDays: 10, keepLinkedDays: 100 }];
    const all = [
      kept("a", 50, { linked: true }),
      kept("b", 100, { linked: true }),
      kept("c", 50, { heldUntilMs: now + 1 }),
      kept("d", 50, { heldUntilMs: now }),
    ];
    expect(plan({ rules }, all)).toMatchObject({ going: [{ id: "b" }, { id: "d" }], held: 1, bytes: 2_000_000 });
  });
  it("the oldest, when all together are too large; what a rule takes counts first", () => {
    const all = [kept("a", 5), kept("b", 4), kept("c", 3), kept("d", 2, { tags: ["t"] }), kept("e", 1)];
    expect(ids({ rules: [], maxGb: 0.003 }, all)).toEqual(["a", "b"]);
    expect(ids({ rules: [{ id: "t", tags: ["t"], keepDays: 1 }], maxGb: 0.003 }, all)).toEqual(["d", "a"]);
    expect(
      plan(
        { rules: [], maxGb: 0.001 },
        all.map((k) => ({ ...k, heldUntilMs: now + 1 })),
      ),
    ).toMatchObject({ going: [], more: true });
  });
});

const anyKept = fc.record({
  daysOld: fc.integer({ min: 0, max: 60 }),
  bytes: fc.integer({ min: 0, max: 5_000_000 }),
  queue: fc.constantFrom("a", "b", undefined),
  linked: fc.boolean(),
  held: fc.boolean(),
});

it("whatever there is: nothing held goes, nothing younger than its rule but for size, and it is the same plan every time", () => {
  fc.assert(
    fc.property(fc.array(anyKept, { maxLength: 60 }), fc.option(fc.integer({ min: 1, max: 100 })), (list, maxMb) => {
      const all = list.map(({ daysOld, bytes, queue, linked, held }, n) =>
        kept(`r${n}`, daysOld, { bytes, linked, heldUntilMs: held ? now + 1 : 0, ...(queue ? { queue } : {}) }),
      );
      const rules = [{ id: "a", queues: ["a"], keepDays: 20, keepLinkedDays: 40 }];
      const retention = { rules, ...(maxMb === null ? {} : { maxGb: maxMb / 1000 }) };
      const made = plan(retention, all);
      expect(planText(plan(retention, all))).toBe(planText(made));
      const by = new Map(all.map((k) => [k.id, k]));
      for (const { id, why } of made.going) {
        const k = by.get(id)!;
        expect(k.heldUntilMs).toBe(0);
        if (why === "a") expect([k.queue, (now - k.startedAtMs) / dayMs >= (k.linked ? 40 : 20)]).toEqual(["a", true]);
      }
      expect(new Set(made.going.map((g) => g.id)).size).toBe(made.going.length);
      if (maxMb !== null && !made.more) {
        const left = all.filter((k) => !made.going.some((g) => g.id === k.id)).reduce((sum, k) => sum + k.bytes, 0);
        expect(left).toBeLessThanOrEqual(maxMb * 1e6);
      }
    }),
  );
});
