/** MODBUS Application Protocol V1.1b3, 6. */
const functions: Record<number, string> = {
  1: "read coils",
  2: "read discrete inputs",
  3: "read holding registers",
  4: "read input registers",
  5: "write coil",
  6: "write register",
  15: "write coils",
  16: "write registers",
  23: "read and write registers",
};
const exceptions: Record<number, string> = {
  1: "illegal function",
  2: "illegal address",
  3: "illegal value",
  4: "device failure",
  5: "acknowledged, still working",
  6: "busy",
  8: "memory parity",
  10: "gateway path unavailable",
  11: "gateway target did not answer",
};
const shownWords = 125;

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

/** A piece of a bus as text: the bytes, and what they say where they are a whole frame. `tcp`: with the header of Modbus TCP in front (MBAP). */
export function modbusWords(bytes: Uint8Array, direction: "in" | "out", tcp: boolean): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const frame = tcp ? ofTcp(bytes) : ofRtu(bytes);
  const said = frame && (direction === "out" ? request(frame) : reply(frame));
  return said ? `${hex}  | ${said}` : hex;
}

/** Unit, function, data; without CRC. */
function ofRtu(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 4 || bytes.length > 256) return undefined;
  let crc = 0xffff;
  for (const byte of bytes.subarray(0, -2)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc === (bytes.at(-2)! | (bytes.at(-1)! << 8)) ? bytes.subarray(0, -2) : undefined;
}

/** MODBUS Messaging on TCP/IP V1.0b, 3.1.3. */
function ofTcp(bytes: Uint8Array): Uint8Array | undefined {
  return bytes.length >= 8 && word(bytes, 2) === 0 && word(bytes, 4) === bytes.length - 6 ? bytes.subarray(6) : undefined;
}

const head = (frame: Uint8Array): string => `unit ${frame[0]} ${functions[frame[1]! & 0x7f] ?? `function ${frame[1]! & 0x7f}`}`;

function request(frame: Uint8Array): string | undefined {
  if (frame.length < 6) return undefined;
  const place = `${head(frame)} ${word(frame, 2)}`;
  if (frame[1] === 5) return `${place}: ${word(frame, 4) === 0xff00 ? "on" : "off"}`;
  if (frame[1] === 6) return `${place}: ${word(frame, 4)}`;
  const count = `${place} ×${word(frame, 4)}`;
  return frame[1] === 16 && frame.length >= 9 ? `${count}: ${words(frame.subarray(7))}` : count;
}

function reply(frame: Uint8Array): string | undefined {
  const code = frame[1]!;
  if (code & 0x80) return `${head(frame)}: refused, ${exceptions[frame[2]!] ?? `code ${frame[2]}`}`;
  if (code === 3 || code === 4) return frame[2] === frame.length - 3 ? `${head(frame)}: ${words(frame.subarray(3))}` : undefined;
  if (code === 1 || code === 2)
    return frame[2] === frame.length - 3 ? `${head(frame)}: ${[...frame.subarray(3)].map(bits).join(" ")}` : undefined;
  return frame.length >= 6 ? `${head(frame)} ${word(frame, 2)}: done` : undefined;
}

const bits = (byte: number): string => [...byte.toString(2).padStart(8, "0")].reverse().join("");
const words = (bytes: Uint8Array): string =>
  Array.from({ length: Math.min(shownWords, bytes.length >> 1) }, (_, at) => word(bytes, 2 * at)).join(" ");
