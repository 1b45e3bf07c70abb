import fc from "fast-check";
import { expect, test } from "vitest";
import { splitText } from "../../contract/split-text.ts";
import { septetsOf } from "../../contract/text-alphabet.ts";
import { addressOctets, nameOctets } from "./address.ts";
import { fitsGsm7, packSeptets, textOfSeptets, unpackSeptets } from "./gsm7.ts";
import { hexOfOctets } from "./octets.ts";
import { readPdu } from "./read-pdu.ts";
import { submitPdus } from "./submit.ts";
import { readTimestamp } from "./timestamp.ts";
import { amountIn, readUssd, ussdCode } from "./ussd.ts";

const alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà^{}\\[~]|€";

test("a text of the literature: How are you?", () => {
  expect(readPdu("07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07")).toEqual({
    kind: "text",
    from: { number: "+31641600986", kind: "international" },
    text: "How are you?",
    // The zone is 0x08: minus nothing.
    sentAtMs: Date.UTC(2002, 7, 26, 19, 37, 41),
  });
});

test("numbers go out digit by digit, whatever digits they are", () => {
  expect(hexOfOctets(addressOctets("13800138000")!)).toBe("0B813108108300F0");
  expect(hexOfOctets(addressOctets("+8613800138000")!)).toBe("0D91683108108300F0");
  expect(hexOfOctets(addressOctets("4008812345")!)).toBe("0A810480183254");
  expect(hexOfOctets(addressOctets("*100#")!)).toBe("05811A00FB");
  for (const none of ["", "+", "12a", "1".repeat(21), "+ 86", "a", "１２"]) expect(addressOctets(none)).toBeUndefined();
});

test("hellohello, as printed in every manual", () => {
  expect(submitPdus({ to: "+46708251358", text: "hellohello", reference: 0, report: false })).toEqual([
    { hex: "0011000B916407281553F80000A70AE8329BFD4697D9EC37", octets: 23 },
  ]);
});

test("the extension table takes two septets, and both come back", () => {
  expect(septetsOf("€")).toEqual([0x1b, 0x65]);
  expect(textOfSeptets([0x1b, 0x65, 0x1b, 0x41, 0x1b])).toBe("€A");
  expect(fitsGsm7("停水")).toBe(false);
  expect(fitsGsm7("\x1b")).toBe(false);
});

test("lengths on the border: 160 and 161, 70 and 71, and never half a character", () => {
  const sizes = (text: string): number[] => splitText(text)!.parts.map((part) => part.length);
  expect(sizes("a".repeat(160))).toEqual([160]);
  expect(sizes("a".repeat(161))).toEqual([153, 8]);
  expect(sizes("€".repeat(80))).toEqual([160]);
  // 153 is odd: an escape pair that would be torn goes to the next part.
  expect(sizes("€".repeat(81))).toEqual([152, 10]);
  expect(sizes("水".repeat(70))).toEqual([70]);
  expect(sizes("水".repeat(71))).toEqual([67, 4]);
  expect(sizes("😀".repeat(36))).toEqual([66, 6]);
  expect(splitText("水".repeat(67 * 255))?.parts).toHaveLength(255);
  expect(splitText("水".repeat(67 * 255 + 1))).toBeUndefined();
});

test("a moment that isn't one is refused", () => {
  const at = (hex: string) => readTimestamp(Uint8Array.from(hex.match(/../g)!.map((x) => Number.parseInt(x, 16))));
  expect(at("62112290000023")).toBe(Date.UTC(2026, 10, 22, 1));
  // 0x88: bit 3 is the sign, then eight quarters.
  expect(at("62112290000088")).toBe(Date.UTC(2026, 10, 22, 11));
  for (const bad of ["6211A290000023", "62312290000023", "62112242000023", "62112290000097"]) expect(at(bad)).toBeUndefined();
});

test("a status report", () => {
  const hex = "0006070B813108108300F0621122900000236211229010002300";
  expect(readPdu(hex)).toMatchObject({
    kind: "report",
    reference: 7,
    to: { number: "13800138000" },
    status: 0,
    outcome: "delivered",
  });
  expect(readPdu(`${hex.slice(0, -2)}30`)).toMatchObject({ outcome: "trying" });
  expect(readPdu(`${hex.slice(0, -2)}41`)).toMatchObject({ outcome: "failed" });
  expect(readPdu(hex.slice(0, -4))).toEqual({ fault: "short" });
});

/** A delivery as the network would send it. */
function deliverHex(from: readonly number[], coding: number, length: number, body: Iterable<number>, header = false): string {
  return `00${hexOfOctets([header ? 0x44 : 0x04, ...from, 0, coding, ...[0x62, 0x11, 0x22, 0x90, 0, 0, 0x23], length, ...body])}`;
}

test("a sender with a name, a class, and what isn't text", () => {
  const from = nameOctets("WATER CO")!;
  const septets = [..."Hi"].flatMap((c) => [...septetsOf(c)!]);
  expect(readPdu(deliverHex(from, 0xf0, 2, packSeptets(septets)))).toMatchObject({
    from: { number: "WATER CO", kind: "name" },
    text: "Hi",
    messageClass: 0,
  });
  expect(readPdu(deliverHex(from, 0x04, 3, [1, 2, 3]))).toMatchObject({ kind: "data", octets: 3 });
  expect(readPdu(deliverHex(from, 0x08, 3, [0x6c, 0x34, 0x6c]))).toEqual({ fault: "content" });
  expect(readPdu(deliverHex(from, 0x08, 6, [9, 0, 3, 1, 2, 1], true))).toEqual({ fault: "content" });
});

test("what the air makes of a text is the text again, part by part", () => {
  const anyText = fc.oneof(
    fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 500, size: "max" }).map((c) => c.join("")),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 300, size: "max" }),
    fc.string({ unit: fc.constantFrom("停", "水", "通", "知", "😀", "a", "，"), minLength: 1, maxLength: 300, size: "max" }),
  );
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 255 }), (text, reference) => {
      const pdus = submitPdus({ to: "+8613800138000", text, reference, report: true })!;
      const parts = pdus.map(({ hex, octets }, i) => {
        expect(hex.length).toBe(2 + 2 * octets);
        // The same user data on its way to a phone: sender instead of receiver, a moment instead of the validity.
        const first = Number.parseInt(hex.slice(2, 4), 16);
        const address = hex.slice(6, 6 + 18);
        const [coding, rest] = [hex.slice(26, 28), hex.slice(30)];
        const deliver = `00${(first & 0x40 ? "44" : "04") + address}00${coding}62112290000023${rest}`;
        const read = readPdu(deliver);
        if (!("kind" in read) || read.kind !== "text") throw new Error(JSON.stringify(read));
        expect(read.part).toEqual(pdus.length > 1 ? { reference, total: pdus.length, index: i + 1 } : undefined);
        return read.text;
      });
      expect(parts.join("")).toBe(text.toWellFormed());
    }),
    { numRuns: 300 },
  );
});

test("septets at every fill come back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 160 }),
      fc.integer({ min: 0, max: 6 }),
      (septets, fill) => {
        expect(unpackSeptets(packSeptets(septets, fill), septets.length, fill)).toEqual(septets);
      },
    ),
  );
});

test("nothing from outside makes it throw, and a cut message is never a shorter one", () => {
  const whole = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07";
  for (let cut = 0; cut < whole.length; cut++) expect(readPdu(whole.slice(0, cut))).toHaveProperty("fault");
  const runs = Number(process.env.LINEBOX_MUTATIONS ?? 20_000);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      const read = readPdu(hexOfOctets(octets));
      if ("text" in read) expect(read.text.length).toBeLessThanOrEqual(160);
      if ("from" in read) expect(read.from.number.length).toBeLessThanOrEqual(20);
    }),
    { numRuns: runs },
  );
});

test("USSD in the three forms", () => {
  const read = (line: string, form: "plain" | "packed" | "ucs2") => readUssd(line, form);
  expect(read('+CUSD: 0,"Balance: 12.50 CNY",15', "plain")).toEqual({ ok: true, text: "Balance: 12.50 CNY", asks: false });
  expect(read('+CUSD: 1,"C8329BFD06",15', "packed")).toEqual({ ok: true, text: "Hello", asks: true });
  const chinese = { ok: true, text: "余额12.50元", asks: false };
  // TS 23.038 5: 0x48 with or without a class, and firmware that writes so whatever it says.
  for (const dcs of [72, 0x58, 0x5b, 0x49])
    expect(read(`+CUSD: 0,"4F59989D00310032002E003500305143",${dcs}`, "plain")).toEqual(chinese);
  expect(read('+CUSD: 0,"4F59989D00310032002E003500305143",15', "ucs2")).toEqual(chinese);
  expect(read('+CUSD: 0,"Not in hex",15', "packed")).toEqual({ ok: true, text: "Not in hex", asks: false });
  // Ended by the network, answered by others, not known, too late: no answer.
  for (const mode of [0, 2, 3, 4, 5]) expect(read(`+CUSD: ${mode}`, "plain")).toMatchObject({ ok: false, text: "" });
  expect(read('+CUSD: 4,"No",15', "plain")).toMatchObject({ ok: false });
  expect(readUssd("+CSQ: 1,2", "plain")).toBeUndefined();
  expect(ussdCode("*100#", "packed")).toBe("AA180C3602");
  expect(ussdCode("*100#", "ucs2")).toBe("002A0031003000300023");
});

test("the balance in an answer, and nothing that isn't one", () => {
  expect(amountIn("尊敬的客户，您的余额12.50元，截至2026-11-22。")).toBe(12.5);
  expect(amountIn("Your balance is -3.20 CNY")).toBe(-3.2);
  expect(amountIn("您当前话费：8元")).toBe(8);
  expect(amountIn("请于2026年11月22日前缴费，客服10086")).toBeUndefined();
});
