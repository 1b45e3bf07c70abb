import type { Shot } from "./shot.ts";

const form = (name: string, path: string): Shot => ({
  name,
  path: `/settings/${path}`,
  whole: true,
  ready: ".settings-form .fields",
});
/** Settings of gateways, lines, telephones of the cabinet, the machine, and who is told. */
export const gearShots: Shot[] = [
  form("gateway", "gateways/gw1"),
  form("line-modem", "lines/mobile"),
  form("line-analog", "lines/exchange"),
  form("line-gateway", "lines/gw1-2"),
  form("analog-phone", "analogPhones/fxs1"),
  form("text-settings", "texts"),
  form("host-settings", "host"),
  form("mqtt", "mqtt"),
  {
    name: "line-new",
    path: "/settings/lines",
    ready: ".item-list li",
    before: async (page) => {
      await page.locator(".item-list > .button").click();
      await page.waitForSelector("dialog[open]");
    },
  },
  ...["plant", "alarmCare"].map(
    (part): Shot => ({
      name: `${part}-settings`,
      path: `/settings/${part}`,
      whole: true,
      ready: ".whole-part",
      before: async (page) => {
        await page.locator(".whole-part .button").click();
        await page.waitForSelector(".settings-form .listed");
        for (const add of await page.locator(".settings-form .listed > .button").all()) await add.click();
      },
    }),
  ),
];
