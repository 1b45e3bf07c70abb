import Type from "typebox";
import { BehindRow, Figure, FigureRow, Wallboard } from "../figures.ts";
import { Language, Sentence } from "../words.ts";
import { Closed, route } from "./route.ts";

const Name = Type.Optional(Type.String({ minLength: 1, maxLength: 40 }));
/** "2026-02-17", "2026-02-17T08:30" by the site's clock, or epoch milliseconds. */
const Moment = Type.Optional(Type.String({ maxLength: 20 }));
const Seconds = Type.Optional(Type.Integer({ minimum: 0, maximum: 7200 }));

/** What of which time; without `from` since local midnight, without `to` until now. A plain date as `to` means the end of that day. */
const question = {
  from: Moment,
  to: Moment,
  queue: Name,
  agent: Name,
  line: Name,
  direction: Type.Optional(Type.Union([Type.Literal("in"), Type.Literal("out"), Type.Literal("internal")])),
  by: Type.Optional(
    Type.Union([
      Type.Literal("queue"),
      Type.Literal("agent"),
      Type.Literal("line"),
      Type.Literal("direction"),
      /** Of times not ready. */
      Type.Literal("reason"),
    ]),
  ),
  interval: Type.Optional(
    Type.Union([
      Type.Literal("15"),
      Type.Literal("30"),
      Type.Literal("60"),
      Type.Literal("day"),
      Type.Literal("hour-of-day"),
      Type.Literal("all"),
    ]),
  ),
  /** T of the service level, and what is a short abandon; without them each queue's own. */
  withinSec: Seconds,
  shortSec: Seconds,
  /** Ids with commas between; a figure's formula after a colon: "serviceLevel:of-answered,averageWait". */
  figures: Type.Optional(Type.String({ maxLength: 2000 })),
};

const FigureReport = Closed({
  fromMs: Type.Number(),
  toMs: Type.Number(),
  figures: Type.Array(Type.String()),
  rows: Type.Array(FigureRow),
});
/** `withoutRows`: figures that this box has no rows for, and what they would need. */
const FigureCatalogue = Closed({
  figures: Type.Array(Figure),
  withoutRows: Type.Array(Closed({ id: Type.String(), name: Sentence, text: Sentence, needs: Sentence })),
});

export const figuresRoutes = {
  figures: route({
    method: "GET",
    path: "/api/figures",
    right: "see-figures",
    summary: "Figures by interval, queue, agent, line, direction or reason, counted from rows",
    query: Type.Object(question),
    reply: FigureReport,
  }),
  figuresCsv: route({
    method: "GET",
    path: "/api/figures/csv",
    right: "see-figures",
    summary: "The same as a CSV file (UTF-8 with byte order mark)",
    query: Type.Object({ ...question, language: Type.Optional(Language) }),
    reply: Type.Unknown(),
    media: "text/csv",
  }),
  figureBehind: route({
    method: "GET",
    path: "/api/figures/:id/behind",
    right: "see-figures",
    summary: "Exactly the calls behind a figure: what is above the line, or below it",
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) }),
    query: Type.Object({
      ...question,
      formula: Type.Optional(Type.String({ maxLength: 60 })),
      part: Type.Optional(Type.Union([Type.Literal("over"), Type.Literal("under")])),
      /** Of one row of the report: its key, and its beginning or its hour of the day. */
      key: Type.Optional(Type.String({ maxLength: 40 })),
      slot: Type.Optional(Type.Integer({ minimum: 0 })),
      hour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23 })),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    reply: Closed({ total: Type.Integer(), rows: Type.Array(BehindRow) }),
  }),
  figureCatalogue: route({
    method: "GET",
    path: "/api/figures/catalogue",
    right: "see-live",
    summary: "Every figure with its formulas in words",
    reply: FigureCatalogue,
  }),
  wallboard: route({
    method: "GET",
    path: "/api/wallboard",
    right: "see-live",
    summary: "What hangs on the wall: today's figures, who waits, targets",
    reply: Wallboard,
  }),
} as const;
