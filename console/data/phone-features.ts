import type { ForwardWhen } from "../../appliance/contract/phone-features.ts";
import type { RouteBody, RouteReply } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export const calendarsNow = (): Promise<RouteReply<"calendarsNow">> => call("calendarsNow");
export const setForward = (id: string, when: ForwardWhen, body: RouteBody<"setForward">) =>
  call("setForward", { params: { id, when }, body });
export const dropForward = (id: string, when: ForwardWhen | "all") => call("dropForward", { params: { id, when } });
export const setDoNotDisturb = (id: string, on: boolean) => call("setDoNotDisturb", { params: { id }, body: { on } });
