import type { Page } from "playwright-core";
import type { Shot } from "./shot.ts";

const click = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click();
};
const fillIn = async (page: Page, field: number, text: string) => {
  await page.locator(".test-form input[type=text]").nth(field).fill(text);
  await page.locator(".test-form button[type=submit]").click();
  await page.waitForSelector(".verdict");
};
/** Firewall, special numbers, outgoing rules, star codes. */
export const numberShots: Shot[] = [
  { name: "firewall", path: "/settings/firewall", whole: true, ready: ".rule-list" },
  {
    name: "firewall-test",
    path: "/settings/firewall",
    whole: true,
    ready: ".rule-list",
    before: async (page) => {
      await fillIn(page, 0, "13900001234");
      await page.locator(".verdict summary").click();
    },
  },
  { name: "firewall-rule", path: "/settings/firewall/sales", whole: true, ready: ".rule-live" },
  { name: "specials", path: "/settings/special-numbers", ready: ".special-list" },
  {
    name: "specials-found",
    path: "/settings/special-numbers",
    ready: ".special-list",
    before: async (page) => {
      await page.locator(".kind-filter button").nth(3).click();
      await page.locator(".special-tools .input").fill("01");
    },
  },
  { name: "special", path: "/settings/special-numbers/13940812345", ready: "dialog[open]" },
  {
    name: "specials-import",
    path: "/settings/special-numbers",
    ready: ".special-list",
    before: async (page) => {
      await click(".head-acts .button")(page);
      await page
        .locator("dialog textarea")
        .fill(
          "号码,名称,分类,priority\n13800138000,孙建国,vip,9\n4000110110,市民热线,contact,\n13x,王女士,contact,\n13911112222,李先生,vip,高\n",
        );
      await page.locator("dialog .stack > div > .button").last().click();
      await page.waitForSelector(".import-counts");
    },
  },
  { name: "outgoing", path: "/settings/outgoing", whole: true, ready: ".roles" },
  {
    name: "outgoing-test",
    path: "/settings/outgoing",
    ready: ".roles",
    before: async (page) => {
      await page.locator(".test-form select").selectOption("role lead");
      await fillIn(page, 0, "900862112345678");
    },
  },
  {
    name: "codes",
    path: "/settings/codes",
    whole: true,
    ready: ".codes",
    before: async (page) => {
      await page.locator(".codes input").nth(2).fill("*41");
      await page.locator(".codes input").nth(4).fill("*9");
    },
  },
];
