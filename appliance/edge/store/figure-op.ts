import type { FigurePart } from "./figure-parts.ts";

/** What the thread that counts wants written. */
export type FigureOp =
  | { op: "figures.horizon"; untilMs: number }
  /** Counted when so many rows had come late: not kept when there are more by now. */
  | { op: "figures.keep"; late: number; parts: FigurePart[] };
