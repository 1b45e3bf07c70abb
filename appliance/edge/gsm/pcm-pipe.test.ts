import { expect, test } from "vitest";
import { linearToAlaw } from "../../wire/audio/g711.ts";
import { PcmPipe } from "./pcm-pipe.ts";

const sentence = Buffer.from("$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8*76\r\n", "latin1");

function pipe(frameMs: 20 | 40 = 20, waiting = 0) {
  const heard: Uint8Array[] = [];
  const written: Uint8Array[] = [];
  const made = new PcmPipe({
    frameMs,
    gainInDb: 0,
    gainOutDb: 0,
    write: (bytes) => written.push(bytes),
    waitingBytes: () => waiting,
  });
  made.connect({ heard: (block) => heard.push(block.slice()), next: (into) => into.fill(linearToAlaw[1000]!) }, 0);
  return { made, heard, written, all: () => Buffer.concat(heard) };
}

/** Samples that don't repeat within a block, and some that look like a dollar. */
const sound = Int16Array.from({ length: 1600 }, (_, i) => ((i * 7919) % 30_000) - 15_000);
const bytes = Buffer.from(sound.buffer);
const codes = Buffer.from(sound.map((s) => linearToAlaw[s & 0xffff]!));

test.each([1, 3, 7, 319, 320, 321, 640, 3200])("sound cut into pieces of %i bytes is whole again", (piece) => {
  const { made, all, written } = pipe();
  for (let at = 0; at < bytes.length; at += piece) made.receive(bytes.subarray(at, at + piece), 10);
  expect(all().equals(codes)).toBe(true);
  expect(written.map((frame) => frame.length)).toEqual(new Array(10).fill(320));
});

test("the modem is the clock: one frame for each, of its own length", () => {
  const { made, written } = pipe(40);
  made.receive(bytes.subarray(0, 640 * 3 - 2), 10);
  expect(written.map((frame) => frame.length)).toEqual([640, 640]);
});

test.each([1, 5, 400])("sentences of a GPS in the sound are taken out, in pieces of %i", (piece) => {
  const { made, all } = pipe();
  const mixed = Buffer.concat([bytes.subarray(0, 481), sentence, bytes.subarray(481, 1000), sentence, bytes.subarray(1000)]);
  for (let at = 0; at < mixed.length; at += piece) made.receive(mixed.subarray(at, at + piece), 10);
  expect(made.sentences).toBe(2);
  expect(all().equals(codes)).toBe(true);
});

test("when nothing comes our own clock goes on, and stops when something does", () => {
  const { made, written } = pipe();
  made.tick(59);
  expect(written).toHaveLength(0);
  made.tick(100);
  expect(written).toHaveLength(3);
  made.receive(bytes.subarray(0, 320), 110);
  made.tick(160);
  expect(written).toHaveLength(4);
});

test("a modem that doesn't take sound gets none, and the box's side does not pile up", () => {
  const { made, written } = pipe(20, 1600);
  made.receive(bytes.subarray(0, 640), 10);
  expect(written).toHaveLength(0);
  expect(made.dropped).toBe(2);
});
