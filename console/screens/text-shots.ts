import type { Page } from "playwright-core";
import type { Shot } from "./shot.ts";

const choose = (group: number) => async (page: Page) => {
  await page.locator(".texts-tools .segments label").nth(group).click();
  await page.waitForSelector(".text-row");
};
const write = (to: string, text: string) => async (page: Page) => {
  await page.locator(".page-head .button.is-main").click();
  await page.locator("dialog textarea").first().fill(to);
  await page.locator("dialog textarea").nth(1).fill(text);
};
const notice =
  "停水通知：因管网抢修，幸福路以北、建设街以东区域将于今晚二十二时至次日六时停水，请提前储水。恢复供水初期水质可能浑浊，请放水片刻后使用。💧";
const toThree = "13800138111\n13800138112\n13800138113";

/** Text messages: what came, what waits, left, failed and is unsure; one written, one to many asked about. */
export const textShots: Shot[] = [
  { name: "texts", path: "/texts", ready: ".text-row", whole: true },
  { name: "texts-queue", path: "/texts", ready: ".text-row", whole: true, before: choose(1) },
  { name: "texts-sent", path: "/texts", ready: ".text-row", before: choose(2) },
  { name: "texts-failed", path: "/texts", ready: ".text-row", whole: true, before: choose(3) },
  { name: "texts-unsure", path: "/texts", ready: ".text-row", before: choose(4) },
  { name: "texts-write", path: "/texts", ready: ".text-row", before: write(toThree, notice) },
  { name: "texts-write-bad", path: "/texts", ready: ".text-row", user: "wang", before: write("水厂 138\n12", "") },
  {
    name: "texts-many",
    path: "/texts",
    ready: ".text-row",
    user: "li",
    before: async (page) => {
      await write(toThree, notice)(page);
      await page.keyboard.press("Control+Enter");
      await page.waitForTimeout(400);
    },
  },
  {
    name: "texts-none",
    path: "/texts",
    ready: ".text-row",
    before: async (page) => {
      await page.locator(".texts-tools input.input").fill("nobody wrote this");
      await page.waitForSelector(".empty");
    },
  },
];
