import type { Handlers } from "./handlers.ts";
import { expectOk } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type HardwareRoute = "hardware" | "lookForHardware" | "gatewayVendors" | "restartLine";

export function hardwareHandlers({ hardware }: HttpPorts): Pick<Handlers, HardwareRoute> {
  return {
    hardware: () => hardware.view(),
    lookForHardware: () => hardware.look(),
    gatewayVendors: () => hardware.gatewayVendors(),
    restartLine: ({ params }) => expectOk(hardware.restart(params.id)),
  };
}
