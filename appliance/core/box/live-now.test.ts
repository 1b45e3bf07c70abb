import { Compile } from "typebox/compile";
import { expect, test } from "vitest";
import { LiveState } from "../../contract/live.ts";
import type { CallId, LegId, PhoneId, QueueId } from "../../kit/ids.ts";
import { liveState } from "./live-view.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

const schema = Compile(LiveState);
const none = { offered: 0, answered: 0, abandoned: 0, shortAbandoned: 0 };
const callOf = (leg: LegId): CallId => leg.split("/")[0] as CallId;

test("the live state is what its schema says, whatever happens", () => {
  const settings = simSettings();
  const w = new SimWorld(settings);
  const seen = new Set<string>();
  const fits = (): void => {
    const state = liveState(w.box, w.atMs, () => none);
    // What is sent is JSON: what is undefined isn't there.
    const sent = JSON.parse(JSON.stringify(state)) as unknown;
    expect([...schema.Errors(sent)].slice(0, 3)).toEqual([]);
    for (const call of state.calls) seen.add(call.phase);
    for (const agent of state.agents) seen.add(agent.state);
  };
  fits();
  w.login("a1");
  const address = { address: "192.0.2.1", transport: "udp", userAgent: "phone", expiresAtMs: w.atMs + 60_000 };
  w.hear({ on: "phone.state", phone: "8001" as PhoneId, contacts: [address] });
  w.hear({
    on: "phone.feature",
    phone: "8009" as PhoneId,
    change: { what: "forward", when: "noAnswer", to: "8001", afterMs: 9_000 },
    by: "x",
  });
  const caller = w.call("96100");
  fits();
  w.press(caller, "0");
  fits();
  const agent = w.lines.to("8001");
  w.answer(agent);
  fits();
  w.login("a3");
  w.hear({ on: "desk.watch", call: callOf(caller), watcher: "a3", mode: "whisper", by: "boss" });
  fits();
  w.answer(w.lines.to("8003"));
  fits();
  w.hear({ on: "desk.hold", agent: "a1", by: "a1" });
  fits();
  w.hear({ on: "desk.resume", agent: "a1", by: "a1" });
  w.hear({ on: "desk.consult", agent: "a1", to: { kind: "phone", phone: "8009" }, by: "a1" });
  fits();
  w.hear({ on: "desk.consultCancel", agent: "a1", by: "a1" });
  const second = w.call("96100");
  w.press(second, "0");
  fits();
  w.hear({ on: "desk.queueSwitch", queue: "one" as QueueId, closed: true, untilMs: w.atMs + 60_000, by: "boss" });
  fits();
  w.hear({ on: "desk.park", agent: "a1", by: "a1" });
  fits();
  w.hangUp(caller);
  fits();
  w.hear({ on: "desk.notReady", agent: "a3", reason: "break", by: "a3" });
  w.hear({ on: "item.added", item: { kind: "reminder", words: { en: "Call", zh: "回电" }, number: "138", note: "" }, by: "a1" });
  w.wait(1_000);
  fits();
  expect([...seen]).toEqual(
    expect.arrayContaining(["flow", "talking", "hold", "parked", "agent-ringing", "ringing", "not-ready", "logged-out"]),
  );
});
