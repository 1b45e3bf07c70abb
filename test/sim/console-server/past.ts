import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { callsGoing } from "../../../appliance/assembly/calls-going.ts";
import { FiguresPart } from "../../../appliance/assembly/figures-part.ts";
import { RetentionDesk } from "../../../appliance/assembly/retention-desk.ts";
import type { LiveState } from "../../../appliance/contract/live.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { figureHandlers } from "../../../appliance/edge/http/figure-handlers.ts";
import type { Asker } from "../../../appliance/edge/http/handlers.ts";
import type { HttpPorts } from "../../../appliance/edge/http/http-ports.ts";
import { recordingHandlers } from "../../../appliance/edge/http/recording-handlers.ts";
import { shiftHandlers } from "../../../appliance/edge/http/shift-handlers.ts";
import { surveyHandlers } from "../../../appliance/edge/http/survey-handlers.ts";
import { openStore, type Store } from "../../../appliance/edge/store/store.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import { pastRows } from "./past-rows.ts";
import { pastScores } from "./past-scores.ts";

type AskedHere = {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
  asker: Asker;
  request: FastifyRequest;
  reply: FastifyReply;
};
export type PastHandler = (asked: AskedHere) => unknown;
export type Past = { store: Store; handlers: Record<string, PastHandler> };

const weeks = 4;
/** Its sound is made up elsewhere; everything else is the box's own handlers over the box's own store, filled with invented rows. */
const soundRoutes = ["recordingAudio", "recordingPeaks", "recordingProof", "recordingPause", "recordingResume"];

/** A store with weeks of made-up rows in a folder that goes when the process ends. */
export async function openPast(settings: () => Settings, live: () => LiveState, seed: number): Promise<Past> {
  const dir = mkdtempSync(join(tmpdir(), "linebox-past-"));
  process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
  const store = await openStore({ dir, hear: () => undefined, waitingLimit: 200_000 });
  const clock = new HostClock();
  const nowMs = clock.nowMs();
  const made = pastRows(
    settings().agents.map((a) => a.id),
    weeks * 7,
    nowMs,
    seed,
  );
  store.put(made.changes);
  store.put(pastScores(made.changes, seed));
  store.put(made.recordings.map((row) => ({ put: "recording", row })));
  await store.putShifts(made.shifts, [], "admin");
  await store.flushed();
  const tagged = made.recordings.filter((_, i) => i % 9 === 0).slice(-60);
  for (const [i, { id, durationMs = 0 }] of tagged.entries()) {
    const at = { atMs: Math.round(durationMs * 0.4), by: i % 2 ? "li" : "box", madeAtMs: nowMs };
    const tag = i % 3 === 0 ? "投诉" : i % 3 === 1 ? "long-silence" : "表扬";
    await store.recordingAct({ act: "note", recording: id, tag, text: i % 3 === 0 ? "客户要求书面答复" : "", ...at });
  }
  const held = made.recordings.at(-20);
  if (held)
    await store.recordingAct({
      act: "hold",
      call: held.call,
      reason: "信访件 2026-118，等待答复",
      by: "admin",
      atMs: nowMs - 3_600_000,
    });
  const part = new FiguresPart({
    dir,
    store,
    settings,
    clock,
    live: () => ({ state: live }),
    hear: () => undefined,
    push: () => undefined,
  });
  const retention = new RetentionDesk(
    store,
    () => settings().recording,
    () => clock.nowMs(),
    async () => undefined,
  );
  let check: { startedAtMs: number; recordings: number; endedAtMs?: number; found?: unknown } | undefined;
  const verify = () => {
    const state = { startedAtMs: clock.nowMs(), recordings: 0 };
    check = state;
    const timer = setInterval(() => {
      state.recordings = Math.min(made.recordings.length, state.recordings + 90);
      if (state.recordings < made.recordings.length) return;
      clearInterval(timer);
      const words = {
        en: `The file of ${tagged[0]?.id} is not what was recorded.`,
        zh: `${tagged[0]?.id} 的文件与录制内容不符。`,
      };
      const findings = [{ what: "file-changed", recording: tagged[0]?.id, words }];
      Object.assign(state, {
        endedAtMs: clock.nowMs(),
        found: { links: state.recordings, recordings: state.recordings, findings },
      });
    }, 250);
    return state;
  };
  const recordings = {
    preview: () => retention.preview(),
    callsGoing: (keepDays: number) => callsGoing(store, keepDays, settings().site.timeZone, clock.nowMs()),
    runRetention: (by: string, wanted: { revision: string; atMs: number }) => retention.run(by, wanted),
    verify,
    verifying: () => check,
  };
  const current = () => ({ settings: settings() });
  const ports = { store, figures: part.port, shifts: part.shifts, recordings, settings: { current }, nowMs: () => clock.nowMs() };
  const all = {
    ...figureHandlers(ports as unknown as HttpPorts),
    ...shiftHandlers(ports as unknown as HttpPorts),
    ...recordingHandlers(ports as unknown as HttpPorts),
    ...surveyHandlers(ports as unknown as HttpPorts),
  } as unknown as Record<string, PastHandler>;
  return { store, handlers: Object.fromEntries(Object.entries(all).filter(([name]) => !soundRoutes.includes(name))) };
}
