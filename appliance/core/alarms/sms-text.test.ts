import fc from "fast-check";
import { expect, test } from "vitest";
import { splitText } from "../../contract/split-text.ts";
import { smsText } from "./sms-text.ts";

test("a short text goes as it is, and a mixed one in the alphabet it needs", () => {
  expect(smsText("Pump 3: 4.2 bar [high]")).toEqual({ text: "Pump 3: 4.2 bar [high]", parts: 1 });
  expect(smsText("水压过高")).toEqual({ text: "水压过高", parts: 1 });
  expect(smsText("é".repeat(161))).toEqual({ text: "é".repeat(161), parts: 2 });
});

test("what would take more than eight parts is cut at the last character that fits", () => {
  expect(smsText("a".repeat(5_000))).toEqual({ text: "a".repeat(8 * 153), parts: 8 });
  expect(smsText("水".repeat(5_000))).toEqual({ text: "水".repeat(8 * 67), parts: 8 });
});

test("whatever is written, the parts are those it is sent in, and what was left out would not have fitted", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000, size: "max" }), (text) => {
      const sent = smsText(text);
      expect(splitText(sent.text)?.parts.length).toBe(sent.parts);
      expect(sent.parts).toBeLessThanOrEqual(8);
      expect(text.toWellFormed().startsWith(sent.text)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
