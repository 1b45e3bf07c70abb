import { describe, expect, it } from "vitest";
import type { Effect } from "../../contract/effects.ts";
import type { ModemLine } from "../../contract/line-settings.ts";
import type { Settings } from "../../contract/settings.ts";
import type { TextCommand, TextPart, TextPlace, TextRow, TextSettings } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";
import { stepTexts, type TextsWord } from "./step-texts.ts";
import { newTexts } from "./texts-state.ts";

const minute = 60_000;
const hour = 60 * minute;
const start = 1_900_000_000_000;
const modem = (id: string, order: number, perHour = 100): ModemLine => ({
  id,
  name: id,
  enabled: true,
  port: id,
  order,
  callsOut: false,
  kind: "gsm-modem",
  sms: { send: true, receive: true, perHour },
});

function desk(lines: ModemLine[] = [modem("sim1", 1)], texts: TextSettings = {}) {
  const state = newTexts();
  const rows = new Map<string, TextRow>();
  const up = new Set(lines.map((l) => l.id));
  let effects: Effect[] = [];
  const it = {
    nowMs: start,
    rows,
    up,
    state,
    tell(event: TextsWord): TextCommand[] {
      const settings = { lines, texts } as unknown as Settings;
      effects = stepTexts(state, event, { atMs: it.nowMs, settings, lineUp: (line) => up.has(line) });
      for (const effect of effects)
        if (effect.do === "store" && effect.change.put === "text") rows.set(effect.change.row.id, effect.change.row);
      return effects.filter((e): e is TextCommand => e.do === "text.send" || e.do === "text.delete");
    },
    later(ms: number): TextCommand[] {
      it.nowMs += ms;
      return it.tell({ on: "texts.look" });
    },
    news: () =>
      effects.flatMap((e) => (e.do === "store" && e.change.put === "text" && e.change.news ? [e.change.row.state] : [])),
    timer: () => effects.flatMap((e) => (e.do === "timer.set" ? [e.atMs] : [])).at(-1),
    ask: (id: string, number = "13800138000", parts = 1) =>
      it.tell({ on: "text.asked", texts: [{ id, number, text: `text ${id}`, parts }], by: "boss" }),
    state_: (id: string) => rows.get(id)?.state,
  };
  return it;
}
const place = (index: number, line = "sim1"): TextPlace => ({ line: line as LineId, index, hex: `AA${index}` });
const arrived = (text: string, sentAtMs: number, part?: TextPart, at = place(1)): TextsWord => ({
  on: "text.arrived",
  place: at,
  from: "+8613900139000",
  text,
  sentAtMs,
  ...(part ? { part } : {}),
});
const ok = (id: string, reference: number, line = "sim1"): TextsWord => ({
  on: "text.answered",
  id,
  line: line as LineId,
  ok: true,
  reference,
});
const no = (id: string, retry: "later" | "never" | "unknown", line = "sim1", of?: "line" | "text"): TextsWord => ({
  on: "text.answered",
  id,
  line: line as LineId,
  ok: false,
  retry,
  ...(of ? { of } : {}),
  why: "cms 38",
});
const report = (reference: number, sentAtMs: number, outcome: "delivered" | "failed" | "trying" = "delivered"): TextsWord => ({
  on: "text.reported",
  place: place(9),
  reference,
  to: "+8613800138000",
  sentAtMs,
  doneAtMs: sentAtMs + 1_000,
  outcome,
  status: { delivered: 0, trying: 0x20, failed: 0x41 }[outcome],
});
const sends = (commands: TextCommand[]) => commands.flatMap((c) => (c.do === "text.send" ? [c] : []));

describe("a text that comes in", () => {
  it("is kept once, by whichever line and however often it is told, and always deleted", () => {
    const d = desk();
    expect(d.tell(arrived("水表坏了", start))).toEqual([{ do: "text.delete", place: place(1) }]);
    expect(d.news()).toEqual(["received"]);
    expect(d.tell(arrived("水表坏了", start, undefined, place(4, "sim2")))).toEqual([
      { do: "text.delete", place: place(4, "sim2") },
    ]);
    expect(d.rows.size).toBe(1);
    d.tell(arrived("水表坏了", start + 1_000));
    expect(d.rows.size).toBe(2);
  });

  it("in parts is joined in whatever order they come", () => {
    const d = desk();
    const part = (index: number): TextPart => ({ reference: 5, total: 3, index });
    d.tell(arrived("c", start, part(3)));
    d.tell(arrived("a", start, part(1)));
    d.tell(arrived("a", start, part(1)));
    expect([...d.rows.values()].map((r) => [r.state, r.text])).toEqual([["arriving", "a[…]c"]]);
    d.tell(arrived("b", start, part(2)));
    expect([...d.rows.values()].map((r) => [r.state, r.text])).toEqual([["received", "abc"]]);
  });

  it("is shown as far as it came when the sender takes its reference for another, or the rest never comes", () => {
    const d = desk();
    const part = (index: number): TextPart => ({ reference: 5, total: 2, index });
    d.tell(arrived("old", start, part(1)));
    d.nowMs += hour;
    d.tell(arrived("new", start + hour, part(1)));
    expect(d.news()).toEqual(["incomplete"]);
    d.tell(arrived(" end", start + hour, part(2)));
    expect([...d.rows.values()].map((r) => [r.state, r.text])).toEqual([
      ["incomplete", "old[…]"],
      ["received", "new end"],
    ]);
    d.tell(arrived("alone", start + 2 * hour, part(2)));
    // The timer may be early, never late; a look finds the moment itself.
    expect(d.timer()).toBeLessThanOrEqual(d.nowMs + 48 * hour);
    d.tell({ on: "texts.look" });
    expect(d.timer()).toBe(d.nowMs + 48 * hour);
    d.later(48 * hour);
    expect([...d.rows.values()].at(-1)).toMatchObject({ state: "incomplete", text: "[…]alone" });
  });

  it("that can't be read is kept as it lay there, once", () => {
    const d = desk();
    for (const index of [2, 2])
      expect(d.tell({ on: "text.unreadable", place: place(index), fault: "short" })).toEqual([
        { do: "text.delete", place: place(2) },
      ]);
    expect([...d.rows.values()]).toMatchObject([{ state: "unreadable", hex: "AA2", why: "short", number: "" }]);
  });
});

describe("a text that goes out", () => {
  it("leaves, and its report says that it arrived", () => {
    const d = desk();
    const [send] = sends(d.ask("a"));
    expect(send).toMatchObject({ line: "sim1", to: "13800138000", part: 1, report: true });
    expect(d.state_("a")).toBe("sending");
    d.tell(ok(send!.id, 17));
    expect(d.news()).toEqual(["sent"]);
    d.tell(report(17, start, "trying"));
    expect(d.state_("a")).toBe("sent");
    expect(d.tell(report(17, start))).toEqual([{ do: "text.delete", place: place(9) }]);
    expect(d.state_("a")).toBe("delivered");
  });

  it("in parts leaves part by part on one line, one at a time", () => {
    const d = desk([modem("sim1", 1), modem("sim2", 2)]);
    const [first] = sends(d.ask("a", "13800138000", 2));
    const [other] = sends(d.ask("b"));
    expect(other!.line).toBe("sim2");
    expect(sends(d.ask("c"))).toEqual([]);
    const [second] = sends(d.tell(ok(first!.id, 1)));
    expect(second).toMatchObject({ line: "sim1", part: 2, reference: first!.reference });
    const [third] = sends(d.tell(ok(second!.id, 2)));
    expect(third).toMatchObject({ line: "sim1", text: "text c" });
    d.tell(report(1, start));
    expect(d.state_("a")).toBe("sent");
    d.tell(report(2, start, "failed"));
    expect(d.state_("a")).toBe("undelivered");
  });

  it("takes another way when one fails, waits longer each time, and is given up at last", () => {
    const d = desk([modem("sim1", 1), modem("sim2", 2)], { retryForHours: 1 });
    const [first] = sends(d.ask("a"));
    expect(d.tell(no(first!.id, "later"))).toEqual([]);
    expect(d.timer()).toBe(start + 15_000);
    const [second] = sends(d.later(15_000));
    expect(second!.line).toBe("sim2");
    d.up.clear();
    d.tell(no(second!.id, "later", "sim2"));
    expect(sends(d.later(30 * minute))).toEqual([]);
    d.later(30 * minute);
    expect(d.state_("a")).toBe("failed");
    d.up.add("sim1");
    const [again] = sends(d.tell({ on: "text.resent", text: "a", by: "boss", row: d.rows.get("a")! }));
    d.tell(no(again!.id, "never"));
    expect(d.rows.get("a")).toMatchObject({ state: "failed", why: "cms 38" });
  });

  it("that meets with a refusal of its own doesn't stop the others on its line", () => {
    const d = desk();
    const [first] = sends(d.ask("a"));
    for (const id of ["b", "c", "d", "e"]) d.ask(id);
    const [second] = sends(d.tell(no(first!.id, "later", "sim1", "text")));
    expect(second!.text).toBe("text b");
    const [third] = sends(d.tell(no(second!.id, "later", "sim1", "text")));
    expect(third!.text).toBe("text c");
    // A success between them: they were their texts' own.
    const [fourth] = sends(d.tell(ok(third!.id, 1)));
    const [fifth] = sends(d.tell(no(fourth!.id, "later", "sim1", "text")));
    expect(fifth!.text).toBe("text e");
    expect(d.state_("a")).toBe("waiting");
  });

  it("leaves by another line at once when its own is in trouble, and comes back to it when there is none", () => {
    const d = desk([modem("sim1", 1), modem("sim2", 2)]);
    const [first] = sends(d.ask("a"));
    const [second] = sends(d.tell(no(first!.id, "later", "sim1", "line")));
    expect(second!.line).toBe("sim2");
    expect(sends(d.tell(no(second!.id, "later", "sim2", "line")))).toEqual([]);
    expect(d.timer()).toBe(start + 5_000);
    const [third] = sends(d.later(5_000));
    expect(third!.line).toBe("sim1");
    expect(new Set([first!.id, second!.id, third!.id]).size).toBe(3);
  });

  it("stops with the others when the line refuses one after another, longer each time", () => {
    const d = desk();
    const [first] = sends(d.ask("a"));
    for (const id of ["b", "c", "d", "e"]) d.ask(id);
    const [second] = sends(d.tell(no(first!.id, "later", "sim1", "text")));
    const [third] = sends(d.tell(no(second!.id, "later", "sim1", "text")));
    expect(sends(d.tell(no(third!.id, "later", "sim1", "text")))).toEqual([]);
    expect(sends(d.later(4_000))).toEqual([]);
    const [fourth] = sends(d.later(1_000));
    expect(fourth!.text).toBe("text d");
    expect(sends(d.tell(no(fourth!.id, "later", "sim1", "text")))).toEqual([]);
    expect(sends(d.later(29_000))).toEqual([]);
    expect(sends(d.later(1_000))).toHaveLength(1);
  });

  it("stops with the others at once when the network is out, and longer when the modem fell silent", () => {
    const d = desk();
    const [first] = sends(d.ask("a"));
    for (const id of ["b", "c"]) d.ask(id);
    expect(sends(d.tell(no(first!.id, "later", "sim1", "line")))).toEqual([]);
    const [second] = sends(d.later(5_000));
    // It was not the text's fault: it is the first again, and is not made to wait longer.
    expect(second!.text).toBe("text a");
    d.tell(ok(second!.id, 1));
    const quiet = desk();
    const [lost] = sends(quiet.ask("a"));
    quiet.ask("b");
    expect(sends(quiet.tell(no(lost!.id, "unknown", "sim1", "line")))).toEqual([]);
    expect(sends(quiet.later(29_000))).toEqual([]);
    expect(sends(quiet.later(1_000)).map((s) => s.text)).toEqual(["text b"]);
  });

  it("waits for room in its line's hour", () => {
    const d = desk([modem("sim1", 1, 2)]);
    for (const [n, id] of ["a", "b"].entries()) {
      d.nowMs += minute;
      d.tell(ok(sends(d.ask(id))[0]!.id, n));
    }
    expect(sends(d.ask("c"))).toEqual([]);
    d.tell({ on: "texts.look" });
    expect(d.timer()).toBe(start + minute + hour);
    expect(sends(d.later(hour - minute))).toHaveLength(1);
  });

  it("waits no longer for a modem that came back after its first trouble, but for one that comes and goes", () => {
    const d = desk();
    const [a] = sends(d.ask("a"));
    d.up.delete("sim1");
    d.tell(no(a!.id, "unknown"));
    expect(sends(d.ask("b"))).toEqual([]);
    d.up.add("sim1");
    const [b] = sends(d.later(1_000));
    expect(b).toMatchObject({ line: "sim1" });
    d.up.delete("sim1");
    d.tell(no(b!.id, "unknown"));
    d.later(1_000);
    d.up.add("sim1");
    d.ask("c");
    expect(sends(d.later(1_000))).toEqual([]);
    expect(sends(d.later(2 * minute))).toHaveLength(1);
  });

  it("is unsure when the modem fell silent and no report came; only a person sends it again", () => {
    const d = desk();
    const [send] = sends(d.ask("a"));
    d.tell(no(send!.id, "unknown"));
    expect(d.state_("a")).toBe("checking");
    d.later(9 * minute);
    expect(d.state_("a")).toBe("checking");
    expect(d.later(minute)).toEqual([]);
    expect(d.news()).toEqual(["unsure"]);
    expect(sends(d.later(hour))).toEqual([]);
    expect(sends(d.tell({ on: "text.resent", text: "a", by: "boss" }))).toHaveLength(1);
  });

  it("is no longer unsure when a report, or the late answer, says that it left", () => {
    const d = desk();
    const [a] = sends(d.ask("a"));
    d.tell(no(a!.id, "unknown"));
    d.tell(report(77, start + 2_000));
    expect(d.state_("a")).toBe("delivered");
    d.later(minute);
    const [b] = sends(d.ask("b"));
    d.later(5 * minute);
    expect(d.state_("b")).toBe("checking");
    d.later(10 * minute);
    expect(d.state_("b")).toBe("unsure");
    d.tell(ok(b!.id, 78));
    expect(d.state_("b")).toBe("sent");
  });

  it("is not claimed by a report that may be about another", () => {
    const d = desk([modem("sim1", 1)]);
    const [a] = sends(d.ask("a"));
    d.tell(no(a!.id, "unknown"));
    d.later(minute);
    const [b] = sends(d.ask("b"));
    d.tell(no(b!.id, "unknown"));
    d.tell(report(5, start + 2 * minute));
    expect([d.state_("a"), d.state_("b")]).toEqual(["checking", "checking"]);
  });

  it("that was under way when the box stopped is unsure, also for a state that begins anew", () => {
    const d = desk();
    d.ask("a");
    d.ask("b");
    expect(sends(d.tell({ on: "texts.restart" })).map((s) => s.text)).toEqual(["text b"]);
    expect(d.state_("a")).toBe("checking");
    const anew = desk();
    const commands = anew.tell({ on: "texts.loaded", rows: [...d.rows.values()] });
    expect(commands).toEqual([]);
    expect([anew.state_("a") ?? d.state_("a"), anew.state_("b")]).toEqual(["checking", "checking"]);
  });

  it("that is unsure can be given up, also when only its row is left; a report that comes later is still noted", () => {
    const d = desk();
    const [send] = sends(d.ask("a"));
    d.tell(no(send!.id, "unknown"));
    d.later(11 * minute);
    expect(d.state_("a")).toBe("unsure");
    const anew = desk();
    anew.tell({ on: "text.cancelled", text: "a", by: "boss", row: d.rows.get("a")! });
    expect(anew.state_("a")).toBe("cancelled");
    d.tell({ on: "text.cancelled", text: "a", by: "boss" });
    expect(d.state_("a")).toBe("cancelled");
  });

  it("can be called back only while it waits", () => {
    const d = desk();
    d.ask("a");
    d.ask("b");
    d.tell({ on: "text.cancelled", text: "a", by: "boss" });
    d.tell({ on: "text.cancelled", text: "b", by: "boss" });
    expect([d.state_("a"), d.state_("b")]).toEqual(["sending", "cancelled"]);
  });
});

describe("with thousands waiting", () => {
  it("asks of each line once for a word, not for each text", () => {
    const lines = [modem("sim1", 1, 3_600), modem("sim2", 2, 3_600)];
    const state = newTexts();
    let asked = 0;
    const hear = (event: TextsWord): Effect[] =>
      stepTexts(state, event, { atMs: start, settings: { lines } as unknown as Settings, lineUp: () => ++asked > 0 });
    const texts = Array.from({ length: 4_000 }, (_, n) => ({ id: `w${n}`, number: `1380013${8_000 + n}`, text: "x", parts: 1 }));
    let sent = hear({ on: "text.asked", texts, by: "boss" }).filter((e) => e.do === "text.send");
    asked = 0;
    for (let n = 0; n < 1_000; n++) {
      const { id, line } = sent.shift()!;
      sent = [...sent, ...hear(ok(id, n & 255, line)).filter((e) => e.do === "text.send")];
    }
    expect(asked).toBe(1_000 * lines.length);
    expect(Object.values(state.out).filter((row) => row.state === "sent")).toHaveLength(1_000);
  });

  it("what came is known again for three days, and forgotten when it is old", () => {
    const d = desk();
    d.tell({ on: "texts.loaded", rows: [] });
    const come = () => {
      d.tell(arrived("again", start));
      return d.rows.size;
    };
    expect(come()).toBe(1);
    for (let n = 0; n < 9_999; n++) d.tell(arrived(`other ${n}`, start + n));
    expect(come()).toBe(10_000);
    d.later(71 * hour);
    expect(come()).toBe(10_000);
    d.later(2 * hour);
    expect(come()).toBe(10_001);
  });
});
