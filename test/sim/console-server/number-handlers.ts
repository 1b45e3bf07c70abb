import type { PinOwner } from "../../../appliance/contract/pin.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { numbersHandlers } from "../../../appliance/edge/http/numbers-handlers.ts";
import { specialNumbersHandlers } from "../../../appliance/edge/http/special-numbers-handlers.ts";
import type { PastHandler } from "./past.ts";
import type { World } from "./world.ts";

/** The box's own handlers over the made-up settings; PINs are kept as names of who has one. */
export function numberHandlers(settings: () => Settings, revision: () => number, world: World): Record<string, PastHandler> {
  const pins = new Set<PinOwner>(["role:lead", "agent:1002", "phone:800"]);
  let locked: { owner: PinOwner; lockedUntilMs: number }[] = [{ owner: "agent:1002", lockedUntilMs: Date.now() + 540_000 }];
  const ports = {
    nowMs: () => Date.now(),
    settings: {
      current: () => ({ revision: revision(), settings: settings() }),
      plan: async () => ({ fault: "not-found" as const }),
      apply: async () => ({ fault: "not-found" as const }),
      confirm: async () => "ok" as const,
    },
    numbers: {
      callsLastHour: (counted: string) => (counted.startsWith("170") ? 9 : 1),
      load: { down: (line: string) => line === "telecom", calls: () => 2 },
      agentAt: (phone: string) => [...world.agents.values()].find((a) => a.phone === phone && a.state !== "logged-out")?.id,
      hear: (event: { on: string; owner?: string }) => {
        locked = locked.filter((l) => l.owner !== event.owner);
        return true;
      },
      putPin: async (owner: PinOwner) => void pins.add(owner),
      dropPin: async (owner: PinOwner) => void pins.delete(owner),
      pinOwners: () => [...pins],
      lockedPins: () => locked,
    },
  };
  const own = { ...numbersHandlers(ports as never), ...specialNumbersHandlers(ports as never) };
  return own as unknown as Record<string, PastHandler>;
}
