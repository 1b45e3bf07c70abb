/** What rtpengine's NG protocol speaks: byte strings, integers, lists, dictionaries. */
export type Bencoded = string | number | Bencoded[] | { [key: string]: Bencoded };

export function bencode(value: Bencoded): string {
  if (typeof value === "number") return `i${Math.trunc(value)}e`;
  if (typeof value === "string") return `${Buffer.byteLength(value)}:${value}`;
  if (Array.isArray(value)) return `l${value.map(bencode).join("")}e`;
  const keys = Object.keys(value).sort();
  return `d${keys.map((key) => bencode(key) + bencode(value[key]!)).join("")}e`;
}

/** Throws on anything that is not one well-formed value. */
export function bdecode(bytes: Buffer): Bencoded {
  let at = 0;
  const until = (end: string): string => {
    const stop = bytes.indexOf(end, at);
    if (stop < 0) throw new Error("bencode: cut short");
    const text = bytes.toString("latin1", at, stop);
    at = stop + 1;
    return text;
  };
  const read = (): Bencoded => {
    const kind = String.fromCharCode(bytes[at] ?? 0);
    if (kind === "i") {
      at++;
      return Number(until("e"));
    }
    if (kind === "l" || kind === "d") {
      at++;
      const items: Bencoded[] = [];
      while (bytes[at] !== 0x65) items.push(read());
      at++;
      if (kind === "l") return items;
      const entries: { [key: string]: Bencoded } = {};
      for (let i = 0; i + 1 < items.length; i += 2) entries[String(items[i])] = items[i + 1]!;
      return entries;
    }
    const length = Number(until(":"));
    if (!Number.isInteger(length) || length < 0 || at + length > bytes.length) throw new Error("bencode: bad length");
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  return read();
}
