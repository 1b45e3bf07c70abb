import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { CallRecord, RecordingRow } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { startLabBox } from "../sim/lab-box.ts";
import { runSipp } from "../sim/sipp.ts";
import { sidesOf } from "../sim/stereo.ts";

const invite = { do: "invite", from: "13700000000", to: "96100", telephoneEvent: true } as const;

test("kill -9 during 50 calls: what had ended has its record, what was up is cut off with the time, recordings play up to the cut", async () => {
  const dir = await mkdtemp(join(tmpdir(), "linebox-crash-"));
  try {
    const first = await startLabBox({ dir });
    let office = await ConsoleClient.admin(first);
    const ended = await runSipp({
      box: first.sip,
      transport: "udp",
      calls: 10,
      perSecond: 10,
      withinSec: 40,
      steps: [invite, { do: "pause", ms: 1_500 }, { do: "bye" }],
    });
    expect(ended.code, ended.output).toBe(0);
    const during = runSipp({
      box: first.sip,
      transport: "udp",
      calls: 50,
      perSecond: 25,
      withinSec: 20,
      steps: [invite, { do: "pause", ms: 60_000 }, { do: "bye" }],
    });
    await office.until<CallRecord[]>(
      "/api/calls?limit=200",
      (calls) => calls.filter((c) => c.answeredAtMs !== undefined && c.endedAtMs === undefined).length === 50,
    );
    // Long enough for every recording to have a second on disk.
    await new Promise((done) => setTimeout(done, 3_500));
    const killedMs = Date.now();
    await first.stop("SIGKILL");
    await during;

    const db = new Database(join(dir, "linebox.db"), { readonly: true });
    expect(db.pragma("integrity_check")).toEqual([{ integrity_check: "ok" }]);
    db.close();

    const second = await startLabBox({ dir });
    office = await ConsoleClient.admin({ console: second.console, credentials: first.credentials });
    const calls = await office.get<CallRecord[]>("/api/calls?limit=200");
    expect(calls).toHaveLength(60);
    expect(calls.filter((c) => c.endReason === "hangup" && !c.cutOff)).toHaveLength(10);
    const cut = calls.filter((c) => c.cutOff);
    expect(cut).toHaveLength(50);
    for (const call of cut) {
      expect(call.endReason).toBe("cut-off");
      // The heartbeat is a second apart: the time of the cut is known as well as that.
      expect(Math.abs(call.endedAtMs! - killedMs)).toBeLessThan(3_000);
      const { recordings } = await office.until<{ recordings: RecordingRow[] }>(`/api/calls/${call.id}`, (c) =>
        c.recordings.every((r) => r.sha256 !== undefined),
      );
      expect(recordings[0]!.state).toBe("cut");
      const { durationMs, right } = sidesOf(await office.bytes(`/api/recordings/${recordings[0]!.id}/audio`));
      const spokenMs = killedMs - call.answeredAtMs!;
      expect(durationMs).toBeGreaterThan(spokenMs - 2_500);
      expect(durationMs).toBeLessThan(spokenMs + 500);
      expect(right.some((s) => Math.abs(s) > 3000)).toBe(true);
    }
    expect(await second.stop()).toBe(0);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
