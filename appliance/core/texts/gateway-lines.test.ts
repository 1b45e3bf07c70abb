import { expect, test } from "vitest";
import type { GatewayLine } from "../../contract/line-settings.ts";
import type { Settings } from "../../contract/settings.ts";
import type { TextRow } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";
import { stepTexts, type TextsWord } from "./step-texts.ts";
import { newTexts } from "./texts-state.ts";

const tel: GatewayLine = {
  id: "tel1",
  name: "Line",
  kind: "gateway-port",
  enabled: true,
  port: "gw1-1",
  order: 1,
  callsOut: false,
  sms: { send: true, receive: true, perHour: 60 },
};
const line = "tel1" as LineId;

function desk() {
  const state = newTexts();
  const rows = new Map<string, TextRow>();
  let nowMs = 1_900_000_000_000;
  const tell = (event: TextsWord) => {
    const settings = { lines: [tel] } as unknown as Settings;
    nowMs += 1000;
    const effects = stepTexts(state, event, { atMs: nowMs, settings, lineUp: () => true });
    for (const e of effects) if (e.do === "store" && e.change.put === "text") rows.set(e.change.row.id, e.change.row);
    return effects.flatMap((e) => (e.do === "text.send" ? [e] : []));
  };
  const ask = (id: string) =>
    tell({ on: "text.asked", by: "boss", texts: [{ id, number: "+8613800138000", text: "long", parts: 3 }] });
  return { state, rows, tell, ask };
}

test("a gateway takes a whole text at once, and one report is of all its parts", () => {
  const { rows, tell, ask } = desk();
  const [send] = ask("t1");
  expect(tell({ on: "text.answered", id: send!.id, line, ok: true, reference: 9, whole: true })).toEqual([]);
  expect(rows.get("t1")).toMatchObject({ state: "sent", marks: [1, 2, 3].map((n) => ({ n, reference: 9, whole: send!.id })) });
  const place = { line, index: 0, hex: "" };
  const report = { on: "text.reported", place, reference: 9, to: "+8613800138000", sentAtMs: 1, doneAtMs: 2, status: 0 } as const;
  tell({ ...report, outcome: "delivered", attempt: "other:1:1" });
  expect(rows.get("t1")?.state).toBe("sent");
  tell({ ...report, outcome: "delivered", attempt: send!.id });
  expect(rows.get("t1")?.state).toBe("delivered");
});

test("the report of one text is never taken for another with the same reference and recipient", () => {
  const { rows, tell, ask } = desk();
  const sends = ["t1", "t2"].map((id) => {
    const [send] = ask(id);
    tell({ on: "text.answered", id: send!.id, line, ok: true, reference: 9, whole: true });
    return send!;
  });
  const place = { line, index: 0, hex: "" };
  const report = { on: "text.reported", place, reference: 9, to: "+8613800138000", sentAtMs: 1, doneAtMs: 2 } as const;
  tell({ ...report, status: 70, outcome: "failed", attempt: sends[0]!.id });
  expect([rows.get("t1")?.state, rows.get("t2")?.state]).toEqual(["undelivered", "sent"]);
});

test("how far a port is read is kept with what was read, and found again beside rows alone", () => {
  const { state, rows, tell } = desk();
  const place = { line, port: "gw1-1", index: 4, hex: "aa" };
  tell({ on: "text.arrived", place, from: "10086", text: "hello", sentAtMs: 77 });
  tell({ on: "text.arrived", place, from: "10086", text: "hello", sentAtMs: 77 });
  expect([...rows.values()]).toMatchObject([{ state: "received", lay: { port: "gw1-1", index: 4, hex: "aa" } }]);
  expect(state.read).toEqual({ "gw1-1": { index: 4, hex: "aa", sentAtMs: 77 } });
  tell({ on: "text.unreadable", place: { ...place, index: 5, hex: "00" }, fault: "gateway" });
  expect(state.read).toEqual({ "gw1-1": { index: 5, hex: "00", sentAtMs: 77 } });
  const anew = desk();
  anew.tell({ on: "texts.loaded", rows: [...rows.values()] });
  expect(anew.state.read?.["gw1-1"]).toMatchObject({ index: 5, hex: "00" });
});
