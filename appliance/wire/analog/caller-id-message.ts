/** What a line tells of the caller before it is answered. */
export type CallerId = { number?: string; name?: string; withheld: boolean };

/** A message of this type number tells who calls. */
type Kind = "caller" | "lamp";
export type LineMessage = { kind: "caller"; caller: CallerId } | { kind: "lamp"; on: boolean };

// EN 300 659-3 5.2 and GR-30: single data (SDMF) has the date and the number only; multiple data (MDMF) has parameters.
const singleCaller = 0x04;
const singleLamp = 0x06;
const multipleCaller = 0x80;
const multipleLamp = 0x82;
const kinds: Readonly<Record<number, Kind>> = {
  [singleCaller]: "caller",
  [multipleCaller]: "caller",
  [singleLamp]: "lamp",
  [multipleLamp]: "lamp",
};
const parameter = { date: 1, number: 2, absentNumber: 4, name: 7, absentName: 8, lamp: 11 } as const;

/** Gathers the bytes of a message: its type, length, content and checksum (EN 300 659-1 7). */
export class MessageReader {
  #bytes: number[] = [];

  /** A whole message with a right checksum; undefined otherwise. Bytes before a known type are the channel seizure or noise. */
  feed(byte: number): LineMessage | undefined {
    if (this.#bytes.length === 0 && !Object.hasOwn(kinds, byte)) return undefined;
    this.#bytes.push(byte);
    const length = this.#bytes[1];
    if (length === undefined || this.#bytes.length < length + 3) return undefined;
    const bytes = this.#bytes;
    this.#bytes = [];
    // The sum of all bytes with the checksum is 0 modulo 256.
    return bytes.reduce((sum, b) => sum + b, 0) % 256 === 0 ? meaning(bytes) : undefined;
  }

  /** A byte was lost: what was gathered is worth nothing. */
  forget(): void {
    this.#bytes = [];
  }
}

function meaning(bytes: number[]): LineMessage {
  const type = bytes[0]!;
  const content = bytes.slice(2, -1);
  // EN 300 659-3 5.4.7: 0x42 lights it, 0x6F puts it out, in both formats the last byte of its parameter.
  if (type === singleLamp) return { kind: "lamp", on: content[0] === 0x42 };
  if (type === singleCaller) return { kind: "caller", caller: callerOf(textOf(content.slice(8))) };
  const found = parametersOf(content);
  if (type === multipleLamp) return { kind: "lamp", on: found.get(parameter.lamp)?.at(-1) === 0xff };
  const absent = textOf(found.get(parameter.absentNumber) ?? []);
  const name = textOf(found.get(parameter.name) ?? []).trim();
  const caller = callerOf(absent || textOf(found.get(parameter.number) ?? []));
  return { kind: "caller", caller: name ? { ...caller, name: name.slice(0, 60) } : caller };
}

/** "P" is withheld, "O" not known (GR-30); everything that isn't dialled is left out. */
function callerOf(text: string): CallerId {
  if (text === "P") return { withheld: true };
  const number = text.replace(/[^0-9+*#]/g, "").slice(0, 24);
  return number ? { number, withheld: false } : { withheld: false };
}

function parametersOf(content: number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let at = 0; at + 1 < content.length; ) {
    const [type, length] = [content[at]!, content[at + 1]!];
    found.set(type, content.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

const textOf = (bytes: number[]): string =>
  bytes.map((b) => ((b & 127) >= 32 && (b & 127) < 127 ? String.fromCharCode(b & 127) : "")).join("");

/** A message of multiple data for a telephone, checksum included: who calls, at `local` time (month, day, hour, minute). */
export function callerMessage(caller: CallerId, local: { month: number; day: number; hour: number; minute: number }): number[] {
  const two = (n: number): string => String(n).padStart(2, "0");
  const date = two(local.month) + two(local.day) + two(local.hour) + two(local.minute);
  const ascii = (text: string): number[] => [...text].map((c) => c.charCodeAt(0)).filter((c) => c < 127);
  const part = (type: number, value: number[]): number[] => [type, value.length, ...value];
  const number = caller.withheld
    ? part(parameter.absentNumber, ascii("P"))
    : caller.number
      ? part(parameter.number, ascii(caller.number.slice(0, 24)))
      : part(parameter.absentNumber, ascii("O"));
  const name = ascii(caller.name ?? "").slice(0, 20);
  return closed([
    multipleCaller,
    ...withLength([...part(parameter.date, ascii(date)), ...number, ...(name.length > 0 ? part(parameter.name, name) : [])]),
  ]);
}

/** Lights or puts out a telephone's message lamp (VMWI, EN 300 659-3 5.4.7). */
export const lampMessage = (on: boolean): number[] => closed([multipleLamp, ...withLength([parameter.lamp, 1, on ? 0xff : 0])]);

const withLength = (content: number[]): number[] => [content.length, ...content];
const closed = (bytes: number[]): number[] => [...bytes, (256 - (bytes.reduce((sum, b) => sum + b, 0) % 256)) % 256];

// EN 300 659-1 6.2: 300 bits of alternating space and mark, then at least 80 of mark; more on-hook.
const seizureBits = 300;
const markBits = 180;

/** All bits of a message as they are sent between the rings; off-hook there is no seizure. */
export function messageBits(message: number[], onHook = true): number[] {
  const seizure = onHook ? Array.from({ length: seizureBits }, (_, i) => i % 2) : [];
  const mark = Array.from({ length: onHook ? markBits : 80 }, () => 1);
  const bytes = message.flatMap((byte) => [0, ...Array.from({ length: 8 }, (_, i) => (byte >> i) & 1), 1]);
  return [...seizure, ...mark, ...bytes, 1, 1, 1, 1, 1];
}
