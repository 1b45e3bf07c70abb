import type { Bulletin } from "../../appliance/contract/bulletins.ts";
import type { RouteBody, RouteQuery } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

const at = (id: string) => ({ params: { id } });
export const fetchBulletins = async (query: RouteQuery<"bulletins">): Promise<Bulletin[]> =>
  (await call("bulletins", { query })) as Bulletin[];
export const sendBulletin = (body: RouteBody<"sendBulletin">) => call("sendBulletin", { body });
export const readBulletin = (id: string) => call("readBulletin", at(id));
export const acknowledgeBulletin = (id: string) => call("acknowledgeBulletin", at(id));
export const withdrawBulletin = (id: string) => call("withdrawBulletin", at(id));
