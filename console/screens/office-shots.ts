import type { Shot } from "./shot.ts";

/** Webhooks, targets and shift templates. */
export const officeShots: Shot[] = [
  { name: "settings-hooks", path: "/settings/webhooks", ready: ".item-list li" },
  { name: "settings-hook", path: "/settings/webhooks/billing", whole: true, ready: ".hook-log li" },
  { name: "settings-hook-failing", path: "/settings/webhooks/duty", whole: true, ready: ".hook-log li" },
  { name: "settings-targets", path: "/settings/targets", whole: true, ready: ".queue-targets" },
  {
    name: "settings-targets-own",
    path: "/settings/targets",
    whole: true,
    ready: ".queue-targets",
    before: async (page) => {
      await page.locator(".usual .button").click();
      await page.locator(".listed-name").first().click();
      await page.locator(".group-label .switch").last().click();
    },
  },
  {
    name: "settings-shifts",
    path: "/settings/shifts",
    whole: true,
    ready: ".listed-card",
    before: (page) => page.locator(".listed-name").first().click(),
  },
];
