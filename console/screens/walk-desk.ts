/**
 * Walks the agent's desk and the supervisor's against the development server; fails when something does not come out as it should.
 *   node console/screens/walk-desk.ts --base http://127.0.0.1:25000
 */
import { chromium, type Page } from "playwright-core";

declare const process: { argv: string[]; exitCode?: number };
const at = process.argv.indexOf("--base");
const base = at === -1 ? "http://127.0.0.1:25000" : (process.argv[at + 1] ?? "");
const password = "linebox-demo";
const patienceMs = 15_000;
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
const failures: string[] = [];

async function expect(what: string, holds: Promise<unknown> | boolean): Promise<void> {
  const held =
    typeof holds === "boolean"
      ? holds
      : await holds.then(
          () => true,
          (e: unknown) => `${e}`.split("\n")[0] ?? "",
        );
  console.log(`${held === true ? "ok  " : "FAIL"} ${what}${typeof held === "string" ? ` (${held})` : ""}`);
  if (held !== true) failures.push(what);
}
async function enter(user: string, path: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  page.on("pageerror", (e) => failures.push(`error in the page: ${e.message}`));
  await page.goto(base);
  await page.evaluate(
    async ({ user, password }) => {
      localStorage.setItem("linebox.language", "en");
      const headers = { "content-type": "application/json" };
      await fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ user, password }) });
      await fetch("/api/session/language", { method: "PUT", headers, body: '{"language":"en"}' });
    },
    { user, password },
  );
  await page.goto(base + path);
  return page;
}
const show = (page: Page, state: string) => page.evaluate((s) => fetch(`/sim/desk/1001/${s}`, { method: "POST" }), state);

async function agent(): Promise<void> {
  const page = await enter("wang", "/calls");
  const desk = page.locator(".desk");
  await page.locator(".calls, [data-row]").first().waitFor();
  await show(page, "idle");
  await page.locator(".call-strip").waitFor({ state: "detached" });
  await show(page, "ringing");
  await expect("a call that rings opens the desk by itself", desk.locator(".call-card.is-ringing").waitFor());
  await show(page, "talking");
  await expect("what was typed is on the card", desk.locator(".call-card .typed").getByText("20418837").first().waitFor());
  await page.locator("body").click({ position: { x: 700, y: 850 } });
  await page.keyboard.press("F2");
  await expect("F2 puts the caller on hold", desk.locator(".call-card.is-held").waitFor());
  await page.keyboard.press("F2");
  await expect("F2 takes him back", desk.locator(".call-card:not(.is-held)").waitFor());
  await page.getByRole("textbox", { name: "Note", exact: true }).fill("wants a photo of the meter");
  await page.keyboard.press("F4");
  await expect("F4 mutes, also while a note is written", desk.locator(".card-phase .badge", { hasText: "muted" }).waitFor());
  await page.getByRole("button", { name: "Save note" }).click();
  await expect("the note is kept", page.locator(".note-rows li", { hasText: "photo of the meter" }).waitFor());
  await page.keyboard.press("F7");
  await page.getByRole("combobox", { name: "To whom?" }).fill("805");
  await page.keyboard.press("Enter");
  await expect("a consultation shows who is asked", desk.locator(".parties .is-asked").waitFor());
  await expect("and offers its ways out", desk.getByRole("button", { name: "Hand over" }).waitFor());
  await page.keyboard.press("F7");
  await expect("F7 goes back to the caller", desk.getByRole("button", { name: "Consult" }).waitFor());
  await page.keyboard.press("F9");
  await expect("F9 hangs up and wrap-up runs", desk.locator(".wrap-left").waitFor());
  const left = () => page.locator(".wrap-left time").textContent();
  const seconds = (text: string) => text.split(":").reduce((n, part) => n * 60 + Number(part), 0);
  const before = seconds((await left()) ?? "");
  await page.getByRole("button", { name: "180 seconds more" }).click();
  await expect(
    "wrap-up is extended",
    page.waitForFunction(
      (was) =>
        (document.querySelector(".wrap-left time")?.textContent ?? "").split(":").reduce((n, p) => n * 60 + Number(p), 0) >
        was + 100,
      before,
    ),
  );
  await show(page, "idle");
  await page.getByRole("textbox", { name: "Number" }).fill("138 0041 1027");
  await page.keyboard.press("Enter");
  await expect("a number is dialled as it was pasted", page.locator(".toast", { hasText: "13800411027" }).waitFor());
  await page.close();
}

async function supervisor(): Promise<void> {
  const page = await enter("li", "/floor");
  await page.locator(".floor").waitFor();
  const waiter = page.locator(".floor-waiter-body").first();
  // There are moments in which nobody waits.
  await waiter.waitFor({ timeout: 90_000 });
  const number = ((await waiter.locator(".waiting-who").textContent()) ?? "").replace(/\s/g, "");
  const target = page.locator(".floor-lane:not(.is-closed)").last();
  await waiter.dragTo(target.locator(".floor-lane-head"));
  await expect("a caller is dragged to another queue, with a way back", page.locator(".toast .toast-act").waitFor());
  await expect("and the toast names him", page.locator(".toast", { hasText: number }).first().waitFor());
  await page.locator(".floor-waiter .menu-button").first().click();
  await page.locator(".floor-waiter .menu-item").first().click();
  await expect("why he waits is said for every agent", page.locator(".why-rows > div").first().waitFor());
  await page.keyboard.press("Escape");
  await show(page, "talking");
  const seat = page.locator(".seat.is-talking", { hasText: "王芳" });
  await seat.locator(".menu-button").click();
  await seat.getByRole("menuitemradio", { name: "Listen" }).click();
  await expect("listening in is said across the page", page.locator(".watch-bar", { hasText: "王芳" }).waitFor());
  await page.locator(".watch-bar label", { hasText: "Whisper" }).click();
  await expect("whispering says who hears it", page.locator(".watch-bar", { hasText: "Only the agent hears you" }).waitFor());
  await page.getByRole("button", { name: "Stop listening" }).click();
  await expect("and ends", page.locator(".watch-bar").waitFor({ state: "detached" }));
  const idle = page.locator(".seat", { hasText: "王芳" });
  await show(page, "idle");
  await page.locator(".seat:not(.is-talking)", { hasText: "王芳" }).waitFor();
  await idle.locator(".menu-button").click();
  await idle.getByRole("menuitem", { name: "Set not ready" }).click();
  await page.getByRole("textbox", { name: "Why?" }).fill("fire drill");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect("a state is set by force, with a reason", page.locator(".seat.is-not-ready", { hasText: "王芳" }).waitFor());
  const closed = page.locator(".floor-lane.is-closed");
  await closed.locator(".floor-lane-head .menu-button").click();
  await closed.getByRole("menuitem", { name: "Open" }).click();
  await expect("a closed queue is opened with two clicks", closed.waitFor({ state: "detached" }));
  const callbacks = await page.locator(".callback").count();
  await page.locator(".callback .menu-button").last().click();
  await page.getByRole("menuitem", { name: "Call off" }).click();
  await page.locator("dialog").getByRole("button", { name: "Call off" }).click();
  await expect(
    "a callback is called off after a question",
    page.waitForFunction((n) => document.querySelectorAll(".callback").length === n - 1, callbacks),
  );
  await page.locator(".item").getByRole("button", { name: "Take" }).first().click();
  await page.locator(".item").getByRole("button", { name: "Done" }).first().click();
  await expect("work that is done can be undone", page.locator(".toast .toast-act", { hasText: "Undo" }).last().waitFor());
  await page.close();
}

await agent().catch((e: unknown) => failures.push(`agent: ${e}`));
await supervisor().catch((e: unknown) => failures.push(`supervisor: ${e}`));
await browser.close();
for (const failure of failures) console.log(`FAILED ${failure}`);
if (failures.length > 0) process.exitCode = 1;
