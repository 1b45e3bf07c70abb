import { afterAll, beforeAll, expect, test } from "vitest";
import type { CallRecord, RecordingRow } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { startLossyLink } from "../sim/lossy-link.ts";
import { runSipp } from "../sim/sipp.ts";
import { sidesOf } from "../sim/stereo.ts";

type Gauges = Record<string, Record<string, number>>;

let box: LabBox;
let office: ConsoleClient;
beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
});
afterAll(async () => expect(await box?.stop()).toBe(0));

/** What must go back to nothing, or to what it was. */
const atRest = (g: Gauges) => ({
  calls: g.calls!.live,
  timers: g.calls!.timers,
  transactions: g.signalling!.transactions,
  dialogs: g.signalling!.dialogs,
  legs: g.sip!.legs,
  mediaLegs: g.media!.legs,
  rtpSockets: g.media!.sockets,
  recordings: g.media!.recordings,
});

/** UDP transactions linger for 32 s (timers H, J, K) before they are forgotten. */
const lingerMs = 45_000;

async function expectRest(before: Gauges): Promise<void> {
  const after = await office.until<Gauges>(
    "/api/gauges",
    (g) => JSON.stringify(atRest(g)) === JSON.stringify(atRest(before)),
    lingerMs,
  );
  // The console's own connections come and go; a file handle per call would show.
  expect(Math.abs(after.process!.openFiles! - before.process!.openFiles!)).toBeLessThanOrEqual(6);
}

async function allCalls(): Promise<CallRecord[]> {
  const all: CallRecord[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await office.get<CallRecord[]>(`/api/calls?limit=200${last ? `&before=${last.startedAtMs}` : ""}`);
    all.push(...page);
    if (page.length < 200) return all;
  }
}

test("100 calls at 10 per second: 100 records, 100 recordings that play, nothing left over", async () => {
  const before = await office.get<Gauges>("/api/gauges");
  const run = await runSipp({
    box: box.sip,
    transport: "udp",
    calls: 100,
    perSecond: 10,
    withinSec: 90,
    steps: [{ do: "invite", from: "13900000000", to: "96100", telephoneEvent: true }, { do: "pause", ms: 4_000 }, { do: "bye" }],
  });
  expect(run.code, run.output).toBe(0);
  await expectRest(before);
  const calls = await allCalls();
  expect(calls).toHaveLength(100);
  for (const call of calls) {
    expect(call).toMatchObject({ endReason: "hangup", endedBy: "caller", called: "96100" });
    const { recordings } = await office.get<{ recordings: RecordingRow[] }>(`/api/calls/${call.id}`);
    expect(recordings).toHaveLength(1);
    expect(recordings[0]!.state).toBe("complete");
    const sides = sidesOf(await office.bytes(`/api/recordings/${recordings[0]!.id}/audio`));
    expect(sides.durationMs).toBeGreaterThan(3_500);
    // The notice was played to the caller: the right side isn't silent.
    expect(sides.right.some((s) => Math.abs(s) > 3000)).toBe(true);
  }
});

test("ten per cent loss, doubles and overtaking on the way: every call ends cleanly on both sides", async () => {
  const before = await office.get<Gauges>("/api/gauges");
  const known = (await allCalls()).length;
  const link = await startLossyLink(box.sip, { loss: 0.1, duplicate: 0.1, reorder: 0.1, seed: 20_261_121 });
  try {
    const run = await runSipp({
      box: link,
      transport: "udp",
      calls: 40,
      tolerant: true,
      perSecond: 5,
      withinSec: 100,
      steps: [
        { do: "invite", from: "13900000001", to: "96100", telephoneEvent: true },
        { do: "pause", ms: 3_000 },
        { do: "bye" },
      ],
    });
    expect(run.code, run.output).toBe(0);
    const passed = link.passed();
    expect(passed.lost).toBeGreaterThan(20);
    expect(passed.doubled).toBeGreaterThan(20);
    await expectRest(before);
  } finally {
    link.stop();
  }
  const calls = await allCalls();
  expect(calls).toHaveLength(known + 40);
  for (const call of calls.slice(0, 40)) expect(call).toMatchObject({ endReason: "hangup", endedBy: "caller" });
});
