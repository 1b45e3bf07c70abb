/**
 * Sets up a GSM line, a gateway with a line of its own, a telephone and an MQTT broker by the forms, and looks what the box has stored. It runs
 * against the made-up box and a real one; settings and secrets of the box are changed.
 *   node console/screens/walk-gear.ts --base http://127.0.0.1:25000 --user admin --password …
 */
import { chromium } from "playwright-core";

declare const process: { argv: string[]; exitCode?: number };
const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const base = option("base", "http://127.0.0.1:25000");
const failures: string[] = [];
const expect = (what: string, holds: boolean): void => {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
  if (!holds) failures.push(what);
};
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const context = await browser.newContext({
  viewport: { width: 1440, height: 900 },
  locale: "en-GB",
  timezoneId: "Asia/Shanghai",
});
await context.addInitScript(() => localStorage.setItem("linebox.language", "en"));
const page = await context.newPage();
page.setDefaultTimeout(10_000);
page.on("pageerror", (e) => failures.push(`error in the page: ${e.message}`));

type Stored = {
  settings: {
    lines?: { id: string; kind: string; port: string; flow?: string; balance?: object; sms?: object }[];
    gateways?: { id: string; host: string; vendor: string; portIn?: object; user?: string }[];
    analogPhones?: { port: string; phone: string }[];
    mqtt?: object;
    texts?: object;
  };
  secrets: { trunks: string[]; lines: string[] };
};
const stored = (): Promise<Stored> => page.evaluate(async () => (await (await fetch("/api/settings")).json()) as Stored);
/** By its label, which says of some that they are optional. */
const field = (label: string) =>
  page.locator(".settings-form").getByLabel(new RegExp(`^${label.replace(/[()]/g, "\\$&")}\\s*(optional)?$`));
const dialog = () => page.locator("dialog[open]");
const plans: string[] = [];

async function signIn(): Promise<void> {
  await page.goto(`${base}/settings`);
  await page.getByLabel("User name").fill(option("user", "admin"));
  await page.locator("input[type=password]").fill(option("password", "linebox-demo"));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForSelector(".frame");
  await page.evaluate(() =>
    fetch("/api/session/language", { method: "PUT", headers: { "content-type": "application/json" }, body: '{"language":"en"}' }),
  );
}
async function open(path: string): Promise<void> {
  await page.goto(`${base}/settings/${path}`);
  await page.waitForSelector(".change-bar");
}
/** Reviews and applies; what the box said it would do is kept. */
async function apply(): Promise<void> {
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await dialog().locator(".plan li").first().waitFor();
  plans.push(...(await dialog().locator(".plan li .grow").allTextContents()));
  await dialog().getByRole("button", { name: "Apply", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
}
async function secret(label: string, text: string): Promise<void> {
  const form = page.locator(".secret-form").filter({ hasText: label });
  const saved = page.waitForResponse((r) => r.url().includes("/api/secrets/"));
  await form.locator("input, textarea").fill(text);
  await form.getByRole("button", { name: "Save" }).click();
  expect(`${label}: the box took it`, (await saved).ok());
}

async function modemLine(): Promise<void> {
  await open("lines");
  await page.getByRole("button", { name: "Add line" }).click();
  await dialog().getByLabel("Kind of line").selectOption("gsm-modem");
  const port = await dialog().getByLabel("Port", { exact: true }).inputValue();
  expect("a free port of the hardware profile is chosen", /^gsm\d$/.test(port));
  await dialog().getByLabel("Id", { exact: true }).fill("sim-walk");
  await dialog().getByRole("button", { name: "Add", exact: true }).click();
  await field("Name").fill("Mobile");
  await field("Own number").fill("13900008888");
  await page.getByLabel("Asking for the balance: Set").click();
  await field("Code dialled (USSD)").fill("*101#");
  await apply();
  await secret("Set PIN", "1234");
  const { settings, secrets } = await stored();
  const line = settings.lines?.find((l) => l.id === "sim-walk");
  expect(
    "the line is stored with its port, flow, balance and texts",
    line?.port === port && !!line.flow && !!line.balance && !!line.sms,
  );
  expect("its PIN is known as set", secrets.lines.includes("sim-walk"));
}

async function gateway(): Promise<void> {
  await open("gateways");
  await page.getByRole("button", { name: "Add gateway" }).click();
  await dialog().getByLabel("Id", { exact: true }).fill("gwalk");
  await dialog().getByRole("button", { name: "Add", exact: true }).click();
  await field("Maker").selectOption("grandstream");
  await field("Address").fill("127.0.0.9");
  await field("Number of ports").fill("2");
  await field("Account").fill("walker");
  await page.getByLabel("Marks of its ports for calls in: Set").click();
  expect("hints of its maker are shown", (await page.locator(".gateway-hints dt").count()) > 2);
  // Its ports can be chosen before it is applied.
  await page.locator(".sections").getByRole("link", { name: "Lines", exact: true }).click();
  await page.getByRole("button", { name: "Add line" }).click();
  await dialog().getByLabel("Kind of line").selectOption("gateway-port");
  await dialog().getByLabel("Port", { exact: true }).selectOption("gwalk-2");
  await dialog().getByRole("button", { name: "Add", exact: true }).click();
  await apply();
  await open("gateways/gwalk");
  await secret("Set the password for calls", "a secret of the gateway");
  const { settings } = await stored();
  const made = settings.gateways?.find((g) => g.id === "gwalk");
  expect(
    "the gateway is stored",
    made?.host === "127.0.0.9" && made.vendor === "grandstream" && made.user === "walker" && !!made.portIn,
  );
  expect("and a line at its port", settings.lines?.some((l) => l.kind === "gateway-port" && l.port === "gwalk-2") ?? false);
}

async function telephone(): Promise<void> {
  await open("analogPhones");
  await page.getByRole("button", { name: "Add analog phone" }).click();
  const port = await dialog().getByLabel("Port", { exact: true }).inputValue();
  await dialog().getByRole("button", { name: "Add", exact: true }).click();
  await apply();
  expect("the telephone is stored at its port", (await stored()).settings.analogPhones?.some((p) => p.port === port) ?? false);
}

async function broker(): Promise<void> {
  await open("mqtt");
  const setUp = page.getByRole("button", { name: "Set up", exact: true });
  if (await setUp.isVisible()) await setUp.click();
  await field("Address").fill("127.0.0.1");
  await field("Port").fill("1883");
  await page.getByText("Not encrypted").click();
  await field("User").fill("walker");
  await page.getByRole("switch", { name: "Lines" }).click();
  await apply();
  await secret("Set password", "a secret of the broker");
  const mqtt = JSON.stringify((await stored()).settings.mqtt);
  expect("the broker is stored", mqtt.includes('"port":1883') && mqtt.includes('"user":"walker"') && mqtt.includes('"none"'));
  await field("Topics begin with").fill("site/box");
  await apply();
  expect("a plan names what changes by its label", plans.at(-1) === "MQTT broker: beginning of the topics changes.");
}

async function texts(): Promise<void> {
  await open("texts");
  await page.getByRole("switch", { name: "Mobile (sim-walk)" }).click();
  await field("Tried for").fill("6");
  await apply();
  const kept = JSON.stringify((await stored()).settings.texts);
  expect("how texts go out is stored", kept.includes("sim-walk") && kept.includes('"retryForHours":6'));
}

for (const walk of [signIn, modemLine, gateway, telephone, broker, texts]) {
  try {
    await walk();
  } catch (error) {
    failures.push(`${walk.name}: ${error instanceof Error ? error.message : String(error)}`);
    console.log(`FAIL ${failures.at(-1)}`);
    await page.screenshot({ path: "/tmp/walk-gear.png" });
  }
}
for (const plan of plans) console.log(`plan ${plan}`);
console.log(failures.length === 0 ? "all went well" : `${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
await browser.close();
