import { describe, expect, test } from "vitest";
import { analogLine } from "../../../test/sim/dahdi/analog-line.ts";
import { usualHabits } from "../../../test/sim/dahdi/dahdi-card.ts";
import { type CallerIdWay, type ExchangeHabits, ExchangeLine } from "../../../test/sim/dahdi/exchange-line.ts";
import { ExchangeSwitch } from "../../../test/sim/dahdi/exchange-switch.ts";
import { QuickCard } from "../../../test/sim/dahdi/quick-card.ts";
import type { DoctorFinding, DoctorReport, DoctorTest } from "../../contract/doctor.ts";
import type { Effect } from "../../contract/effects.ts";
import type { AnalogLine } from "../../contract/line-settings.ts";
import { newDoctor } from "../../core/doctor/exam.ts";
import { type DoctorWord, stepDoctor } from "../../core/doctor/step-doctor.ts";
import type { LineId } from "../../kit/ids.ts";
import type { PortNews } from "../ports/port.ts";
import { event } from "./dahdi-calls.ts";
import { FxoPort } from "./fxo-port.ts";

const numbers: Record<number, string> = { 1: "87654321", 2: "87654322" };

/** Two lines of one exchange, their ports, and the doctor, without real time. */
function clinic(habits: Partial<ExchangeHabits> = {}, way: CallerIdWay = "fsk", settings: Partial<AnalogLine> = {}) {
  const card = new QuickCard({ 1: "fxo", 2: "fxo" });
  const lines = new Map<number, ExchangeLine>();
  const exchange = new ExchangeSwitch(lines, numbers, way);
  const state = newDoctor();
  const reports: DoctorReport[] = [];
  const steps: string[] = [];
  const news: { line: string; news: PortNews }[] = [];
  let dueMs: number | undefined;
  const settingsOf = (n: number): AnalogLine => ({ ...analogLine, ...settings, id: `fxo${n}`, ownNumber: numbers[n]! });
  const ports = new Map<string, FxoPort>();
  const busy = new Set<string>();
  for (const n of [1, 2]) {
    const channel = card.channels.get(n)!;
    const line: ExchangeLine = new ExchangeLine(
      { ...usualHabits, ...habits },
      (says) => exchange.heard(n, says),
      (code) => channel.tell(code),
    );
    lines.set(n, line);
    channel.end = line;
    const id = `fxo${n}`;
    ports.set(
      id,
      new FxoPort({
        sys: card,
        root: "/dev/dahdi",
        channel: n,
        line: settingsOf(n),
        country: "CN",
        nowMs: () => card.nowMs,
        tell: (_port, one) => news.push({ line: id, news: one }),
        saw: (saw) => hear({ on: "doctor.saw", line: id as LineId, saw }),
      }),
    );
  }
  function hear(word: DoctorWord): void {
    const view = {
      atMs: card.nowMs,
      lineOf: (id: string) => settingsOf(Number(id.at(-1))),
      numberOf: (id: string) => numbers[Number(id.at(-1))],
      stateOf: () => "up" as const,
      isFree: (id: string) => !busy.has(id),
      takesTexts: () => false,
      soundOf: () => ({ srtp: "off" as const, inbandDigits: true, codecs: [] }),
    };
    for (const effect of stepDoctor(state, word, view)) perform(effect);
  }
  function perform(effect: Effect): void {
    if (effect.do === "timer.set") dueMs = effect.atMs;
    if (effect.do === "timer.clear") dueMs = undefined;
    if (effect.do === "store" && effect.change.put === "doctor") reports.push(effect.change.row);
    if (effect.do === "push" && state.exam) steps.push(`${state.exam.pass} ${state.exam.step}`);
    if (effect.do === "doctor.probe") ports.get(effect.line)!.probe(effect.order);
  }
  const run = (forMs: number): void => {
    for (let ms = 0; ms < forMs; ms += 20) {
      card.run([...ports.values()], 20);
      if (dueMs === undefined || card.nowMs < dueMs) continue;
      dueMs = undefined;
      hear({ on: "doctor.time" });
    }
  };
  const ask = (partner?: string, former?: DoctorReport): void =>
    hear({
      on: "doctor.asked",
      id: `d${reports.length + 1}`,
      line: "fxo1" as LineId,
      by: "boss",
      ...(partner ? { partner: partner as LineId } : {}),
      ...(former ? { former } : {}),
    });
  const until = (isSo: () => boolean, limitMs = 120_000): void => {
    for (let ms = 0; ms < limitMs && !isSo(); ms += 20) run(20);
    expect(isSo(), steps.join(", ")).toBe(true);
  };
  run(3_000);
  return { card, lines, ports, state, reports, steps, news, busy, run, ask, until, hear };
}

const findingOf = (report: DoctorReport, test: DoctorTest): DoctorFinding | undefined =>
  report.findings.find((one) => one.test === test);
const measured = (report: DoctorReport, test: DoctorTest, name: string): number | string | undefined =>
  findingOf(report, test)?.values.find((one) => one.name === name)?.value;

type Habit = [name: string, habits: Partial<ExchangeHabits>, way: CallerIdWay, found: DoctorReport["found"]];
const exchanges: Habit[] = [
  [
    "as most are",
    {},
    "fsk",
    { callerId: ["fsk"], answer: "assumed", hangUpSigns: ["busy-tone"], busyTone: { frequencyHz: 450, onMs: 350, offMs: 350 } },
  ],
  [
    "a house exchange with another tone, and DTMF",
    { toneHz: 425, busyMs: [500, 500] },
    "dtmf",
    { callerId: ["dtmf"], answer: "assumed", hangUpSigns: ["busy-tone"], busyTone: { frequencyHz: 425, onMs: 500, offMs: 500 } },
  ],
  [
    "reversal, and no number",
    { reversal: true, busyMs: [200, 600] },
    "none",
    { answer: "reversal", hangUpSigns: ["reversal", "busy-tone"], busyTone: { frequencyHz: 450, onMs: 200, offMs: 600 } },
  ],
];

describe("the line doctor", () => {
  test.each(exchanges)("finds what an exchange does: %s", (_name, habits, way, found) => {
    const { ask, until, reports, steps } = clinic({ lossDb: 6, echoDb: 20, ...habits }, way);
    ask("fxo2");
    until(() => reports.length > 0);
    const [report] = reports as [DoctorReport];
    expect([report.state, report.why, steps]).toMatchObject(["done", undefined, expect.arrayContaining(["2 hanging-up"])]);
    expect(report.found).toEqual(found);
    expect(measured(report, "dial-tone", "frequencyHz")).toBe(habits.toneHz ?? 450);
    expect(Math.abs(Number(measured(report, "level", "lossOutDb")) - 6)).toBeLessThan(1);
    expect(Math.abs(Number(measured(report, "level", "lossInDb")) - 6)).toBeLessThan(1);
    expect(Math.abs(Number(measured(report, "echo", "returnLossDb")) - 20)).toBeLessThan(1);
    expect(findingOf(report, "answer-sign")?.verdict).toBe(habits.reversal ? "good" : "weak");
    expect(findingOf(report, "caller-id")?.verdict).toBe(way === "none" ? "weak" : "good");
    expect(findingOf(report, "hang-up-sign")?.verdict).toBe("good");
  });

  test.each(exchanges)("what it found makes the line free when the caller is gone: %s", (_name, habits, way) => {
    const examined = clinic(habits, way);
    examined.ask("fxo2");
    examined.until(() => examined.reports.length > 0);
    const { found } = examined.reports[0]!;
    const { lines, news, until, ports, run } = clinic(habits, way, found);
    lines.get(1)!.callIn("13800138000", way);
    until(() => news.some((one) => one.news.on === "incoming"));
    ports.get("fxo1")!.perform({ do: "answer" });
    run(500);
    lines.get(1)!.hangUp();
    until(() => news.some((one) => one.news.on === "ended"), 10_000);
    expect(news.at(-1)?.news).toEqual({ on: "ended", why: "hangup", by: "far" });
  });

  test("alone, a line hears the busy tone of its own number", () => {
    const { ask, until, reports } = clinic({ toneHz: 470, busyMs: [250, 250] });
    ask();
    until(() => reports.length > 0);
    expect(reports[0]).toMatchObject({ state: "done", found: { busyTone: { frequencyHz: 470, onMs: 250, offMs: 250 } } });
    expect(reports[0]?.found?.hangUpSigns).toBeUndefined();
  });

  test("a line without battery is said to be so, and none is waited for", () => {
    const { card, ask, until, reports } = clinic();
    const channel = card.channels.get(1)!;
    channel.alarms = 8;
    channel.tell(event.alarm);
    until(() => reports.length === 0 && card.nowMs > 3_100);
    ask();
    until(() => reports.length > 0, 2_000);
    expect(reports[0]).toMatchObject({ state: "broken-off", why: "line" });
    expect(findingOf(reports[0]!, "battery")?.verdict).toBe("bad");
  });

  test.each(
    ["1 dial-tone", "1 dialling", "2 pausing", "2 dial-tone"].flatMap((at) => [[at, "fsk"] as const, [at, "dtmf"] as const]),
  )("a caller who rings in at %s, announced by %s, has the line and is offered with his number", (at, way) => {
    const { ask, until, run, reports, steps, lines, news } = clinic();
    ask("fxo2");
    until(() => steps.at(-1) === at);
    // While it is off the hook he hears busy; he calls the one that is not.
    const n = at === "2 dial-tone" ? 1 : 2;
    lines.get(n)!.callIn("13800138000", way);
    until(() => reports.length > 0);
    expect(reports[0]).toMatchObject({ state: "broken-off", why: "call" });
    run(6_000);
    expect(news.find((one) => one.news.on === "incoming")).toMatchObject({
      line: `fxo${n}`,
      news: { from: { number: "13800138000" } },
    });
  });

  test("a call out that needs the line has it", () => {
    const { ask, until, run, reports, steps, ports, news } = clinic();
    ask("fxo2");
    until(() => steps.at(-1) === "1 dialling");
    ports.get("fxo1")!.perform({ do: "dial", number: "120", from: { number: "1" }, ring: "normal", giveUpMs: 30_000 });
    expect(reports[0]).toMatchObject({ state: "broken-off", why: "call" });
    run(8_000);
    expect(news.at(-1)).toEqual({ line: "fxo1", news: { on: "answered", assumed: true } });
  });

  test("a line that was just put down is waited for", () => {
    const { ask, until, reports } = clinic();
    ask("fxo2");
    until(() => reports.length > 0);
    ask("fxo2");
    until(() => reports.length > 1);
    expect(reports.map(({ state }) => state)).toEqual(["done", "done"]);
  });

  test("a line in a call isn't touched; a second examination waits for the first to end", () => {
    const { ask, reports, busy, state } = clinic();
    busy.add("fxo2");
    ask("fxo2");
    expect(reports[0]).toMatchObject({ state: "broken-off", why: "busy", findings: [] });
    busy.clear();
    ask("fxo2");
    const first = state.exam?.report.id;
    ask();
    expect(state.exam?.report.id).toBe(first);
  });

  test("what is worse than in the report before is marked", () => {
    const good = clinic({ reversal: true });
    good.ask("fxo2");
    good.until(() => good.reports.length > 0);
    const { ask, until, reports } = clinic({ lossDb: 14 });
    ask("fxo2", good.reports[0]);
    until(() => reports.length > 0);
    const worse = reports[0]!.findings.filter((one) => one.worse).map(({ test }) => test);
    expect(worse).toEqual(["answer-sign", "level"]);
    expect(reports[0]?.found?.gainInDb).toBe(4);
  });

  test("stopped, or interrupted by a restart: both lines are as before", () => {
    for (const word of [{ on: "doctor.stopped", by: "boss" }, { on: "doctor.restart" }] as const) {
      const { ask, until, hear, reports, steps, lines, ports, run } = clinic();
      ask("fxo2");
      until(() => steps.at(-1) === "1 talking");
      hear(word);
      run(2_000);
      expect(reports[0]?.why).toBe(word.on === "doctor.restart" ? "restart" : "stopped");
      expect([...lines.values()].every((line) => line.isFree)).toBe(true);
      expect([...ports.values()].some((port) => port.isBusy)).toBe(false);
    }
  });
});
