import { mkdtempSync, rmSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { Settings } from "../contract/settings.ts";
import { defaultSettings } from "../core/settings/default-settings.ts";
import { openStore, type Store } from "../edge/store/store.ts";
import type { CallId, QueueId } from "../kit/ids.ts";
import { FiguresDesk } from "./figures-desk.ts";
import { FiguresWorker } from "./figures-worker.ts";
import { ShiftCounter } from "./shift-counter.ts";

const nowMs = Date.UTC(2026, 2, 10, 12);
const hourMs = 3_600_000;
const settings = { ...defaultSettings("Own thread", "en"), queues: [], agents: [] } as Settings;
const clock = { nowMs: () => nowMs, at: () => () => undefined };

let dir = "";
let store: Store;
let worker: FiguresWorker;
afterEach(async () => {
  await worker.stop();
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  dir = mkdtempSync(join(tmpdir(), "linebox-own-thread-"));
  store = await openStore({ dir, hear: () => undefined });
  for (let n = 0; n < 200; n++) {
    const enteredAtMs = nowMs - n * hourMs;
    const row = {
      call: `c${n}` as CallId,
      queue: "bills" as QueueId,
      enteredAtMs,
      leftAtMs: enteredAtMs + n * 300,
      waitMs: n * 300,
    };
    store.put([{ put: "queue", row: { ...row, outcome: n % 5 === 0 ? "abandoned" : "answered" } }]);
  }
  await store.flushed();
  worker = new FiguresWorker({ dir, store, settings: () => settings, clock });
}

it("the thread says what this one would, before and after days are kept, and calls keep their rank", async () => {
  const before = getPriority();
  await start();
  const question = {
    from: "2026-03-02",
    to: "2026-03-10",
    interval: "day" as const,
    figures: "offered,serviceLevel,averageWait",
  };
  const desk = new FiguresDesk(store, () => settings, clock, new ShiftCounter(store));
  const expected = await desk.figures(question);
  for (let n = 0; n < 3; n++) {
    const answer = await worker.ask({ ask: "figures", question });
    expect("bytes" in answer && JSON.parse(new TextDecoder().decode(answer.bytes))).toEqual(expected);
  }
  const behind = await worker.ask({ ask: "behind", question: { ...question, id: "offered" } });
  expect(behind).toMatchObject({
    plain: { total: "rows" in expected ? expected.rows.reduce((sum, r) => sum + (r.counts.offered ?? 0), 0) : 0 },
  });
  const csv = await worker.ask({ ask: "csv", question, language: "zh" });
  expect("bytes" in csv && new TextDecoder("utf-8", { ignoreBOM: true }).decode(csv.bytes)).toMatch(/^\uFEFF时间,/);
  expect(getPriority()).toBe(before);
});

it("too many at a time are told so, and who waits when it ends is not left waiting", async () => {
  await start();
  const question = { from: "2025-06-01", to: "2026-03-10", interval: "day" as const };
  const all = Array.from({ length: 20 }, () => worker.ask({ ask: "figures", question }).catch((error: Error) => error.message));
  await worker.stop();
  const answers = await Promise.all(all);
  expect(answers.filter((a) => typeof a === "object" && "plain" in a)).toEqual(Array(8).fill({ plain: { unanswered: "busy" } }));
  expect(answers.filter((a) => a === "the thread of the figures ended")).toHaveLength(12);
  expect(await worker.ask({ ask: "staffing", question: {} })).toEqual({ plain: { fault: "busy" } });
});
