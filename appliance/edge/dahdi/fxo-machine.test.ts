import { expect, test } from "vitest";
import { type FxoHabits, type FxoHappening, type FxoOrder, type FxoState, newFxo, stepFxo } from "./fxo-machine.ts";

const habits: FxoHabits = {
  callerId: ["fsk"],
  ringsBeforeOffer: 1,
  answer: "reversal",
  hangUpSigns: ["busy-tone", "reversal", "battery-drop", "quiet"],
  dialToneWaitMs: 3000,
};
const dial = {
  on: "act",
  act: { do: "dial", number: "10086", from: { number: "1" }, ring: "normal", giveUpMs: 30_000 },
} as const;
const hangUp = { on: "act", act: { do: "hang-up", why: "hangup" } } as const;
const answer = { on: "act", act: { do: "answer" } } as const;
const caller = { on: "caller", caller: { number: "13800138000", withheld: false } } as const;
const tone = (name: "steady" | "dial" | "busy" | "congestion" | "ringback") => ({ on: "tone", tone: name }) as const;

type Line = [atMs: number, happening: FxoHappening];

/** Plays it from a line that is ready; what was ordered, in words. */
function play(lines: readonly Line[], with_: Partial<FxoHabits> = {}): { orders: string[]; state: FxoState } {
  let state = stepFxo(newFxo(0), { on: "mended" }, habits, 0).state;
  const orders: string[] = [];
  for (const [atMs, happening] of lines) {
    const stepped = stepFxo(state, happening, { ...habits, ...with_ }, atMs);
    state = stepped.state;
    orders.push(...stepped.orders.map(words));
  }
  return { orders, state };
}

function words(order: FxoOrder): string {
  if ("set" in order) return order.set === "dial" ? `dial ${order.digits}` : order.set;
  const { tell } = order;
  if (tell.on === "incoming") return `incoming ${tell.from.number}`;
  if (tell.on === "ended") return `ended ${tell.why} by ${tell.by}`;
  return tell.on === "answered" ? `answered${tell.assumed ? " assumed" : ""}` : `${tell.on} ${tell.how}`;
}

const ring: Line[] = [
  [0, { on: "ring-begins" }],
  [1000, { on: "ring-ends" }],
];
const time = (atMs: number): Line => [atMs, { on: "time" }];
const talking: Line[] = [...ring, [1900, caller], [2000, answer]];
const called: Line[] = [
  [0, dial],
  [700, tone("steady")],
  [1500, { on: "dialled" }],
];

test.each<[name: string, lines: Line[], orders: string[], phase: string, with_?: Partial<FxoHabits>]>([
  ["the number comes after the first ring", [...ring, [1900, caller]], ["incoming 13800138000"], "ringing"],
  [
    "the number came before it",
    [
      [0, caller],
      [900, { on: "ring-begins" }],
    ],
    ["incoming 13800138000"],
    "ringing",
  ],
  [
    "an old number is not this call's",
    [
      [0, caller],
      [9000, { on: "ring-begins" }],
    ],
    [],
    "ringing",
  ],
  ["no number in time", [...ring, time(3900), time(4000)], ["incoming "], "ringing"],
  ["no number by the second ring", [...ring, [3500, { on: "ring-begins" }]], ["incoming "], "ringing"],
  ["no number is waited for", [[0, { on: "ring-begins" }]], ["incoming "], "ringing", { callerId: [] }],
  ["offered once", [...ring, [1900, caller], [2000, caller], [5000, { on: "ring-begins" }]], ["incoming 13800138000"], "ringing"],
  [
    "the caller gives up",
    [...ring, [1900, caller], time(6999), time(7000)],
    ["incoming 13800138000", "ended abandoned by far"],
    "idle",
  ],
  ["one short ring and no more", [...ring, time(3000)], [], "ringing"],
  [
    "answered, let go by the box",
    [...talking, [3000, hangUp]],
    ["incoming 13800138000", "off-hook", "on-hook", "ended hangup by us"],
    "letting-go",
  ],
  [
    "busy tone",
    [...talking, [3000, tone("busy")]],
    ["incoming 13800138000", "off-hook", "on-hook", "ended hangup by far"],
    "letting-go",
  ],
  [
    "ring-back, congestion and a steady tone end nothing",
    [...talking, [3000, tone("ringback")], [4000, tone("congestion")], [5000, tone("steady")]],
    ["incoming 13800138000", "off-hook"],
    "talking",
  ],
  [
    "answered as the caller gave up: dial tone",
    [...talking, [3000, tone("steady")], [6500, tone("dial")]],
    ["incoming 13800138000", "off-hook", "on-hook", "ended hangup by far"],
    "letting-go",
  ],
  [
    "battery drop",
    [...talking, [3000, { on: "battery-gone" }]],
    ["incoming 13800138000", "off-hook", "on-hook", "ended hangup by far"],
    "letting-go",
  ],
  [
    "signs that are not this line's",
    [...talking, [3000, { on: "battery-gone" }], [3000, { on: "polarity" }], [3000, { on: "quiet" }]],
    ["incoming 13800138000", "off-hook"],
    "talking",
    { hangUpSigns: ["busy-tone"] },
  ],
  [
    "keys",
    [...talking, [3000, { on: "act", act: { do: "digits", digits: "12#" } }]],
    ["incoming 13800138000", "off-hook", "dial 12#"],
    "talking",
  ],
  [
    "refused: taken and let go",
    [...ring, [1900, caller], [2000, { on: "act", act: { do: "hang-up", why: "blocked" } }], time(3000), time(4000)],
    ["incoming 13800138000", "off-hook", "ended blocked by us", "on-hook"],
    "idle",
  ],
  [
    "dials when it hears the tone, answered by reversal, ended by reversal",
    [...called, [5000, { on: "polarity" }], [9000, { on: "polarity" }]],
    ["off-hook", "dial 10086", "progressed early", "answered", "on-hook", "ended hangup by far"],
    "letting-go",
  ],
  ["dials without a tone", [[0, dial], time(2999), time(3000)], ["off-hook", "dial 10086"], "dialling"],
  [
    "no waiting for the tone",
    [[0, dial], [100, tone("steady")], time(400)],
    ["off-hook", "dial 10086"],
    "dialling",
    { dialToneWaitMs: 0 },
  ],
  ["taken for answered", called, ["off-hook", "dial 10086", "answered assumed"], "talking", { answer: "assumed" }],
  [
    "taken for answered, but busy",
    [...called, [4000, tone("busy")]],
    ["off-hook", "dial 10086", "answered assumed", "on-hook", "ended busy by far"],
    "letting-go",
    { answer: "assumed" },
  ],
  [
    "taken for answered, rang, hung up",
    [...called, [4000, tone("ringback")], [9000, tone("busy")]],
    ["off-hook", "dial 10086", "answered assumed", "on-hook", "ended hangup by far"],
    "letting-go",
    { answer: "assumed" },
  ],
  [
    "far end busy",
    [...called, [4000, tone("busy")]],
    ["off-hook", "dial 10086", "progressed early", "on-hook", "ended busy by far"],
    "letting-go",
  ],
  [
    "nobody answers",
    [...called, time(31_499), time(31_500)],
    ["off-hook", "dial 10086", "progressed early", "on-hook", "ended no-answer by us"],
    "letting-go",
  ],
  [
    "called off while it dials",
    [
      [0, dial],
      [700, tone("steady")],
      [800, hangUp],
    ],
    ["off-hook", "dial 10086", "on-hook", "ended hangup by us"],
    "letting-go",
  ],
  [
    "the next call waits until the exchange has seen the end",
    [...talking, [3000, hangUp], [3100, dial], time(3900), time(4000)],
    ["incoming 13800138000", "off-hook", "on-hook", "ended hangup by us", "off-hook"],
    "seizing",
  ],
  [
    "a ring before the next call",
    [...talking, [3000, hangUp], [3100, dial], [3500, { on: "ring-begins" }]],
    ["incoming 13800138000", "off-hook", "on-hook", "ended hangup by us", "ended busy by box"],
    "ringing",
  ],
  [
    "a call on its way takes the line",
    [
      [0, { on: "ring-begins" }],
      [100, dial],
    ],
    ["ended busy by box"],
    "ringing",
  ],
  [
    "lost in a call",
    [...talking, [3000, { on: "failed" }]],
    ["incoming 13800138000", "off-hook", "ended line-failed by box"],
    "down",
  ],
  [
    "lost while idle, and dialled",
    [
      [0, { on: "failed" }],
      [10, dial],
      [20, { on: "mended" }],
    ],
    ["ended line-failed by box"],
    "idle",
  ],
])("%s", (_name, lines, orders, phase, with_) => {
  const played = play(lines, with_);
  expect(played.orders).toEqual(orders);
  expect(played.state.phase).toBe(phase);
});

test("every event in every phase: never two ends, and no end of what was not told", () => {
  const happenings: FxoHappening[] = [
    ...(
      [
        "ring-begins",
        "ring-ends",
        "polarity",
        "battery-gone",
        "dialled",
        "failed",
        "mended",
        "quiet",
        "time",
        "undialled",
      ] as const
    ).map((on) => ({ on })),
    caller,
    dial,
    hangUp,
    answer,
    tone("steady"),
    tone("busy"),
    tone("congestion"),
    tone("ringback"),
    tone("dial"),
  ];
  let seed = 1;
  const pick = (n: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  for (let run = 0; run < 300; run++) {
    let state = newFxo(0);
    let nowMs = 0;
    let calls = 0;
    for (let n = 0; n < 200; n++) {
      nowMs += pick(3000);
      const happening = happenings[pick(happenings.length)]!;
      // The box has one call at a time on a port.
      if (happening === dial && calls > 0) continue;
      if (happening === dial) calls++;
      const stepped = stepFxo(state, happening, habits, nowMs);
      state = stepped.state;
      for (const order of stepped.orders) {
        if (!("tell" in order)) continue;
        if (order.tell.on === "incoming") calls++;
        if (order.tell.on === "ended") calls--;
      }
      expect(calls).toBeGreaterThanOrEqual(0);
      expect(calls).toBeLessThanOrEqual(1);
      if (state.phase === "idle" || state.phase === "down") expect(calls).toBe(0);
    }
  }
});
