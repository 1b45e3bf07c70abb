import { expect, test } from "vitest";
import type { PortAct } from "../ports/port.ts";
import {
  type Appearance,
  type FxsHappening,
  type FxsOrder,
  type FxsPhase,
  type FxsState,
  newFxs,
  stepFxs,
} from "./fxs-machine.ts";

type Line = [atMs: number, happening: FxsHappening];
const act = (at: Appearance, what: PortAct): FxsHappening => ({ on: "act", at, act: what });
const dial = (at: Appearance = 0): FxsHappening =>
  act(at, { do: "dial", number: "8001", from: { number: "13800138000" }, ring: "normal", giveUpMs: 30_000 });
const hangUp = (at: Appearance): FxsHappening => act(at, { do: "hang-up", why: "hangup" });
const answer = (at: Appearance): FxsHappening => act(at, { do: "answer" });
const alert = (at: Appearance): FxsHappening => act(at, { do: "alert" });
const handedOn = (done: boolean): FxsHappening => act(0, { do: "handed-on", done });
const lifted: FxsHappening = { on: "lifted" };
const replaced: FxsHappening = { on: "replaced" };
const flash: FxsHappening = { on: "flash" };
const time: FxsHappening = { on: "time" };
const keys = (atMs: number, digits: string): Line[] => [...digits].map((key) => [atMs, { on: "key", key }]);

const ready = stepFxs(newFxs(0), { on: "mended", isOff: false }, 0).state;

function play(lines: readonly Line[], from = ready): { orders: string[]; state: FxsState } {
  let state = from;
  const orders: string[] = [];
  for (const [atMs, happening] of lines) {
    const stepped = stepFxs(state, happening, atMs);
    state = stepped.state;
    orders.push(...stepped.orders.map(words));
  }
  return { orders, state };
}

function words(order: FxsOrder): string {
  if ("hand" in order) return `${order.hand} hands on to ${order.to}`;
  if ("dialled" in order) return `${order.dialled} dials ${order.to}`;
  if ("keys" in order) return `keys ${order.keys}`;
  const { tell, news } = order;
  if (news.on === "held") return `${tell} ${news.held ? "held" : "taken up"}`;
  if (news.on === "ended") return `${tell} ended ${news.why} by ${news.by}`;
  return `${tell} ${news.on}${news.on === "digit" ? ` ${news.digit}` : ""}`;
}

const called: Line[] = [
  [0, dial()],
  [1000, lifted],
];
const calledWords = ["0 progressed", "0 answered"];
const dialled: Line[] = [[0, lifted], ...keys(100, "8002#")];
const consult: Line[] = [...called, [2000, flash], ...keys(3000, "8002#")];
const consultWords = [...calledWords, "0 held", "1 dials 8002"];
const consulted: Line[] = [...consult, [4000, alert(1)], [5000, answer(1)]];

test.each<[name: string, lines: Line[], orders: string[], phase: FxsPhase]>([
  ["rings and is answered", called, calledWords, "talking"],
  [
    "is not answered in time",
    [
      [0, dial()],
      [29_999, time],
      [30_000, time],
    ],
    ["0 progressed", "0 ended no-answer by us"],
    "idle",
  ],
  [
    "the caller gives up",
    [
      [0, dial()],
      [900, hangUp(0)],
    ],
    ["0 progressed", "0 ended hangup by us"],
    "idle",
  ],
  [
    "a ringing telephone is busy for others",
    [
      [0, dial()],
      [1, dial(1)],
    ],
    ["0 progressed", "1 ended busy by box"],
    "ringing",
  ],
  [
    "off the hook it is busy",
    [
      [0, lifted],
      [1, dial()],
    ],
    ["0 ended busy by box"],
    "dial-tone",
  ],
  ["is put back", [...called, [2000, replaced]], [...calledWords, "0 ended hangup by far"], "idle"],
  ["the far end goes", [...called, [2000, hangUp(0)]], [...calledWords, "0 ended hangup by us"], "busy-tone"],
  ["and it is put back", [...called, [2000, hangUp(0)], [9000, replaced]], [...calledWords, "0 ended hangup by us"], "idle"],
  [
    "and it is left lying",
    [...called, [2000, hangUp(0)], [32_000, time], [92_000, time]],
    [...calledWords, "0 ended hangup by us"],
    "left-off",
  ],
  ["# ends the number", dialled, ["0 dials 8002"], "calling"],
  ["three seconds end it", [[0, lifted], ...keys(100, "*80"), [3099, time], [3100, time]], ["0 dials *80"], "calling"],
  ["each key gives three more", [[0, lifted], ...keys(100, "8"), ...keys(3000, "0"), [5999, time]], [], "collecting"],
  ["a first # is part of the code", [[0, lifted], ...keys(100, "#21#")], ["0 dials #21"], "calling"],
  ["A to D are no digits", [[0, lifted], ...keys(100, "A8B#")], ["0 dials 8"], "calling"],
  ["a number has an end", [[0, lifted], ...keys(100, "1".repeat(40))], [`0 dials ${"1".repeat(32)}`], "calling"],
  [
    "nothing is dialled",
    [
      [0, lifted],
      [20_000, time],
      [50_000, time],
    ],
    [],
    "howling",
  ],
  ["called and answered", [...dialled, [200, alert(0)], [300, answer(0)]], ["0 dials 8002"], "talking"],
  ["called off", [...dialled, [200, alert(0)], [300, replaced]], ["0 dials 8002", "0 ended abandoned by far"], "idle"],
  ["refused", [...dialled, [200, hangUp(0)]], ["0 dials 8002", "0 ended hangup by us"], "busy-tone"],
  [
    "keys in a call, both ways",
    [...called, ...keys(2000, "5#"), [3000, act(0, { do: "digits", digits: "7" })]],
    [...calledWords, "0 digit 5", "0 digit #", "keys 7"],
    "talking",
  ],
  ["flash: a dial tone", [...called, [2000, flash]], [...calledWords, "0 held"], "dial-tone"],
  ["flash again: back", [...called, [2000, flash], [3000, flash]], [...calledWords, "0 held", "0 taken up"], "talking"],
  [
    "flash while it calls: back",
    [...consult, [4000, flash]],
    [...consultWords, "1 ended abandoned by far", "0 taken up"],
    "talking",
  ],
  [
    "flash between two",
    [...consulted, [6000, flash], [7000, flash]],
    [...consultWords, "1 held", "0 taken up", "0 held", "1 taken up"],
    "talking",
  ],
  [
    "handed on",
    [...consulted, [6000, replaced], [6001, hangUp(1)], [6002, handedOn(true)], [6003, hangUp(0)]],
    [...consultWords, "0 hands on to 1", "1 ended hangup by us", "0 ended hangup by us"],
    "idle",
  ],
  ["handed on while it rings", [...consult, [4000, alert(1)], [5000, replaced]], [...consultWords, "0 hands on to 1"], "handing"],
  [
    "put back as soon as it is dialled: handed on once it rings",
    [...consult, [3500, replaced], [9000, time], [20_000, alert(1)], [21_000, alert(1)], [21_500, answer(1)]],
    [...consultWords, "0 hands on to 1"],
    "handing",
  ],
  [
    "put back as soon as it is dialled, and it is answered without a ring",
    [...consult, [3500, replaced], [20_000, answer(1)]],
    [...consultWords, "0 hands on to 1"],
    "handing",
  ],
  [
    "put back before the number is known to be over: it is dialled and handed on",
    [...called, [2000, flash], ...keys(3000, "8002"), [3200, replaced], [4000, alert(1)]],
    [...consultWords, "0 hands on to 1"],
    "handing",
  ],
  [
    "put back as soon as it is dialled, and it is busy: rings back",
    [...consult, [3500, replaced], [4000, hangUp(1)], [5000, lifted]],
    [...consultWords, "1 ended hangup by us", "0 taken up"],
    "talking",
  ],
  [
    "put back as soon as it is dialled, and who waited goes",
    [...consult, [3500, replaced], [4000, hangUp(0)]],
    [...consultWords, "0 ended hangup by us", "1 ended abandoned by far"],
    "idle",
  ],
  [
    "put back as soon as it is dialled, and nothing comes of it: rings back",
    [...consult, [3500, replaced], [63_499, time], [63_500, time]],
    [...consultWords, "1 ended abandoned by far"],
    "ringing-back",
  ],
  [
    "handed on from the other side",
    [...consulted, [6000, flash], [7000, replaced]],
    [...consultWords, "1 held", "0 taken up", "0 hands on to 1"],
    "handing",
  ],
  [
    "handing on refused: rings back",
    [...consulted, [6000, replaced], [6001, handedOn(false)]],
    [...consultWords, "0 hands on to 1", "1 ended hangup by far"],
    "ringing-back",
  ],
  [
    "handing on not answered: rings back",
    [...consulted, [6000, replaced], [16_000, time]],
    [...consultWords, "0 hands on to 1", "1 ended hangup by far"],
    "ringing-back",
  ],
  [
    "refused while lifted again",
    [...consulted, [6000, replaced], [6001, lifted], [6002, handedOn(false)]],
    [...consultWords, "0 hands on to 1", "1 ended hangup by far", "0 taken up"],
    "talking",
  ],
  [
    "put back at the dial tone: rings back, is taken up",
    [...called, [2000, flash], [3000, replaced], [4000, lifted]],
    [...calledWords, "0 held", "0 taken up"],
    "talking",
  ],
  [
    "nobody takes him back",
    [...called, [2000, flash], [3000, replaced], [63_000, time]],
    [...calledWords, "0 held", "0 ended no-answer by far"],
    "idle",
  ],
  [
    "who waits hangs up",
    [...consulted, [6000, hangUp(0)], [7000, replaced]],
    [...consultWords, "0 ended hangup by us", "1 ended hangup by far"],
    "idle",
  ],
  [
    "who was asked hangs up: flash brings back",
    [...consulted, [6000, hangUp(1)], [7000, flash]],
    [...consultWords, "1 ended hangup by us", "0 taken up"],
    "talking",
  ],
  [
    "the card goes",
    [...consulted, [6000, { on: "failed" }]],
    [...consultWords, "0 ended line-failed by box", "1 ended line-failed by box"],
    "down",
  ],
  [
    "down",
    [
      [0, { on: "failed" }],
      [1, dial()],
      [2, lifted],
      [3, { on: "mended", isOff: true }],
      [4, replaced],
    ],
    ["0 ended line-failed by box"],
    "idle",
  ],
])("%s", (_name, lines, orders, phase) => {
  const played = play(lines);
  expect(played.orders).toEqual(orders);
  expect(played.state.phase).toBe(phase);
});

const happenings: FxsHappening[] = [
  lifted,
  replaced,
  flash,
  time,
  { on: "failed" },
  { on: "mended", isOff: false },
  { on: "mended", isOff: true },
  { on: "key", key: "5" },
  { on: "key", key: "#" },
  ...([0, 1] as const).flatMap((at) => [
    dial(at),
    alert(at),
    answer(at),
    hangUp(at),
    act(at, { do: "handed-on", done: true }),
    act(at, { do: "handed-on", done: false }),
    act(at, { do: "digits", digits: "1" }),
  ]),
];

const shapeOf = ({ phase, isOff, turned, first, calls, digits }: FxsState): string =>
  [phase, isOff, turned, first, calls[0].stage, calls[1].stage, digits.length > 0].join(" ");

// Every state that can be reached, with everything that can happen in it; 100 s later, so that each wait is over, and at once.
test("every state with every event: each call ends exactly once, and none outlives its telephone", () => {
  const seen = new Map<string, FxsState>([[shapeOf(ready), ready]]);
  const walk = [ready];
  const phases = new Set<FxsPhase>();
  for (const state of walk) {
    phases.add(state.phase);
    for (const happening of happenings)
      for (const laterMs of [0, 100_000]) {
        const { state: next, orders } = stepFxs(state, happening, state.sinceMs + laterMs);
        const where = `${shapeOf(state)} / ${JSON.stringify(happening)} → ${shapeOf(next)}`;
        for (const at of [0, 1] as const) {
          const was = state.calls[at].stage !== "free";
          const begun = orders.filter((o) => "dialled" in o && o.dialled === at).length;
          const asked = happening.on === "act" && happening.act.do === "dial" && happening.at === at && !was ? 1 : 0;
          const ends = orders.filter((o) => "tell" in o && o.tell === at && o.news.on === "ended").length;
          // A second dialling is refused beside the call that is up.
          const refused = happening.on === "act" && happening.act.do === "dial" && happening.at === at && was ? 1 : 0;
          const is = next.calls[at].stage !== "free";
          expect(Number(was) + begun + asked + refused - ends, where).toBe(Number(is));
        }
        const isUsed = next.calls.some(({ stage }) => stage !== "free");
        if (["down", "idle", "left-off", "howling"].includes(next.phase)) expect(isUsed, where).toBe(false);
        if (["talking", "calling", "dial-tone", "collecting", "busy-tone"].includes(next.phase))
          expect(next.isOff, where).toBe(true);
        if (["idle", "ringing", "ringing-back"].includes(next.phase)) expect(next.isOff, where).toBe(false);
        if (next.phase === "talking") expect(next.calls[next.turned].stage, where).toBe("up");
        if (seen.has(shapeOf(next))) continue;
        seen.set(shapeOf(next), next);
        walk.push(next);
      }
  }
  expect(phases.size).toBe(12);
});
