const known = 1_000;

/** IPv4 and IPv6 literals (RFC 4291 2.2) as bytes, 4 or 16; those asked for again and again are remembered. */
export class AddressBytes {
  readonly #seen = new Map<string, Uint8Array>();

  of(text: string): Uint8Array {
    const found = this.#seen.get(text);
    if (found) return found;
    const bytes = text.includes(":") ? six(text) : four(text);
    if (this.#seen.size >= known) this.#seen.clear();
    this.#seen.set(text, bytes);
    return bytes;
  }
}

function four(text: string): Uint8Array {
  const parts = text.split(".").map(Number);
  const fine = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256);
  return fine ? Uint8Array.from(parts) : new Uint8Array(4);
}

function six(text: string): Uint8Array {
  const bytes = new Uint8Array(16);
  const plain = text.replace(/%.*$/, "").replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a, b, c, d] = parts.slice(0, 4).map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = "", tail] = plain.split("::");
  const groups = (part: string): number[] => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const first = groups(head).slice(0, 8);
  const last = tail === undefined ? [] : groups(tail).slice(0, 8 - first.length);
  const put = (at: number, group: number): void => {
    bytes[2 * at] = (group >> 8) & 255;
    bytes[2 * at + 1] = group & 255;
  };
  first.forEach((group, at) => {
    put(at, group);
  });
  last.forEach((group, at) => {
    put(8 - last.length + at, group);
  });
  return bytes;
}

/** As people write it; IPv6 without the shortening of RFC 5952. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at]! << 8) | bytes[2 * at + 1]!).toString(16));
  return groups.join(":");
}
