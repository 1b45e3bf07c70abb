import { expect, test } from "vitest";
import type { LineId } from "../kit/ids.ts";
import { modemCommand, partsOf, textEvent } from "./modem-texts.ts";

const line = "sim1" as LineId;
const stored = (hex: string) => textEvent({ on: "sms.stored", line, index: 3, hex });
const place = (hex: string) => ({ line, index: 3, hex });

test("a PDU is told as what it says, and what can't be read as it lies there", () => {
  const text = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07";
  expect(stored(text)).toEqual({
    on: "text.arrived",
    place: place(text),
    from: "+31641600986",
    text: "How are you?",
    sentAtMs: Date.UTC(2002, 7, 26, 19, 37, 41),
  });
  const report = "0006110D91683108108300F0621122500000236211225000002341";
  expect(stored(report)).toMatchObject({ on: "text.reported", reference: 17, to: "+8613800138000", outcome: "failed" });
  expect(stored("07AA")).toMatchObject({ on: "text.unreadable", place: place("07AA") });
});

test("one part of a text goes to the modem; a number that can't be one comes back at once", () => {
  const send = { do: "text.send", id: "a:2:1", line, text: "水".repeat(71), reference: 9, part: 2, report: true } as const;
  expect(partsOf("+8613800138000", send.text)).toBe(2);
  const asked = modemCommand({ ...send, to: "+8613800138000" });
  expect(asked).toMatchObject({ do: "sms.send", id: "a:2:1", line });
  expect("hex" in asked && asked.hex).toContain("050003090202");
  expect(modemCommand({ ...send, to: "nobody" })).toMatchObject({ on: "text.answered", ok: false, retry: "never" });
  expect(partsOf("nobody", "x")).toBeUndefined();
});

test("what a modem answers keeps what it knows", () => {
  expect(
    textEvent({ on: "sms.sent", id: "a:1:1", line, ok: false, retry: "unknown", of: "line", why: { kind: "timeout" } }),
  ).toEqual({
    on: "text.answered",
    id: "a:1:1",
    line,
    ok: false,
    retry: "unknown",
    of: "line",
    why: "timeout",
  });
  expect(textEvent({ on: "sms.memory", line, used: 1, total: 50 })).toBeUndefined();
});
