import { describe, expect, test } from "vitest";
import { encodeAlaw } from "../../wire/audio/g711.ts";
import { QuietWatch } from "./quiet-watch.ts";

const frame = 160;
/** A frame of 20 ms of a 400 Hz tone with this amplitude. */
const toneFrame = (amplitude: number): Uint8Array => {
  const linear = new Int16Array(frame).map((_, i) => Math.round(amplitude * Math.sin((2 * Math.PI * 400 * i) / 8000)));
  const bytes = new Uint8Array(frame);
  encodeAlaw(linear, 0, bytes, 0, frame);
  return bytes;
};
const voice = toneFrame(3000);
const softer = toneFrame(260);
const noise = toneFrame(60);

/** Plays frames into a watch, 20 ms each; tells when it first heard somebody and when it was quiet for too long. */
function listen(quietMs: number, parts: [frames: Uint8Array | "nothing", forMs: number][]) {
  const watch = new QuietWatch(quietMs, 0);
  const told: { spokeAtMs: number[]; quietAtMs: number[] } = { spokeAtMs: [], quietAtMs: [] };
  let nowMs = 0;
  for (const [bytes, forMs] of parts)
    for (const endMs = nowMs + forMs; nowMs < endMs; ) {
      nowMs += 20;
      if (bytes !== "nothing" && watch.audio("PCMA", bytes, 0, frame, nowMs)) told.spokeAtMs.push(nowMs);
      if (nowMs % 100 === 0 && watch.tick(nowMs) > 0) told.quietAtMs.push(nowMs);
    }
  return told;
}

describe("listening along a recording", () => {
  test("the first words are told once; quiet after them when it has lasted", () => {
    expect(
      listen(2000, [
        [noise, 1000],
        [voice, 1000],
        [noise, 5000],
      ]),
    ).toEqual({ spokeAtMs: [1080], quietAtMs: [4000] });
  });
  test("pauses between words are no quiet, and quiet is told anew after new words", () => {
    const told = listen(1000, [
      [voice, 500],
      [noise, 900],
      [voice, 500],
      [noise, 1500],
      [voice, 200],
      [noise, 1500],
    ]);
    expect(told.quietAtMs).toHaveLength(2);
    expect(told.spokeAtMs).toHaveLength(1);
  });
  test("who says nothing at all is quiet from the beginning; so is a line without packets", () => {
    expect(listen(2000, [[noise, 3000]])).toEqual({ spokeAtMs: [], quietAtMs: [2000] });
    expect(listen(2000, [["nothing", 3000]])).toEqual({ spokeAtMs: [], quietAtMs: [2000] });
  });
  test("a click is no voice; the soft end of a word still is", () => {
    expect(
      listen(0, [
        [noise, 500],
        [voice, 40],
        [noise, 500],
      ]).spokeAtMs,
    ).toEqual([]);
    expect(listen(1000, [[softer, 500]]).spokeAtMs).toEqual([]);
    expect(
      listen(1000, [
        [voice, 200],
        [softer, 3000],
      ]).quietAtMs,
    ).toEqual([]);
  });
  test("without a limit quiet is never told", () => {
    expect(
      listen(0, [
        [voice, 200],
        [noise, 60_000],
      ]),
    ).toEqual({ spokeAtMs: [80], quietAtMs: [] });
  });
});
