import { describe, expect, it } from "vitest";
import { JitterBuffer, type JitterOptions, newFrameView } from "./jitter-buffer.ts";

type Packet = {
  sequence: number;
  timestamp: number;
  atMs: number;
  length?: number;
  marker?: boolean;
  ssrc?: number;
  mark: number;
};
/** Per tick: the mark of the frame's first byte, "lost" or "empty". */
type Played = (number | "lost" | "empty")[];

/** Packets of `frames` frames each, numbered from 1 by their mark (modulo 200), 20 ms per frame; `atMs` says when each arrives. */
function talk(count: number, atMs: (n: number) => number, first = { sequence: 100, timestamp: 5000 }): Packet[] {
  return Array.from({ length: count }, (_, n) => ({
    sequence: (first.sequence + n) & 0xffff,
    timestamp: (first.timestamp + n * 160) >>> 0,
    atMs: atMs(n),
    mark: markOf(n),
  }));
}
const markOf = (n: number): number => 1 + (n % 200);

type Run = {
  untilMs: number;
  fromMs?: number;
  quiet?: (played: Played) => boolean;
  stall?: [fromMs: number, toMs: number];
  catchUp?: boolean;
  driftPpm?: number;
};

/** Plays packets against ticks of 20 ms. During `stall` nothing runs; then packets come first and ticks are made up for, or skipped. */
function play(buffer: JitterBuffer, packets: Packet[], run: Run): Played {
  const byArrival = packets.toSorted((a, b) => a.atMs - b.atMs);
  const view = newFrameView();
  const payload = new Uint8Array(960);
  const played: Played = [];
  let next = 0;
  const tickMs = 20 * (1 + (run.driftPpm ?? 0) / 1e6);
  for (let tick = 0; ; tick++) {
    const dueMs = (run.fromMs ?? 10) + tick * tickMs;
    if (dueMs >= run.untilMs) return played;
    const isStalled = run.stall !== undefined && dueMs >= run.stall[0] && dueMs < run.stall[1];
    const nowMs = isStalled ? run.stall![1] : dueMs;
    for (; next < byArrival.length && byArrival[next]!.atMs <= nowMs; next++) {
      const packet = byArrival[next]!;
      payload.fill(packet.mark);
      const heardMs = isStalled ? Math.max(packet.atMs, nowMs) : packet.atMs;
      buffer.put(
        packet.sequence,
        packet.timestamp,
        payload,
        0,
        packet.length ?? 160,
        heardMs,
        packet.marker ?? false,
        packet.ssrc ?? 7,
      );
    }
    if (isStalled && run.catchUp !== true) continue;
    const result = buffer.get(dueMs, view, run.quiet?.(played) ?? false);
    played.push(result === "frame" ? view.bytes[0]! : result);
  }
}

const framesOf = (played: Played): number[] => played.filter((frame) => typeof frame === "number");
const countOf = (played: Played, what: "lost" | "empty"): number => played.filter((frame) => frame === what).length;
const marks = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => markOf(from + i));
const newBuffer = (options?: JitterOptions): JitterBuffer => new JitterBuffer(options);
/** Reproducible values from 0 to 1. */
function randomiser(start: number): () => number {
  let seed = start;
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 0x1_0000_0000;
  };
}

describe("JitterBuffer", () => {
  it("plays a steady stream whole and in order, 20 to 40 ms late", () => {
    const buffer = newBuffer();
    const played = play(
      buffer,
      talk(200, (n) => n * 20),
      { untilMs: 4100 },
    );
    expect(framesOf(played)).toEqual(marks(0, 200));
    expect(played.slice(0, 1)).toEqual(["empty"]);
    expect(played.indexOf(1)).toBeLessThanOrEqual(2);
    expect(buffer.stats).toMatchObject({ packets: 200, frames: 200, lost: 0, late: 0, shed: 0, stretched: 0, restarts: 0 });
  });

  it("gives the frame's bytes and timestamp", () => {
    const buffer = newBuffer();
    const view = newFrameView();
    const payload = Uint8Array.from({ length: 170 }, (_, i) => i);
    buffer.put(65_535, 0xffffffb0, payload, 10, 160, 0);
    buffer.put(0, 80, payload, 5, 160, 20);
    expect(buffer.get(20, view)).toBe("frame");
    expect(view).toMatchObject({ length: 160, timestamp: 0xffffffb0, missing: 0 });
    expect(view.bytes).toEqual(payload.subarray(10, 170));
    expect(buffer.get(40, view)).toBe("frame");
    expect(view.timestamp).toBe(80);
    expect(view.bytes).toEqual(payload.subarray(5, 165));
  });

  it("says lost for each lost packet, once and in its place", () => {
    const buffer = newBuffer();
    const packets = talk(100, (n) => n * 20).filter((_, n) => n !== 20 && n !== 50 && n !== 51);
    const played = play(buffer, packets, { untilMs: 2030 });
    const start = played.indexOf(1);
    expect(
      played
        .slice(start, start + 100)
        .map((frame, n) => (frame === "lost" ? n : -1))
        .filter((n) => n >= 0),
    ).toEqual([20, 50, 51]);
    expect(buffer.stats.lost).toBe(3);
    expect(framesOf(played).length).toBe(97);
  });

  it("puts disorder right and drops copies", () => {
    const buffer = newBuffer({ minMs: 40 });
    const packets = talk(100, (n) => n * 20);
    for (const n of [10, 30, 60]) packets[n]!.atMs += 25;
    packets.push({ ...packets[40]!, atMs: 810 }, { ...packets[70]!, atMs: 1500 });
    const played = play(buffer, packets, { untilMs: 2080 });
    expect(framesOf(played)).toEqual(marks(0, 100));
    expect(buffer.stats).toMatchObject({ reordered: 4, duplicates: 1, late: 1, lost: 0 });
  });

  it("learns the jitter and then loses next to nothing", () => {
    const random = randomiser(3);
    const buffer = newBuffer();
    const played = play(
      buffer,
      talk(1500, (n) => n * 20 + random() * 80),
      { untilMs: 30_000 },
    );
    expect(buffer.targetMs).toBeGreaterThanOrEqual(70);
    expect(buffer.targetMs).toBeLessThanOrEqual(100);
    const later = played.slice(250);
    expect(countOf(later, "lost") + countOf(later, "empty")).toBeLessThan(25); // 2 % of 1250
    const heard = framesOf(played);
    for (let i = 1; i < heard.length; i++) expect((heard[i]! - heard[i - 1]! + 200) % 200).toBeLessThan(5); // forward only
  });

  it("comes back to little delay when the network has calmed down", () => {
    const random = randomiser(4);
    const buffer = newBuffer();
    play(
      buffer,
      talk(3000, (n) => n * 20 + (n < 500 ? random() * 120 : 0)),
      { untilMs: 60_000, quiet: (played) => played.length % 10 === 0 },
    );
    expect(buffer.targetMs).toBeLessThanOrEqual(25);
    expect(buffer.delayMs).toBeLessThanOrEqual(60);
  });

  it("loses nothing over a standstill of our own when the ticks are made up for", () => {
    const buffer = newBuffer();
    const played = play(
      buffer,
      talk(300, (n) => n * 20),
      { untilMs: 6050, stall: [2000, 2300], catchUp: true },
    );
    expect(framesOf(played)).toEqual(marks(0, 300));
    expect(buffer.stats).toMatchObject({ shed: 0, lost: 0, late: 0, dry: expect.any(Number) });
    expect(buffer.targetMs).toBe(20); // the network is not to blame
  });

  it("sheds after a standstill what the skipped ticks did not play, and no more", () => {
    const buffer = newBuffer();
    const played = play(
      buffer,
      talk(500, (n) => n * 20),
      { untilMs: 10_050, stall: [2000, 2300] },
    );
    expect(buffer.stats.shed).toBeGreaterThanOrEqual(13);
    expect(buffer.stats.shed).toBeLessThanOrEqual(15);
    expect(framesOf(played).length + buffer.stats.shed).toBe(500);
    expect(buffer.stats).toMatchObject({ late: 0, lost: 0 });
    expect(buffer.delayMs).toBeLessThanOrEqual(60);
  });

  it("plays late words late when the network stood still, then catches up", () => {
    const buffer = newBuffer();
    const packets = talk(500, (n) => (n >= 100 && n < 115 ? 2300 : n * 20));
    const played = play(buffer, packets, { untilMs: 10_400 });
    expect(buffer.stats.late).toBe(0);
    expect(framesOf(played).slice(0, 120)).toEqual(expect.arrayContaining(marks(100, 112))); // heard, although late
    expect(framesOf(played).length + buffer.stats.shed).toBe(500);
    expect(played.slice(-80, -30).every((frame) => typeof frame === "number")).toBe(true);
  });

  it("keeps what is youngest when a second and more arrives at once", () => {
    const buffer = newBuffer();
    const packets = talk(400, (n) => (n >= 100 && n < 190 ? 3800 : n * 20));
    const played = play(buffer, packets, { untilMs: 8050 });
    expect(framesOf(played).slice(0, 99)).toEqual(marks(0, 99));
    const heard = framesOf(played);
    expect(heard.at(-1)).toBe(markOf(399));
    for (let i = 100; i < heard.length; i++) expect((heard[i]! - heard[i - 1]! + 200) % 200).toBeLessThan(100); // forward only
    expect(heard.length).toBeGreaterThan(280); // a second of the 1.8 fits at once
    expect(buffer.delayMs).toBeLessThanOrEqual(500);
  });

  it("takes packets of any length", () => {
    for (const length of [80, 240, 320, 480]) {
      const buffer = newBuffer();
      const packets = Array.from({ length: 100 }, (_, n) => ({
        sequence: n,
        timestamp: n * length,
        atMs: (n * length) / 8,
        length,
        mark: markOf(n),
      }));
      const played = play(buffer, packets, { untilMs: (100 * length) / 8 + 200 });
      const start = played.findIndex((frame) => typeof frame === "number");
      const wanted = Array.from({ length: (100 * length) / 160 }, (_, i) => markOf(Math.floor((i * 160) / length)));
      expect(played.slice(start, start + wanted.length), `${length} bytes`).toEqual(wanted);
      expect(buffer.stats.lost).toBe(0);
    }
  });

  it("gives the last part frame of a spurt", () => {
    const buffer = newBuffer();
    const view = newFrameView();
    const payload = new Uint8Array(240).fill(9);
    buffer.put(1, 0, payload, 0, 240, 0);
    const results = [];
    for (let tick = 1; tick < 10; tick++) results.push(buffer.get(tick * 20, view) === "frame" ? view.missing : "-");
    expect(results.filter((missing) => missing !== "-")).toEqual([0, 80]);
    expect(view.bytes[79]).toBe(9);
    expect(view.bytes[80]).toBe(0xd5);
  });

  it("knows silence suppression from loss, and begins each spurt with the wanted delay", () => {
    const buffer = newBuffer();
    const spurt = (first: number, startMs: number, sequence: number): Packet[] =>
      Array.from({ length: 20 }, (_, n) => ({
        sequence: sequence + n,
        timestamp: (startMs + n * 20) * 8,
        atMs: startMs + n * 20,
        marker: n === 0,
        mark: first + n,
      }));
    const played = play(buffer, [...spurt(1, 0, 1), ...spurt(31, 1000, 21), ...spurt(61, 1530, 41), ...spurt(91, 5000, 61)], {
      untilMs: 5600,
    });
    expect(framesOf(played)).toEqual([...range(1, 20), ...range(31, 20), ...range(61, 20), ...range(91, 20)]);
    expect(buffer.stats.lost).toBe(0);
    expect(buffer.stats.shed).toBe(0);
    for (const [mark, startMs] of [
      [1, 0],
      [31, 1000],
      [61, 1530],
      [91, 5000],
    ] as const)
      expect(played.indexOf(mark) * 20 + 10 - startMs, `spurt ${mark}`).toBeLessThanOrEqual(60);
  });

  it("does not call it loss when telephone events take the place of audio", () => {
    const buffer = newBuffer();
    const packets = talk(100, (n) => n * 20);
    for (let n = 40; n < 50; n++) Object.assign(packets[n]!, { length: 0, timestamp: packets[40]!.timestamp });
    const played = play(buffer, packets, { untilMs: 2050 });
    expect(framesOf(played)).toEqual([...marks(0, 40), ...marks(50, 100)]);
    expect(buffer.stats.lost).toBe(0);
  });

  it("starts anew with another source and when timestamps jump", () => {
    const buffer = newBuffer();
    const packets = [
      ...talk(50, (n) => n * 20),
      ...talk(50, (n) => 1000 + n * 20, { sequence: 40_000, timestamp: 0x90000000 }).map((packet) => ({
        ...packet,
        ssrc: 8,
        mark: packet.mark + 50,
      })),
      ...talk(50, (n) => 2000 + n * 20, { sequence: 40_050, timestamp: 1000 }).map((packet) => ({
        ...packet,
        ssrc: 8,
        mark: packet.mark + 100,
      })),
    ];
    const played = play(buffer, packets, { untilMs: 3100 });
    expect(buffer.stats.restarts).toBe(2);
    const heard = framesOf(played);
    expect(heard.length).toBeGreaterThanOrEqual(146); // at most what lay in the buffer is given up
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toBe(150);
    expect(played.slice(55, 95).every((frame) => typeof frame === "number")).toBe(true);
  });

  it("puts up with senders whose clock stands still in pauses", () => {
    const buffer = newBuffer();
    const packets = [
      ...talk(50, (n) => n * 20),
      ...talk(50, (n) => 4000 + n * 20, { sequence: 150, timestamp: 5000 + 50 * 160 }),
    ];
    for (let n = 50; n < 100; n++) packets[n]!.mark += 50;
    const played = play(buffer, packets, { untilMs: 5100 });
    expect(framesOf(played)).toEqual(range(1, 100));
    expect(buffer.targetMs).toBeLessThanOrEqual(40);
  });

  it("follows clocks that run apart, one frame at a time", () => {
    for (const driftPpm of [300, -300]) {
      const buffer = newBuffer();
      const minutes = 5;
      const played = play(
        buffer,
        talk(minutes * 3000, (n) => n * 20),
        { untilMs: minutes * 60_000 - 100, driftPpm },
      );
      expect(buffer.delayMs, `${driftPpm} ppm`).toBeLessThanOrEqual(100);
      // 300 ppm are 90 ms in five minutes: four or five frames
      const changes = buffer.stats.shed + buffer.stats.stretched + buffer.stats.dry;
      expect(changes).toBeLessThanOrEqual(8);
      expect(framesOf(played).length).toBeGreaterThan(minutes * 3000 - 20);
    }
  });

  it("adapts in silence sooner than in speech", () => {
    const shedWithin = (quiet: boolean): number => {
      const buffer = newBuffer();
      play(
        buffer,
        talk(500, (n) => n * 20),
        { untilMs: 2600, stall: [2000, 2300], quiet: () => quiet },
      );
      return buffer.stats.shed;
    };
    expect(shedWithin(true)).toBeGreaterThan(shedWithin(false));
  });

  it("ignores what it cannot serve, and nonsense in general", () => {
    const random = randomiser(11);
    const buffer = newBuffer();
    const view = newFrameView();
    const payload = new Uint8Array(6000);
    for (let i = 0; i < 20_000; i++) {
      const wild = random() < 0.1;
      buffer.put(
        wild ? Math.floor(random() * 65_536) : i & 0xffff,
        wild ? Math.floor(random() * 0x1_0000_0000) : (i * 160) >>> 0,
        payload,
        0,
        Math.floor(random() * (wild ? 6000 : 320)),
        i * 20 + random() * 50,
        random() < 0.05,
        random() < 0.001 ? 9 : 7,
      );
      const result = buffer.get(i * 20, view, random() < 0.3);
      if (result === "frame" && (view.length !== 160 || view.missing >= 160 || view.missing < 0))
        expect(view).toBe("well-formed");
    }
    expect(buffer.stats.packets).toBe(20_000);
    expect(buffer.delayMs).toBeLessThan(1100);
  });

  it("is empty before anything came and after reset", () => {
    const buffer = newBuffer();
    const view = newFrameView();
    expect(buffer.get(0, view)).toBe("empty");
    buffer.put(1, 0, new Uint8Array(160), 0, 160, 0);
    buffer.reset();
    expect(buffer.get(100, view)).toBe("empty");
    expect(buffer.delayMs).toBe(0);
  });
});

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}
