import { beforeEach, describe, expect, test } from "vitest";
import type { HandEvent } from "../../contract/hand.ts";
import type { CallId, LegId } from "../../kit/ids.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
beforeEach(() => {
  w = new SimWorld();
});
type Act = HandEvent extends infer E ? (E extends { by: string } ? Omit<E, "by"> : never) : never;
const desk = (act: Act): void => w.hear({ ...act, by: "user" } as HandEvent);
const callOf = (leg: LegId): CallId => leg.split("/")[0] as CallId;
function onlyTogether(...legs: LegId[]): void {
  for (const leg of legs) expect([...w.media.hears(leg)].sort(), leg).toEqual(legs.filter((l) => l !== leg).sort());
}
function expectNothingLeft(): void {
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.media.openLegs).toBe(0);
  expect(w.lines.all).toEqual([]);
}
/** Agent 1 talks with a caller, agent 3 supervises him. */
function watched(mode: "listen" | "barge"): { caller: LegId; agent: LegId; boss: LegId } {
  w.login("a1");
  const caller = w.call("96100");
  w.press(caller, "0");
  const agent = w.lines.to("8001");
  w.answer(agent);
  w.login("a3");
  desk({ on: "desk.watch", call: callOf(caller), watcher: "a3", mode });
  const boss = w.lines.to("8003");
  w.answer(boss);
  return { caller, agent, boss };
}

describe("two supervisors and one call", () => {
  const wish = (watcher: string, mode: "listen" | "barge", call: CallId, force = false): void =>
    desk({ on: "desk.watch", call, watcher, mode, ...(force ? { force } : {}) });

  test("who comes second is refused, told who has it, and it is in the journey", () => {
    const { caller, agent, boss } = watched("listen");
    w.login("a2");
    const call = callOf(caller);
    wish("a2", "listen", call);
    desk({ on: "desk.takeOver", call, watcher: "a2" });
    expect(w.lines.ringing).toEqual([]);
    expect(w.stateOf("a2")).toBe("ready");
    expect(w.told(caller)).toEqual(
      expect.arrayContaining([
        "user asks for: listen; refused: Agent 3 listens in.",
        "user asks for: take; refused: Agent 3 listens in.",
      ]),
    );
    // Who was there first goes on as he likes.
    wish("a3", "barge", call);
    onlyTogether(caller, agent, boss);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("insisted, both are there; the second one's keys do not put the first one out", () => {
    const { caller, agent, boss } = watched("barge");
    w.login("a2");
    const call = callOf(caller);
    wish("a2", "listen", call, true);
    const second = w.lines.to("8002");
    w.answer(second);
    w.press(second, "4");
    onlyTogether(caller, agent, boss);
    expect(w.told(caller)).toEqual(
      expect.arrayContaining([
        "user insists on: listen",
        expect.stringContaining("asks for: take; refused: Agent 3 has joined the call."),
      ]),
    );
    desk({ on: "desk.takeOver", call, watcher: "a2", force: true });
    expect(w.lines.stateOf(agent)).toBe("gone");
    onlyTogether(caller, boss, second);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("who has just taken it over is not put out; later he is an agent on a call like others", () => {
    const { caller, boss } = watched("listen");
    w.login("a2");
    const call = callOf(caller);
    desk({ on: "desk.takeOver", call, watcher: "a3" });
    w.wait(3_000);
    desk({ on: "desk.takeOver", call, watcher: "a2" });
    onlyTogether(caller, boss);
    expect(w.told(caller)).toContain("user asks for: take; refused: Agent 3 has just taken it over.");
    w.wait(10_000);
    desk({ on: "desk.takeOver", call, watcher: "a2" });
    const second = w.lines.to("8002");
    w.answer(second);
    onlyTogether(caller, second);
    expect(w.lines.stateOf(boss)).toBe("gone");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("by star code it is said in words", () => {
    const settings = simSettings();
    settings.agents[1]!.supervises = true;
    w = new SimWorld(settings);
    const { caller } = watched("listen");
    w.login("a2");
    const star = w.call("*868001", { phone: "8002" });
    expect(w.told(star)).toContain("Agent 3 listens in.");
    w.hangUp(caller);
    w.hangUp(star);
    expectNothingLeft();
  });
});
