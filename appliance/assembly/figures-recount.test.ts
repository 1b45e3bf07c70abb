import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Settings } from "../contract/settings.ts";
import { newBox } from "../core/box/box-state.ts";
import { simSettings } from "../core/box/sim/sim-settings.ts";
import { SimWorld } from "../core/box/sim/sim-world.ts";
import { stepBox } from "../core/box/step-box.ts";
import { diceOf } from "../core/reports/dice.ts";
import { openStore, type Store } from "../edge/store/store.ts";
import { FiguresDesk } from "./figures-desk.ts";
import { ShiftCounter } from "./shift-counter.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A day's worth of calls, breaks and people who give up: chance by a seed, time by hand. */
function day(seed: number): SimWorld {
  const dice = diceOf(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(dice() * list.length)];
  const w = new SimWorld();
  for (const agent of ["a1", "a2", "a3"]) w.login(agent);
  for (let i = 0; i < 900; i++) {
    // Who was set aside for a missed call comes back before long.
    for (const agent of ["a1", "a2", "a3"])
      if (w.stateOf(agent) === "not-ready" && dice() < 0.3) w.hear({ on: "desk.ready", agent, by: "sim" });
    const legs = w.lines.all;
    const ringing = legs.filter((l) => l.direction === "out" && l.state === "ringing").map((l) => l.leg);
    const up = legs.filter((l) => l.state === "up").map((l) => l.leg);
    const what = dice();
    if (what < 0.25) w.call(dice() < 0.8 ? "96200" : "96100", { from: `1380000${1000 + i}` });
    else if (what < 0.55) {
      const leg = pick(ringing);
      if (leg) w.answer(leg);
    } else if (what < 0.6) {
      const leg = pick(ringing);
      if (leg) w.refuse(leg);
    } else if (what < 0.75) {
      const leg = pick(up);
      if (leg) w.hangUp(leg);
    } else if (what < 0.8) {
      const agent = `a${1 + Math.floor(dice() * 3)}`;
      w.hear({ on: dice() < 0.5 ? "desk.hold" : "desk.resume", agent, by: "sim" });
    } else if (what < 0.83) w.hear({ on: "desk.notReady", agent: `a${1 + Math.floor(dice() * 3)}`, reason: "break", by: "sim" });
    else if (what < 0.88) w.hear({ on: "desk.ready", agent: `a${1 + Math.floor(dice() * 3)}`, by: "sim" });
    else if (what < 0.9) w.call("96100", { phone: "8009" });
    w.settle();
    w.wait(Math.floor(dice() * 8_000));
    w.settle();
  }
  return w;
}

/** The journeys as they are told, counted without any row: who entered a queue, and what became of him. */
function toldOf(w: SimWorld) {
  const told = { offered: 0, answered: 0, abandoned: 0, waitAnsweredMs: 0, endedByCaller: 0 };
  const since = new Map<string, number>();
  for (const { call, atMs, words } of w.rows.traces) {
    const text = words.en;
    if (/^Enters queue /.test(text)) {
      told.offered++;
      since.set(call, atMs);
    } else if (/ answered after \d+ s of waiting$/.test(text)) {
      told.answered++;
      told.waitAnsweredMs += atMs - since.get(call)!;
      since.delete(call);
    } else if (/^Overflows from /.test(text)) since.delete(call);
    else if (/^Call ended: .*\((caller|agent|box)\)$/.test(text)) {
      if (since.has(call) && text.endsWith("(caller)")) told.abandoned++;
      since.delete(call);
    }
  }
  return told;
}

/** Every agent's time in each state, watched while the journal is played once more: no row is asked. */
function spentOf(w: SimWorld, untilMs: number): Record<string, number> {
  const spent: Record<string, number> = {};
  const box = newBox(simSettings());
  let last = 0;
  const pass = (atMs: number): void => {
    for (const { agent, state } of Object.values(box.agents.agents))
      spent[`${agent} ${state}`] = (spent[`${agent} ${state}`] ?? 0) + (atMs - last);
    last = atMs;
  };
  for (const stamped of w.journal) {
    pass(stamped.atMs);
    stepBox(box, stamped);
  }
  pass(untilMs);
  return spent;
}

async function open(dir: string): Promise<Store> {
  const store = await openStore({ dir, hear: () => undefined });
  let closed = false;
  const close = store.close;
  const once = async () => {
    if (closed) return;
    closed = true;
    await close();
  };
  cleanups.push(once);
  return Object.assign(store, { close: once });
}
const deskOf = (store: Store, settings: Settings, nowMs: number): FiguresDesk =>
  new FiguresDesk(store, () => settings, { nowMs: () => nowMs }, new ShiftCounter(store));

describe("figures of a generated day", () => {
  it("equal what its journeys tell, open into their calls, and are the same after a restart", async () => {
    const dir = mkdtempSync(join(tmpdir(), "linebox-figures-"));
    cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
    const w = day(11);
    const settings = simSettings();
    let store = await open(dir);
    for (const effect of w.effects) if (effect.do === "store") store.put([effect.change]);
    await store.flushed();
    const nowMs = w.atMs;
    const question = { from: String(w.journal[0]!.atMs), to: String(nowMs + 1), interval: "30" as const, by: "queue" as const };
    const figures = "offered,answered,abandoned,serviceLevel,averageWait,abandonment,handled,handleTime,overflowed";
    const ask = async (desk: FiguresDesk, more: object = {}) => {
      const report = await desk.figures({ ...question, figures, ...more });
      if ("unanswered" in report) throw new Error(JSON.stringify(report));
      return report;
    };
    const desk = deskOf(store, settings, nowMs);
    const report = await ask(desk);
    const sum = (name: "offered" | "answered" | "abandoned" | "waitAnsweredMs" | "handled"): number =>
      report.rows.reduce((all, row) => all + (row.counts[name] ?? 0), 0);
    const told = toldOf(w);
    expect(told.answered).toBeGreaterThan(20);
    expect(told.abandoned).toBeGreaterThan(2);
    expect([sum("offered"), sum("answered"), sum("abandoned"), sum("waitAnsweredMs")]).toEqual([
      told.offered,
      told.answered,
      told.abandoned,
      told.waitAnsweredMs,
    ]);

    // Every row of the report opens into as many calls as it says, each of its own queue and interval.
    for (const row of report.rows) {
      for (const [id, part] of [
        ["answered", "over"],
        ["serviceLevel", "over"],
        ["serviceLevel", "under"],
        ["abandonment", "over"],
      ] as const) {
        const behind = await desk.behind({ ...question, id, part, key: row.key!, slot: row.fromMs, limit: 500 });
        if ("unanswered" in behind) throw new Error(JSON.stringify(behind));
        expect(behind.total).toBe(row.figures[id]![part] ?? 0);
        expect(behind.rows).toHaveLength(behind.total);
        for (const { queue, atMs, call } of behind.rows) {
          expect([queue, atMs >= row.fromMs && atMs < row.toMs]).toEqual([row.key, true]);
          expect(w.rows.calls.has(call!)).toBe(true);
        }
      }
    }

    const states = {
      readyMs: "ready",
      talkingMs: "talking",
      holdMs: "hold",
      notReadyMs: "not-ready",
      wrapUpMs: "wrap-up",
      ringingMs: "ringing",
    } as const;
    const byAgent = await ask(desk, { by: "agent", interval: "all", figures: Object.keys(states).join() });
    const spent = spentOf(w, nowMs);
    expect(byAgent.rows.map((row) => row.key)).toEqual(["a1", "a2", "a3"]);
    for (const { key, counts } of byAgent.rows)
      for (const [name, state] of Object.entries(states) as [keyof typeof states, string][])
        expect([key, state, counts[name]]).toEqual([key, state, spent[`${key} ${state}`] ?? 0]);

    await store.close();
    store = await open(dir);
    expect(await ask(deskOf(store, settings, nowMs))).toEqual(report);
  });

  it("refuses what would never end, and says the limit", async () => {
    const dir = mkdtempSync(join(tmpdir(), "linebox-figures-"));
    cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
    const desk = deskOf(await open(dir), simSettings(), Date.UTC(2026, 5, 1));
    expect(await desk.figures({ from: "2020-01-01" })).toMatchObject({ unanswered: { path: "/to" } });
    expect(await desk.figures({ from: "2026-01-01", interval: "15" })).toMatchObject({ unanswered: { path: "/interval" } });
    expect(await desk.figures({ figures: "nsr" })).toMatchObject({ unanswered: { path: "/figures" } });
    expect(await desk.behind({ id: "nsr" })).toEqual({ unanswered: "not-found" });
    expect(await desk.figures({ from: "2026-01-01", interval: "hour-of-day" })).toMatchObject({ rows: expect.any(Array) });
  });
});
