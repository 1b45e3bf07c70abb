import { expect, test } from "vitest";
import { CardLoop } from "./card-loop.ts";
import type { CardPort } from "./card-port.ts";
import type { Sys } from "./sys.ts";

function port(channel: number): CardPort & { asked: number } {
  const made = {
    channel,
    fd: undefined,
    isBusy: false,
    refusedBlocks: 0,
    asked: 0,
    ready: () => {},
    time: () => void made.asked++,
    stop: () => Promise.resolve(),
  };
  return made;
}

test("a port that is replaced while the loop waits is not asked to open its channel again; the new one is", async () => {
  let ring = () => {};
  const sys = { poll: () => new Promise<void>((done) => (ring = done)), wake: () => ring() } as unknown as Sys;
  const [former, next] = [port(1), port(1)];
  let ports = [former];
  let nowMs = 1_000;
  const loop = new CardLoop(
    sys,
    () => nowMs,
    () => ports,
  );
  ports = [next];
  nowMs += 1_000;
  ring();
  await expect.poll(() => next.asked).toBe(1);
  expect(former.asked).toBe(0);
  await loop.stop();
});
