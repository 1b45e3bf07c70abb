import { beforeEach, describe, expect, test } from "vitest";
import type { RecordingSettings } from "../../contract/recording.ts";
import type { LegId } from "../../kit/ids.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
const world = (recording: Partial<RecordingSettings>): void => {
  const settings = simSettings();
  w = new SimWorld({ ...settings, recording: { ...settings.recording, ...recording } });
};
beforeEach(() => world({}));

const commands = (name: string) => w.effects.filter((e) => e.do === name);
/** A caller in a talk with the agent at 8001. */
function talk(): { caller: LegId; agent: LegId } {
  w.login("a1");
  const caller = w.call("96100");
  w.press(caller, "0");
  const agent = w.lines.to("8001");
  w.answer(agent);
  return { caller, agent };
}

describe("what the policy says", () => {
  test("is asked again when the queue is known: what it forbids is stopped and dropped, with a line in the trace", () => {
    world({ policy: [{ id: "quiet", queues: ["one" as never], record: false }] });
    w.login("a1");
    const caller = w.call("96100");
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "recording" }]);
    w.press(caller, "0");
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "dropped", rule: "quiet" }]);
    expect(w.media.openRecordings).toBe(0);
    expect(w.told(caller)).toContain('Rule "quiet": the recording is dropped');
    w.answer(w.lines.to("8001"));
    w.hangUp(caller);
    expect(w.rows.recordingsOf("c1")).toHaveLength(1);
    expect(w.box.calls.calls).toEqual({});
  });

  test("can leave all alone but one agent", () => {
    world({
      policy: [
        { id: "trainee", agents: ["a1" as never], record: true, hear: ["supervisor"] },
        { id: "rest", record: false },
      ],
    });
    const { caller } = talk();
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "recording", rule: "trainee", hear: ["supervisor"] }]);
    w.hangUp(caller);
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "complete" }]);
  });

  test("a notice is spoken before the recording begins, and the call says so (A27)", () => {
    world({ policy: [{ id: "all", record: true, notice: { text: { en: "This call is recorded." } } }] });
    w.media.playsAtOnce = false;
    const caller = w.call("96100");
    expect(commands("media.record")).toEqual([]);
    expect(w.record(caller).notice).toBeUndefined();
    w.wait(3000);
    w.media.endPlay(caller);
    w.settle();
    expect(commands("media.record")).toHaveLength(1);
    expect(w.record(caller).notice).toEqual({ atMs: w.atMs, by: "rule" });
    expect(w.callOf(caller)).toMatchObject({ phase: "flow", at: { en: "hello" } });
    w.hangUp(caller);
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "complete", startedAtMs: w.record(caller).notice!.atMs }]);
  });

  test("a queue's notice comes before its greeting", () => {
    world({
      policy: [
        { id: "one", queues: ["one" as never], record: true, notice: { text: { en: "Recorded." } } },
        { id: "rest", record: false },
      ],
    });
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    const spoken = w.effects
      .flatMap((e) => (e.do === "speech.render" ? e.items : []))
      .flatMap((i) => ("text" in i ? i.text : []));
    expect(spoken.indexOf("Recorded.")).toBeGreaterThan(-1);
    expect(spoken.indexOf("Recorded.")).toBeLessThan(spoken.indexOf("Please hold."));
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "recording", rule: "one" }]);
  });
});

describe("a recording pauses", () => {
  test("by the agent's keys and goes on by them; the gap stands on the row", () => {
    const { caller, agent } = talk();
    const { startedAtMs } = w.rows.recordingsOf("c1")[0]!;
    w.wait(5000);
    w.press(agent, "*1");
    expect(commands("media.recordPause")).toMatchObject([{ recording: "c1-1", paused: true }]);
    const fromMs = w.atMs - startedAtMs;
    w.wait(8000);
    w.press(agent, "*1");
    const toMs = w.atMs - startedAtMs;
    expect(commands("media.recordPause")).toMatchObject([{ paused: true }, { paused: false }]);
    w.hangUp(caller);
    const gaps = [{ fromMs, toMs, why: "key", by: "Agent 1" }];
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "complete", gaps }]);
  });

  test("the caller's keys do nothing, nor do the agent's before he talks", () => {
    const { caller } = talk();
    w.press(caller, "*1");
    expect(commands("media.recordPause")).toEqual([]);
  });

  test("from the console, and only once however often it is asked", () => {
    const { caller } = talk();
    w.hear({ on: "desk.recordPause", agent: "a1", by: "chen" });
    w.hear({ on: "desk.recordPause", agent: "a1", by: "chen" });
    w.wait(2000);
    w.hear({ on: "desk.recordResume", agent: "a1", by: "chen" });
    w.hear({ on: "desk.recordResume", agent: "a1", by: "chen" });
    expect(commands("media.recordPause")).toHaveLength(2);
    w.hangUp(caller);
    expect(w.rows.recordingsOf("c1")[0]!.gaps).toMatchObject([{ why: "console", by: "chen" }]);
  });

  test("one that is paused when the call ends has its gap closed", () => {
    const { caller } = talk();
    w.hear({ on: "desk.recordPause", agent: "a1", by: "chen" });
    w.hangUp(caller);
    expect(w.rows.recordingsOf("c1")[0]!.gaps![0]!.toMs).toBeGreaterThanOrEqual(0);
  });

  test("while the flow asks for a secret, and a second longer for the last key's sake", () => {
    const settings = simSettings();
    const flows = settings.flows.map((flow) => ({
      ...flow,
      nodes: Object.fromEntries(
        Object.entries(flow.nodes).map(([id, n]) => [id, n.type === "collect" ? { ...n, sensitive: true } : n]),
      ),
    }));
    w = new SimWorld({ ...settings, flows });
    w.login("a1");
    const caller = w.call("96100");
    expect(commands("media.recordPause")).toEqual([]);
    w.press(caller, "1");
    expect(commands("media.recordPause")).toMatchObject([{ paused: true }]);
    w.wait(3000);
    w.press(caller, "4711#");
    expect(commands("media.recordPause")).toHaveLength(1);
    w.wait(1000);
    expect(commands("media.recordPause")).toMatchObject([{ paused: true }, { paused: false }]);
    w.hangUp(caller);
    expect(w.rows.recordingsOf("c1")[0]!.gaps).toMatchObject([{ why: "flow", by: "96100" }]);
    expect(JSON.stringify([...w.rows.calls.values()])).not.toContain("4711");
  });
});
