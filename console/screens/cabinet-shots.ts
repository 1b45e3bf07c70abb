import type { Page } from "playwright-core";
import type { Shot } from "./shot.ts";

const press = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click();
  await page.waitForSelector("dialog[open]");
};
/** The pages of what is plugged into the box, and of what is wrong with it: their forms and dialogs too. */
export const cabinetShots: Shot[] = [
  {
    name: "diagnostics-capture",
    path: "/diagnostics",
    ready: ".diag-head",
    before: press("section[aria-labelledby=captures] .button"),
  },
  {
    name: "diagnostics-bundle",
    path: "/diagnostics",
    ready: ".diag-head",
    before: press("section[aria-labelledby=bundles] .button"),
  },
  {
    name: "diagnostics-part",
    path: "/diagnostics",
    ready: ".diag-parts li",
    before: async (page) => {
      await page.locator(".diag-parts .button").nth(1).click();
      await page.waitForSelector(".diag-text");
    },
  },
  { name: "settings-root", path: "/settings", ready: ".sections" },
  {
    name: "settings-plant",
    path: "/settings/plant",
    whole: true,
    ready: ".settings-form .fields",
    before: async (page) => {
      await page.locator(".listed-name").first().click();
    },
  },
  { name: "settings-care", path: "/settings/alarmCare", whole: true, ready: ".settings-form .fields" },
  {
    name: "alarm-open",
    path: "/alarms",
    whole: true,
    ready: ".alarm-entry",
    before: async (page) => {
      await page.locator(".alarm-title").first().click();
      await page.waitForSelector(".alarm-remark");
    },
  },
  {
    name: "alarm-past",
    path: "/alarms",
    whole: true,
    ready: ".past-row",
    before: async (page) => {
      await page.locator(".past-line").first().click();
      await page.waitForSelector(".past-row .alarm-notes li");
    },
  },
  {
    name: "plant-trend",
    path: "/plant",
    whole: true,
    ready: ".plant-name",
    before: async (page) => {
      await page.locator(".plant-name").first().click();
      await page.waitForSelector(".plant-trend svg");
    },
  },
  {
    name: "texts-keep",
    path: "/texts",
    ready: ".texts-tools",
    before: async (page) => {
      await page.locator(".page-head .button.is-main").click();
      await page.locator("dialog textarea").nth(1).fill("停水通知");
      await page.keyboard.press("Escape");
    },
  },
];
