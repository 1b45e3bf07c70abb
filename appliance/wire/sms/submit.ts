import { splitText } from "../../contract/split-text.ts";
import { addressOctets } from "./address.ts";
import { packSeptets } from "./gsm7.ts";
import { hexOfOctets } from "./octets.ts";

/** One PDU for AT+CMGS: `hex` with the service centre's address left to the SIM, `octets` the length without it (TS 27.005 3.5.1). */
export type SubmitPdu = { hex: string; octets: number };

export type Submit = {
  /** Digits, * and #, with + for an international number. */
  to: string;
  text: string;
  /** Ties the parts of one text together, 0…255; the next text to the same number wants another. */
  reference: number;
  /** Ask the service centre to report what became of it. */
  report: boolean;
  /** 0 is shown at once and kept nowhere ("flash"). */
  messageClass?: 0 | 1 | 2 | 3;
};

// TS 23.040 9.2.2.2: SMS-SUBMIT with a relative validity period, header and report bits as wanted.
const submitType = 0x01;
const relativeValidity = 0x10;
const wantsReport = 0x20;
const hasHeader = 0x40;
/** 9.2.3.12.1: 167 stands for 24 hours, after which a text about water has lost its point. */
const oneDay = 167;

/** The PDUs of a text, in the order they are sent. Nothing for a number that can't be one, or a text too long for 255 parts. */
export function submitPdus({ to, text, reference, report, messageClass }: Submit): SubmitPdu[] | undefined {
  const address = addressOctets(to);
  const split = splitText(text);
  if (!address || !split) return undefined;
  const { alphabet, parts } = split;
  const coding = (alphabet === "ucs2" ? 0x08 : 0) | (messageClass === undefined ? 0 : 0x10 | messageClass);
  return parts.map((units, i) => {
    const header = parts.length > 1 ? [5, 0, 3, reference & 255, parts.length, i + 1] : [];
    const first = submitType | relativeValidity | (report ? wantsReport : 0) | (header.length > 0 ? hasHeader : 0);
    const body = alphabet === "gsm7" ? gsm7Body(header, units) : ucs2Body(header, units);
    const octets = [first, 0, ...address, 0, coding, oneDay, body.length, ...body.octets];
    return { hex: `00${hexOfOctets(octets)}`, octets: octets.length };
  });
}

function gsm7Body(header: number[], septets: number[]): { length: number; octets: number[] } {
  const headerSeptets = Math.ceil((header.length * 8) / 7);
  const fillBits = headerSeptets * 7 - header.length * 8;
  return { length: headerSeptets + septets.length, octets: [...header, ...packSeptets(septets, fillBits)] };
}

function ucs2Body(header: number[], units: number[]): { length: number; octets: number[] } {
  const octets = [...header, ...units.flatMap((unit) => [unit >> 8, unit & 255])];
  return { length: octets.length, octets };
}
