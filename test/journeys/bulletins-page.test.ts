import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConsoleClient } from "../sim/console-client.ts";
import { englishSession } from "../sim/english-session.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { SipPhone } from "../sim/sip-phone.ts";

const password = "correct horse battery";
const text = "Ask for the house number: Lake Street is without water until six";

let box: LabBox;
let browser: Browser;
const errors: string[] = [];

beforeAll(async () => {
  box = await startLabBox();
  const admin = await ConsoleClient.admin(box);
  expect((await admin.raw("PUT", "/api/users/boss", { name: "Boss", role: "supervisor", password })).ok).toBe(true);
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
  });
});
afterAll(async () => {
  await browser?.close();
  expect(await box?.stop()).toBe(0);
});

async function enter(user: string, secret: string, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const page = await context.newPage();
  page.on("pageerror", (e) => errors.push(e.message));
  await page.goto(box.console);
  await englishSession(page, { user, password: secret });
  await page.goto(box.console + path);
  return page;
}

async function phone(user: "8001" | "8002"): Promise<SipPhone> {
  const one = await SipPhone.open({ user, password: box.credentials.phones[user]!.password, box: box.sip });
  expect(await one.register()).toBe(200);
  return one;
}

test("what a supervisor writes to an agent in a call stands over his desk until he acknowledges it by key; the sender sees it (B9)", {
  timeout: 120_000,
}, async () => {
  const [seat, caller] = [await phone("8001"), await phone("8002")];
  const agent = new ConsoleClient(box.console);
  await agent.signIn("agent1", box.credentials.agent1!.password);
  await agent.post("/api/agents/agent1/login", { phone: "8001" });
  seat.onCall = (call) => call.answer();
  const call = await caller.call("8001");
  await call.up;
  const his = await enter("agent1", box.credentials.agent1!.password, "/desk");
  await his.locator(".controls").waitFor();
  const boss = await enter("boss", password, "/floor");

  // From the floor, in the menu of the seat that talks.
  await boss.locator(".seat.is-talking .menu-button").click();
  await boss.getByRole("menuitem", { name: "Send a text" }).click();
  await boss.getByLabel("Text", { exact: true }).fill(text);
  await boss.keyboard.press("Control+Enter");
  const told = his.locator(".told.is-important");
  await told.getByText(text).waitFor();
  await his.locator("[role=alert]", { hasText: text }).waitFor({ state: "attached" });
  expect(await told.textContent()).toContain("Boss");
  await boss.locator(".seat", { hasText: /Text .*: on screen/ }).waitFor();

  // It takes room of its own: every control of the call can be seen and pressed.
  const bar = (await his.locator(".bulletin-bar").boundingBox())!;
  for (const control of await his.locator(".controls .control").all()) {
    const at = (await control.boundingBox())!;
    expect(at.y).toBeGreaterThanOrEqual(bar.y + bar.height);
  }

  // It goes along to other pages, and stays when the page is loaded again.
  await his.goto(`${box.console}/calls`);
  await told.getByText(text).waitFor();

  // The key works in the middle of typing, and what was typed stays.
  const typed = his.locator("input[type=text]").first();
  await typed.pressSequentially("1380");
  // A key pressed before the text could be seen does not count, so it is pressed until it does.
  await expect
    .poll(async () => {
      await his.keyboard.press("F6");
      return told.count();
    })
    .toBe(0);
  expect(await typed.inputValue()).toBe("1380");
  await boss.locator(".seat", { hasText: /Text .*: acknowledged/ }).waitFor();

  // It is found among past ones, with who acknowledged it and when.
  await boss.goto(`${box.console}/bulletins`);
  await boss.getByLabel("Search text or sender").fill("lake street");
  const row = boss.locator(".bulletin-row");
  await row.locator("summary", { hasText: "1 of 1 have it on screen · 1 acknowledged" }).click();
  await row.getByText(/acknowledged \d\d:\d\d/).waitFor();
  await boss.getByLabel("Search text or sender").fill("nothing like this");
  await boss.getByText("Nothing found for “nothing like this”").waitFor();

  call.hangUp();
  seat.close();
  caller.close();
  expect(errors).toEqual([]);
});

test("an ordinary text between seats is quiet, and several stand one behind the other with their number (B10)", {
  timeout: 60_000,
}, async () => {
  const boss = new ConsoleClient(box.console);
  await boss.signIn("boss", password);
  const his = await enter("agent1", box.credentials.agent1!.password, "/");
  const send = (words: string, more: object = {}) =>
    boss.post("/api/bulletins", { text: words, to: { kind: "agent", agent: "agent1" }, ...more });
  await send("Tea at four");
  await his.locator(".told.is-quiet").getByText("Tea at four").waitFor();
  await his.locator("[role=status]", { hasText: "Tea at four" }).waitFor({ state: "attached" });
  await send("Cake too");
  await send("Leave the building", { importance: "urgent", mustAcknowledge: true });
  // The urgent one is in front; the two others are a press away.
  await his.locator(".told.is-urgent").getByText("Leave the building").waitFor();
  expect(await his.locator(".told").count()).toBe(1);
  await his.getByRole("button", { name: "2 more" }).click();
  expect(await his.locator(".told .told-text").allTextContents()).toEqual(["Leave the building", "Tea at four", "Cake too"]);
  await his.getByRole("button", { name: /Understood/ }).click();
  await his.locator(".told.is-urgent").waitFor({ state: "detached" });
  expect(await his.locator(".told .told-text").allTextContents()).toEqual(["Tea at four", "Cake too"]);
  expect(errors).toEqual([]);
});
