import { describe, expect, test } from "vitest";
import type { LadderEntry } from "../../appliance/contract/routes.ts";
import { layLadder, shortLine } from "./ladder-layout.ts";

const carrier = "198.51.100.18:5060";
const phone = "192.0.2.101:5060";
const message = (atMs: number, direction: "in" | "out", peer: string, firstLine: string, text = firstLine): LadderEntry => ({
  atMs,
  direction,
  leg: peer,
  transport: "udp",
  peer,
  firstLine,
  text,
});

describe("the ladder", () => {
  const entries = [
    message(0, "in", carrier, "INVITE sip:96390@192.0.2.10 SIP/2.0"),
    message(4, "out", carrier, "SIP/2.0 100 Trying"),
    message(900, "out", phone, "INVITE sip:801@192.0.2.101 SIP/2.0"),
    message(1_200, "in", phone, "SIP/2.0 486 Busy Here"),
    message(9_000, "in", carrier, "BYE sip:96390@192.0.2.10 SIP/2.0"),
  ];
  const layout = layLadder(entries);
  test("has the caller's side left, the box beside it, the others right", () => {
    expect(layout.columns).toEqual([
      { peer: carrier, isBox: false },
      { peer: "", isBox: true },
      { peer: phone, isBox: false },
    ]);
  });
  test("arrows go the way the message went", () => {
    const ways = layout.rows.flatMap((r) => (r.kind === "arrow" ? [[r.from, r.to]] : []));
    expect(ways).toEqual([
      [0, 1],
      [1, 0],
      [1, 2],
      [2, 1],
      [0, 1],
    ]);
  });
  test("long silence is a row, short silence is not", () => {
    expect(layout.rows.map((r) => r.kind)).toEqual(["arrow", "arrow", "arrow", "arrow", "pause", "arrow"]);
    expect(layout.rows[4]).toEqual({ kind: "pause", forMs: 7_800 });
  });
  test("a refusal shows, a challenge and a cancelled ring do not", () => {
    const tones = (line: string) =>
      layLadder([message(0, "in", carrier, line)]).rows.map((r) => (r.kind === "arrow" ? r.tone : ""));
    expect(tones("SIP/2.0 486 Busy Here")).toEqual(["failure"]);
    expect(tones("SIP/2.0 401 Unauthorized")).toEqual(["fine"]);
    expect(tones("SIP/2.0 487 Request Terminated")).toEqual(["fine"]);
    expect(tones("BYE sip:a SIP/2.0")).toEqual(["request"]);
  });
  test("the same message again is a repetition", () => {
    const twice = [entries[0]!, { ...entries[0]!, atMs: 500 }, { ...entries[0]!, atMs: 600, direction: "out" as const }];
    expect(layLadder(twice).rows.map((r) => r.kind === "arrow" && r.again)).toEqual([false, true, false]);
  });
  test("late entries are put in order of time; indexes still point at what was given", () => {
    const rows = layLadder([entries[1]!, entries[0]!]).rows;
    expect(rows.map((r) => r.kind === "arrow" && r.entry)).toEqual([1, 0]);
  });
  test("nothing is nothing", () => expect(layLadder([])).toEqual({ columns: [], rows: [] }));
});

test("short lines", () => {
  expect(shortLine("INVITE sip:801@192.0.2.101 SIP/2.0")).toBe("INVITE");
  expect(shortLine("SIP/2.0 180 Ringing")).toBe("180 Ringing");
});
