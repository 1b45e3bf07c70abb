/**
 * Clicks through the console against the development server and fails when something does not come out as it should.
 *   node console/screens/walk.ts --base http://127.0.0.1:25000 --fresh http://127.0.0.1:25001
 * `--fresh` is a server started with --unconfigured. Settings of the first server are changed.
 */
import { type BrowserContext, chromium, type Locator, type Page } from "playwright-core";

declare const process: { argv: string[]; exitCode?: number };
const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const base = option("base", "http://127.0.0.1:25000");
const fresh = option("fresh", "");
const password = "linebox-demo";
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
  ],
});

const failures: string[] = [];
const expect = (what: string, holds: boolean): void => {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
  if (!holds) failures.push(what);
};
const seen = (page: Page, selector: string, timeout = 5_000): Promise<boolean> =>
  page.waitForSelector(selector, { timeout }).then(
    () => true,
    () => false,
  );
const shows = (what: Locator): Promise<boolean> =>
  what.waitFor({ state: "visible", timeout: 5_000 }).then(
    () => true,
    () => false,
  );
async function context(width = 1440): Promise<BrowserContext> {
  const made = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-GB", timezoneId: "Asia/Shanghai" });
  await made.addInitScript(() => localStorage.setItem("linebox.language", "en"));
  return made;
}
async function enter(user: string, ctx?: BrowserContext): Promise<Page> {
  const page = await (ctx ?? (await context())).newPage();
  page.on("pageerror", (e) => failures.push(`error in the page: ${e.message}`));
  await page.goto(base);
  await page.getByLabel("User name").fill(user);
  await page.locator("input[type=password]").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForSelector(".frame");
  await page.evaluate(() =>
    fetch("/api/session/language", { method: "PUT", headers: { "content-type": "application/json" }, body: '{"language":"en"}' }),
  );
  await page.reload();
  // Each begins where his work is: the desk, the floor, or Live.
  await page.waitForSelector(".desk, .floor, .live");
  return page;
}

async function signingIn(): Promise<void> {
  const page = await (await context()).newPage();
  await page.goto(`${base}/calls`);
  await page.getByLabel("User name").fill("admin");
  await page.locator("input[type=password]").fill("wrong-password");
  await page.keyboard.press("Enter");
  expect("a wrong password says so and what to do", await seen(page, ".notice.is-bad .note"));
  await page.getByText("中文").click();
  expect("the language changes before signing in", await shows(page.getByText("用户名", { exact: true }).first()));
  await page.locator("input[type=password]").fill(password);
  await page.keyboard.press("Enter");
  expect("one comes to the page one asked for", await seen(page, ".calls h1"));
  await page.context().close();
}

async function ownPassword(): Promise<void> {
  const page = await enter("li");
  await page.goto(`${base}/account`);
  await page.waitForSelector(".account form");
  const form = page.locator(".account form", { has: page.getByLabel("Present password") });
  const fields = form.locator("input[type=password]");
  for (const [i, text] of ["not-my-password", "clear-water-22", "clear-water-22"].entries()) await fields.nth(i).fill(text);
  await form.locator("button[type=submit]").click();
  expect("a wrong old password is said, and one stays signed in", await seen(page, ".account .notice.is-bad"));
  await page.context().close();
}

async function settings(): Promise<void> {
  const ctx = await context();
  const page = await enter("admin", ctx);
  await page.goto(`${base}/settings/queues/hotline`);
  await page.waitForSelector(".settings-form");
  const field = page.getByLabel("Most callers at once");
  await field.fill("9000000");
  expect("a number beyond its limit is marked at once", await seen(page, ".field.is-bad"));
  await field.fill("150");
  expect("a change is counted", await shows(page.getByText("1 change not applied").first()));
  await page.getByLabel("Undo").click();
  expect("undo takes it back", (await field.inputValue()) === "200");
  await page.getByLabel("Redo").click();
  expect("redo brings it again", (await field.inputValue()) === "150");
  await page.goto(`${base}/settings/queues/hotline`, { waitUntil: "commit" }).catch(() => undefined);
  await page.waitForSelector(".settings-form");

  await page.getByLabel("Most callers at once").fill("150");
  await page.getByRole("link", { name: "Trunks" }).click();
  await page
    .getByRole("link", { name: /Add|unicom/ })
    .first()
    .click();
  await page.locator(".rows-row select").first().selectOption("");
  await page.getByRole("button", { name: "Review" }).click();
  expect("what the box refuses is listed with its place and a hint", await seen(page, ".problems .is-error .note"));
  await page.locator(".problems .is-error button").first().click();
  expect("and marked at its field", await seen(page, ".bare.is-bad, .field.is-bad"));
  await page.getByLabel("Undo").click();
  await page.getByRole("button", { name: "Review" }).click();
  expect("the plan is said in sentences", await seen(page, ".plan li"));
  await page.getByRole("button", { name: "Apply" }).click();
  expect("it is applied", await seen(page, ".toast"));
  expect("nothing is left to apply", await shows(page.getByText("No changes").first()));

  await page.goto(`${base}/settings/site`);
  await page.getByLabel("Realm").fill("qingyuan");
  await page.getByRole("button", { name: "Review" }).click();
  expect("a step that may lock out says so", await seen(page, ".plan-tag.is-bad"));
  await page.getByRole("button", { name: "Apply" }).click();
  expect("a countdown asks to keep it", await seen(page, ".keep-bar time"));
  await page.reload();
  expect("also after a reload", await seen(page, ".keep-bar time"));
  await page.getByRole("button", { name: "Keep these settings" }).click();
  expect(
    "kept",
    await page.waitForSelector(".keep-bar", { state: "detached" }).then(
      () => true,
      () => false,
    ),
  );

  await conflict(ctx, page);
  await ctx.close();
}

async function conflict(ctx: BrowserContext, page: Page): Promise<void> {
  await page.goto(`${base}/settings/queues/repair`);
  await page.getByLabel("Most callers at once").fill("77");
  const other = await ctx.newPage();
  await other.goto(`${base}/settings/queues/repair`);
  await other.getByLabel("Most callers at once").fill("88");
  await other.getByRole("button", { name: "Review" }).click();
  await other.waitForSelector(".plan li");
  await other.getByRole("button", { name: "Apply" }).click();
  await other.waitForSelector(".toast");
  await page.getByRole("button", { name: "Review" }).click();
  expect("somebody else's change is a conflict that shows both sides", await seen(page, ".clashes td"));
  await page.getByRole("button", { name: /Carry my changes over · Yours/ }).click();
  expect("one's own change is carried over", await seen(page, ".plan li"));
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForSelector(".toast");
  expect("and applied", (await page.getByLabel("Most callers at once").inputValue()) === "77");
}

async function numbers(): Promise<void> {
  const page = await enter("admin");
  await page.goto(`${base}/settings/firewall`);
  await page.waitForSelector(".rule-list");
  const first = () => page.locator(".rule-name").first().textContent();
  const before = await first();
  await page.locator(".test-form input[type=text]").first().fill("13900001234");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  expect("the rule that decides is marked among the others", await seen(page, ".rule.is-decided .rule-mark"));
  await page.locator(".rule-words").nth(1).focus();
  await page.keyboard.press("Alt+ArrowUp");
  expect("keys move a rule", (await first()) !== before);
  expect("which keeps the focus", await seen(page, ".rule:first-child .rule-words:focus"));
  expect("and a test says it asks the rules in force", await shows(page.getByText(/rules in force/)));
  await page.keyboard.press("Delete");
  await page.locator(".toast-act").click();
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  expect("both come back", (await first()) === before);

  await page.goto(`${base}/settings/special-numbers`);
  await page.waitForSelector(".special-list");
  await page.keyboard.press("/");
  await page.keyboard.type("138 0013");
  expect("a number is found as people write it", (await page.locator(".special-row").count()) === 1);
  await page.getByRole("button", { name: "Import" }).click();
  await page.locator("dialog textarea").fill("number,name,class\n4000110110,Citizens,contact\nabc,Wrong,contact\n");
  await page.getByRole("button", { name: "Read", exact: true }).click();
  expect("a wrong row is named by line", await seen(page, ".wrong-rows th:text('3')"));
  await page.getByText("are removed", { exact: true }).click();
  expect("replacing waits until all rows are right", await seen(page, "dialog .button.is-main[aria-disabled=true]"));
  await page.getByText("stay", { exact: true }).click();
  await page.getByRole("button", { name: "Take over the good rows only" }).click();
  expect("the good ones are one change", await shows(page.getByText("1 change not applied").first()));

  await page.getByRole("link", { name: "Codes and times" }).click();
  await page.getByLabel("Code: Ready", { exact: true }).fill("*41");
  expect("a clash is said where it is typed", await seen(page, ".codes tr.is-bad .bare-remark.is-error"));
  await page.getByRole("button", { name: "Review" }).click();
  expect("and refused by the box", await seen(page, ".problems .is-error"));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Back to *43" }).click();

  await page.getByRole("link", { name: "Outgoing calls" }).click();
  await page.locator(".test-form select").selectOption("role lead");
  await page.locator(".test-form input[type=text]").fill("900862112345678");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  expect("a role's right is told with the trunks in order", await seen(page, ".verdict .tried li"));
  await page.locator(".pin-put select").selectOption("phone:801");
  await page.locator(".pin-put input").fill("4711");
  await page.getByRole("button", { name: "Set PIN" }).click();
  expect("a PIN is set", await shows(page.locator(".pin-rows").getByText(/801/)));
  expect("and not shown again", (await page.locator(".pin-put input").inputValue()) === "");
  await page.getByRole("button", { name: "Review" }).click();
  expect("the plan names the number that comes", await shows(page.locator(".plan").getByText(/4000110110/)));
  await page.getByRole("button", { name: "Apply" }).click();
  expect("and it is applied", await shows(page.getByText("No changes").first()));
  await page.context().close();
}

async function flows(): Promise<void> {
  const page = await enter("admin");
  await page.goto(`${base}/flows/hotline`);
  await page.waitForSelector(".flow-map");
  await page.getByRole("button", { name: /Meter number/ }).click();
  expect("a step on the map opens its form", await seen(page, ".flow-step"));
  await page.locator(".flow-step").getByLabel("Fewest digits").fill("6");
  expect("the draft is saved by itself", await seen(page, ".saving.is-saved"));
  await page.getByRole("button", { name: "Add step" }).click();
  await page.getByLabel("Id of the new step").fill("thanks");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  expect("a new step opens", await seen(page, ".flow-step code:text('thanks')"));
  await page.locator(".flow-step").getByLabel("then", { exact: true }).selectOption("bye");
  await page.getByText("JSON", { exact: true }).click();
  expect("the JSON shows it", await shows(page.getByText('"thanks"')));
  await page.getByRole("button", { name: "Edit" }).click();
  const text = await page.locator(".json-edit").inputValue();
  await page.locator(".json-edit").fill(`${text}}`);
  await page.getByRole("button", { name: "Take over" }).click();
  expect("broken JSON is refused with its reason", await seen(page, ".json .notice.is-bad"));
  await page.locator(".json-edit").fill(text.replace('"minLength": 6', '"minLength": 60'));
  await page.getByRole("button", { name: "Take over" }).click();
  await page.locator(".flow-problems summary").click();
  expect("problems of the flow are found", await seen(page, ".problems .is-error"));
  expect("and marked at their line", await seen(page, ".json-lines .is-bad"));
  await page.getByText("Dry run", { exact: true }).click();
  expect("a broken draft is not played", await seen(page, ".dry-run .notice"));
  await page.locator(".flow-head").getByRole("button", { name: "Undo", exact: true }).click();
  expect("a mended one is", await seen(page, ".play-log .is-say"));
  await page.locator(".keypad-keys button").first().click();
  expect("a key takes its way on the map", await seen(page, ".wire.is-taken"));
  await page.getByRole("button", { name: "Publish…" }).click();
  expect("publishing tells the differences", await seen(page, ".flow-changes li"));
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  expect("and puts the draft in force", await seen(page, ".saving.is-published"));
  await page.context().close();
}

async function agent(): Promise<void> {
  const page = await enter("wang");
  expect("an agent has the state button", await seen(page, ".my-state"));
  expect("and no settings", (await page.getByRole("link", { name: "Settings" }).count()) === 0);
  const free = () =>
    page.waitForSelector(".my-state.is-ready, .my-state.is-not-ready, .my-state.is-wrap-up", { timeout: 600_000 });
  await free();
  await page.keyboard.press("n");
  expect("n opens the reasons", await seen(page, ".my-state .menu-list"));
  await page.getByRole("menuitem", { name: /break/ }).click();
  expect(
    "not ready with the reason",
    await page.waitForSelector(".my-state.is-not-ready", { timeout: 3_000 }).then(
      () => true,
      () => false,
    ),
  );
  await page.keyboard.press("r");
  expect(
    "r is ready again",
    await page.waitForSelector(".my-state.is-ready, .my-state.is-ringing, .my-state.is-talking", { timeout: 3_000 }).then(
      () => true,
      () => false,
    ),
  );
  await page.goto(`${base}/settings/site`);
  expect("a page that isn't for agents says so", await seen(page, ".empty"));
  await page.context().close();
}

async function recording(): Promise<void> {
  const page = await enter("li");
  await page.goto(`${base}/calls?queue=hotline`);
  await page
    .locator(".call-row", { has: page.locator(".call-talk:not(:empty)") })
    .first()
    .click();
  expect("the call has its journey", await seen(page, ".journey .step"));
  expect("and its waveforms", await seen(page, ".wave-past"));
  await page.getByRole("button", { name: "Play" }).click();
  // Where the settings want a reason, it is asked for first.
  const why = page.getByRole("button", { name: "Quality audit" });
  if (
    await why.waitFor({ timeout: 4_000 }).then(
      () => true,
      () => false,
    )
  )
    await why.click();
  const slider = page.getByRole("slider");
  expect(
    "it plays",
    await page
      .waitForFunction(() => Number(document.querySelector("[role=slider]")?.getAttribute("aria-valuenow")) >= 1, undefined, {
        timeout: 8_000,
      })
      .then(
        () => true,
        () => false,
      ),
  );
  await slider.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const [now, max] = await Promise.all([slider.getAttribute("aria-valuenow"), slider.getAttribute("aria-valuemax")]);
  expect("the keys move it", Math.abs(Number(max) - Number(now) - 5) <= 2);
  await page.locator(".step.is-decision summary").first().click();
  expect("a decision names everybody", (await page.locator(".decision tbody tr").count()) >= 2);
  await page.locator(".ladder-row").nth(3).click();
  expect("an arrow shows its message", await shows(page.locator(".sip-first").first()));
  await page.context().close();
}

async function connection(): Promise<void> {
  const ctx = await context();
  const page = await enter("li", ctx);
  await ctx.setOffline(true);
  expect("a lost connection is said with the age of the values", await seen(page, ".link-bar", 20_000));
  expect("acts are blocked with a reason", (await page.locator(".alarm button[aria-disabled=true]").count()) > 0);
  await page.screenshot({ path: "/tmp/screens/live-lost.png" });
  await ctx.setOffline(false);
  expect(
    "and it comes back by itself",
    await page.waitForSelector(".link-bar", { state: "detached", timeout: 30_000 }).then(
      () => true,
      () => false,
    ),
  );
  await ctx.close();
}

async function setUp(): Promise<void> {
  const page = await (await context()).newPage();
  await page.goto(fresh);
  expect("an unconfigured box asks to be set up", await seen(page, ".steps"));
  await page.screenshot({ path: "/tmp/screens/set-up.png" });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Site name").fill("Qingyuan Water");
  await page.keyboard.press("Enter");
  await page.getByLabel("User name").fill("zhou");
  await page.locator("input[type=password]").first().fill("short");
  expect("a weak password is marked", await seen(page, ".field.is-bad"));
  await page.locator("input[type=password]").first().fill("clear-water-22");
  await page.locator("input[type=password]").last().fill("clear-water-22");
  await page.getByRole("button", { name: "Set up" }).click();
  expect("then one is inside", await seen(page, ".live"));
  expect("with pages that say what is missing", (await page.locator(".empty").count()) >= 3);
  await page.screenshot({ path: "/tmp/screens/live-empty.png" });
  await page.context().close();
}

for (const walk of [signingIn, ownPassword, recording, settings, numbers, flows, connection, agent, ...(fresh ? [setUp] : [])]) {
  console.log(`— ${walk.name}`);
  await walk().catch((e: unknown) => expect(`${walk.name}: ${String(e).split("\n")[0]}`, false));
}
await browser.close();
console.log(failures.length === 0 ? "all as it should be" : `${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
