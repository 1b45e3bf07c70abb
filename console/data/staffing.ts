import type { RouteQuery } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export const staffing = (query: RouteQuery<"staffing">) => call("staffing", { query });
export const erlang = (query: RouteQuery<"erlang">) => call("erlang", { query });
