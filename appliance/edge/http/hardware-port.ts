import type { FaultCode } from "../../contract/faults.ts";
import type { HardwareLook, HardwareView } from "../../contract/found-hardware.ts";
import type { GatewayVendor } from "../../contract/gateway.ts";

export type HardwarePort = {
  view(): HardwareView;
  /** Looks anew; some dozens of small files. */
  look(): HardwareLook;
  gatewayVendors(): GatewayVendor[];
  /** "not-found" when it is no line in use. */
  restart(line: string): "ok" | FaultCode;
};
