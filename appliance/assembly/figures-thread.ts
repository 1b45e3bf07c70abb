// Runs in a worker thread: reads rows for figures and staffing, so that no report ever keeps a call waiting.
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { figuresCsv } from "../core/reports/figures-csv.ts";
import { openFigureRows } from "../edge/store/figure-rows.ts";
import { type FigureSettings, FiguresDesk } from "./figures-desk.ts";
import type { FigureAsk, FromFigures, ToFigures } from "./figures-messages.ts";
import { KeptDays } from "./kept-days.ts";
import { nameIn } from "./name-in.ts";
import { ShiftCounter } from "./shift-counter.ts";
import { StaffingDesk } from "./staffing-desk.ts";

const port = parentPort;
if (!port) throw new Error("figures are counted in a worker thread");
const { dir } = workerData as { dir: string };
/** Of this thread alone (Linux): where cores are few, calls come first. */
const behindCalls = 10;
try {
  setPriority(behindCalls);
} catch {
  // Not allowed everywhere; then it runs beside the calls.
}

const rows = openFigureRows(dir);
const writes = new Map<number, (done: number | undefined) => void>();
let lastWrite = 0;
let [nowMs, settings]: [number, FigureSettings | undefined] = [0, undefined];
const say = (message: FromFigures, transfer: Uint8Array[] = []): void =>
  port.postMessage(
    message,
    transfer.map((bytes) => bytes.buffer as ArrayBuffer),
  );
const write = (what: Extract<FromFigures, { type: "write" }>["write"]): Promise<number | undefined> => {
  const n = ++lastWrite;
  say({ type: "write", n, write: what });
  return new Promise((done) => writes.set(n, done));
};

const clock = { nowMs: () => nowMs };
const current = (): FigureSettings => {
  if (!settings) throw new Error("no question has come yet");
  return settings;
};
const kept = new KeptDays({
  horizon: rows.figureHorizon,
  part: rows.figurePart,
  stillWaiting: rows.stillWaiting,
  raise: async (untilMs) => void (await write({ untilMs })),
  keep: async (late, parts) => (await write({ late, parts })) === parts.length,
});
const desk = new FiguresDesk(rows, current, clock, new ShiftCounter(rows), kept);
const staffing = new StaffingDesk(rows, current, clock);
const text = new TextEncoder();

async function answer(wanted: FigureAsk): Promise<Extract<FromFigures, { type: "answer" }>["answer"]> {
  switch (wanted.ask) {
    case "figures": {
      const report = await desk.figures(wanted.question);
      return "unanswered" in report ? { plain: report } : { bytes: text.encode(JSON.stringify(report)) };
    }
    case "csv": {
      const report = await desk.figures(wanted.question);
      if ("unanswered" in report) return { plain: report };
      const names = nameIn(current(), wanted.language);
      return { bytes: text.encode(figuresCsv(report.rows, report.figures, names, wanted.language)) };
    }
    case "behind":
      return { plain: await desk.behind(wanted.question) };
    case "staffing":
      return { plain: await staffing.staffing(wanted.question) };
  }
}

port.on("message", (message: ToFigures) => {
  switch (message.type) {
    case "ask": {
      ({ nowMs, settings } = message);
      answer(message.wanted).then(
        (found) => say({ type: "answer", n: message.n, answer: found }, "bytes" in found ? [found.bytes] : []),
        (error: unknown) => say({ type: "failed", n: message.n, why: error instanceof Error ? error.message : String(error) }),
      );
      return;
    }
    case "written":
      writes.get(message.n)?.(message.done);
      writes.delete(message.n);
      return;
    case "stop":
      rows.close();
      port.close();
      return;
  }
});
