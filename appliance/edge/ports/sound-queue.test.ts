import { expect, test } from "vitest";
import { alawSilence, encodeAlaw } from "../../wire/audio/g711.ts";
import { blockBytes } from "./port.ts";
import { SoundQueue } from "./sound-queue.ts";

const loud = new Uint8Array(blockBytes).fill(encoded(8_000));
const quiet = new Uint8Array(blockBytes).fill(alawSilence);

function encoded(sample: number): number {
  const bytes = new Uint8Array(1);
  encodeAlaw(Int16Array.of(sample), 0, bytes, 0, 1);
  return bytes[0]!;
}

/** A queue that holds so many blocks for good: one comes for each that goes. */
function standing(blocks: number, of: Uint8Array): { queue: SoundQueue; pass(count: number, of: Uint8Array): void } {
  const queue = new SoundQueue();
  for (let n = 0; n < blocks; n++) queue.push(of);
  return {
    queue,
    pass(count, each) {
      for (let n = 0; n < count; n++) {
        queue.push(each);
        queue.next();
      }
    },
  };
}

test("it begins with two blocks, and begins anew when it ran empty", () => {
  const queue = new SoundQueue();
  queue.push(loud);
  expect(queue.next()).toBeUndefined();
  queue.push(loud);
  expect([queue.next(), queue.next(), queue.next()]).toEqual([loud, loud, undefined]);
  queue.push(loud);
  expect(queue.next()).toBeUndefined();
  expect(queue.counts).toEqual({ dropped: 0, missing: 1 });
});

test("delay after a late moment goes in the next pause, and nothing of what is said", () => {
  const { queue, pass } = standing(9, loud);
  pass(500, loud);
  expect(queue.counts.dropped).toBe(0);
  pass(50, quiet);
  expect(queue.counts.dropped).toBeGreaterThanOrEqual(5);
  const { dropped } = queue.counts;
  pass(500, quiet);
  expect(queue.counts.dropped - dropped).toBeLessThanOrEqual(1);
});

test("delay beyond 200 ms goes though somebody speaks on and on; beyond half a second at once", () => {
  const { queue, pass } = standing(40, loud);
  expect(queue.counts.dropped).toBe(15);
  pass(500, loud);
  const { dropped } = queue.counts;
  expect(dropped).toBeGreaterThan(25);
  pass(500, loud);
  expect(queue.counts).toEqual({ dropped, missing: 0 });
});
