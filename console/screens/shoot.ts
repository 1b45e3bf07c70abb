/**
 * Takes pictures of every page, at desk and phone width, light and dark, in both languages, and complains about
 * pages that are wider than the window, errors in the console and text that is too faint.
 *   node console/screens/shoot.ts --base http://127.0.0.1:25000 --user admin --password … [--out /tmp/screens] [--only live,call] [--quick]
 * `--quick`: zh/light at both widths and en/dark at both widths. `--looks 390-dark-zh,1440-light-en`: these alone, named as the pictures end.
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { cabinetShots } from "./cabinet-shots.ts";
import { doctorShots } from "./doctor-shots.ts";
import { gearShots } from "./gear-shots.ts";
import { numberShots } from "./number-shots.ts";
import { officeShots } from "./office-shots.ts";
import type { Shot } from "./shot.ts";
import { textShots } from "./text-shots.ts";

declare const process: { argv: string[]; exitCode?: number };
const option = (name: string, otherwise = ""): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? "");
};
const base = option("base", "http://127.0.0.1:25000");
const out = option("out", "/tmp/screens");
const only = option("only").split(",").filter(Boolean);
const wanted = option("looks").split(",").filter(Boolean);
const quick = process.argv.includes("--quick");
const signIn = { user: option("user", "admin"), password: option("password", "linebox-demo") };

type Language = "zh" | "en";
type Look = { language: Language; theme: "light" | "dark"; width: 1440 | 390 };

const languages: Language[] = ["zh", "en"];
const looks: Look[] = languages
  .flatMap((language) =>
    (["light", "dark"] as const).flatMap((theme) => ([1440, 390] as const).map((width) => ({ language, theme, width }))),
  )
  .filter((l) => !quick || (l.language === "zh") === (l.theme === "light"))
  .filter((l) => wanted.length === 0 || wanted.includes(`${l.width}-${l.theme}-${l.language}`));

const browser: Browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const complaints: string[] = [];

type Row = { id: string; connectedAtMs?: number; endedAtMs?: number; talkMs?: number; waitMs?: number };
async function interestingCall(page: Page): Promise<{ done: string; running: string }> {
  return page.evaluate(async () => {
    const reply = (await (await fetch("/api/calls?limit=200")).json()) as Row[] | { calls: Row[] };
    const rows = Array.isArray(reply) ? reply : reply.calls;
    const full = rows.filter((r) => r.connectedAtMs && r.endedAtMs && (r.talkMs ?? 0) > 30_000);
    const done = full.sort((a, b) => (b.waitMs ?? 0) - (a.waitMs ?? 0))[0] ?? rows.find((r) => r.endedAtMs);
    return { done: done?.id ?? "none", running: rows.find((r) => !r.endedAtMs)?.id ?? done?.id ?? "none" };
  });
}

let signedIn = signIn.user;
async function enter(page: Page, look: Look, user = signIn.user): Promise<void> {
  signedIn = user;
  // Not a page of the console: it would go on asking as whoever was signed in before.
  await page.goto(`${base}/api/status`);
  await page.evaluate(
    async ({ look, signIn }) => {
      localStorage.setItem("linebox.theme", look.theme);
      localStorage.setItem("linebox.language", look.language);
      const send = (method: string, url: string, body: unknown) =>
        fetch(url, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      const reply = await send("POST", "/api/session", signIn);
      if (!reply.ok) throw new Error(`signing in: ${reply.status}`);
      await send("PUT", "/api/session/language", { language: look.language });
    },
    { look, signIn: { ...signIn, user } },
  );
}

const click = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click();
};
/** Puts the desk of the agent 1001 into a state; only the development server can. */
const desk = (state: string) => async (page: Page) => {
  await page.evaluate((s) => fetch(`/sim/desk/1001/${s}`, { method: "POST" }), state);
  await page.waitForTimeout(1_500);
};
/** A text from the supervisor to the agent 1001; only the development server can. */
const told = async (page: Page) => {
  await page.evaluate(() => fetch("/sim/bulletins/1001", { method: "POST" }));
  await page.waitForSelector(".told");
};
const openFirst = async (page: Page) => {
  await click(".found-row")(page);
  await page.waitForSelector(".wave-field");
};
const openAlarms = async (page: Page) => {
  await click(".alarm-title")(page);
  await click(".past-line")(page);
  await page.waitForSelector(".past-row .alarm-notes li");
};
const tryPerson = async (page: Page) => {
  await click(".page-head .button")(page);
  await click(".try-people .button")(page);
  await page.waitForSelector(".try-tests li");
};
const shots = (ids: { done: string; running: string }): Shot[] => [
  { name: "sign-in", path: "/", signedOut: true },
  { name: "live", path: "/", whole: true, ready: ".live" },
  { name: "live-keys", path: "/", ready: ".live", before: (page) => page.keyboard.press("?") },
  { name: "desk-idle", path: "/desk", user: "wang", whole: true, ready: ".desk", before: desk("idle") },
  { name: "desk-ringing", path: "/desk", user: "wang", whole: true, ready: ".desk", before: desk("ringing") },
  { name: "desk-talking", path: "/desk", user: "wang", whole: true, ready: ".desk", before: desk("talking") },
  {
    name: "desk-transfer",
    path: "/desk",
    user: "wang",
    ready: ".desk",
    before: async (page) => {
      await desk("talking")(page);
      await page.keyboard.press("F8");
    },
  },
  { name: "desk-consult", path: "/desk", user: "wang", whole: true, ready: ".desk", before: desk("consult") },
  { name: "desk-wrap-up", path: "/desk", user: "wang", whole: true, ready: ".desk", before: desk("wrap-up") },
  {
    name: "desk-told",
    path: "/desk",
    user: "wang",
    ready: ".desk",
    before: async (page) => {
      await desk("talking")(page);
      await told(page);
    },
  },
  { name: "bulletins", path: "/bulletins", user: "li", ready: ".bulletin-row" },
  { name: "alarms", path: "/alarms", whole: true, ready: ".past-row" },
  { name: "alarms-opened", path: "/alarms", whole: true, ready: ".past-row", before: openAlarms },
  { name: "alarms-shelve", path: "/alarms", ready: ".alarm-entry", before: click(".alarm-acts .button:not(.is-main)") },
  { name: "alarms-try", path: "/alarms", ready: ".alarm-entry", before: tryPerson },
  { name: "lines", path: "/lines", ready: ".wire-row" },
  { name: "lines-found", path: "/lines", ready: ".wire-row", before: click(".page-head .button") },
  { name: "bulletins-own", path: "/bulletins", user: "wang", ready: ".bulletin-row" },
  { name: "bulletin-write", path: "/bulletins", user: "li", ready: ".bulletin-row", before: click(".page-head .button.is-main") },
  { name: "all-pages", path: "/", ready: ".live", before: click(".places-all") },
  { name: "all-pages-agent", path: "/", user: "wang", ready: ".live", before: click(".places-all") },
  { name: "call-strip", path: "/calls", user: "wang", ready: "[data-row]", before: desk("ringing") },
  { name: "floor", path: "/floor", user: "li", whole: true, ready: ".floor" },
  { name: "floor-caller", path: "/floor", user: "li", ready: ".floor", before: click(".floor-waiter .menu-button") },
  { name: "floor-seat", path: "/floor", user: "li", ready: ".floor", before: click(".seat.is-talking .menu-button") },
  {
    name: "floor-why",
    path: "/floor",
    user: "li",
    ready: ".floor",
    before: async (page) => {
      await click(".floor-waiter .menu-button")(page);
      await click(".floor-waiter .menu-item")(page);
    },
  },
  { name: "calls", path: "/calls", ready: "[data-row]" },
  { name: "call", path: `/calls/${ids.done}`, whole: true, ready: ".journey" },
  { name: "call-running", path: `/calls/${ids.running}`, whole: true, ready: ".journey" },
  {
    name: "call-decision",
    path: `/calls/${ids.done}`,
    whole: true,
    ready: ".journey",
    before: click(".journey .is-decision details summary"),
  },
  { name: "call-message", path: `/calls/${ids.done}`, ready: ".ladder svg", before: click(".ladder .ladder-row") },
  { name: "agents", path: "/agents", ready: ".agents" },
  { name: "agent", path: "/agents/1001", whole: true, ready: ".agent-detail" },
  { name: "surveys", path: "/surveys?when=days28", whole: true, ready: ".question-card" },
  { name: "surveys-low", path: "/surveys?when=days28&survey=after&low=1", ready: ".answer-row" },
  { name: "figures", path: "/figures", whole: true, ready: ".figure-table" },
  { name: "figures-days", path: "/figures?when=days7&by=queue&chart=serviceLevel", whole: true, ready: ".figure-table" },
  {
    name: "figure-means",
    path: "/figures?when=days7",
    ready: ".totals",
    before: click(".totals > div:nth-child(4) .explain-mark"),
  },
  { name: "figure-choose", path: "/figures", ready: ".totals", before: click(".figures-tools button:nth-of-type(2)") },
  { name: "figure-behind", path: "/figures/serviceLevel?when=yesterday", ready: ".behind-row" },
  { name: "recordings", path: "/recordings", ready: ".found-row" },
  { name: "recordings-more", path: "/recordings?longer=90&text=1", ready: ".found-row" },
  { name: "recording", path: "/recordings?tag=%E6%8A%95%E8%AF%89", whole: true, ready: ".found-row", before: openFirst },
  {
    name: "recording-reason",
    path: "/recordings?tag=%E6%8A%95%E8%AF%89",
    ready: ".found-row",
    before: async (page) => {
      await openFirst(page);
      await click(".player-bar .button")(page);
      await page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "retention",
    path: "/retention",
    whole: true,
    ready: ".keep-columns",
    before: async (page) => {
      await click(".keep-columns > div:last-child section:first-child .button")(page);
      await click(".keep-columns .button.is-main")(page);
      await page.waitForSelector(".keep-columns .notice.is-bad", { timeout: 15_000 });
    },
  },
  {
    name: "quality",
    path: "/quality",
    whole: true,
    ready: ".draw-form",
    before: async (page) => {
      await click(".draw-form .button.is-main")(page);
      await page.waitForSelector(".result-row");
    },
  },
  { name: "staffing", path: "/staffing", whole: true, ready: ".one-more" },
  { name: "shifts", path: "/shifts", whole: true, ready: ".shift-week .shift" },
  { name: "shift-plan", path: "/shifts", ready: ".shift-week .shift", before: click(".shift-week .shift-plan") },
  { name: "host", path: "/host", ready: ".host-row", whole: true },
  { name: "attendance", path: "/attendance", ready: ".attendance-table" },
  { name: "attendance-correct", path: "/attendance", ready: ".attendance-table", before: click(".attendance-table .button") },
  { name: "wall", path: "/wall", ready: ".wall-six" },
  { name: "settings-site", path: "/settings/site", whole: true, ready: ".settings-form" },
  { name: "settings-trunks", path: "/settings/trunks/unicom", whole: true, ready: ".settings-form" },
  { name: "settings-phones", path: "/settings/phones/801", ready: ".settings-form" },
  { name: "settings-agents", path: "/settings/agents/1001", whole: true, ready: ".settings-form" },
  { name: "settings-queues", path: "/settings/queues/hotline", whole: true, ready: ".settings-form" },
  { name: "settings-calendars", path: "/settings/calendars/office", whole: true, ready: ".settings-form" },
  { name: "settings-box", path: "/settings/voicemailBoxes/repair", whole: true, ready: ".box-own" },
  { name: "settings-survey", path: "/settings/surveys/after", whole: true, ready: ".survey-question" },
  { name: "settings-mail", path: "/settings/mail", whole: true, ready: ".mail-test" },
  ...numberShots,
  ...gearShots,
  ...officeShots,
  ...doctorShots,
  ...textShots,
  ...cabinetShots,
  { name: "flows", path: "/flows", ready: ".flow-list" },
  {
    name: "flow-try",
    path: "/flows/hotline",
    ready: ".flow",
    before: async (page) => {
      await page.getByText(/^(试运行|Dry run)$/).click();
      await page.waitForSelector(".play-log .is-say");
    },
  },
  { name: "messages", path: "/messages", whole: true, ready: ".message" },
  { name: "prompts", path: "/prompts/welcome", whole: true, ready: ".prompt-detail" },
  { name: "flow", path: "/flows/hotline", whole: true, ready: ".flow" },
  { name: "flow-step", path: "/flows/hotline?step=meter", whole: true, ready: ".flow-step" },
  { name: "settings-list", path: "/settings/queues", ready: ".settings" },
  { name: "users", path: "/users", ready: ".users" },
  { name: "diagnostics", path: "/diagnostics", ready: ".diag-rows" },
  { name: "account", path: "/account", ready: ".account" },
  { name: "account-own", path: "/account", user: "wang", whole: true, ready: ".phone-panel" },
  {
    name: "desk-forward",
    path: "/desk",
    user: "wang",
    whole: true,
    ready: ".desk",
    before: async (page) => {
      await desk("idle")(page);
      await page.evaluate(() =>
        fetch("/api/phones/801/forward/hours", {
          method: "PUT",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ to: "803", calendar: "office", while: "open" }),
        }),
      );
      await page.waitForSelector(".phone-notice");
    },
  },
  { name: "agent-phone", path: "/agents/1003", user: "li", ready: ".agent-detail", before: click(".agent-detail-head .button") },
  {
    name: "messages-own",
    path: "/messages/repair",
    user: "li",
    whole: true,
    ready: ".message",
    before: click(".box-set summary"),
  },
];

async function take(page: Page, shot: Shot, look: Look): Promise<void> {
  const user = shot.user ?? signIn.user;
  if (!shot.signedOut && user !== signedIn) await enter(page, look, user);
  const name = `${shot.name}-${look.width}-${look.theme}-${look.language}`;
  await page.goto(base + shot.path);
  await page
    .waitForSelector(shot.signedOut ? ".door" : (shot.ready ?? ".content"), { timeout: 8_000 })
    .catch(() => complaints.push(`${name}: ${shot.ready} did not appear`));
  await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
  if (shot.before) await shot.before(page).catch((e: unknown) => complaints.push(`${name}: ${String(e).split("\n")[0]}`));
  await page.evaluate(() => document.fonts.ready);
  // A phone widens its window to what it finds, so the width that was asked for is the measure.
  const wide = (await page.evaluate(() => document.documentElement.scrollWidth)) - look.width;
  if (wide > 0) complaints.push(`${name}: ${wide} px wider than the window`);
  for (const faint of await page.evaluate(faintText)) complaints.push(`${name}: ${faint}`);
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: Boolean(shot.whole) });
}

/** Text whose contrast with what lies behind it is below WCAG AA. Runs in the page. */
function faintText(): string[] {
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r = 0, g = 0, b = 0]: number[]) => {
    const part = (c: number) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (el: Element | null): number[] => {
    for (let e = el; e; e = e.parentElement) {
      const c = channels(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || (c[3] ?? 0) > 0.9) return c;
    }
    return [255, 255, 255];
  };
  const found = new Set<string>();
  for (const el of document.querySelectorAll("body *")) {
    const text = [...el.childNodes]
      .filter((n) => n.nodeType === 3)
      .map((n) => n.textContent?.trim() ?? "")
      .join("");
    const box = el.getBoundingClientRect();
    if (text === "" || box.width === 0 || el.closest("[aria-disabled=true], .unseen, [disabled], svg")) continue;
    const style = getComputedStyle(el);
    const [a, b] = [luminance(channels(style.color)), luminance(behind(el))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large =
      Number.parseFloat(style.fontSize) >= 24 || (Number.parseFloat(style.fontSize) >= 18.7 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.add(`contrast ${ratio.toFixed(2)} of “${text.slice(0, 24)}” (${el.className})`);
  }
  return [...found].slice(0, 6);
}

for (const look of looks) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.width === 390 ? 844 : 900 },
    deviceScaleFactor: look.width === 390 ? 2 : 1,
    hasTouch: look.width === 390,
    isMobile: look.width === 390,
    timezoneId: "Asia/Shanghai",
    locale: look.language === "zh" ? "zh-CN" : "en-GB",
  });
  const page = await context.newPage();
  page.on("console", (m) => {
    // Chromium asks for one of its own accord where a document names none: the plain answer it signs in from.
    if (m.location().url.endsWith("/favicon.ico")) return;
    if (m.type() === "error" && !m.text().includes("401")) complaints.push(`console at ${page.url()}: ${m.text()}`);
  });
  page.on("pageerror", (e) => complaints.push(`error at ${page.url()}: ${e.message}`));
  const door = shots({ done: "", running: "" }).filter((s) => s.signedOut);
  await page.goto(base);
  await page.evaluate((l) => {
    localStorage.setItem("linebox.theme", l.theme);
    localStorage.setItem("linebox.language", l.language);
  }, look);
  for (const shot of door) if (only.length === 0 || only.includes(shot.name)) await take(page, shot, look);
  await enter(page, look);
  const ids = await interestingCall(page);
  for (const shot of shots(ids))
    if (!shot.signedOut && (only.length === 0 || only.includes(shot.name))) await take(page, shot, look);
  await context.close();
}
await browser.close();
for (const complaint of [...new Set(complaints)]) console.log(complaint);
console.log(`pictures in ${out}; ${complaints.length} complaints`);
if (complaints.length > 0) process.exitCode = 1;
