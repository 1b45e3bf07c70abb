/** What is said of a request by its frame: unit, function and data as sent, CRC included or not. */
export type AskedOf = { unit: number; fc: number; address: number; replyBytes: number };

const readsBits = (fc: number): boolean => fc === 1 || fc === 2;
export const isRead = (fc: number): boolean => fc >= 1 && fc <= 4;

/** `replyBytes`: of a good answer, unit to data, without the CRC (Modbus Application Protocol V1.1b3, 6.1–6.12). */
export function askedOf(frame: Uint8Array): AskedOf {
  const [unit = 0, fc = 0, addressHigh = 0, addressLow = 0, high = 0, low = 0] = frame;
  const count = (high << 8) | low;
  const replyBytes = isRead(fc) ? 3 + (readsBits(fc) ? Math.ceil(count / 8) : 2 * count) : 6;
  return { unit, fc, address: (addressHigh << 8) | addressLow, replyBytes };
}

/** Bit 7 of the function says that the rest is an exception (MAP V1.1b3, 7). */
const exceptionBit = 0x80;
/** Whether `body`, without CRC, answers the request: its data, or an exception. */
export function answers(body: Uint8Array, request: Uint8Array): boolean {
  const { unit, fc, replyBytes } = askedOf(request);
  if (body[0] !== unit) return false;
  if (body[1] === (fc | exceptionBit)) return body.length === 3 && body[2]! >= 1 && body[2]! <= 11;
  if (body[1] !== fc || body.length !== replyBytes) return false;
  if (isRead(fc)) return body[2] === replyBytes - 3;
  // What is written is said back: one value whole, of many the place and the number.
  return body.every((byte, n) => byte === request[n]);
}
