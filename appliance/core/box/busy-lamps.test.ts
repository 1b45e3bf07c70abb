import { beforeEach, describe, expect, test } from "vitest";
import type { LampDialog } from "../../contract/lamp.ts";
import type { Settings } from "../../contract/settings.ts";
import { busyLampsNow } from "./busy-lamps.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
beforeEach(() => {
  w = new SimWorld();
});

const shown = (subject: string): LampDialog[] => w.lines.busy.get(subject) ?? [];
const states = (subject: string): string[] => shown(subject).map((d) => `${d.direction} ${d.state}`);
const settings = (hand: NonNullable<Settings["hand"]>): void =>
  w.hear({ on: "settings.applied", settings: { ...structuredClone(w.box.settings), hand } });

/** What was told step by step is what somebody who asks now is told. */
function expectToldRight(): void {
  for (const { subject, dialogs } of busyLampsNow(w.box, w.atMs)) expect(shown(subject), subject).toEqual(dialogs);
}

describe("busy lamps", () => {
  test("an agent's phone rings, talks and is free; only while it rings may others take the call", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    const agent = w.lines.to("8001");
    expect(states("8001")).toEqual([]);
    w.rings(agent);
    expect(shown("8001")).toEqual([{ id: agent.replace("/", "-"), state: "early", direction: "recipient", takes: agent }]);
    w.answer(agent);
    expect(shown("8001")).toEqual([{ id: agent.replace("/", "-"), state: "confirmed", direction: "recipient" }]);
    expectToldRight();
    w.hangUp(caller);
    expect(states("8001")).toEqual([]);
    expectToldRight();
  });

  test("who calls is shown only where the settings say so", () => {
    settings({ lampShowsCaller: true });
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.rings(w.lines.to("8001"));
    expect(shown("8001")[0]?.remote?.number).toBe(w.record(caller).caller);
  });

  test("a parking place shines while somebody is in it", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.answer(w.lines.to("8001"));
    w.hear({ on: "desk.park", agent: "a1", slot: 2, by: "user" });
    expect([states("*811"), states("*812")]).toEqual([[], ["recipient confirmed"]]);
    expectToldRight();
    w.hangUp(caller);
    expect(states("*812")).toEqual([]);
  });

  test("a queue is out when deserted, shines when somebody is there, blinks when somebody waits", () => {
    const queue = w.box.settings.queues[0]!.id;
    expect(states(queue)).toEqual([]);
    w.login("a1");
    expect(states(queue)).toEqual(["recipient confirmed"]);
    w.hear({ on: "desk.queueSwitch", queue, closed: true, by: "user" });
    expect(states(queue)).toEqual([]);
    w.hear({ on: "desk.queueSwitch", queue, closed: false, by: "user" });
    const caller = w.call("96100");
    w.press(caller, "0");
    expect(states(queue)).toEqual(["recipient early"]);
    w.answer(w.lines.to("8001"));
    expect(states(queue)).toEqual(["recipient confirmed"]);
    expectToldRight();
  });

  test("what goes from the settings is told of, and what comes", () => {
    settings({ parkSlots: 2 });
    expect(w.effects.filter((e) => e.do === "line.lamp").map((e) => e.subject)).toContain("*813");
    expect(w.lines.busy.has("*813")).toBe(false);
    settings({ parkSlots: 3 });
    expect(w.lines.busy.get("*813")).toEqual([]);
  });

  test("a phone picks up by Replaces what rings at a colleague", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    const agent = w.lines.to("8001");
    w.rings(agent);
    const taker = w.call("8001", { phone: "8002", replaces: agent });
    expect(w.lines.stateOf(agent)).toBe("gone");
    expect([...w.media.hears(caller)]).toEqual([taker]);
    expect([states("8001"), states("8002").length]).toEqual([[], 1]);
    expectToldRight();
  });
});
