import { expect, it } from "vitest";
import { Player, type PlayPart } from "./player.ts";

const player = (parts: PlayPart[], repeat = false): Player =>
  new Player({ play: "p", parts, bargeIn: false, repeat, country: "CN" });
const samples = (length: number, from: number): Int16Array => Int16Array.from({ length }, (_, i) => from + i);
function all(one: Player, limit = 1000): number[] {
  const frame = new Int16Array(160);
  const heard: number[] = [];
  for (let i = 0; i < limit && one.fill(frame) === "frame"; i++) heard.push(...frame);
  return heard;
}

it("joins prompts without a seam, and pads only the end", () => {
  const one = player([
    { kind: "prompt", prompt: 0 },
    { kind: "prompt", prompt: 1 },
  ]);
  one.supply(1, samples(100, 1000), "");
  one.supply(0, samples(200, 1), "");
  expect(all(one)).toEqual([...samples(200, 1), ...samples(100, 1000), ...new Array(20).fill(0)]);
  expect(one.faults).toEqual([]);
});

it("waits for a prompt that is still being loaded, after what is there", () => {
  const one = player([
    { kind: "silence", forMs: 20 },
    { kind: "prompt", prompt: 0 },
  ]);
  const frame = new Int16Array(160);
  expect([one.fill(frame), one.fill(frame), one.fill(frame)]).toEqual(["frame", "waiting", "waiting"]);
  one.supply(0, samples(160, 5), "");
  expect([one.fill(frame), frame[0], one.fill(frame)]).toEqual(["frame", 5, "over"]);
});

it("leaves out what could not be loaded, and keeps the reason", () => {
  const one = player([
    { kind: "prompt", prompt: 0 },
    { kind: "silence", forMs: 20 },
  ]);
  one.supply(0, undefined, "no such file");
  expect(all(one).length).toBe(160);
  expect(one.faults).toEqual(["no such file"]);
});

it("repeats, but never turns in circles over nothing", () => {
  const endless = player([{ kind: "prompt", prompt: 0 }], true);
  endless.supply(0, samples(100, 1), "");
  expect(all(endless, 5)).toEqual(Array.from({ length: 800 }, (_, i) => 1 + (i % 100)));
  for (const parts of [[], [{ kind: "silence" as const, forMs: 0 }], [{ kind: "silence" as const, forMs: -5 }]])
    expect(all(player(parts, true))).toEqual([]);
});
