import type { RouteQuery, RouteReply } from "../../appliance/contract/routes.ts";
import { address, call } from "./call.ts";

export type FigureReport = RouteReply<"figures">;
export type FigureAsk = RouteQuery<"figures">;
export type BehindAsk = RouteQuery<"figureBehind"> & { id: string };
export type FigureCatalogue = RouteReply<"figureCatalogue">;

export const figures = (query: FigureAsk, signal?: AbortSignal): Promise<FigureReport> =>
  call("figures", { query, ...(signal ? { signal } : {}) });
export const figuresBehind = ({ id, ...query }: BehindAsk) => call("figureBehind", { params: { id }, query });

let known: Promise<FigureCatalogue> | undefined;
/** Asked once; a failure is asked again the next time. */
export function figureCatalogue(): Promise<FigureCatalogue> {
  known ??= call("figureCatalogue").catch((error) => {
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

export const wallboard = () => call("wallboard");
