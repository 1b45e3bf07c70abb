import type { Sentence } from "../../appliance/contract/records.ts";
import type { RouteQuery } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export type Simulated = {
  seats: number;
  serviceLevel?: number;
  averageWaitMs?: number;
  abandonment?: number;
  occupancy?: number;
  offeredPerDay: number;
};
export type Staffing = {
  fromMs: number;
  toMs: number;
  days: number;
  handleMs: number;
  target: { share: number; withinSec: number };
  shrinkage: number;
  hours: {
    hour: number;
    calls: number;
    load: number;
    agents: number;
    scheduled: number;
    serviceLevel: number;
    occupancy: number;
  }[];
  lines: { calls: number; load: number; lines: number; blocking: number };
  simulated: { hours: { from: number; to: number }; days: number; seed: number; with: Simulated; oneMore: Simulated };
  leftOut: { fromMs: number; toMs: number; calls: number; usual: number }[];
  assumptions: Sentence[];
};
export type Erlang = { agents: number; scheduled: number; lines: number; serviceLevel: number; occupancy: number };

export const staffing = async (query: RouteQuery<"staffing">): Promise<Staffing> =>
  (await call("staffing", { query })) as Staffing;
export const erlang = async (query: RouteQuery<"erlang">): Promise<Erlang> => (await call("erlang", { query })) as Erlang;
