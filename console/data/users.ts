import type { RouteBody } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export const users = () => call("users");
export const putUser = (id: string, body: RouteBody<"putUser">) => call("putUser", { params: { id }, body });
export const deleteUser = (id: string) => call("deleteUser", { params: { id } });
