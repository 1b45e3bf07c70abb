import type { BehindRow, Figure, FigureRow, Wallboard } from "../../appliance/contract/figures.ts";
import type { Sentence } from "../../appliance/contract/records.ts";
import type { RouteQuery } from "../../appliance/contract/routes.ts";
import { address, call } from "./call.ts";

export type FigureReport = { fromMs: number; toMs: number; figures: string[]; rows: FigureRow[] };
export type FigureAsk = RouteQuery<"figures">;
export type BehindAsk = RouteQuery<"figureBehind"> & { id: string };
export type FigureNeeds = { id: string; name: Sentence; text: Sentence; needs: Sentence };
export type FigureCatalogue = { figures: Figure[]; withoutRows: FigureNeeds[] };

export const figures = async (query: FigureAsk, signal?: AbortSignal): Promise<FigureReport> =>
  (await call("figures", { query, ...(signal ? { signal } : {}) })) as FigureReport;

export async function figuresBehind({ id, ...query }: BehindAsk): Promise<{ total: number; rows: BehindRow[] }> {
  return (await call("figureBehind", { params: { id }, query })) as { total: number; rows: BehindRow[] };
}

let known: Promise<FigureCatalogue> | undefined;
/** Asked once; a failure is asked again the next time. */
export function figureCatalogue(): Promise<FigureCatalogue> {
  known ??= (call("figureCatalogue") as Promise<FigureCatalogue>).catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** Where the same report lies as a file. */
export function figuresFile(query: FigureAsk, language: "zh" | "en"): string {
  const given = Object.entries({ ...query, language }).filter(([, v]) => v !== undefined);
  return `${address("figuresCsv", {})}?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}`;
}

export const wallboard = async (): Promise<Wallboard> => (await call("wallboard")) as Wallboard;
