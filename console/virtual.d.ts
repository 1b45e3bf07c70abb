/** Made by vite.config.ts out of the contract's tables. */
declare module "virtual:route-paths" {
  import type { RouteName } from "../appliance/contract/routes.ts";
  export const paths: Record<RouteName, readonly ["GET" | "POST" | "PUT" | "DELETE", string]>;
}
declare module "virtual:agent-reasons" {
  import type { NotReadyReason } from "../appliance/contract/agent.ts";
  export const defaultReasons: NotReadyReason[];
  export const boxReasons: NotReadyReason[];
}
declare module "virtual:settings-schema" {
  import type { QueueSettings } from "../appliance/contract/queue.ts";
  import type { JsonSchema } from "./settings/schema.ts";
  export const settingsSchema: JsonSchema;
  export const queueDefaults: Omit<QueueSettings, "id" | "name">;
}
