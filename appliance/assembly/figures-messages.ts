import type { RouteParams, RouteQuery } from "../contract/routes.ts";
import type { Language } from "../contract/words.ts";
import type { FigurePart } from "../edge/store/figure-parts.ts";
import type { FigureSettings } from "./figures-desk.ts";

/** A question for the thread that counts. */
export type FigureAsk =
  | { ask: "figures"; question: RouteQuery<"figures"> }
  | { ask: "csv"; question: RouteQuery<"figures">; language: Language }
  | { ask: "behind"; question: RouteParams<"figureBehind"> & RouteQuery<"figureBehind"> }
  | { ask: "staffing"; question: RouteQuery<"staffing"> };

export type ToFigures =
  | { type: "ask"; n: number; wanted: FigureAsk; settings: FigureSettings; nowMs: number }
  /** What it wanted written has been: `done`, or not. */
  | { type: "written"; n: number; done: number | undefined }
  | { type: "stop" };

export type FromFigures =
  /** `bytes`: the answer as it goes out, written in the other thread. */
  | { type: "answer"; n: number; answer: { bytes: Uint8Array } | { plain: unknown } }
  | { type: "failed"; n: number; why: string }
  | { type: "write"; n: number; write: { untilMs: number } | { late: number; parts: FigurePart[] } };
