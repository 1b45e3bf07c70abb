import { describe, expect, test } from "vitest";
import type { BulletinTo, NewBulletin } from "../../contract/bulletins.ts";
import type { AgentId } from "../../kit/ids.ts";
import { bulletinNow, liveBulletins, mostBulletins, newBulletins } from "./bulletins-state.ts";
import { isMeantFor, shownTo } from "./shown-to.ts";
import { bulletinOver, loadBulletins, stepBulletins } from "./step-bulletins.ts";

const anna = "anna" as AgentId;
const bo = "bo" as AgentId;
const audience = (to: BulletinTo): AgentId[] => (to.kind === "agent" ? [to.agent] : [anna, bo]);
const text = (id: string, to: BulletinTo, more: Partial<NewBulletin> = {}) => ({
  on: "bulletin.sent" as const,
  by: "boss",
  bulletin: { id, text: "Meter 4711 is under repair", importance: "normal" as const, to, mustAcknowledge: true, ...more },
});
const toAnna = { kind: "agent" as const, agent: anna };

describe("a bulletin", () => {
  test("is read and acknowledged by those it is for, each time the first counts", () => {
    const state = newBulletins();
    stepBulletins(state, text("b1", toAnna), 1_000, audience);
    const act = (on: "bulletin.read" | "bulletin.acknowledged", user: string, agent: AgentId | undefined, atMs: number) =>
      stepBulletins(state, { on, bulletin: "b1", user, ...(agent ? { agent } : {}) }, atMs, audience);
    expect(act("bulletin.read", "bo", bo, 2_000)).toEqual([]);
    expect(act("bulletin.read", "boss", undefined, 2_000)).toEqual([]);
    expect(act("bulletin.read", "anna", anna, 2_000)).toHaveLength(2);
    expect(act("bulletin.read", "anna", anna, 2_500)).toEqual([]);
    act("bulletin.acknowledged", "anna", anna, 3_000);
    expect(act("bulletin.acknowledged", "anna", anna, 4_000)).toEqual([]);
    expect(bulletinNow(state, "b1")?.readings).toEqual([
      { bulletin: "b1", user: "anna", agent: anna, readAtMs: 2_000, acknowledgedAtMs: 3_000 },
    ]);
  });

  test("leaves the consoles when its time is over, or when it is withdrawn; the row says by whom", () => {
    const state = newBulletins();
    const effects = stepBulletins(state, text("b1", { kind: "all" }, { untilMs: 5_000 }), 1_000, audience);
    expect(effects).toContainEqual({ do: "timer.set", key: "office:bulletin:b1", atMs: 5_000 });
    expect(bulletinOver(state, "b1", 4_999)).toEqual([]);
    expect(liveBulletins(state)).toHaveLength(1);
    expect(bulletinOver(state, "b1", 5_000)).toContainEqual({ do: "push", topic: "bulletins", id: "b1" });
    expect(liveBulletins(state)).toEqual([]);
    stepBulletins(state, text("b2", { kind: "all" }), 1_000, audience);
    const [kept] = stepBulletins(state, { on: "bulletin.withdrawn", bulletin: "b2", by: "admin" }, 6_000, audience);
    expect(kept).toMatchObject({ change: { put: "bulletin", row: { id: "b2", withdrawnAtMs: 6_000, withdrawnBy: "admin" } } });
    expect(liveBulletins(state)).toEqual([]);
  });

  test("is shown no longer than thirty days, and not at all when its time is over already", () => {
    const state = newBulletins();
    stepBulletins(state, text("long", toAnna, { untilMs: 1e15 }), 0, audience);
    expect(bulletinNow(state, "long")?.untilMs).toBe(30 * 86_400_000);
    expect(stepBulletins(state, text("late", toAnna, { untilMs: 10 }), 10, audience)).toEqual([]);
  });

  test("is one of a bounded number, and what is stored is taken up unless it is over", () => {
    const state = newBulletins();
    for (let n = 0; n < mostBulletins + 5; n++) stepBulletins(state, text(`b${n}`, toAnna), n, audience);
    expect(liveBulletins(state)).toHaveLength(mostBulletins);
    const stored = liveBulletins(state).slice(0, 3);
    stored[1]!.withdrawnAtMs = 5;
    const anew = newBulletins();
    loadBulletins(anew, stored, 1_000);
    expect(liveBulletins(anew).map((b) => b.id)).toEqual([stored[0]!.id, stored[2]!.id]);
    const tooLate = newBulletins();
    loadBulletins(tooLate, stored, 1e12);
    expect(liveBulletins(tooLate)).toEqual([]);
  });
});

test("a console is shown what is meant for its user; readings of others only if he sent it", () => {
  const state = newBulletins();
  stepBulletins(state, text("b1", { kind: "queue", queue: "water" as never }), 0, audience);
  for (const agent of [anna, bo]) stepBulletins(state, { on: "bulletin.read", bulletin: "b1", user: agent, agent }, 10, audience);
  const bulletin = bulletinNow(state, "b1")!;
  const readers = (user: string, agent?: string) =>
    shownTo(bulletin, { user, ...(agent ? { agent } : {}) })?.readings.map((r) => r.user);
  expect(readers("boss")).toEqual(["anna", "bo"]);
  expect(readers("bo", "bo")).toEqual(["bo"]);
  expect(readers("cy", "cy")).toBeUndefined();
  expect(readers("admin")).toBeUndefined();
  expect(isMeantFor({ to: { kind: "all" }, agents: [] }, { user: "admin" })).toBe(true);
});
