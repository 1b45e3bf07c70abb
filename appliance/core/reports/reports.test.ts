import { describe, expect, it } from "vitest";
import { baseCounts, sourceOf } from "../../contract/base-counts.ts";
import { dayNumber } from "../calendar/civil-date.ts";
import { instantOf } from "../calendar/local-parts.ts";
import { figureCatalogue, figureOf, formulaOf, usualFigures } from "./catalogue.ts";
import { addCounts, basesOf, basesOfFormula, figureValue } from "./figure-value.ts";
import { figuresCsv } from "./figures-csv.ts";
import { cutRange } from "./pieces.ts";
import { readRange } from "./range.ts";
import { bandAt } from "./wallboard.ts";

const hanzi = /\p{Script=Han}/u;
const hourMs = 3_600_000;
const at = (zone: string, year: number, month: number, day: number) => instantOf(zone, dayNumber(year, month, day), 0);

describe("the catalogue", () => {
  it.each(figureCatalogue)("$id is named and its parts are each of one source", (figure) => {
    expect(figure.name.zh).toMatch(hanzi);
    expect(new Set(figure.formulas.map((f) => f.id)).size).toBe(figure.formulas.length);
    for (const { over, under, name, text } of figure.formulas) {
      for (const part of [over, under]) expect(new Set(basesOf(part).map(sourceOf)).size).toBeLessThanOrEqual(1);
      expect(name.en && name.zh && text.en && text.zh).toBeTruthy();
    }
  });

  it("has every figure once, and uses every base count", () => {
    expect(new Set(figureCatalogue.map((f) => f.id)).size).toBe(figureCatalogue.length);
    const used = new Set(figureCatalogue.flatMap((f) => f.formulas.flatMap(basesOfFormula)));
    expect(baseCounts.filter((base) => !used.has(base))).toEqual([]);
    for (const id of usualFigures) expect(figureOf(id), id).toBeDefined();
    expect(figureOf("nsr")).toBeUndefined();
  });

  it("knows four service levels, each by its name", () => {
    const counts = {
      offered: 100,
      answered: 80,
      answeredInTime: 60,
      abandoned: 18,
      shortAbandoned: 5,
      abandonedInTime: 10,
      undecided: 0,
      offeredForTalk: 100,
      shortTalk: 4,
      shortTalkInTime: 2,
      undecidedForTalk: 0,
      answeredInTimeForTalk: 60,
    };
    const level = figureOf("serviceLevel")!;
    const value = (id: string) => figureValue(formulaOf(level, id)!, counts).value;
    expect(formulaOf(level, undefined)?.id).toBe("of-offered-less-short");
    expect(value("of-offered-less-short")).toBe(60 / 95);
    expect(value("of-answered")).toBe(60 / 80);
    expect(value("with-abandoned")).toBe(70 / 98);
    expect(value("of-offered-less-short-talks")).toBe(58 / 96);
    expect(new Set(level.formulas.map((f) => f.name.en)).size).toBe(4);
  });

  it("gives no value where nothing was counted", () => {
    expect(figureValue(figureOf("averageWait")!.formulas[0], { waitAnsweredMs: 0, answered: 0 })).toEqual({
      formula: "of-answered",
      over: 0,
      under: 0,
    });
    expect(figureValue(figureOf("averageWait")!.formulas[0], {})).toEqual({ formula: "of-answered" });
    expect(addCounts({ offered: 1, longestWaitMs: 5 }, { offered: 2, longestWaitMs: 3, answered: 1 })).toEqual({
      offered: 3,
      longestWaitMs: 5,
      answered: 1,
    });
  });
});

describe("intervals", () => {
  it("are whole at local midnight", () => {
    const fromMs = at("Asia/Shanghai", 2026, 2, 17);
    const { slots, pieces } = cutRange({ fromMs: fromMs - 10 * 60_000, toMs: fromMs + hourMs }, "30", "Asia/Shanghai");
    expect(slots.map((s) => s.label)).toEqual(["2026-02-16 23:30", "2026-02-17 00:00", "2026-02-17 00:30"]);
    expect(pieces.map((p) => p.toMs - p.fromMs)).toEqual([600_000, 1_800_000, 1_800_000]);
  });

  it.each([
    ["Europe/Berlin", 2026, 3, 29, 23],
    ["Europe/Berlin", 2026, 10, 25, 25],
    ["Asia/Shanghai", 2026, 3, 29, 24],
  ] as const)("%s %i-%i-%i has %i–%i hours", (zone, year, month, day, hours) => {
    const range = { fromMs: at(zone, year, month, day), toMs: at(zone, year, month, day + 1) };
    const hourly = cutRange(range, "60", zone);
    expect(hourly.slots).toHaveLength(hours);
    expect(hourly.pieces.every((p, i) => i === 0 || p.fromMs === hourly.pieces[i - 1]!.toMs)).toBe(true);
    expect(cutRange(range, "day", zone).slots).toEqual([{ ...range, label: `${year}-${String(month).padStart(2, "0")}-${day}` }]);
    const byHour = cutRange(range, "hour-of-day", zone);
    expect(byHour.slots).toHaveLength(24);
    expect(byHour.pieces).toHaveLength(hours);
    const inHour = (hour: number) => byHour.pieces.filter((p) => p.row === hour).length;
    expect([inHour(2), inHour(12)]).toEqual([hours - 23, 1]);
  });

  it("stand at the marks of the clock where summer time shifts by half an hour", () => {
    const zone = "Australia/Lord_Howe";
    const range = { fromMs: at(zone, 2026, 10, 4), toMs: at(zone, 2026, 10, 5) };
    const labels = cutRange(range, "60", zone).slots.map((s) => s.label.slice(11));
    expect(labels.every((time, i) => i === 0 || time.endsWith(":00") || time === "02:30")).toBe(true);
    expect(labels.at(-1)).toBe("23:00");
  });

  it("are asked for by dates, the last day included", () => {
    const now = at("Asia/Shanghai", 2026, 2, 20) + hourMs;
    expect(readRange({ from: "2026-02-17", to: "2026-02-18" }, "Asia/Shanghai", now)).toEqual({
      fromMs: at("Asia/Shanghai", 2026, 2, 17),
      toMs: at("Asia/Shanghai", 2026, 2, 19),
    });
    expect(readRange({}, "Asia/Shanghai", now)).toEqual({ fromMs: now - hourMs, toMs: now });
    expect(readRange({ from: "2026-02-17T08:30", to: "2026-02-17T09:00" }, "Asia/Shanghai", now)).toEqual({
      fromMs: at("Asia/Shanghai", 2026, 2, 17) + 8.5 * hourMs,
      toMs: at("Asia/Shanghai", 2026, 2, 17) + 9 * hourMs,
    });
    expect(readRange({ from: "2026-02-30" }, "Asia/Shanghai", now)).toEqual({ wrong: "from" });
    expect(readRange({ from: "2026-02-17", to: "soon" }, "Asia/Shanghai", now)).toEqual({ wrong: "to" });
    expect(readRange({ from: "2026-02-17", to: "2026-02-16" }, "Asia/Shanghai", now)).toEqual({ wrong: "order" });
    expect(readRange({ from: "2024-02-17", to: "2026-02-16" }, "Asia/Shanghai", now)).toEqual({ wrong: "length" });
  });
});

it("hours with targets reach over midnight", () => {
  const band = (id: string, from: string, to: string) => ({ id, name: {}, from, to, answerSec: 30, share: 0.8 });
  const bands = [band("day", "08:00", "20:00"), band("night", "20:00", "08:00")];
  expect([0, 479, 480, 1199, 1200].map((m) => bandAt(bands, m)?.id)).toEqual(["night", "night", "day", "day", "night"]);
  expect(bandAt([bands[0]!], 0)).toBeUndefined();
});

it("a CSV file is known as UTF-8, names its formula, and runs nothing", () => {
  const row = (key: string, value?: number) => ({
    key,
    fromMs: 0,
    toMs: 1,
    label: "2026-02-17",
    counts: {},
    figures: {
      serviceLevel: { formula: "of-answered", ...(value === undefined ? {} : { value }) },
      averageWait: { formula: "of-answered", value: 12_340 },
    },
  });
  const names: Record<string, string> = { a: '水费, "急"', b: "=1+1" };
  const csv = figuresCsv([row("a", 0.8), row("b")], ["serviceLevel", "averageWait"], (key) => names[key]!, "en");
  expect(csv).toBe(
    '\uFEFFTime,Of,Service level [Answered within T of answered],Average speed of answer [Average wait of the answered] (s)\r\n2026-02-17,"水费, ""急""",0.8000,12.3\r\n2026-02-17,\'=1+1,,12.3\r\n',
  );
});
