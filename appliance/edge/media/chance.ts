import { randomFillSync } from "node:crypto";

const pool = new Uint32Array(256);
let next = pool.length;

/** 0 <= x < 1, unpredictable (RFC 3550 8.1 wants that of SSRCs). Drawn from the system 256 numbers at a time: single draws are dear. */
export function chance(): number {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  return pool[next++]! / 0x1_0000_0000;
}
