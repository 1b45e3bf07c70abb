import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Capture } from "../../contract/diagnostics.ts";
import type { TapPlace } from "../../core/diagnostics/capture-rules.ts";
import { HostClock } from "../../runtime/host-clock.ts";
import { PcapPacker } from "../../wire/capture/pcap.ts";
import { readPcap } from "../../wire/capture/read-pcap.ts";
import { Captures, type Tapped, type Taps } from "./captures.ts";

let dir: string;
let keepFreeMb = 0;
const hearers = new Map<TapPlace, (tapped: Tapped) => void>();
const taps: Taps = {
  listen: async (place, _wish, hear) => {
    if (place === "modbus") return false;
    hearers.set(place, hear);
    return true;
  },
  leave: async (place) => void hearers.delete(place),
  isTcp: () => false,
};
const opened = async (): Promise<Captures> => {
  const captures = new Captures({ dir, clock: new HostClock(), taps, keepFreeMb: () => keepFreeMb, note: () => {} });
  await captures.open();
  return captures;
};
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "linebox-captures-"));
  keepFreeMb = 0;
  hearers.clear();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const begun = (outcome: Capture | { fault: string }): Capture => {
  if ("fault" in outcome) throw new Error(outcome.fault);
  return outcome;
};
const packets = (count: number, bytes: number): Tapped => {
  const packer = new PcapPacker(count * (bytes + 60));
  for (let n = 0; n < count; n++)
    packer.add(n, { address: "192.0.2.1", port: 1 }, { address: "192.0.2.2", port: 2 }, new Uint8Array(bytes), 0, bytes);
  return { bytes: packer.take()!, packets: count, dropped: 0 };
};
const bytesOf = async (captures: Captures, id: string): Promise<Buffer> => buffer((await captures.read(id))!.sound);

describe("captures", () => {
  it("write what is told to them, and end when they are asked to", async () => {
    const captures = await opened();
    const { id } = begun(await captures.start({ kind: "sip", minutes: 1, megabytes: 1 }, "wang", false));
    hearers.get("sip")!(packets(10, 100));
    expect(await captures.stop(id)).toMatchObject({ ended: "asked", packets: 10, dropped: 0, by: "wang" });
    expect([...readPcap(await bytesOf(captures, id))]).toHaveLength(10);
    expect(hearers.size).toBe(0);
    expect(await captures.drop(id)).toBe(true);
    expect(readdirSync(dir)).toEqual([]);
  });

  it("keep to their size: the oldest goes, what is left can be read", async () => {
    const captures = await opened();
    const { id, mostBytes } = begun(await captures.start({ kind: "rtp", minutes: 1, megabytes: 1 }, "wang", false));
    for (let n = 0; n < 60; n++) hearers.get("rtp")!(packets(30, 1_000));
    const ended = (await captures.stop(id))!;
    expect(ended.wrapped).toBe(true);
    expect(ended.bytes).toBeLessThanOrEqual(mostBytes);
    const read = [...readPcap(await bytesOf(captures, id))];
    expect(read.length).toBeGreaterThan(500);
    expect(read.length).toBeLessThan(1_800);
  });

  it("end by themselves when their time is over", async () => {
    const captures = await opened();
    const { id } = begun(await captures.start({ kind: "sip", minutes: 0.001, megabytes: 1 } as never, "wang", false));
    await expect.poll(() => captures.get(id)?.ended, { timeout: 10_000 }).toBe("time");
  });

  it("end when the disk has no more room, and don't begin without", async () => {
    const captures = await opened();
    const { id } = begun(await captures.start({ kind: "sip", minutes: 5, megabytes: 1 }, "wang", false));
    keepFreeMb = 1e12;
    await expect.poll(() => captures.get(id)?.ended, { timeout: 10_000 }).toBe("disk");
    expect(await captures.start({ kind: "sip", minutes: 5, megabytes: 1 }, "wang", false)).toEqual({ fault: "capture-room" });
  });

  it("do not survive the box, and say so", async () => {
    const before = await opened();
    const { id } = begun(await before.start({ kind: "sip", minutes: 5, megabytes: 1 }, "wang", false));
    hearers.get("sip")!(packets(3, 10));
    await expect.poll(() => before.get(id)!.bytes).toBeGreaterThan(24);
    writeFileSync(join(dir, "of-nobody.000001.pcap"), "x");
    // Killed: nothing is said to it any more.
    const after = await opened();
    expect(after.get(id)).toMatchObject({ ended: "restart" });
    expect(after.get(id)!.bytes).toBeGreaterThan(24);
    expect([...readPcap(await bytesOf(after, id))]).toHaveLength(3);
    expect(readdirSync(dir).filter((name) => name.startsWith("of-nobody"))).toEqual([]);
    await before.close();
  });

  it("refuse what may not be heard, what runs already, and what isn't there", async () => {
    const captures = await opened();
    const content = { kind: "rtp", minutes: 1, megabytes: 1, content: true } as const;
    expect(await captures.start(content, "wang", false)).toEqual({ fault: "not-allowed" });
    expect(await captures.start(content, "wang", true)).toEqual({ fault: "capture-reason" });
    expect(await captures.start({ ...content, content: false, subject: "not-an-address" }, "wang", true)).toEqual({
      fault: "bad-request",
    });
    expect(await captures.start({ kind: "modbus", minutes: 1, megabytes: 1 }, "wang", false)).toEqual({
      fault: "nothing-to-capture",
    });
    const { id } = begun(await captures.start({ ...content, reason: "one side silent" }, "wang", true));
    expect(await captures.start({ kind: "calls", minutes: 1, megabytes: 1 }, "wang", false)).toEqual({ fault: "capture-runs" });
    expect(await captures.start({ kind: "sip", minutes: 1, megabytes: 1 }, "wang", false)).toMatchObject({ kind: "sip" });
    await captures.close();
    expect(captures.get(id)?.ended).toBe("restart");
  });

  it("of a modem have no PIN, and only the port that was asked for", async () => {
    const captures = await opened();
    const { id } = begun(await captures.start({ kind: "at", subject: "gsm1", minutes: 1, megabytes: 1 }, "wang", false));
    const piece = (port: string, direction: "in" | "out", text: string) => ({
      atMs: 0,
      port,
      direction,
      bytes: Buffer.from(text),
    });
    hearers.get("at")!({
      heard: [
        piece("gsm1", "out", 'AT+CPIN="48'),
        piece("gsm2", "out", "AT+CSQ\r"),
        piece("gsm1", "out", '21"\r'),
        piece("gsm1", "in", "\r\nOK\r\n"),
      ],
      dropped: 2,
    });
    const ended = await captures.stop(id);
    expect(ended).toMatchObject({ packets: 2, dropped: 2 });
    const text = (await bytesOf(captures, id)).toString();
    expect(text.split("\n").slice(1)).toEqual([
      "1970-01-01T00:00:00.000Z gsm1 > AT+CPIN=[secret]",
      "1970-01-01T00:00:00.000Z gsm1 < OK",
      "",
    ]);
  });
});
