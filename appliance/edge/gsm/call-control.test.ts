import { describe, expect, test } from "vitest";
import type { ModemCall, ModemCallState } from "../../wire/at/call-list.ts";
import { type Call, type CallAct, type CallNews, mostSoundTries, stepCall } from "./call-control.ts";

const at = { nowMs: 50_000, soundLate: false };
const off = { is: "off", tries: 0 } as const;
const asked = { is: "asked", tries: 0 } as const;
const entry = (outgoing: boolean, state: ModemCallState, number = "13800138000"): ModemCall => ({
  index: 1,
  outgoing,
  state,
  number,
});
const tells = (acts: CallAct[]): string[] => acts.flatMap((act) => (act.do === "tell" ? [act.news.on] : []));

const calls: Call[] = [
  { phase: "idle" },
  { phase: "placing", giveUpAtMs: 60_000 },
  { phase: "dialing", giveUpAtMs: 60_000, rings: false, unseen: 0, sound: asked },
  { phase: "dialing", giveUpAtMs: 40_000, index: 1, rings: true, unseen: 0, sound: off, cause: "busy" },
  { phase: "incoming", index: 1, number: "13800138000" },
  { phase: "answering", index: 1, number: "13800138000", tries: 0, refused: false, sound: off },
  { phase: "answering", index: 1, number: "13800138000", tries: 3, refused: true, sound: asked },
  { phase: "active", index: 1, outgoing: false, sound: { is: "on", tries: 0 } },
  { phase: "active", index: 1, outgoing: true, sound: { is: "off", tries: mostSoundTries - 1 } },
  { phase: "ending", why: "hangup", by: "us", sick: false, sent: false, looks: 0, sinceMs: 49_000 },
  { phase: "ending", why: "hangup", by: "us", sick: false, sent: true, looks: 2, sinceMs: 30_000 },
];
const news: CallNews[] = [
  { on: "dial", number: "10086", giveUpMs: 10_000 },
  { on: "answer" },
  { on: "hang-up", why: "hangup" },
  { on: "placed", ok: true },
  { on: "placed", ok: false, why: "busy" },
  { on: "taken", ok: true },
  { on: "taken", ok: false },
  { on: "let-go" },
  { on: "sound", ok: true },
  { on: "sound", ok: false },
  { on: "list", calls: [] },
  ...(["active", "held", "dialing", "alerting", "incoming", "waiting"] as const).flatMap((state): CallNews[] => [
    { on: "list", calls: [entry(false, state)] },
    { on: "list", calls: [entry(true, state)] },
    { on: "list", calls: [entry(false, state, "10010")] },
  ]),
  { on: "cause", why: "busy" },
  { on: "tick" },
  { on: "gone" },
];

describe.each([true, false])("every state and everything that can happen (sound late: %s)", (soundLate) => {
  test.each(calls)("%o", (call) => {
    for (const what of news) {
      const [next, ...acts] = stepCall(call, what, { ...at, soundLate });
      const said = tells(acts);
      const label = `${call.phase} ${JSON.stringify(what)}`;
      const glare = call.phase === "incoming" && what.on === "dial";
      // A call that was told of ends once, when and only when it is over.
      const isOver = call.phase !== "idle" && (next.phase === "idle" || (next.phase === "incoming" && said.includes("incoming")));
      expect(said.filter((on) => on === "ended").length, label).toBe(isOver || glare ? 1 : 0);
      // A caller is told of when he is new, and only then.
      expect(said.includes("incoming"), label).toBe(
        next.phase === "incoming" && (call.phase !== "incoming" || call.number !== next.number || glare),
      );
      // The end is said before the next beginning.
      expect(
        [...said].sort((a, b) => Number(a !== "ended") - Number(b !== "ended")),
        label,
      ).toEqual(said);
      expect(said.includes("answered"), label).toBe(call.phase === "dialing" && next.phase === "active");
      if (what.on === "gone") expect(next.phase, label).toBe("idle");
      // Nobody is left behind: whoever lets go waits for the list to agree.
      if (what.on === "hang-up" && call.phase !== "idle") expect(next.phase, label).toBe("ending");
    }
  });
});

/** Plays news one after the other; gives the call and all that was done. */
function played(from: Call, ...all: CallNews[]): { call: Call; acts: CallAct[] } {
  let call = from;
  const acts: CallAct[] = [];
  for (const what of all) {
    const [next, ...done] = stepCall(call, what, at);
    call = next;
    acts.push(...done);
  }
  return { call, acts };
}
const ended = (acts: CallAct[]) => acts.flatMap((act) => (act.do === "tell" && act.news.on === "ended" ? [act.news] : []));

test("a far end that is busy: the reason comes by itself, the end from the list", () => {
  const dialed = played(calls[0]!, news[0]!, { on: "placed", ok: true }, { on: "list", calls: [entry(true, "dialing")] });
  const busy = played(dialed.call, { on: "cause", why: "busy" });
  expect(busy.acts).toEqual([{ do: "ask" }]);
  expect(ended(played(busy.call, { on: "list", calls: [] }).acts)).toEqual([{ on: "ended", why: "busy", by: "far" }]);
});

test("a call just dialled may be missing from two lists, not from three", () => {
  const gone: CallNews = { on: "list", calls: [] };
  expect(played(calls[2]!, gone, gone).call.phase).toBe("dialing");
  expect(ended(played(calls[2]!, gone, gone, gone).acts)).toEqual([{ on: "ended", why: "rejected", by: "far" }]);
});

test("a hang-up that got lost is said again; when it never helps the modem is started anew", () => {
  const still: CallNews = { on: "list", calls: [entry(true, "active")] };
  const sent = played(calls[7]!, { on: "hang-up", why: "hangup" }, { on: "let-go" });
  expect(played(sent.call, still, still, still).acts.filter((act) => act.do === "let-go")).toHaveLength(1);
  const [next, ...acts] = stepCall(sent.call, { on: "tick" }, { ...at, nowMs: 60_000 });
  expect(next.phase).toBe("idle");
  expect(acts.map((act) => act.do)).toEqual(["sound-off", "tell", "restart"]);
});

test("an end that got lost, and the next caller in the same place of the list", () => {
  const { call, acts } = played(calls[7]!, { on: "list", calls: [entry(false, "incoming", "10010")] });
  expect(tells(acts)).toEqual(["ended", "incoming"]);
  expect(call).toEqual({ phase: "incoming", index: 1, number: "10010" });
});

test("sound that never comes ends the call and starts the modem anew", () => {
  const { call, acts } = played(calls[8]!, { on: "sound", ok: false });
  expect(call.phase).toBe("ending");
  expect(acts.map((act) => act.do)).toEqual(["let-go", "restart"]);
});

test("sound that came on late starts the modem anew between the calls, never while the next caller is there", () => {
  const late: Call = { phase: "active", index: 1, outgoing: false, sound: { is: "on", tries: 6 } };
  expect(played(late, { on: "list", calls: [] }).acts.map((act) => act.do)).toEqual(["sound-off", "tell", "restart"]);
  const next = played(late, { on: "list", calls: [entry(false, "incoming", "10010")] });
  expect(next.acts.map((act) => act.do)).toEqual(["sound-off", "tell", "tell"]);
  const ours = played(late, { on: "hang-up", why: "hangup" }, { on: "let-go" }, { on: "list", calls: [] });
  expect(ours.acts.at(-1)).toMatchObject({ do: "restart", sound: true });
});
