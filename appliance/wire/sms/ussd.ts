import { septetsOf } from "../../contract/text-alphabet.ts";
import { packSeptets, textOfSeptets, unpackSeptets } from "./gsm7.ts";
import { hexOfOctets, octetsOfHex } from "./octets.ts";

/** How a modem writes USSD texts: as they are, as packed septets in hex, or as UCS-2 in hex. */
export type UssdForm = "plain" | "packed" | "ucs2";
/** `ok`: there is an answer. The network may have ended it, refused it or let it wait too long instead. */
export type UssdAnswer = { ok: boolean; text: string /** The network waits for a choice. */; asks: boolean };

/** TS 27.007 7.15: `+CUSD: m,"text",dcs`. Nothing for a line that isn't one. */
export function readUssd(line: string, form: UssdForm): UssdAnswer | undefined {
  const found = /^\+CUSD: *(\d)(?:,"([^"]{0,800})"(?:, *(\d{1,3}))?)?/.exec(line);
  if (!found) return undefined;
  const [, mode, raw = "", dcs] = found;
  const text = (isUcs2(Number(dcs ?? 15)) ? textOf(raw, "ucs2") : undefined) ?? textOf(raw, form) ?? raw;
  // 0 and 1 carry an answer, 2 may; 3…5 are for others, refused, too late.
  return { ok: Number(mode) <= 2 && text !== "", text, asks: mode === "1" };
}

/** TS 23.038 5: UCS-2, whatever form the modem uses otherwise. */
const isUcs2 = (dcs: number): boolean => (dcs & 0xcc) === 0x48;

/** The code as the modem wants it. */
export function ussdCode(code: string, form: UssdForm): string {
  if (form === "plain") return code;
  if (form === "ucs2") return hexOfOctets([...code].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]));
  return hexOfOctets(packSeptets([...code].flatMap((c) => [...(septetsOf(c) ?? [])])));
}

function textOf(raw: string, form: UssdForm): string | undefined {
  const octets = form === "plain" ? undefined : octetsOfHex(raw);
  if (!octets) return undefined;
  if (form === "packed") {
    const count = Math.floor((octets.length * 8) / 7);
    // TS 23.038 6.1.2.3.1: seven bits left over are filled with CR.
    return textOfSeptets(unpackSeptets(octets, count)).replace(/\r$/, "");
  }
  if (octets.length % 2) return undefined;
  let text = "";
  for (let i = 0; i < octets.length; i += 2) text += String.fromCharCode((octets[i]! << 8) | octets[i + 1]!);
  return text.toWellFormed();
}

/** The first amount of money in an answer: "余额12.50元", "Balance: -3.20 CNY". Dates and numbers of calls are no amounts. */
export function amountIn(text: string): number | undefined {
  const found =
    /(?:余额|话费|balance|credit)[^0-9-]{0,20}(-?\d{1,6}(?:\.\d{1,2})?)/i.exec(text) ??
    /(-?\d{1,6}\.\d{2})\s*(?:元|yuan|cny|rmb|¥)/i.exec(text);
  return found ? Number(found[1]) : undefined;
}
