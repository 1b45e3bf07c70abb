export type Randomness = (below: number) => number;

/** The same numbers for the same seed. For tests. */
export function randomness(seed: number): Randomness {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(((state ^ (state >>> 15)) >>> 0) % below);
  };
}

/** One to four changes: bits turned, bytes replaced, left out, put in, doubled, cut off, or swapped with their neighbour. */
export function mutant(bytes: Uint8Array, random: Randomness): Uint8Array {
  let out = [...bytes];
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(Math.max(1, out.length));
    switch (random(7)) {
      case 0:
        if (out.length > 0) out[at] = out[at]! ^ (1 << random(8));
        break;
      case 1:
        if (out.length > 0) out[at] = random(256);
        break;
      case 2:
        out.splice(at, 1 + random(3));
        break;
      case 3:
        out.splice(at, 0, random(256));
        break;
      case 4:
        out.splice(at, 0, ...out.slice(at, at + 1 + random(8)));
        break;
      case 5:
        out = out.slice(0, at);
        break;
      default:
        if (at + 1 < out.length) [out[at], out[at + 1]] = [out[at + 1]!, out[at]!];
    }
  }
  return Uint8Array.from(out);
}
