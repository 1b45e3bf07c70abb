import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Settings } from "../../appliance/contract/settings.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { englishSession } from "../sim/english-session.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";

const waitMs = 60_000;
const errors: string[] = [];
/** What the program that is told was sent: signature and body. */
const told: { signature: string; body: string }[] = [];

let box: LabBox;
let office: ConsoleClient;
let browser: Browser;
let page: Page;
let program: Server;

beforeAll(async () => {
  const started = startLabBox();
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
  });
  program = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      told.push({ signature: String(request.headers["linebox-signature"]), body });
      response.end("thanks");
    });
  });
  await new Promise<void>((done) => program.listen(0, "127.0.0.1", done));
  box = await started;
  office = await ConsoleClient.admin(box);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  page.on("pageerror", (e) => errors.push(e.message));
  await page.goto(`${box.console}/api/status`);
  await englishSession(page, { user: "admin", password: box.credentials.admin!.password });
});
afterAll(async () => {
  await browser?.close();
  program?.closeAllConnections();
  program?.close();
  expect(await box?.stop()).toBe(0);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await page?.screenshot({ path: join(tmpdir(), "linebox-office.png"), fullPage: true });
});

const dialog = (title?: string): Locator =>
  page.locator("dialog[open]", title === undefined ? {} : { has: page.getByRole("heading", { name: title, exact: true }) });
const part = (title: string): Locator =>
  page.locator(".form-part", { has: page.getByRole("heading", { name: title, exact: true }) });
const field = (place: Locator, label: string): Locator =>
  place.getByLabel(new RegExp(`^${label.replace(/[().?*]/g, "\\$&")}\\s*(optional)?$`));
async function open(path: string): Promise<void> {
  await page.goto(`${box.console}/settings/${path}`);
  await page.locator(".change-bar").waitFor();
}
async function apply(): Promise<void> {
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await dialog().locator(".plan li").first().waitFor();
  await dialog().getByRole("button", { name: "Apply", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
  await page.getByText("No changes").first().waitFor();
}
const stored = async (): Promise<Settings> => (await office.get<{ settings: Settings }>("/api/settings")).settings;

test("a webhook is set up by its form, gets a secret, and its test event arrives signed", async () => {
  await open("webhooks");
  await page.getByRole("button", { name: "Add webhook" }).click();
  await dialog().getByLabel("Id", { exact: true }).fill("billing");
  await dialog().getByRole("button", { name: "Add", exact: true }).click();
  const form = page.locator(".settings-form");
  await field(form, "Name").fill("Billing");
  // An address without a host is refused at its field.
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await dialog().getByText("This is no address that can be reached.").waitFor();
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
  await field(form, "Address").fill(`http://127.0.0.1:${(program.address() as AddressInfo).port}/events`);
  await field(form, "The program runs on this box").selectOption({ label: "yes" });
  await form.getByRole("switch", { name: "Call began (call.started)" }).click();
  await apply();
  const test = part("Try it out").getByRole("button", { name: "Send a test event" });
  await part("Signing secret").getByText("No secret yet").waitFor();
  await part("Signing secret").getByRole("button", { name: "Make a secret" }).click();
  const secret = await page.locator(".secret-value").textContent();
  await part("Signing secret").getByText("A secret is set").waitFor();
  await test.click();
  await part("Try it out").getByText("The program took it (200).").waitFor();
  const [, at = "", mark = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(told[0]?.signature ?? "") ?? [];
  expect(mark).toBe(
    createHmac("sha256", secret ?? "")
      .update(`${at}.${told[0]?.body}`)
      .digest("hex"),
  );
  const [hook] = (await stored()).webhooks ?? [];
  expect(hook).toMatchObject({ id: "billing", name: "Billing", allowLocal: true });
  expect([...(hook?.events ?? [])].sort()).toEqual(["call.ended", "call.started"]);
});

test("targets are set in percent and by time of day, those of the queues side by side; shifts with their breaks", async () => {
  await open("targets");
  const form = page.locator(".settings-form");
  await field(form, "Answered at least").fill("92.5");
  await page.getByRole("button", { name: "Back to the usual ones" }).click();
  await part("Service level").getByText("Day 08:00–20:00: 80% within 30 s").waitFor();
  await page.getByRole("button", { name: "Set own ones" }).click();
  await page.getByRole("button", { name: "Day 08:00–20:00" }).click();
  await field(form, "Until").first().fill("1930");
  await part("By queue").getByRole("textbox").first().fill("25");
  await apply();
  await open("shifts");
  await part("Shift templates").getByRole("button", { name: "Add entry" }).click();
  await field(part("Shift templates"), "Name").fill("Early");
  await part("Shift templates").getByRole("button", { name: "Add row" }).click();
  await apply();
  const { targets, queues, shifts } = await stored();
  expect(targets).toMatchObject({ answerRate: 0.925, bands: [{ id: "day", to: "19:30" }, { id: "night" }] });
  expect(queues[0]?.serviceLevelSec).toBe(25);
  expect(shifts?.templates.find((t) => t.name === "Early")).toMatchObject({
    from: "08:00",
    to: "16:00",
    breaks: [{ from: "12:00", minutes: 30 }],
  });
});

test("the alarms of a rule are found by typing and chosen by keys", async () => {
  await open("alarmCare");
  await page.getByRole("button", { name: "Set up", exact: true }).click();
  const [people, rosters, rules] = [part("People"), part("Rosters"), part("Rules")];
  await people.getByRole("button", { name: "Add entry" }).click();
  await field(people, "Name").fill("Zhang");
  await rosters.getByRole("button", { name: "Add entry" }).click();
  await field(rosters, "Name").fill("On duty");
  await rosters.getByRole("switch", { name: "Zhang" }).click();
  await rules.getByRole("button", { name: "Add entry" }).click();
  await field(rules, "Name").fill("Lines");
  await field(rules, "Roster").selectOption("roster1");
  await rules.getByLabel("By phone: Set").click();
  const find = rules.getByRole("combobox", { name: "Alarms: Search by words or code" });
  await find.fill("does not answer trunk");
  const here = rules.locator(".care-codes-row.is-here");
  await here.filter({ hasText: "A trunk does not answer." }).waitFor();
  await page.keyboard.press("Enter");
  await rules.locator(".care-codes-chosen li", { hasText: "trunk-down" }).waitFor();
  await find.fill("mqtt");
  await here.filter({ hasText: "mqtt-" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await rules.locator(".care-codes-chosen li").nth(1).waitFor();
  await apply();
  const codes = (await stored()).alarmCare?.rules[0]?.codes ?? [];
  expect(codes[0]).toBe("trunk-down");
  expect(codes).toHaveLength(2);
  expect(codes[1]).toMatch(/^mqtt-/);
});

test("what is written is asked about before it is lost: by Escape as often as it is pressed, by a link, by the way back", async () => {
  const [shelf, lost] = ["Start a capture", "Discard what you have written?"];
  await page.goto(`${box.console}/diagnostics`);
  await page.getByRole("button", { name: shelf, exact: true }).click();
  const minutes = field(dialog(shelf), "For at most (minutes)");
  await minutes.fill("15");
  for (let time = 0; time < 4; time += 1) {
    await page.keyboard.press("Escape");
    await dialog(lost).waitFor();
    await page.keyboard.press("Escape");
    await dialog(lost).waitFor({ state: "detached" });
    expect(await minutes.inputValue()).toBe("15");
  }
  await page.keyboard.press("Escape");
  await dialog(lost).getByRole("button", { name: "Discard", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
  // A form in the page: what is typed in it is not lost by a link, nor by the browser's way back.
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Webhooks", exact: true }).click();
  await page.locator(".item-list").getByRole("link", { name: "Billing" }).click();
  const secret = part("Signing secret").locator("input");
  await secret.fill("a secret of the program");
  await page.getByRole("link", { name: "Live", exact: true }).click();
  await dialog(lost).getByRole("button", { name: "Keep writing" }).click();
  await dialog(lost).waitFor({ state: "detached" });
  await page.goBack();
  await dialog(lost).getByRole("button", { name: "Keep writing" }).click();
  await dialog(lost).waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/settings/webhooks/billing");
  expect(await secret.inputValue()).toBe("a secret of the program");
  await page.getByRole("link", { name: "Live", exact: true }).click();
  await dialog(lost).getByRole("button", { name: "Discard", exact: true }).click();
  await page.locator(".live").waitFor();
  expect(errors).toEqual([]);
});
