import type { BehindRow, Wallboard } from "../../contract/figures.ts";
import type { Sentence } from "../../contract/records.ts";
import type { RouteBody, RouteParams, RouteQuery, RouteReply } from "../../contract/routes.ts";
import type { SettingsProblem } from "../../contract/settings.ts";
import type { PresenceCorrection, ShiftRow } from "../../contract/shift.ts";
import type { Staffing } from "../../contract/staffing.ts";
import type { Language } from "../../contract/words.ts";

type Unanswered = { unanswered: { path: string; reason: Sentence; hint: Sentence } | "busy" | "not-found" };
type Problems = { problems: SettingsProblem[] };
type Planned = { planned: number; warnings: SettingsProblem[] };

/** Figures and staffing; whoever answers never keeps a call waiting. */
export type FiguresPort = {
  /** The report as JSON in UTF-8, as it goes out. */
  figures(question: RouteQuery<"figures">): Promise<{ bytes: Uint8Array } | Unanswered>;
  /** The same as a table for other programs. */
  csv(question: RouteQuery<"figures">, language: Language): Promise<{ bytes: Uint8Array } | Unanswered>;
  behind(
    question: RouteParams<"figureBehind"> & RouteQuery<"figureBehind">,
  ): Promise<{ total: number; rows: BehindRow[] } | Unanswered>;
  wallboard(): Wallboard;
  catalogue(): RouteReply<"figureCatalogue">;
  staffing(
    question: RouteQuery<"staffing">,
  ): Promise<Staffing | { fault: "not-poisson" | "too-few-calls" | "bad-request" | "busy"; problems?: SettingsProblem[] }>;
};

export type ShiftsPort = {
  shifts(from: string, to: string): { shifts: ShiftRow[] } | Problems;
  put(plan: RouteBody<"putShifts">, by: string): Promise<Planned | Problems>;
  copyWeek(from: string, to: string, by: string): Promise<Planned | Problems>;
  attendance(of: string, agent: string | undefined): RouteReply<"attendance"> | Problems;
  correct(wanted: Omit<PresenceCorrection, "atMs">): Promise<Problems | undefined>;
};
