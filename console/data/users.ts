import type { Role, RouteBody } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export type UserRow = { user: string; name: string; role: Role; agent?: string };

export async function users(): Promise<UserRow[]> {
  const reply = await call("users");
  const rows = Array.isArray(reply) ? reply : ((reply as { users?: unknown[] } | undefined)?.users ?? []);
  return rows as UserRow[];
}
export const putUser = (id: string, body: RouteBody<"putUser">) => call("putUser", { params: { id }, body });
export const deleteUser = (id: string) => call("deleteUser", { params: { id } });
