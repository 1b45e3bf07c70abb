import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { type Cabinet, startCabinet } from "../sim/cabinet.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { englishSession } from "../sim/english-session.ts";
import { deliverPdus, readSubmit, reportPdu } from "../sim/modem/network-pdu.ts";
import { unzip } from "../sim/unzip.ts";

const password = "correct horse battery";
const waitMs = 60_000;
const downloads = mkdtempSync(join(tmpdir(), "linebox-walk-"));
const errors: string[] = [];

let cabinet: Cabinet;
let browser: Browser;
let office: ConsoleClient;
/** The technician's, and the supervisor's. */
let his: Page;
let her: Page;

async function enter(user: string, secret: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  page.on("pageerror", (e) => errors.push(e.message));
  page.on("console", (m) => {
    if (m.type() === "error" && !/401|favicon/.test(m.text() + m.location().url)) errors.push(`${page.url()}: ${m.text()}`);
  });
  await page.goto(`${cabinet.box.console}/api/status`);
  await englishSession(page, { user, password: secret });
  return page;
}

beforeAll(async () => {
  const started = startCabinet({ address: "127.0.0.79" });
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
  });
  cabinet = await started;
  office = await ConsoleClient.admin(cabinet.box);
  const { admin } = cabinet.box.credentials;
  await office.raw("PUT", "/api/users/boss", { name: "Boss", role: "supervisor", password });
  [his, her] = await Promise.all([enter("admin", admin!.password), enter("boss", password)]);
});
afterAll(async () => {
  await browser?.close();
  expect(await cabinet?.stop()).toBe(0);
  rmSync(downloads, { recursive: true, force: true });
});

afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const [name, page] of Object.entries({ his, her }))
    await page?.screenshot({ path: join(tmpdir(), `linebox-walk-${name}.png`), fullPage: true });
});
const dialog = (page: Page): Locator => page.locator("dialog[open]");
const within = (place: Locator, label: string): Locator =>
  place.getByLabel(new RegExp(`^${label.replace(/[().?*]/g, "\\$&")}\\s*(optional)?$`));
const field = (label: string): Locator => within(his.locator(".settings-form"), label);
async function open(page: Page, path: string): Promise<void> {
  await page.goto(cabinet.box.console + path);
}
async function settings(path: string): Promise<void> {
  await open(his, `/settings/${path}`);
  await his.locator(".change-bar").waitFor();
}
/** What the browser saves when a link is pressed. */
async function saved(link: Locator): Promise<Buffer> {
  const [download] = await Promise.all([his.waitForEvent("download"), link.click()]);
  const path = join(downloads, download.suggestedFilename());
  await download.saveAs(path);
  return readFileSync(path);
}
async function add(what: string, id?: string): Promise<void> {
  await his.getByRole("button", { name: what, exact: true }).click();
  if (id) await dialog(his).getByLabel("Id", { exact: true }).fill(id);
}
const added = () => dialog(his).getByRole("button", { name: "Add", exact: true }).click();
async function apply(): Promise<void> {
  await his.getByRole("button", { name: "Review", exact: true }).click();
  await dialog(his).locator(".plan li").first().waitFor();
  await dialog(his).getByRole("button", { name: "Apply", exact: true }).click();
  await dialog(his).waitFor({ state: "detached" });
  await his.getByText("No changes").first().waitFor();
}
const row = (page: Page, name: string): Locator => page.locator(".wire-row", { hasText: name });

test("a modem's line is set up by the form, comes up, and says what it measures", async () => {
  await settings("lines");
  await add("Add line", undefined);
  await dialog(his).getByLabel("Kind of line").selectOption("gsm-modem");
  expect(await dialog(his).getByLabel("Port", { exact: true }).inputValue()).toBe("gsm1");
  await dialog(his).getByLabel("Id", { exact: true }).fill("sim1");
  await added();
  await field("Name").fill("Mobile");
  await field("Own number").fill("13900139000");
  await apply();
  await open(his, "/lines");
  await row(his, "Mobile").locator(".wire-health", { hasText: "dBm" }).waitFor();
  await row(his, "Mobile").getByText("ready", { exact: false }).first().waitFor();
  await his.getByText("gsm2").first().waitFor();
});

test("a gateway with texts is set up by the form; its missing password is an alarm until it is entered, and is then known as set", async () => {
  const { host, sipPort, texts } = cabinet.gateway;
  texts.registration.set(1, "UNREGISTER");
  await settings("gateways");
  await add("Add gateway", "gw1");
  await added();
  await field("Name").fill("Cellar");
  await field("Maker").selectOption("dinstar");
  await field("Address").fill(host);
  await field("SIP port").fill(String(sipPort));
  await his.getByLabel("Account for text messages: Set").click();
  const account = his.locator("fieldset", { has: his.locator("legend", { hasText: "Account for text messages" }) }).last();
  await within(account, "Account").fill(texts.user);
  await within(account, "HTTP port").fill(String(texts.port));
  await within(account, "Looks every (s)").fill("1");
  await his.locator(".sections").getByRole("link", { name: "Lines", exact: true }).click();
  await add("Add line");
  await dialog(his).getByLabel("Kind of line").selectOption("gateway-port");
  await dialog(his).getByLabel("Port", { exact: true }).selectOption("gw1-2");
  await dialog(his).getByLabel("Id", { exact: true }).fill("tel2");
  await added();
  await field("Name").fill("Gateway 2");
  await apply();
  await open(her, "/alarms");
  const alarm = her.locator(".alarm-entry", { hasText: "password not entered" });
  await alarm.waitFor();
  await settings("gateways/gw1");
  await his.getByText("No password for texts yet").waitFor();
  const form = his.locator(".secret-form", { hasText: "Set the password for texts" });
  await form.locator("input").fill(texts.password);
  await form.getByRole("button", { name: "Save" }).click();
  await his.getByText("A password for texts is set").waitFor();
  await settings("gateways/gw1");
  await his.getByText("A password for texts is set").waitFor();
  await alarm.waitFor({ state: "detached" });
  await open(his, "/lines");
  await row(his, "Gateway 2").getByText("the SIM has no network").waitFor();
});

test("a device with a point and its limit is set up by the form, and read", async () => {
  await settings("plant");
  await his.getByRole("button", { name: "Set up", exact: true }).click();
  await his.locator(".listed > .button", { hasText: "Add" }).click();
  const device = his.locator(".settings-form .listed > .listed-card").first();
  await within(device, "Id").fill("well");
  await within(device, "Name").fill("Well three");
  await within(device, "Bus").selectOption("rs485-1");
  await within(device, "Address on the bus").fill("3");
  const points = device.getByRole("group", { name: "Points of its own" });
  await points.getByRole("button", { name: "Add" }).click();
  const point = points.locator(".listed-card");
  await within(point, "Id").fill("level");
  expect(await within(point, "Read with").inputValue()).toBe("3");
  await point.locator("input[lang=en], [lang=en] input").first().fill("Level");
  await within(point, "Register address").fill("300");
  await within(point, "Factor").fill("0.01");
  await within(point, "Unit").fill("m");
  await within(point, "Read every").fill("1");
  await point.getByLabel("Limits: Set").click();
  await point.getByLabel("Above: Set", { exact: true }).click();
  const above = point.getByRole("group", { name: "Above" }).last();
  await within(above, "Value").fill("4");
  await within(above, "Severity").selectOption({ label: "Error" });
  await apply();
  await open(her, "/plant");
  await her.getByText("2.31 m").waitFor();
});

test("those on call are set up by the form: who, in which order, for which alarms", async () => {
  await settings("");
  await his.getByText("Who is told of alarms, by phone, text or mail.").waitFor();
  await his.locator(".sections a").first().focus();
  await his.keyboard.press("End");
  await his.keyboard.press("Enter");
  await his.getByRole("button", { name: "Set up", exact: true }).click();
  const [people, rosters, rules] = ["People", "Rosters", "Rules"].map((name) =>
    his.locator(".form-part", { has: his.getByRole("heading", { name, exact: true }) }),
  ) as [Locator, Locator, Locator];
  await people.getByRole("button", { name: "Add" }).click();
  await within(people, "Name").fill("Zhang");
  await within(people, "Number for texts").fill("13800138000");
  await rosters.getByRole("button", { name: "Add" }).click();
  await within(rosters, "Name").fill("On duty");
  await rosters.getByRole("switch", { name: "Zhang" }).click();
  await rules.getByRole("button", { name: "Add" }).click();
  await within(rules, "Name").fill("Faults");
  await within(rules, "Roster").selectOption({ label: "On duty (roster1)" });
  await within(rules, "By text, everybody at once").selectOption({ label: "yes" });
  await rules.getByLabel("By phone: Set").click();
  await apply();
});

test("a register raised is an alarm that is told by text; the supervisor takes it, remarks on it, puts it aside, and finds it in the history", async () => {
  await open(her, "/alarms");
  cabinet.well.holding.set(300, 450);
  const alarm = her.locator(".alarm-entry", { hasText: "4.50 m" });
  await alarm.waitFor();
  await alarm.getByText("Text sent to 1 person").waitFor();
  await expect
    .poll(() => cabinet.modem.sent.some(({ hex }) => readSubmit(hex).to === "13800138000"), { timeout: waitMs })
    .toBe(true);
  await alarm.locator(".alarm-title").focus();
  await her.keyboard.press("a");
  await alarm.getByText("boss has it").waitFor();
  await her.keyboard.press("Enter");
  await alarm.getByLabel("Remark").fill("The inflow valve is stuck");
  await her.keyboard.press("Enter");
  await alarm.getByText("boss: The inflow valve is stuck").waitFor();
  await alarm.getByText("1 remark").waitFor();
  expect(await alarm.getByLabel("Remark").inputValue()).toBe("");
  await alarm.getByRole("button", { name: "Shelve" }).click();
  await dialog(her).getByRole("button", { name: "Known, being repaired" }).click();
  await dialog(her).getByRole("button", { name: "Shelve", exact: true }).click();
  const shelf = her.locator(".alarm-shelf");
  await shelf.getByText("Boss: Known, being repaired", { exact: true }).waitFor();
  await shelf.getByRole("button", { name: "Bring back" }).click();
  await shelf.waitFor({ state: "detached" });
  cabinet.well.holding.set(300, 231);
  await alarm.waitFor({ state: "detached" });
  const past = her.locator(".past-row", { hasText: "4.50 m" });
  await past.locator(".past-line", { hasText: "boss" }).click();
  await past.getByText("boss: The inflow valve is stuck").waitFor();
  await past.getByLabel("Remark").fill("It was ice");
  await her.keyboard.press("Enter");
  await past.getByText("boss: It was ice").waitFor();
});

test("a text is written, kept on Escape, goes out, arrives; the reply comes in and is answered", async () => {
  await open(her, "/texts");
  await her.getByRole("button", { name: "New text" }).click();
  await within(dialog(her), "To").fill("13800138000");
  await within(dialog(her), "Text").fill("The water is off until six");
  await her.keyboard.press("Escape");
  await her.getByRole("button", { name: "Keep writing" }).click();
  expect(await within(dialog(her), "Text").inputValue()).toBe("The water is off until six");
  await her.keyboard.press("Control+Enter");
  const line = her.locator(".text-row", { hasText: "The water is off until six" });
  await her.getByText("Sent", { exact: true }).click();
  await line.getByText("sent, no report yet").waitFor();
  const [{ id }] = (await office.get<TextRow[]>("/api/texts?direction=out&limit=1")) as [TextRow];
  const { marks = [] } = await office.get<TextRow>(`/api/texts/${id}`);
  cabinet.modem.deliver(reportPdu({ reference: marks[0]!.reference, to: "13800138000", atMs: Date.now() }));
  await line.getByText("delivered").waitFor();
  const [reply] = deliverPdus({ from: "13800138000", text: "And tomorrow?", reference: 1, atMs: Date.now() });
  cabinet.modem.deliver(reply!);
  await her.getByText("Received", { exact: true }).click();
  const came = her.locator(".text-row", { hasText: "And tomorrow?" });
  await came.getByRole("button", { name: "Reply" }).click();
  expect(await within(dialog(her), "To").inputValue()).toBe("13800138000");
  await her.keyboard.press("Escape");
  await dialog(her).waitFor({ state: "detached" });
});

test("what passes over the bus is captured and saved; a bundle is gathered, read before it is made, and saved", async () => {
  await open(his, "/diagnostics");
  await his.getByText("Nothing was captured yet.").waitFor();
  await his.getByRole("button", { name: "Start a capture" }).click();
  await within(dialog(his), "What").selectOption({ label: "Buses: Modbus" });
  await within(dialog(his), "Where").selectOption({ label: "rs485-1" });
  await dialog(his).getByRole("button", { name: "Start", exact: true }).click();
  const capture = his.locator(".diag-row", { hasText: "Buses: Modbus" });
  await capture.getByText(/[1-9]\d* lines?/).waitFor();
  await capture.getByRole("button", { name: "Stop" }).click();
  await capture.getByText("stopped").waitFor();
  const text = (await saved(capture.getByRole("link", { name: "Save" }))).toString();
  expect(text).toMatch(/rs485-1 > .*03 03 01 2c/i);
  await his.getByRole("button", { name: "Gather a bundle" }).click();
  await dialog(his)
    .getByLabel(/Buses: Modbus/)
    .check();
  await dialog(his).getByRole("button", { name: "Gather a bundle" }).click();
  await his.getByText("This is what will go.").waitFor();
  const part = his.locator(".diag-parts li", { hasText: "settings" }).first();
  await part.getByRole("button", { name: "Read" }).click();
  const read = (await dialog(his).locator("pre").textContent()) ?? "";
  expect(read).toContain("Well three");
  expect(read).not.toContain("13800138000");
  await his.keyboard.press("Escape");
  await his.getByRole("button", { name: "Make the file" }).click();
  const bundle = await saved(his.getByRole("region", { name: "Support bundle" }).getByRole("link", { name: "Save" }));
  expect([...unzip(bundle).keys()].join(" ")).toContain("settings");
  await open(his, "/host");
  await his.getByText("Lab box", { exact: true }).waitFor();
  expect(errors).toEqual([]);
});
