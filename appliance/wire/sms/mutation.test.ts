import { expect, test } from "vitest";
import { mutant, randomness } from "../../../test/sim/mutant.ts";
import { hexOfOctets, octetsOfHex } from "./octets.ts";
import { readPdu } from "./read-pdu.ts";
import { readUssd } from "./ussd.ts";

/** One million by hand: LINEBOX_MUTATIONS=1000000. */
const mutations = Number(process.env.LINEBOX_MUTATIONS ?? 20_000);
const timeout = Math.max(60_000, mutations * 3);

/** A text in the default alphabet, one in UCS-2 in parts, a sender with a name, a report. */
const good = [
  "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07",
  "004405916831F000086211229000002312050003070201505C6C34901A77E5D83DDCA7",
  "000409D055E7F41A0400006211229000002304D4F29C0E",
  "0006420D91683108108300F0621122500000236211225000002300",
].map((hex) => octetsOfHex(hex)!);

test("the good ones are read", () => {
  for (const octets of good) expect(readPdu(hexOfOctets(octets))).toHaveProperty("kind");
});

test(`${mutations} mutated PDUs: nothing throws, no number and no text comes out that can't be one`, { timeout }, () => {
  const random = randomness(mutations);
  const seen = { read: 0, refused: 0 };
  for (let n = 0; n < mutations; n++) {
    const octets = mutant(good[n % good.length]!, random);
    const read = readPdu(hexOfOctets(octets));
    if ("fault" in read) {
      seen.refused++;
      continue;
    }
    seen.read++;
    const { number, kind } = read.kind === "report" ? read.to : read.from;
    if (kind === "name" ? number.length > 11 : !/^\+?[0-9*#a-c]{0,20}$/.test(number)) throw new Error(`number ${number}`);
    if (!Number.isFinite(read.sentAtMs)) throw new Error("moment");
    if (read.kind === "text" && (read.text.length > 160 || !read.text.isWellFormed())) throw new Error(`text ${read.text}`);
    const { part } = read.kind === "report" ? { part: undefined } : read;
    if (part && !(part.index >= 1 && part.index <= part.total && part.total <= 255)) throw new Error("part");
  }
  expect(seen.read + seen.refused).toBe(mutations);
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(mutations / 100);
});

test("a PDU that was cut anywhere is never a message", () => {
  for (const octets of good)
    for (let end = 0; end < octets.length; end++) expect(readPdu(hexOfOctets(octets.subarray(0, end)))).toHaveProperty("fault");
});

test("mutated answers to codes throw nothing and stay short", { timeout }, () => {
  const random = randomness(7);
  const lines = ['+CUSD: 0,"4F59989D00310032002E00350030",72', '+CUSD: 1,"C8329BFD06",15', '+CUSD: 0,"Balance: 1",15'].map((l) =>
    Uint8Array.from(l, (c) => c.charCodeAt(0)),
  );
  for (let n = 0; n < mutations; n++) {
    const line = String.fromCharCode(...mutant(lines[n % lines.length]!, random));
    for (const form of ["plain", "packed", "ucs2"] as const) {
      const told = readUssd(line, form);
      if (told && told.text.length > 800) throw new Error(line);
    }
  }
});
