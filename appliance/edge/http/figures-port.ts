import type { BehindRow, Figure, FigureRow, Wallboard } from "../../contract/figures.ts";
import type { Sentence } from "../../contract/records.ts";
import type { RouteBody, RouteParams, RouteQuery } from "../../contract/routes.ts";
import type { SettingsProblem } from "../../contract/settings.ts";
import type { PresenceCorrection, ShiftRow } from "../../contract/shift.ts";
import type { Language } from "../../contract/words.ts";

type Unanswered = { unanswered: { path: string; reason: Sentence; hint: Sentence } | "busy" | "not-found" };
type FigureReport = { fromMs: number; toMs: number; figures: string[]; rows: FigureRow[] };
type Problems = { problems: SettingsProblem[] };
type Planned = { planned: number; warnings: SettingsProblem[] };

/** Figures and staffing; whoever answers takes turns with the calls. */
export type FiguresPort = {
  figures(question: RouteQuery<"figures">): Promise<FigureReport | Unanswered>;
  behind(
    question: RouteParams<"figureBehind"> & RouteQuery<"figureBehind">,
  ): Promise<{ total: number; rows: BehindRow[] } | Unanswered>;
  wallboard(): Wallboard;
  catalogue(): {
    figures: readonly Figure[];
    withoutRows: readonly { id: string; name: Sentence; text: Sentence; needs: Sentence }[];
  };
  csv(report: FigureReport, language: Language): string;
  staffing(
    question: RouteQuery<"staffing">,
  ): Promise<object | { fault: "not-poisson" | "too-few-calls" | "bad-request" | "busy"; problems?: SettingsProblem[] }>;
};

export type ShiftsPort = {
  shifts(from: string, to: string): { shifts: ShiftRow[] } | Problems;
  put(plan: RouteBody<"putShifts">, by: string): Promise<Planned | Problems>;
  copyWeek(from: string, to: string, by: string): Promise<Planned | Problems>;
  attendance(of: string, agent: string | undefined): object | Problems;
  correct(wanted: Omit<PresenceCorrection, "atMs">): Promise<Problems | undefined>;
};
