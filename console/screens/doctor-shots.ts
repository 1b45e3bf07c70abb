import type { Page } from "playwright-core";
import type { Shot } from "./shot.ts";

/** Nothing is examined. */
async function quiet(page: Page): Promise<void> {
  await page.waitForSelector(".doctor-go");
  const stop = page.locator(".doctor-head .button.is-danger");
  if ((await stop.count()) === 0) return;
  await stop.click();
  await stop.waitFor({ state: "detached" });
}
async function begin(page: Page): Promise<void> {
  await quiet(page);
  await page.locator(".doctor-go .button").click();
  await page.waitForSelector(".doctor-step");
}

/** The line doctor: reports of each kind of line, one under way, what would be taken over. */
export const doctorShots: Shot[] = [
  ...(
    [
      ["doctor", "line/exchange"],
      ["doctor-sim", "line/mobile"],
      ["doctor-none", "line/sim2"],
    ] as const
  ).map(([name, path]): Shot => ({ name, path: `/doctor/${path}`, whole: true, ready: ".doctor-go", before: quiet })),
  {
    name: "doctor-take",
    path: "/doctor/line/exchange",
    ready: ".doctor-go",
    before: async (page) => {
      await quiet(page);
      await page.locator(".doctor-report .button.is-main").click();
      await page.waitForSelector(".doctor-diff");
    },
  },
  {
    name: "doctor-running",
    path: "/doctor/line/exchange2",
    whole: true,
    ready: ".doctor-go",
    before: async (page) => {
      await begin(page);
      await page.waitForSelector(".finding.is-good");
    },
  },
  {
    name: "doctor-phone",
    path: "/doctor",
    whole: true,
    ready: ".doctor-go",
    before: async (page) => {
      await quiet(page);
      const choice = page.locator(".doctor-wish select").first();
      const phones = await choice
        .locator("option")
        .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value).filter((value) => value.startsWith("phone/")));
      // Some of them are in a call.
      for (const phone of phones) {
        await choice.selectOption(phone);
        if ((await page.locator(".doctor-go .note").count()) === 0) break;
      }
      await begin(page);
    },
  },
];
