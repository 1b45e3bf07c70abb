import type { Settings } from "../../appliance/contract/settings.ts";
import { formatPointer } from "./pointer.ts";

/** Every place of the settings that leads into this flow: numbers, sub-flows, rules. The flow's own steps don't count. */
export function usesOfFlow(settings: Settings, id: string): string[] {
  const own = settings.flows.findIndex((f) => f.id === id);
  const found: string[] = [];
  const look = (value: unknown, parts: readonly (string | number)[]): void => {
    if (typeof value !== "object" || value === null) return;
    if (parts.length === 2 && parts[0] === "flows" && Number(parts[1]) === own) return;
    for (const [key, inside] of Object.entries(value)) {
      const at = [...parts, key];
      if (key === "flow" && inside === id) found.push(formatPointer(at));
      else look(inside, at);
    }
  };
  look(settings, []);
  return found;
}
