import type { Me } from "../../appliance/contract/routes.ts";

/** Where somebody's day takes place: who keeps the box looks at all of it, a supervisor at the floor, an agent at his desk. */
export function homeOf({ rights, agent }: Pick<Me, "rights" | "agent">): "/" | "/floor" | "/desk" {
  if (rights.includes("change-settings")) return "/";
  if (rights.includes("supervise")) return "/floor";
  return agent === undefined ? "/" : "/desk";
}
