import { digitsOf, readAddress, type SmsAddress } from "./address.ts";
import { type DeliveryOutcome, deliveryOutcome } from "./delivery-status.ts";
import { OctetReader, octetsOfHex } from "./octets.ts";
import { readTimestamp } from "./timestamp.ts";
import { readDataCoding, readUserData, type SmsPartOf } from "./user-data.ts";

/** What a SIM or modem had for us. */
export type ReadSms =
  | {
      kind: "text";
      from: SmsAddress;
      text: string;
      /** Moment the service centre took it. */
      sentAtMs: number;
      part?: SmsPartOf;
      messageClass?: number;
    }
  /** Not for people: settings, ringtones, binary. */
  | { kind: "data"; from: SmsAddress; sentAtMs: number; octets: number; part?: SmsPartOf }
  | {
      kind: "report";
      reference: number;
      to: SmsAddress;
      sentAtMs: number;
      doneAtMs: number;
      status: number;
      outcome: DeliveryOutcome;
    };

export type UnreadSms = { fault: "no-hex" | "short" | "type" | "address" | "moment" | "content" };

/** One PDU as AT+CMGR and AT+CMGL show it: the service centre's address, then the TPDU (TS 27.005 3.1). Nothing malformed comes out as a message. */
export function readPdu(hex: string): ReadSms | UnreadSms {
  const octets = octetsOfHex(hex.trim());
  if (!octets) return { fault: "no-hex" };
  const reader = new OctetReader(octets);
  // TS 24.011 8.2.5.1: length in octets, type of number included.
  if (!skipServiceCentre(reader)) return { fault: "address" };
  const first = reader.octet();
  if (reader.short) return { fault: "short" };
  // TS 23.040 9.2.3.1, towards the mobile: 00 deliver, 10 status report.
  const kind = first & 3;
  if (kind === 0) return readDeliver(reader, (first & 0x40) !== 0);
  return kind === 2 ? readReport(reader) : { fault: "type" };
}

function skipServiceCentre(reader: OctetReader): boolean {
  const length = reader.octet();
  if (length === 0) return !reader.short;
  const octets = reader.octets(length);
  return (
    !reader.short &&
    length <= 11 &&
    digitsOf(octets.subarray(1), (length - 1) * 2 - (octets[length - 1]! >> 4 === 15 ? 1 : 0)) !== undefined
  );
}

/** TS 23.040 9.2.2.1. */
function readDeliver(reader: OctetReader, hasHeader: boolean): ReadSms | UnreadSms {
  const from = readAddress(reader);
  if (!from) return { fault: reader.short ? "short" : "address" };
  reader.octet(); // TP-PID: replace types and the like are kept as messages of their own
  const { alphabet, messageClass } = readDataCoding(reader.octet());
  const moment = readTimestamp(reader.octets(7));
  const length = reader.octet();
  if (reader.short) return { fault: "short" };
  if (moment === undefined) return { fault: "moment" };
  const content = readUserData(reader.octets(reader.left), length, alphabet, hasHeader);
  if (!content) return { fault: "content" };
  const { part } = content;
  const known = { from, sentAtMs: moment, ...(part ? { part } : {}) };
  if ("data" in content) return { kind: "data", ...known, octets: content.data.length };
  return { kind: "text", ...known, text: content.text, ...(messageClass === undefined ? {} : { messageClass }) };
}

/** 9.2.2.3. */
function readReport(reader: OctetReader): ReadSms | UnreadSms {
  const reference = reader.octet();
  const to = readAddress(reader);
  if (!to) return { fault: reader.short ? "short" : "address" };
  const sent = readTimestamp(reader.octets(7));
  const done = readTimestamp(reader.octets(7));
  const status = reader.octet();
  if (reader.short) return { fault: "short" };
  if (sent === undefined || done === undefined) return { fault: "moment" };
  const outcome = deliveryOutcome(status);
  return { kind: "report", reference, to, sentAtMs: sent, doneAtMs: done, status, outcome };
}
