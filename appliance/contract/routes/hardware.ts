import Type from "typebox";
import { HardwareLook, HardwareView } from "../found-hardware.ts";
import { GatewayVendor } from "../gateway.ts";
import { Id, route } from "./route.ts";

export const hardwareRoutes = {
  hardware: route({
    method: "GET",
    path: "/api/hardware",
    right: "supervise",
    summary: "Ports of this box: what each is, who uses it, what it measures, and where the box differs from its profile",
    reply: HardwareView,
  }),
  lookForHardware: route({
    method: "GET",
    path: "/api/hardware/found",
    right: "change-settings",
    summary: "Look what is in the machine, and propose a profile for it; changes nothing",
    reply: HardwareLook,
  }),
  gatewayVendors: route({
    method: "GET",
    path: "/api/gateway-vendors",
    right: "change-settings",
    summary: "Profiles of gateways' makers: how ports are marked, and what is to be set on the gateway itself",
    reply: Type.Array(GatewayVendor),
  }),
  restartLine: route({
    method: "POST",
    path: "/api/lines/:id/restart",
    right: "change-settings",
    summary: "Let go of a line and take it up anew; a call on it ends",
    params: Id,
  }),
} as const;
