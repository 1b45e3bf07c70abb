/** CRC of a frame (Modbus over Serial Line V1.02, 6.2.2): polynomial A001, begins with FFFF; its low byte goes first over the wire. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** With its CRC behind it. */
export function withCrc(bytes: Uint8Array): Uint8Array {
  const crc = crc16(bytes);
  return Uint8Array.from([...bytes, crc & 0xff, crc >> 8]);
}

/** False for what is too short to be a frame. */
export function hasGoodCrc(frame: Uint8Array): boolean {
  const { length } = frame;
  return length >= 4 && crc16(frame.subarray(0, length - 2)) === (frame[length - 2]! | (frame[length - 1]! << 8));
}
