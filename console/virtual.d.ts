/** Made by vite.config.ts out of the contract's tables; the files that import them give them their types. */
declare module "virtual:route-paths" {
  export const paths: unknown;
}
declare module "virtual:agent-reasons" {
  export const boxReasons: unknown;
}
declare module "virtual:settings-schema" {
  export const settingsSchema: unknown;
  export const queueDefaults: unknown;
  export const targetDefaults: unknown;
  export const shiftDefaults: unknown;
}
declare module "virtual:number-tables" {
  export const starCodeDefaults: unknown;
  export const handDefaults: unknown;
  export const numberClasses: unknown;
}
