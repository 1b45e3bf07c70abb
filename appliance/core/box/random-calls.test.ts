import fc from "fast-check";
import { expect, test } from "vitest";
import type { EndReason } from "../../contract/end-reason.ts";
import type { HandEvent, HandTarget } from "../../contract/hand.ts";
import type { CallId, LegId } from "../../kit/ids.ts";
import type { Call } from "../calls/call.ts";
import { watchedLeg } from "../calls/mix.ts";
import type { BoxState } from "./box-state.ts";
import { newBox } from "./box-state.ts";
import { must } from "./sim/must.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";
import { stepBox } from "./step-box.ts";

type Act =
  | { do: "call"; to: string; phone: string | undefined; offer: boolean }
  /** The n-th source that has something to say says it. */
  | { do: "hear"; n: number }
  | { do: "settle" }
  | { do: "far"; pick: number; what: "answer" | "ring" | "hang-up" | "busy" | "gone" | "early" }
  | { do: "offer"; pick: number; direction: "sendrecv" | "sendonly" | "inactive" | "none" }
  | { do: "ack"; pick: number }
  | { do: "press"; pick: number; key: string }
  | { do: "wait"; ms: number }
  | { do: "play-ends"; pick: number; how: "finished" | "interrupted" | "failed" }
  | { do: "desk"; agent: number; what: "login" | "logout" | "ready" | "not-ready" | "wrap-up-done" | "hold" | "resume" }
  | { do: "hand"; what: HandEvent["on"]; agent: number; pick: number; to: HandTarget }
  /** Somebody calls and is answered, so that there are talks to do something with. */
  | { do: "talk"; pick: number }
  | { do: "refer"; pick: number; other: number | undefined; to: string }
  | { do: "replace"; pick: number }
  | { do: "phone"; agent: number; there: boolean }
  | { do: "hang-up-at-console"; pick: number }
  /** Somebody asks for a person, waits, and asks to be called back. */
  | { do: "ask-callback"; from: string }
  | { do: "waiting"; what: "place" | "queue" | "agent" | "close" | "open" | "cancel" | "front" | "now" | "number"; pick: number }
  | { do: "refuse-sound"; why: "no-port" | "no-common-codec" }
  | { do: "trouble"; speech: boolean; disk: boolean; lookup: "ok" | "not-found" | "failed" }
  | { do: "settings"; site: number }
  | { do: "stray"; pick: number; what: "opened" | "answered" | "ended" | "confirmed" | "timer" | "referred" | "silent" }
  | { do: "crash"; downMs: number };

const pick = fc.nat(30);
const often = ["96100", "96200", "96100", "96200", "8002", "8009", "13900139000", "*411", "*43", "*441", "*45", "123"];
const seldom = ["*728002", "*908009", "*9213900139000", "*73", "*73", "*78", "*79", "110", "0044201234567"];
const inHand = ["*81", "*811", "*828001", "*83", "*848002", "*85", "*868001", "*888002"];
const numbers = [...often, ...often, ...often, "96100", "96100", ...seldom, ...inHand];
const targets: HandTarget[] = [
  { kind: "phone", phone: "8009" },
  { kind: "phone", phone: "8001" },
  { kind: "agent", agent: "a2" },
  { kind: "agent", agent: "a3" },
  { kind: "number", number: "13900139000" },
  { kind: "queue", queue: "all" },
  { kind: "flow", flow: "ivr" },
];
const handActs = [
  "desk.mute",
  "desk.consult",
  "desk.consult",
  "desk.consultCancel",
  "desk.consultComplete",
  "desk.conference",
  "desk.conference",
  "desk.transfer",
  "desk.park",
  "desk.pickUp",
  "desk.dial",
  "desk.leave",
  "desk.watch",
  "desk.watch",
  "desk.watchEnd",
  "desk.takeOver",
  "desk.release",
] as const;
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("call" as const),
      to: fc.constantFrom(...numbers),
      phone: fc.constantFrom(undefined, undefined, "8001", "8002", "8009"),
      offer: fc.boolean(),
    }),
  },
  { weight: 14, arbitrary: fc.record({ do: fc.constant("hear" as const), n: fc.nat(5) }) },
  { weight: 5, arbitrary: fc.constant({ do: "settle" as const }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("far" as const),
      pick,
      what: fc.constantFrom("answer", "answer", "ring", "hang-up", "busy", "gone", "early"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("offer" as const),
      pick,
      direction: fc.constantFrom("sendrecv", "sendonly", "inactive", "none"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("ack" as const), pick }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("press" as const),
      pick,
      key: fc.constantFrom("0", "0", "14711#", "2", "3", "4", "4711#", "#", "*", "9", "9"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(10, 1000, 5000, 16_000, 31_000, 130_000) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("play-ends" as const),
      pick,
      how: fc.constantFrom("finished", "interrupted", "failed"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("desk" as const),
      agent: fc.integer({ min: 1, max: 3 }),
      what: fc.constantFrom("login", "login", "logout", "ready", "not-ready", "wrap-up-done", "hold", "resume"),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant("hand" as const),
      what: fc.constantFrom(...handActs),
      agent: fc.integer({ min: 1, max: 3 }),
      pick,
      to: fc.constantFrom(...targets),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("refer" as const),
      pick,
      other: fc.option(pick, { nil: undefined }),
      to: fc.constantFrom("8002", "8009", "13900139000", "96100", "*80", "*802", "nobody"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replace" as const), pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("talk" as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("phone" as const), agent: fc.integer({ min: 1, max: 3 }), there: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("hang-up-at-console" as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("ask-callback" as const),
      from: fc.constantFrom("13800000001", "13800000002", "8009"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("waiting" as const),
      what: fc.constantFrom("place", "queue", "agent", "close", "open", "cancel", "front", "now", "number"),
      pick,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("refuse-sound" as const), why: fc.constantFrom("no-port", "no-common-codec") }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("trouble" as const),
      speech: fc.boolean(),
      disk: fc.boolean(),
      lookup: fc.constantFrom("ok", "not-found", "failed"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("settings" as const), site: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("stray" as const),
      pick,
      what: fc.constantFrom("opened", "answered", "ended", "confirmed", "timer", "referred", "silent"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), downMs: fc.constantFrom(100, 60_000) }) },
) as fc.Arbitrary<Act>;

/** The house as it is, without a queue, and without an agent and recordings. */
const sites = [simSettings(), simSettings(), simSettings()];
for (const { queues } of sites)
  Object.assign(queues.find((q) => q.id === "one")!, {
    keepPlaceSec: 60,
    callback: {
      key: "9",
      offerAfterMs: 5_000,
      maxAttempts: 2,
      retryMs: 20_000,
      giveUpMs: 7_200_000,
      liveFirst: 1,
      askNumber: false,
    },
  });
sites[2]!.queues.find((q) => q.id === "one")!.callback!.askNumber = true;
sites[2]!.queues.find((q) => q.id === "one")!.callback!.afterFailure = true;
sites[1]!.queues = sites[1]!.queues.filter((q) => q.id !== "all");
sites[2]!.agents = sites[2]!.agents.filter((a) => a.id !== "a2");
sites[2]!.recording.calls = false;

const description = {
  address: "192.0.2.10",
  port: 4000,
  codecs: [],
  ptimeMs: 20,
  direction: "sendrecv" as const,
  rtcp: { mux: false, port: 1 },
  sessionId: "1",
  sessionVersion: 1,
};

function perform(w: SimWorld, a: Act): void {
  const legs = w.lines.all;
  const at = (n: number, fits: (l: (typeof legs)[number]) => boolean): LegId | undefined => {
    const fitting = legs.filter(fits);
    return fitting[n % Math.max(1, fitting.length)]?.leg;
  };
  switch (a.do) {
    case "call":
      w.call(a.to, { offer: a.offer, ...(a.phone ? { phone: a.phone } : {}) });
      return;
    case "hear":
      w.hearOne(a.n);
      return;
    case "settle":
      w.settle();
      return;
    case "far":
      far(w, a, at);
      return;
    case "offer": {
      const leg = at(a.pick, (l) => l.state === "up");
      if (leg) w.reInvite(leg, a.direction);
      return;
    }
    case "ack": {
      const leg = at(a.pick, (l) => l.state === "up");
      if (leg) w.hear({ on: "line.confirmed", leg, ...(a.pick % 2 ? { remote: description } : {}) });
      return;
    }
    case "press": {
      const leg = at(a.pick, (l) => l.direction === "in" && l.state !== "let-go");
      if (leg) w.press(leg, a.key);
      return;
    }
    case "wait":
      w.wait(a.ms);
      return;
    case "play-ends": {
      const playing = w.media.playing;
      const leg = playing[a.pick % Math.max(1, playing.length)];
      if (leg) w.media.endPlay(leg, a.how);
      return;
    }
    case "desk":
      desk(w, `a${a.agent}`, a.what);
      return;
    case "hand":
      hand(w, a);
      return;
    case "talk": {
      w.call("96200");
      w.settle();
      const ringing = w.lines.ringing;
      if (ringing.length > 0) w.answer(ringing[a.pick % ringing.length]!.leg);
      return;
    }
    case "refer": {
      const leg = at(a.pick, (l) => l.state === "up");
      const other = a.other === undefined ? undefined : at(a.other, (l) => l.state !== "let-go");
      if (leg && other !== leg) w.hear({ on: "line.referred", leg, to: a.to, ...(other ? { replaces: other } : {}) });
      return;
    }
    case "replace": {
      const leg = at(a.pick, (l) => l.state !== "let-go");
      if (leg) w.call("8001", { phone: "8009", replaces: leg });
      return;
    }
    case "phone": {
      const contacts = [{ address: "192.0.2.20:5060", transport: "udp", userAgent: "sim", expiresAtMs: w.atMs + 1e6 }];
      w.hear({ on: "phone.state", phone: `800${a.agent}` as never, contacts: a.there ? contacts : [] });
      return;
    }
    case "hang-up-at-console": {
      const calls = Object.keys(w.box.calls.calls);
      const call = calls[a.pick % Math.max(1, calls.length)];
      if (call) w.hear({ on: "desk.hangup", call: call as never, by: "boss" });
      return;
    }
    case "ask-callback": {
      const caller = w.call("96100", { from: a.from });
      w.settle();
      w.press(caller, "0");
      w.settle();
      w.press(caller, "9");
      return;
    }
    case "waiting":
      waiting(w, a);
      return;
    case "refuse-sound":
      w.media.refuseNext = a.why;
      return;
    case "trouble":
      w.speechFails = a.speech;
      w.media.recordFails = a.disk;
      w.lookup = { outcome: a.lookup, values: a.lookup === "ok" ? { balance: "1" } : {} };
      return;
    case "settings":
      w.hear({ on: "settings.applied", settings: sites[a.site]! });
      return;
    case "stray":
      stray(w, a);
      return;
    case "crash":
      w.crash({ downMs: a.downMs });
      return;
  }
}

function far(
  w: SimWorld,
  a: Extract<Act, { do: "far" }>,
  at: (n: number, fits: (l: { leg: LegId; direction: "in" | "out"; state: string }) => boolean) => LegId | undefined,
): void {
  const ringing = at(a.pick, (l) => l.direction === "out" && l.state === "ringing");
  const any = at(a.pick, (l) => l.state !== "let-go");
  if (a.what === "hang-up" && any) w.hangUp(any);
  if (!ringing) return;
  if (a.what === "answer") w.answer(ringing);
  else if (a.what === "ring") w.rings(ringing);
  else if (a.what === "busy") w.refuse(ringing, "busy", 486);
  else if (a.what === "gone") w.refuse(ringing, "line-failed", 503);
  else if (a.what === "early") w.hear({ on: "line.progressed", leg: ringing, status: 183, remote: description, callRef: "x" });
}

/** A supervisor and those who wait. */
function waiting(w: SimWorld, { what, pick }: Extract<Act, { do: "waiting" }>): void {
  const by = "boss";
  const one = <T>(all: T[]): T | undefined => all[pick % Math.max(1, all.length)];
  const call = one(Object.keys(w.box.queues.entries)) as CallId | undefined;
  const callback = one(Object.keys(w.box.queues.callbacks ?? {}));
  const agent = `a${(pick % 3) + 1}` as never;
  const queue = (pick % 2 === 0 ? "one" : "all") as never;
  if (what === "close" || what === "open")
    w.hear({ on: "desk.queueSwitch", queue, closed: what === "close", untilMs: w.atMs + 60_000, by });
  else if (what === "place" || what === "queue" || what === "agent") {
    if (call)
      w.hear({
        on: "desk.moveWaiting",
        call,
        to: what === "place" ? { place: 1 } : what === "queue" ? { queue } : { agent },
        by,
      });
  } else if (callback)
    w.hear({ on: "desk.callback", callback, act: what === "number" ? { act: what, number: "13800000003" } : { act: what }, by });
}

function desk(w: SimWorld, agent: string, what: Extract<Act, { do: "desk" }>["what"]): void {
  const by = "sim";
  if (what === "login") w.login(agent);
  else if (what === "not-ready") w.hear({ on: "desk.notReady", agent, by, reason: "break" });
  else if (what === "wrap-up-done") w.hear({ on: "desk.wrapUpDone", agent, by });
  else if (what === "hold" || what === "resume") w.hear({ on: `desk.${what}`, agent, by });
  else w.hear({ on: `desk.${what}`, agent, by });
}

function hand(w: SimWorld, { what, agent: n, pick, to }: Extract<Act, { do: "hand" }>): void {
  const by = "sim";
  // Mostly somebody who has a talk, and a call that is one; now and then anybody and anything.
  const busy = Object.values(w.box.agents.agents).filter((a) => a.state === "talking" || a.state === "hold");
  const supervises = what.startsWith("desk.watch") || what === "desk.takeOver" || what === "desk.pickUp";
  const agent = (pick % 4 !== 0 && !supervises ? busy[n % Math.max(1, busy.length)]?.agent : undefined) ?? `a${n}`;
  const all = Object.values(w.box.calls.calls);
  const talks = all.filter((c) => c.talk);
  const calls = (pick % 4 !== 0 && talks.length > 0 ? talks : all).map((c) => c.record.id);
  const call = (calls[pick % Math.max(1, calls.length)] ?? "none") as CallId;
  switch (what) {
    case "desk.mute":
      w.hear({ on: what, agent, by, muted: pick % 2 === 0 });
      return;
    case "desk.consult":
    case "desk.transfer":
      w.hear({ on: what, agent, by, to });
      return;
    case "desk.pickUp":
      w.hear({ on: what, agent, by, what: pick % 2 === 0 ? { kind: "call", call } : { kind: "slot", slot: 1 } });
      return;
    case "desk.dial":
      w.hear({ on: what, agent, by, to: "phone" in to ? to.phone : "13900139000", call: `d${w.journal.length}` as CallId });
      return;
    case "desk.watch":
      w.hear({
        on: what,
        watcher: agent,
        by,
        call,
        mode: (["listen", "whisper", "barge"] as const)[pick % 3]!,
        force: pick % 2 === 0,
      });
      return;
    case "desk.takeOver":
      w.hear({ on: what, watcher: agent, by, call, force: pick % 2 === 0 });
      return;
    case "desk.watchEnd":
      w.hear({ on: what, watcher: agent, by, call });
      return;
    case "desk.release":
      if (pick % 4 === 0) w.hear({ on: what, call, by, reason: "sim" });
      return;
    default:
      w.hear({ on: what, agent, by });
  }
}

/** What was on its way when the box decided otherwise, or was never asked for. */
function stray(w: SimWorld, a: Extract<Act, { do: "stray" }>): void {
  const leg = `c${(a.pick % 5) + 1}/${(a.pick % 3) + 1}` as LegId;
  // A leg the lines or the media side hold may not say what it can't.
  const calm = w.lines.live(leg);
  const why: EndReason = "hangup";
  if (a.what === "opened" && !w.media.has(leg)) w.hear({ on: "media.opened", leg, local: description });
  else if (a.what === "answered" && (!calm || w.lines.stateOf(leg) === "up")) w.hear({ on: "line.answered", leg, callRef: "x" });
  else if (a.what === "ended" && !calm) w.hear({ on: "line.ended", leg, why, by: "us" });
  else if (a.what === "confirmed" && !calm) w.hear({ on: "line.confirmed", leg });
  else if (a.what === "timer") w.hear({ on: "timer.due", key: `call:c${(a.pick % 5) + 1}:transfer` });
  else if (a.what === "referred" && !calm) w.hear({ on: "line.referred", leg, to: "8002" });
  else if (a.what === "silent") w.hear({ on: "media.silent", leg, forMs: 60_000 });
}

/** What must hold whatever has happened, in the middle of it. */
function holds(w: SimWorld): void {
  const { agents, calls, queues } = w.box;
  for (const live of Object.values(agents.agents)) {
    if (live.ring) must(calls.calls[live.ring.call] !== undefined, `${live.agent} is rung by a call that is there`);
    for (const { call } of live.calls) must(calls.calls[call] !== undefined, `${live.agent} talks on a call that is there`);
  }
  const dialled = Object.values(calls.calls).filter((c) => c.callback?.agentLeg && !c.callback.outcome);
  must(new Set(dialled.map((c) => c.callback!.number)).size === dialled.length, "one attempt in flight for a number");
  for (const call of dialled)
    must(
      call.legs.some((l) => l.id === call.callback!.agentLeg && l.state === "up"),
      "its agent is bound",
    );
  for (const call of Object.values(calls.calls)) {
    joined(w, call);
    must(
      (call.queue !== undefined) === (queues.entries[call.record.id] !== undefined),
      `${call.record.id} stands in a queue, or not, for both`,
    );
    if (call.ending)
      must(
        call.legs.every((l) => l.state === "ended"),
        `${call.record.id} has ended with all its legs`,
      );
    must(
      call.offers.every((o) => queues.offers[o.agent] === call.record.id),
      `${call.record.id} rings only whom the queue offered it to`,
    );
  }
}

/** Who takes part in a talk is there; who whispers or listens is heard by nobody he isn't meant for; music is for one who waits. */
function joined(w: SimWorld, call: Call): void {
  const part = (id: LegId) => call.legs.find((l) => l.id === id);
  for (const id of [call.talk?.leg, ...(call.also ?? []), call.consult?.by, call.consult?.leg])
    must(id === undefined || (part(id) !== undefined && part(id)!.state !== "ended"), `${id} takes part and is there`);
  must(!call.consult || call.talk !== undefined, `${call.record.id}: who asks somebody has a talk`);
  must(
    [call.talk, call.parked, call.handover].filter(Boolean).length <= 1,
    `${call.record.id} is talked with, parked or handed on`,
  );
  for (const leg of call.legs) {
    if (leg.role === "watcher" && leg.state === "up") must(call.talk !== undefined, `${leg.id} watches a talk`);
    // An agent who called out is on the caller's side.
    if (leg.role !== "caller" || leg === watchedLeg(call)) continue;
    for (const heard of w.media.hears(leg.id))
      must(part(heard)?.watch !== "whisper" && part(heard)?.watch !== "listen", `${leg.id} hears no watcher`);
  }
}

/** Everybody hangs up, everything is said, time passes: nothing may be left. */
function close(w: SimWorld): void {
  w.settle();
  // Whoever was handed on may be on his way to somebody else: they are rung, and hang up too.
  for (let round = 0; round < 6; round++) {
    for (const callback of Object.keys(w.box.queues.callbacks ?? {}))
      w.hear({ on: "desk.callback", callback, act: { act: "cancel" }, by: "boss" });
    for (const { leg } of w.lines.all) w.hangUp(leg);
    w.settle();
  }
  w.prompt = true;
  w.wait(400_000);
  must(Object.keys(w.box.calls.calls).length === 0, "no call stays");
  must(w.lines.all.length === 0, "no leg stays on the lines");
  must(w.media.openLegs === 0, "every leg's sound is closed");
  must(w.media.openRecordings === 0, "every recording is over");
  must(Object.keys(w.box.queues.entries).length === 0, "the queues are empty");
  for (const row of w.rows.callbacks.values()) must(row.endedAtMs !== undefined, `callback ${row.id} has its end`);
  must(
    Object.keys(w.box.timers).every((k) => k.startsWith("agent:")),
    "no timer runs for a call",
  );
  for (const live of Object.values(w.box.agents.agents))
    must(["ready", "not-ready", "logged-out", "wrap-up"].includes(live.state), `${live.agent} is free: ${live.state}`);
  for (const row of w.rows.calls.values())
    must(row.endReason !== undefined && row.endedAtMs! >= row.startedAtMs, `${row.id} has its end`);
  for (const row of w.rows.queue.values()) must(row.outcome !== undefined, `${row.call} has left ${row.queue}`);
  for (const row of w.rows.recordings.values()) must(row.state !== "recording", `${row.id} has its end`);
}

function run(acts: Act[]): SimWorld {
  const w = new SimWorld(sites[0]);
  w.prompt = false;
  // In half of the worlds prompts take their time.
  w.media.playsAtOnce = acts.length % 2 === 0;
  w.login("a1");
  w.login("a2");
  for (const a of acts) {
    // Nobody acts twice within a millisecond.
    w.atMs++;
    perform(w, a);
    holds(w);
  }
  close(w);
  return w;
}

const plain = (box: BoxState): unknown => JSON.parse(JSON.stringify(box));

test("whatever happens in whatever order, every call comes to its end and everybody is free again", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 150, size: "max" }), (acts) => {
      run(acts);
    }),
    { numRuns: 400 },
  );
}, 180_000);

test("the random acts reach far enough to mean something", () => {
  const seen = new Map<string, number>();
  const count = (what: string | undefined): void => {
    if (what) seen.set(what, (seen.get(what) ?? 0) + 1);
  };
  for (const acts of fc.sample(fc.array(act, { minLength: 60, maxLength: 120, size: "max" }), { numRuns: 400, seed: 7 })) {
    const w = run(acts);
    for (const row of w.rows.calls.values()) count(row.endReason);
    for (const row of w.rows.queue.values()) count(row.outcome);
    for (const row of w.rows.callbacks.values()) count(`callback ${row.state}`);
    for (const row of w.rows.agents.values()) count(row.state);
    for (const e of w.effects) if (e.do !== "store" && e.do !== "push") count(e.do);
  }
  const wanted = [
    "transferred",
    "hangup",
    "abandoned",
    "flow-end",
    "cut-off",
    "no-media",
    "answered",
    "overflow",
    "talking",
    "hold",
    "wrap-up",
    "callback done",
    "callback withdrawn",
  ];
  const done = [
    "media.bridge",
    "media.unbridge",
    "media.room",
    "line.referOutcome",
    "media.record",
    "line.accept",
    "line.refuse",
    "lookup.ask",
  ];
  for (const what of [...wanted, ...done]) expect(seen.get(what) ?? 0, what).toBeGreaterThan(3);
}, 180_000);

test("the journal alone gives the same state; so does a snapshot with the rest of the journal", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 100, size: "max" }), fc.nat(), (acts, cut) => {
      const w = run(acts.filter((a) => a.do !== "crash"));
      const again = newBox(sites[0]!);
      let half: BoxState | undefined;
      const at = cut % (w.journal.length + 1);
      for (const stamped of w.journal) {
        if (stamped.seq === at) half = plain(again) as BoxState;
        stepBox(again, stamped);
      }
      expect(plain(again)).toEqual(plain(w.box));
      if (!half) return;
      for (const stamped of w.journal.slice(at - 1)) stepBox(half, stamped);
      expect(plain(half)).toEqual(plain(w.box));
    }),
    { numRuns: 60 },
  );
});
