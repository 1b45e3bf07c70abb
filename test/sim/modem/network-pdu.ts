import { addressOctets, readAddress } from "../../../appliance/wire/sms/address.ts";
import { hexOfOctets, OctetReader, octetsOfHex } from "../../../appliance/wire/sms/octets.ts";
import { submitPdus } from "../../../appliance/wire/sms/submit.ts";
import { readDataCoding, readUserData } from "../../../appliance/wire/sms/user-data.ts";

/** TS 23.040 9.2.3.11, in UTC. */
function moment(atMs: number): number[] {
  const at = new Date(atMs);
  const two = [at.getUTCFullYear() % 100, at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  return [...two, at.getUTCSeconds(), 0].map((n) => ((n % 10) << 4) | Math.floor(n / 10));
}

/** A text as the network hands it over (9.2.2.1), in its parts. */
export function deliverPdus(text: { from: string; text: string; reference: number; atMs: number }): string[] {
  const pdus = submitPdus({ to: text.from, text: text.text, reference: text.reference, report: false });
  if (!pdus) throw new Error(`no PDU for ${text.from}`);
  return pdus.map(({ hex }) => {
    const [, first = 0, , ...rest] = octetsOfHex(hex)!;
    const addressEnd = 2 + Math.ceil(rest[0]! / 2);
    const coding = rest[addressEnd + 1]!;
    // The period of validity gives way to the moment.
    const body = rest.slice(addressEnd + 3);
    return hexOfOctets([0, 4 | (first & 0x40), ...rest.slice(0, addressEnd), 0, coding, ...moment(text.atMs), ...body]);
  });
}

/** What became of a text that was handed over (9.2.2.3). */
export const reportPdu = ({
  reference,
  to,
  atMs,
  status = 0,
}: {
  reference: number;
  to: string;
  atMs: number;
  status?: number;
}): string => hexOfOctets([0, 6, reference, ...(addressOctets(to) ?? []), ...moment(atMs), ...moment(atMs), status]);

export type Submitted = { to: string; text: string; report: boolean; part: { reference: number; total: number; index: number } };

/** What the network reads in a text of ours (9.2.2.2). */
export function readSubmit(hex: string): Submitted {
  const reader = new OctetReader(octetsOfHex(hex)!);
  reader.octet();
  const first = reader.octet();
  reader.octet();
  const to = readAddress(reader);
  reader.octet();
  const { alphabet } = readDataCoding(reader.octet());
  reader.octet();
  const length = reader.octet();
  const content = readUserData(reader.octets(reader.left), length, alphabet, (first & 0x40) !== 0);
  if (reader.short || !to || !content || !("text" in content)) throw new Error(`not readable: ${hex}`);
  const { text, part = { reference: -1, total: 1, index: 1 } } = content;
  return { to: to.number, text, report: (first & 0x20) !== 0, part };
}
