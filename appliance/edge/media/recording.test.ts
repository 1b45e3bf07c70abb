import { describe, expect, it } from "vitest";
import type { RecordingId } from "../../kit/ids.ts";
import { alawSilence } from "../../wire/audio/g711.ts";
import { BlockPool, blockBytes, newBlockMemory } from "./block-pool.ts";
import { type DiskOrder, Recording } from "./recording.ts";

const id = "r" as RecordingId;

/** A recording, and a disk that takes blocks at once (or never). */
function recorder(blocks = 8, takes = true) {
  const pool = new BlockPool(newBlockMemory(blocks));
  const orders: DiskOrder[] = [];
  const audio = new Uint8Array(60 * blockBytes).fill(0);
  const recording = new Recording(id, "/x.wav", 1000, pool, (order) => {
    orders.push(order);
    if (order.order !== "block") return;
    audio.set(pool.bytesOf(order.block).subarray(0, order.length), order.at);
    if (takes) pool.giveBack(order.block);
  });
  return { pool, orders, audio, recording };
}
const packet = (value: number): Uint8Array => new Uint8Array(160).fill(value);
type Side = "said" | "heard";
function speak(recording: Recording, side: Side, fromMs: number, toMs: number, value: number): void {
  for (let ms = fromMs; ms < toMs; ms += 20) recording[side]("PCMA", 9, ms / 20, ms * 8, packet(value), 0, 160, 1000 + ms + 20);
}
const at = (audio: Uint8Array, ms: number): number[] => [audio[ms * 16]!, audio[ms * 16 + 1]!];

describe("a recording", () => {
  it("puts both sides beside each other in real time, whatever order they came in", () => {
    const { orders, audio, recording } = recorder();
    speak(recording, "heard", 500, 1500, 22);
    recording.advance(1000 + 1500);
    speak(recording, "said", 1200, 2400, 11);
    recording.advance(1000 + 2400);
    recording.finish(1000 + 3000);
    expect(at(audio, 100)).toEqual([alawSilence, alawSilence]);
    expect(at(audio, 700)).toEqual([alawSilence, 22]);
    expect(at(audio, 1400)).toEqual([11, 22]);
    expect(at(audio, 2300)).toEqual([11, alawSilence]);
    expect(orders.map(({ order }) => order)).toEqual(["open", "block", "block", "block", "close"]);
    expect(orders.at(-1)).toEqual({ order: "close", recording: id, bytes: 3 * blockBytes });
  });

  it("is silent on both sides while paused, and only then", () => {
    const { audio, recording } = recorder();
    for (const [from, to] of [
      [0, 500],
      [500, 1000],
      [1000, 1500],
    ] as const) {
      if (from === 500) recording.pause(true, 1500);
      if (from === 1000) recording.pause(false, 2000);
      speak(recording, "said", from, to, 11);
      speak(recording, "heard", from, to, 22);
      recording.advance(1000 + to);
    }
    recording.finish(2600);
    expect([at(audio, 490), at(audio, 505), at(audio, 995), at(audio, 1005)]).toEqual([
      [11, 22],
      [alawSilence, alawSilence],
      [alawSilence, alawSilence],
      [11, 22],
    ]);
  });

  it("loses whole seconds, not its place, when no block is free", () => {
    const { pool, orders, recording } = recorder(2, false);
    for (let ms = 0; ms <= 5000; ms += 200) {
      speak(recording, "said", ms, ms + 200, 11);
      recording.advance(1000 + ms);
      if (ms === 3600) for (const order of orders) if (order.order === "block") pool.giveBack(order.block);
    }
    recording.finish(6000);
    const blocks = orders.flatMap((order) => (order.order === "block" ? [order.at / blockBytes] : []));
    expect(blocks).toEqual([0, 1, 4]);
    expect(orders.at(-1)).toEqual({ order: "close", recording: id, bytes: 5 * blockBytes });
  });

  it("gives its block back when the disk has given up on it", () => {
    const { pool, recording } = recorder(1);
    speak(recording, "said", 0, 600, 11);
    recording.advance(1600);
    expect(pool.take()).toBe(-1);
    recording.abandon();
    expect(pool.take()).toBe(0);
  });
});
