import fc from "fast-check";
import { parse, Submit } from "node-pdu";
import { PDUParser } from "pdu.ts";
import { expect, test } from "vitest";
import { submitPdus } from "./submit.ts";

const number = fc.stringMatching(/^\+?[0-9]{5,15}$/);
const words = fc.array(fc.constantFrom("停水通知", "water", " ", "区", "A1", "，", "é", "@"), { minLength: 1, maxLength: 30 });

test("a library that only reads well reads what we send", () => {
  fc.assert(
    fc.property(number, words, (to, parts) => {
      const text = parts.join("");
      const pdus = submitPdus({ to, text, reference: 9, report: true })!;
      const read = pdus.map(({ hex }) => parse(hex) as Submit);
      for (const one of read) {
        expect(one).toBeInstanceOf(Submit);
        expect(one.address.phone).toBe(to.replace("+", ""));
      }
      expect(read.map((one) => one.data.getText()).join("")).toBe(text);
    }),
    { numRuns: 200 },
  );
});

test("a library that only writes well writes the same digits and text", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^1[0-9]{10}$/), fc.stringMatching(/^[停水通知区域今日]{1,70}$/), (receiver, text) => {
      const [theirs] = PDUParser.Generate({ receiver, text, encoding: "16bit" } as never) as unknown as { smsc_tpdu: string }[];
      const [ours] = submitPdus({ to: receiver, text, reference: 0, report: false })!;
      // Theirs has no validity period; address and user data must be the same.
      expect(ours!.hex.slice(6, 26)).toBe(theirs!.smsc_tpdu.slice(6, 26));
      expect(ours!.hex.slice(28)).toBe(theirs!.smsc_tpdu.slice(26));
    }),
    { numRuns: 100 },
  );
});
