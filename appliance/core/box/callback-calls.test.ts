import { beforeEach, describe, expect, test } from "vitest";
import type { CallbackSettings } from "../../contract/callback.ts";
import { defaultQueueSettings, type QueueSettings } from "../../contract/queue.ts";
import type { LegId } from "../../kit/ids.ts";
import { liveCalls, liveQueues } from "./live-view.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

const terms: CallbackSettings = {
  key: "9",
  maxAttempts: 2,
  retryMs: 60_000,
  ringMs: 30_000,
  giveUpMs: 6 * 3_600_000,
  liveFirst: 1,
  askNumber: false,
};
const none = { offered: 0, answered: 0, abandoned: 0, shortAbandoned: 0 };
const customer = "13800138000";

let w: SimWorld;
/** Queue "one" with callbacks; whatever else a test wants of it. */
function begin(more: Partial<CallbackSettings> = {}, queue: Partial<QueueSettings> = {}): void {
  const settings = simSettings();
  settings.queues = settings.queues.map((q) =>
    q.id === "one"
      ? {
          ...q,
          greeting: undefined as never,
          announce: { ...defaultQueueSettings.announce, position: false, expectedWait: false },
          overflow: { to: { kind: "flow-return" } },
          callback: { ...terms, ...more },
          ...queue,
        }
      : q,
  );
  for (const q of settings.queues) if (q.greeting === undefined) delete q.greeting;
  w = new SimWorld(settings);
  w.login("a1");
  w.hear({ on: "desk.notReady", agent: "a1", reason: "break", by: "a1" });
}
const ready = () => w.hear({ on: "desk.ready", agent: "a1", by: "a1" });
/** Somebody waits in queue "one". */
function waits(from = customer): LegId {
  const caller = w.call("96100", { from });
  w.press(caller, "0");
  return caller;
}
/** He waits, asks to be called back, and rings off. */
function asks(from = customer): LegId {
  const caller = waits(from);
  w.press(caller, "9");
  w.hangUp(caller);
  return caller;
}
const callbacks = () => [...w.rows.callbacks.values()];
const attempts = () => [...w.rows.calls.values()].filter((r) => r.direction === "out");

beforeEach(() => begin());

describe("callback in queue", () => {
  test("who was reached and is handed on to a queue waits there as everybody does, and his leaving is written down", () => {
    asks();
    ready();
    w.answer(w.lines.to("8001"));
    const out = w.lines.to(customer);
    w.answer(out);
    w.hear({ on: "desk.transfer", agent: "a1", to: { kind: "queue", queue: "all" }, by: "a1" });
    const id = attempts()[0]!.id;
    expect(w.rows.stay(id)).toMatchObject([{ queue: "all" }]);
    w.wait(12_000);
    w.hangUp(out);
    expect(w.rows.stay(id)).toMatchObject([{ queue: "all", outcome: "abandoned" }]);
  });

  test("he asks by key and rings off; in his turn the agent is rung, then he, and they talk", () => {
    w.media.playsAtOnce = false;
    const caller = waits();
    w.wait(20_000);
    w.press(caller, "9");
    expect(callbacks()).toMatchObject([{ number: customer, state: "waiting", queue: "one", attempts: [], by: "caller" }]);
    const place = callbacks()[0]!.placedAtMs;
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "callback", endedBy: "caller", callback: callbacks()[0]!.id });
    expect(w.rows.stay("c1")).toMatchObject([{ outcome: "callback", waitMs: expect.any(Number) }]);
    expect(liveQueues(w.box, w.atMs, () => none)[0]).toMatchObject({
      waiting: [{ caller: customer, position: 1, callback: callbacks()[0]!.id }],
      callbacks: [{ number: customer, state: "waiting", attempts: 0 }],
    });
    w.wait(40_000);
    ready();
    const agent = w.lines.to("8001");
    expect(w.lines.dialOf(agent)).toMatchObject({ from: { number: customer } });
    expect(callbacks()).toMatchObject([{ state: "ringing" }]);
    expect(liveCalls(w.box)).toMatchObject([{ direction: "out", called: customer, callback: { number: customer, attempt: 1 } }]);
    w.answer(agent);
    const out = w.lines.to(customer);
    expect(w.lines.dialOf(out)).toMatchObject({ to: { kind: "line", line: "trunk" }, from: { number: "96100" } });
    expect(callbacks()).toMatchObject([{ state: "dialling", agent: "a1", attempts: [{ agent: "a1" }] }]);
    expect(w.stateOf("a1")).toBe("talking");
    w.rings(out);
    w.wait(5_000);
    w.answer(out);
    expect(callbacks()).toMatchObject([{ state: "done", attempts: [{ outcome: "answered" }] }]);
    expect(w.effects.findLast((e) => e.do === "media.bridge")).toMatchObject({ legs: [out, agent] });
    w.wait(30_000);
    w.hangUp(out);
    expect(attempts()).toMatchObject([
      {
        called: customer,
        caller: "96100",
        line: "trunk",
        queue: "one",
        queuedAtMs: place,
        agent: "a1",
        callback: callbacks()[0]!.id,
        talkMs: 30_000,
        endReason: "hangup",
        endedBy: "caller",
      },
    ]);
    expect(attempts()[0]!.waitMs).toBe(attempts()[0]!.connectedAtMs! - place);
    expect(w.stateOf("a1")).toBe("wrap-up");
    expect(w.rows.stay(attempts()[0]!.id)).toEqual([]);
  });

  test.each([
    ["busy", () => w.refuse(w.lines.to(customer), "busy", 486)],
    ["no-answer", () => w.wait(30_000)],
    ["failed", () => w.refuse(w.lines.to(customer), "line-failed", 503)],
    ["agent-gone", () => w.hangUp(w.lines.all.find((l) => l.direction === "out" && l.state === "up")!.leg)],
  ] as const)("%s counts as an attempt: the agent is free at once, his place is kept for the next", (outcome, happens) => {
    asks();
    ready();
    w.answer(w.lines.to("8001"));
    const place = callbacks()[0]!.placedAtMs;
    happens();
    expect(callbacks()).toMatchObject([{ state: "waiting", placedAtMs: place, attempts: [{ outcome }] }]);
    expect(w.stateOf("a1")).toBe("ready");
    w.wait(59_000);
    expect(w.lines.ringing).toEqual([]);
    // Somebody comes later and waits; the callback is due in its first place.
    w.hear({ on: "desk.notReady", agent: "a1", reason: "break", by: "a1" });
    waits("13900139999");
    w.wait(5_000);
    ready();
    w.answer(w.lines.to("8001"));
    expect(w.lines.to(customer)).toBeDefined();
    w.refuse(w.lines.to(customer), "busy", 486);
    expect(callbacks()).toMatchObject([{ state: "failed", attempts: [{ outcome }, { outcome: "busy" }] }]);
    expect(attempts()).toHaveLength(2);
  });

  test("an agent who does not take the offer costs no attempt", () => {
    asks();
    w.login("a2");
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8002"]);
    w.wait(15_000);
    expect(callbacks()).toMatchObject([{ state: "waiting", attempts: [] }]);
    ready();
    w.answer(w.lines.to("8001"));
    w.answer(w.lines.to(customer));
    expect(callbacks()).toMatchObject([{ state: "done", attempts: [{ agent: "a1" }] }]);
  });

  test("he changes his mind while he is thanked: he waits on in his place", () => {
    w.media.playsAtOnce = false;
    const caller = waits();
    w.wait(20_000);
    const later = waits("13900139999");
    w.press(caller, "9");
    w.press(caller, "9");
    expect(callbacks()).toMatchObject([{ state: "withdrawn", by: "caller" }]);
    expect(w.told(caller)).toContainEqual(expect.stringContaining('Enters queue "Queue one" at position 1'));
    expect(w.callOf(later)?.queue).toBeDefined();
    ready();
    w.answer(w.lines.to("8001"));
    expect(w.callOf(caller)?.phase).toBe("talking");
  });

  test("thanked to the end he is let go", () => {
    const caller = waits();
    w.press(caller, "9");
    expect(w.record(caller)).toMatchObject({ endReason: "callback", endedBy: "box" });
    expect(w.told(caller)).toContainEqual(`Will be called back on ${customer}, keeps his place`);
  });

  test("a second request for the number joins the first, a call of his own takes the place and ends the callback", () => {
    asks();
    w.wait(60_000);
    waits("13900139999");
    w.wait(60_000);
    const again = waits();
    expect(w.told(again)).toContainEqual(expect.stringContaining("in the place of his callback"));
    expect(callbacks()).toMatchObject([{ state: "withdrawn", by: "caller" }]);
    ready();
    w.answer(w.lines.to("8001"));
    expect(w.callOf(again)?.phase).toBe("talking");
    expect(attempts()).toEqual([]);
  });

  test("a call of his own while he is being called ends the attempt; the agent is free for him", () => {
    asks();
    ready();
    w.answer(w.lines.to("8001"));
    const out = w.lines.to(customer);
    const again = waits();
    expect(w.lines.live(out)).toBe(false);
    expect(callbacks()).toMatchObject([{ state: "withdrawn", attempts: [{ outcome: "withdrawn" }] }]);
    w.answer(w.lines.to("8001"));
    expect(w.callOf(again)?.phase).toBe("talking");
  });

  test("another number may be keyed in, but none that the box may not call", () => {
    begin({ askNumber: true });
    const caller = waits();
    w.press(caller, "9");
    w.press(caller, "12#");
    expect(callbacks()).toEqual([]);
    expect(w.told(caller)).toContainEqual("No callback: no-number");
    w.press(caller, "913900139000#");
    expect(callbacks()).toMatchObject([{ number: "13900139000", state: "waiting" }]);
    const second = waits("13700137000");
    w.press(second, "913900139000");
    w.wait(8_000);
    expect(callbacks()).toHaveLength(1);
    expect(w.told(second)).toContainEqual("Will be called back on 13900139000, joins the callback there is");
  });

  test("who hides his number can't be called back without giving one", () => {
    const caller = w.call("96100", { from: "anonymous" });
    w.press(caller, "0");
    w.press(caller, "9");
    expect(callbacks()).toEqual([]);
    expect(w.told(caller)).toContainEqual("No callback: no-number");
    expect(w.callOf(caller)?.phase).toBe("queue");
  });

  test("offered by voice after a while, once, in his language, with his number", () => {
    begin({ offerAfterMs: 30_000 });
    const caller = waits();
    w.wait(29_000);
    expect(w.told(caller).some((t) => t.startsWith("Offered a callback"))).toBe(false);
    w.wait(300_000);
    const told = w.told(caller).filter((t) => t.startsWith("Offered a callback"));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/press 9.*one three eight.*keep your place/i);
  });

  test("overflow into a callback, a message and a number outside", () => {
    begin({}, { overflow: { afterMs: 30_000, to: { kind: "callback" } } });
    const first = waits();
    w.wait(30_000);
    expect(callbacks()).toMatchObject([{ number: customer, by: "overflow" }]);
    expect(w.record(first)).toMatchObject({ endReason: "callback" });
    begin({}, { overflow: { afterMs: 30_000, to: { kind: "message", say: { text: { en: "Please call tomorrow." } } } } });
    const second = waits();
    w.wait(30_000);
    expect(w.record(second)).toMatchObject({ endReason: "flow-end", endedBy: "box" });
    expect(w.rows.stay("c1")).toMatchObject([{ outcome: "overflow" }]);
    begin({}, { overflow: { afterMs: 30_000, to: { kind: "number", number: "13900139000" } } });
    const third = waits();
    w.wait(30_000);
    w.answer(w.lines.to("13900139000"));
    expect(w.callOf(third)?.phase).toBe("talking");
  });

  test("the box fails: callbacks stand where they stood, the attempt is none, and who waited is called back", () => {
    begin({ afterFailure: true });
    asks();
    const other = waits("13900139999");
    w.wait(30_000);
    ready();
    w.answer(w.lines.to("8001"));
    expect(callbacks()).toMatchObject([{ state: "dialling" }]);
    w.crash({ downMs: 120_000 });
    expect(w.record(other)).toMatchObject({ endReason: "cut-off" });
    expect(callbacks()).toMatchObject([
      { number: customer, state: "waiting", attempts: [{ outcome: "cut-off" }] },
      { number: "13900139999", state: "waiting", by: "failure" },
    ]);
    expect(w.stateOf("a1")).toBe("ready");
    expect(w.lines.ringing).toEqual([]);
    w.wait(20_000);
    w.answer(w.lines.to("8001"));
    w.answer(w.lines.to(customer));
    expect(callbacks()[0]).toMatchObject({ state: "done" });
  });

  test("a supervisor cancels, moves to the front, changes the number, tries now", () => {
    asks();
    w.wait(1_000);
    asks("13900139999");
    const [first, second] = callbacks().map((c) => c.id);
    const act = (callback: string, what: "cancel" | "front" | "now") =>
      w.hear({ on: "desk.callback", callback, act: { act: what }, by: "boss" });
    act(second!, "front");
    ready();
    w.answer(w.lines.to("8001"));
    w.refuse(w.lines.to("13900139999"), "busy", 486);
    // The other one's turn.
    act(first!, "cancel");
    expect(callbacks()).toMatchObject([{ state: "withdrawn", by: "boss" }, { state: "waiting" }]);
    expect(w.lines.ringing).toEqual([]);
    w.hear({ on: "desk.callback", callback: second!, act: { act: "number", number: "8009" }, by: "boss" });
    act(second!, "now");
    w.answer(w.lines.to("8001"));
    w.answer(w.lines.to("8009"));
    expect(callbacks()[1]).toMatchObject({ state: "done", number: "8009" });
  });
});

describe("the life of a waiting caller", () => {
  test("who rings off and calls again soon has his old place; later, or from a hidden number, he hasn't", () => {
    begin({}, { keepPlaceSec: 60 });
    const first = waits();
    w.wait(10_000);
    waits("13900139999");
    w.hangUp(first);
    w.wait(59_000);
    const again = waits();
    expect(w.told(again)).toContainEqual(expect.stringContaining("at position 1, in the place he had before he rang off"));
    w.hangUp(again);
    w.wait(61_000);
    expect(w.told(waits())).toContainEqual(expect.stringContaining("at position 2"));
  });

  test("a supervisor moves him to the front, to another queue, to an agent", () => {
    const [a, b] = [waits("13900000001"), waits("13900000002")];
    const call = (leg: LegId) => leg.split("/")[0] as never;
    w.hear({ on: "desk.moveWaiting", call: call(b), to: { place: 1 }, by: "boss" });
    expect(w.told(b)).toContainEqual("boss moves the caller to place 1");
    expect(w.box.queues.queues.one?.line).toEqual([call(b), call(a)]);
    w.hear({ on: "desk.moveWaiting", call: call(b), to: { queue: "all" as never }, by: "boss" });
    expect(w.rows.stay(call(b))).toMatchObject([{ outcome: "moved" }, { queue: "all" }]);
    w.login("a2");
    // a2 is rung for the first of them; the other is given to a1, who is on a break: nobody is kept waiting for him.
    const [rung] = w.lines.ringing;
    expect(rung?.to).toBe("8002");
    const free = w.box.queues.offers.a2 === call(a) ? b : a;
    w.hear({ on: "desk.moveWaiting", call: call(free), to: { agent: "a1" as never }, by: "boss" });
    expect(w.told(free)).toContainEqual("boss moves the caller to Agent 1");
    w.answer(rung!.leg);
    w.hangUp(rung!.leg);
    w.hear({ on: "desk.wrapUpDone", agent: "a2", by: "a2" });
    w.answer(w.lines.to("8002"));
    expect(w.callOf(free)?.phase).toBe("talking");
  });

  test("a queue closed by hand lets nobody in until it opens by itself; who waits is served", () => {
    const early = waits("13900000001");
    w.hear({ on: "desk.queueSwitch", queue: "one" as never, closed: true, untilMs: w.atMs + 60_000, by: "boss" });
    expect(liveQueues(w.box, w.atMs, () => none)[0]).toMatchObject({ closed: { by: "boss" } });
    const late = waits("13900000002");
    expect(w.callOf(late)?.queue).toBeUndefined();
    w.crash();
    expect(w.record(early)).toMatchObject({ endReason: "cut-off" });
    w.wait(1);
    expect(liveQueues(w.box, w.atMs, () => none)[0]?.closed).toBeUndefined();
    expect(w.callOf(waits("13900000003"))?.phase).toBe("queue");
  });

  test("a queue closed by hand calls nobody back until it opens: he stays due, and a phone that rings for him is stopped", () => {
    asks();
    const shut = (untilMs?: number) =>
      w.hear({
        on: "desk.queueSwitch",
        queue: "one" as never,
        closed: true,
        ...(untilMs === undefined ? {} : { untilMs }),
        by: "boss",
      });
    ready();
    expect(w.lines.ringing).toMatchObject([{ to: "8001" }]);
    const untilMs = w.atMs + 120_000;
    shut(untilMs);
    expect(w.lines.ringing).toEqual([]);
    expect(callbacks()).toMatchObject([{ state: "waiting", nextAtMs: untilMs }]);
    w.wait(119_000);
    expect(w.lines.ringing).toEqual([]);
    w.wait(1_000);
    expect(w.lines.ringing).toMatchObject([{ to: "8001" }]);
    // Without an end: until somebody opens it, or until the request is too old.
    shut();
    expect(w.lines.ringing).toEqual([]);
    expect(callbacks()[0]).not.toHaveProperty("nextAtMs");
    w.hear({ on: "desk.queueSwitch", queue: "one" as never, closed: false, by: "boss" });
    expect(w.lines.ringing).toMatchObject([{ to: "8001" }]);
    shut();
    w.wait(terms.giveUpMs);
    expect(callbacks()).toMatchObject([{ state: "expired" }]);
  });

  test("only better news is told again", () => {
    begin({}, { announce: { position: true, expectedWait: false, everyMs: 20_000, firstAfterMs: 5_000, onlyImproved: true } });
    const ahead = waits("13900000001");
    const caller = waits();
    const told = () => w.told(caller).filter((t) => t.startsWith("Announced"));
    w.wait(100_000);
    expect(told()).toHaveLength(1);
    w.hangUp(ahead);
    w.wait(30_000);
    expect(told()).toEqual([expect.stringContaining("second"), expect.stringContaining("next in line")]);
  });
});
