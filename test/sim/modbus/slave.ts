/** A device's registers as its maker put them there. */
export class Slave {
  readonly coils = new Map<number, boolean>();
  readonly inputs = new Map<number, boolean>();
  readonly holding = new Map<number, number>();
  readonly input = new Map<number, number>();

  /** The data of its answer (MAP V1.1b3, 6.1–6.12), or the code of an exception. */
  answer(fc: number, data: Uint8Array): Uint8Array | number {
    const word = (at: number): number => ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
    const [address, second] = [word(0), word(2)];
    switch (fc) {
      case 1:
        return bitsOf(this.coils, address, second);
      case 2:
        return bitsOf(this.inputs, address, second);
      case 3:
        return wordsOf(this.holding, address, second);
      case 4:
        return wordsOf(this.input, address, second);
      case 5:
        if (!this.coils.has(address)) return 2;
        if (second !== 0 && second !== 0xff00) return 3;
        this.coils.set(address, second !== 0);
        return data.slice(0, 4);
      case 6:
        if (!this.holding.has(address)) return 2;
        this.holding.set(address, second);
        return data.slice(0, 4);
      case 16:
        for (let n = 0; n < second; n++) if (!this.holding.has(address + n)) return 2;
        for (let n = 0; n < second; n++) this.holding.set(address + n, word(5 + 2 * n));
        return data.slice(0, 4);
      default:
        return 1;
    }
  }
}

function bitsOf(of: ReadonlyMap<number, boolean>, address: number, count: number): Uint8Array | number {
  if (count < 1 || count > 2000) return 3;
  const bytes = new Uint8Array(1 + Math.ceil(count / 8));
  bytes[0] = bytes.length - 1;
  for (let n = 0; n < count; n++) {
    const bit = of.get(address + n);
    if (bit === undefined) return 2;
    if (bit) bytes[1 + (n >> 3)]! |= 1 << (n & 7);
  }
  return bytes;
}

function wordsOf(of: ReadonlyMap<number, number>, address: number, count: number): Uint8Array | number {
  if (count < 1 || count > 125) return 3;
  const bytes = [2 * count];
  for (let n = 0; n < count; n++) {
    const word = of.get(address + n);
    if (word === undefined) return 2;
    bytes.push(word >> 8, word & 0xff);
  }
  return Uint8Array.from(bytes);
}
