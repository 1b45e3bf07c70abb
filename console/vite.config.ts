import preact from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";
import { boxReasons } from "../appliance/contract/agent.ts";
import { defaultTargets } from "../appliance/contract/default-targets.ts";
import { handDefaults } from "../appliance/contract/hand.ts";
import { numberClasses } from "../appliance/contract/outgoing.ts";
import { defaultQueueSettings } from "../appliance/contract/queue.ts";
import { routes } from "../appliance/contract/routes.ts";
import { Settings } from "../appliance/contract/settings.ts";
import { defaultShifts } from "../appliance/contract/shift.ts";
import { starCodeDefaults } from "../appliance/contract/star-codes.ts";

/**
 * The contract's tables are made of schema objects; the browser needs only what they say. So the build reads the tables
 * and hands over plain data, and no schema library reaches the browser.
 */
function contractAsData(): Plugin {
  const paths = Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, [route.method, route.path]]));
  const modules: Record<string, () => string> = {
    "virtual:route-paths": () => `export const paths = ${JSON.stringify(paths)};`,
    "virtual:agent-reasons": () => `export const boxReasons = ${JSON.stringify(Object.values(boxReasons))};`,
    "virtual:number-tables": () =>
      `export const starCodeDefaults = ${JSON.stringify(starCodeDefaults)}; export const handDefaults = ${JSON.stringify(handDefaults)}; export const numberClasses = ${JSON.stringify(numberClasses)};`,
    "virtual:settings-schema": () =>
      `export const settingsSchema = ${JSON.stringify(Settings)}; export const queueDefaults = ${JSON.stringify(defaultQueueSettings)}; export const targetDefaults = ${JSON.stringify(defaultTargets)}; export const shiftDefaults = ${JSON.stringify(defaultShifts)};`,
  };
  return {
    name: "contract-as-data",
    resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0virtual:") ? modules[id.slice(1)]?.() : undefined),
  };
}

export default defineConfig({
  plugins: [contractAsData(), preact({ reactAliasesEnabled: false, devToolsEnabled: false })],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // The content security policy of the box allows no inline script, style or data: image.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      // A module of the contract that is read for one table of words leaves its schemas, and their library, behind.
      treeshake: {
        moduleSideEffects: (id) => !/\/typebox\/|\/appliance\/contract\//.test(id),
        // By name, in all modules: nothing of the console's own may be called so.
        manualPureFunctions: ["Type"],
      },
    },
  },
});
