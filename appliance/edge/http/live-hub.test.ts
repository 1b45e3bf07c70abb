import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Bulletin } from "../../contract/bulletins.ts";
import type { LiveMessage, LiveState } from "../../contract/live.ts";
import type { Reader } from "../../core/bulletins/shown-to.ts";
import type { LivePatch } from "./http-ports.ts";
import { LiveHub } from "./live-hub.ts";

/** A socket whose far side reads as fast as the test says. */
class Far {
  bufferedAmount = 0;
  sent: string[] = [];
  answersPings = true;
  ended: number | "terminated" | undefined;
  #listeners: { pong: (() => void)[]; close: (() => void)[] } = { pong: [], close: [] };
  send(text: string): void {
    this.sent.push(text);
  }
  ping(): void {
    if (this.answersPings) for (const listener of this.#listeners.pong) listener();
  }
  close(code: number): void {
    this.ended = code;
    for (const listener of this.#listeners.close) listener();
  }
  terminate(): void {
    this.ended = "terminated";
  }
  on(event: "pong" | "close", listener: () => void): void {
    this.#listeners[event].push(listener);
  }
  types(): string[] {
    return this.sent.splice(0).map((text) => (JSON.parse(text) as LiveMessage).type);
  }
}

const line = (id: string) => ({ id, name: id, kind: "trunk", state: "up" as const, text: "", calls: 0, maxCalls: 1 });

function hubOf() {
  let listener: (patch: LivePatch) => void = () => undefined;
  const asked = { states: 0 };
  const bulletins: Bulletin[] = [];
  const hub = new LiveHub(
    {
      state(): LiveState {
        asked.states++;
        return {
          nowMs: 0,
          calls: [],
          queues: [],
          agents: [],
          lines: [],
          phones: [],
          alarms: [],
          items: [],
          bulletins: [...bulletins],
          plant: [],
          doctor: [],
          texts: [],
          reasons: [],
        };
      },
      onChange(heard) {
        listener = heard;
        return () => undefined;
      },
    },
    () => 7,
  );
  return {
    hub,
    asked,
    change: (id: string) => listener({ topic: "lines", set: [line(id)], gone: [] }),
    tell: (bulletin: Bulletin) => {
      bulletins.push(bulletin);
      listener({ topic: "bulletins", set: [bulletin], gone: [] });
    },
  };
}
const join = (hub: LiveHub, far = new Far(), stillIn = () => true, reader: Reader = { user: "boss" }): Far => {
  hub.join(far, reader, stillIn);
  return far;
};
const beats = (n: number): void => void vi.advanceTimersByTime(n * 2_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the live hub", () => {
  it("shows each console only the bulletins meant for it, by patch as at first, under one numbering", () => {
    const { hub, tell } = hubOf();
    const who = (agent: string): Reader => ({ user: agent, agent });
    const anna = join(hub, new Far(), () => true, who("anna"));
    const bo = join(hub, new Far(), () => true, who("bo"));
    tell({
      id: "b1",
      text: "Call the depot",
      importance: "urgent",
      to: { kind: "agent", agent: "anna" as never },
      agents: ["anna" as never],
      mustAcknowledge: true,
      sentAtMs: 1,
      sentBy: "boss",
      untilMs: 9e9,
      readings: [],
    });
    vi.advanceTimersByTime(50);
    const late = [who("anna"), who("bo"), { user: "boss" }].map((reader) => join(hub, new Far(), () => true, reader));
    const last = (far: Far) => JSON.parse(far.sent.at(-1) ?? "") as LiveMessage;
    expect([last(anna), last(bo)]).toMatchObject([
      { n: 1, set: [{ id: "b1" }] },
      { n: 1, set: [] },
    ]);
    expect(bo.sent.join()).not.toContain("depot");
    expect(late.map((far) => (last(far) as { state: LiveState }).state.bulletins.length)).toEqual([1, 0, 1]);
    hub.stop();
  });

  it("serialises the state once for fifty viewers, and each patch once for all of them", () => {
    const { hub, asked, change } = hubOf();
    const far = Array.from({ length: 50 }, () => join(hub));
    expect(asked.states).toBe(1);
    const stringify = vi.spyOn(JSON, "stringify");
    for (let n = 0; n < 100; n++) change(`line${n % 3}`);
    vi.advanceTimersByTime(50);
    expect(stringify).toHaveBeenCalledTimes(1);
    stringify.mockRestore();
    for (const each of far) expect(each.types()).toEqual(["hello", "patch"]);
    hub.stop();
    expect(far.every((each) => each.ended === 1001)).toBe(true);
  });

  it("a viewer who can't keep up gets nothing more until he has read, then the whole state once", () => {
    const { hub, change } = hubOf();
    const slow = join(hub);
    const quick = join(hub);
    slow.types();
    quick.types();
    slow.bufferedAmount = 1_000_001;
    for (let n = 0; n < 3; n++) {
      change("line1");
      vi.advanceTimersByTime(50);
    }
    expect([slow.types(), quick.types()]).toEqual([[], ["patch", "patch", "patch"]]);
    slow.bufferedAmount = 70_000;
    beats(1);
    expect(slow.types()).toEqual([]);
    slow.bufferedAmount = 0;
    beats(1);
    expect(slow.types()).toEqual(["hello", "beat"]);
    hub.stop();
  });

  it("drops who never catches up, and who no longer answers", () => {
    const { hub, change } = hubOf();
    const slow = join(hub);
    const mute = join(hub);
    const well = join(hub);
    slow.bufferedAmount = 2_000_000;
    mute.answersPings = false;
    change("line1");
    beats(10);
    expect([slow.ended, mute.ended, well.ended, hub.viewers]).toEqual(["terminated", "terminated", undefined, 1]);
    hub.stop();
  });

  it("sends away who was signed out, and more viewers than it can serve", () => {
    const { hub } = hubOf();
    let signedIn = true;
    const guest = join(hub, new Far(), () => signedIn);
    beats(5);
    expect(guest.ended).toBeUndefined();
    signedIn = false;
    beats(5);
    expect([guest.ended, hub.viewers]).toEqual([4401, 0]);
    for (let n = 0; n < 200; n++) join(hub);
    const late = join(hub);
    expect([late.ended, late.sent, hub.viewers]).toEqual([1013, [], 200]);
    hub.stop();
  });
});
