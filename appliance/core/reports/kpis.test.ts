import { describe, expect, it } from "vitest";
import type { Counts } from "../../contract/figures.ts";
import { figureCatalogue, figureOf, formulaOf } from "./catalogue.ts";
import { figureValue } from "./figure-value.ts";
import { figuresWithoutRows } from "./figures-without-rows.ts";

const [minuteMs, hourMs] = [60_000, 3_600_000];

/** A day whose figures can be worked out in the head. */
const day: Counts = {
  offered: 100,
  answered: 80,
  answeredInTime: 60,
  answeredInLimit: 76,
  abandoned: 20,
  shortAbandoned: 4,
  abandonedInTime: 10,
  overflowed: 0,
  callbackTaken: 0,
  waiting: 0,
  undecided: 0,
  left: 100,
  waitAnsweredMs: 80 * 15_000,
  waitLeftMs: 100 * 18_000,
  longestWaitMs: 95_000,
  shortTalk: 5,
  shortTalkInTime: 3,
  offeredForTalk: 100,
  undecidedForTalk: 0,
  answeredInTimeForTalk: 60,
  handled: 80,
  handledTalkMs: 80 * 3 * minuteMs,
  handledHoldMs: 80 * minuteMs,
  handledWrapMs: 80 * 2 * minuteMs,
  heldCalls: 20,
  heldAbandoned: 2,
  contacts: 50,
  resolvedFirst: 40,
  scores: 25,
  satisfied: 20,
  scoreSum: 100,
  settledAsked: 10,
  settled: 9,
  callsIn: 120,
  endedInMenu: 16,
  connectedIn: 80,
  callsOut: 10,
  connectedOut: 6,
  loggedInMs: 30 * hourMs,
  readyMs: 10 * hourMs,
  ringingMs: 0,
  talkingMs: 4 * hourMs,
  holdMs: 2 * hourMs,
  wrapUpMs: 2 * hourMs,
  notReadyMs: 12 * hourMs,
  paidMs: 40 * hourMs,
  availablePaidMs: 28 * hourMs,
  plannedMs: 40 * hourMs,
  inPlanMs: 36 * hourMs,
};

describe("every figure that has a name has its formula", () => {
  it.each([
    ["service level, of offered without short abandons", "服务水平", "serviceLevel", "of-offered-less-short", 60 / 96],
    ["service level, of answered", "服务水平", "serviceLevel", "of-answered", 60 / 80],
    ["service level, abandoned in time with the answered", "服务水平", "serviceLevel", "with-abandoned", 70 / 100],
    ["service level, of offered without short talks", "服务水平", "serviceLevel", "of-offered-less-short-talks", 57 / 95],
    ["average speed of answer", "平均应答时间", "averageWait", "of-answered", 15_000],
    ["average wait of all", "平均应答时间", "averageWait", "of-all", 18_000],
    ["abandonment without short ones", "放弃率", "abandonment", "of-offered-less-short", 16 / 96],
    ["abandonment", "放弃率", "abandonment", "of-answered-and-abandoned", 20 / 100],
    ["handling time", "平均处理时长", "handleTime", "talk-hold-wrap", 6 * minuteMs],
    ["handling time without hold", "平均处理时长", "handleTime", "talk-wrap", 5 * minuteMs],
    ["talk", "平均通话时长", "talkTime", "usual", 3 * minuteMs],
    ["hold", "平均保持时长", "holdTime", "usual", minuteMs],
    ["wrap-up", "平均话后时长", "wrapTime", "usual", 2 * minuteMs],
    ["calls with hold", "保持率", "holdShare", "usual", 20 / 80],
    ["rang off on hold", "保持中放弃率", "heldAbandonment", "usual", 2 / 20],
    ["occupancy", "占有率", "occupancy", "of-handle-and-ready", 8 / 18],
    ["occupancy of all available time", "占有率", "occupancy", "of-available", 8 / 18],
    ["utilisation", "工时利用率", "utilisation", "usual", 8 / 40],
    ["adherence", "遵时率", "adherence", "usual", 36 / 40],
    ["shrinkage", "损耗率", "shrinkage", "usual", 12 / 40],
    ["first contact resolution", "首次解决率", "firstContactResolution", "usual", 40 / 50],
    ["satisfaction", "满意度", "csat", "usual", 20 / 25],
    ["average rating", "平均评分", "averageScore", "usual", 4],
    ["settled", "来电者确认已解决", "settledShare", "usual", 9 / 10],
    ["connect rate in", "呼入接通率", "connectRateIn", "usual", 96 / 120],
    ["connect rate out", "呼出接通率", "connectRateOut", "usual", 6 / 10],
    ["answer rate (B19)", "应答率", "answerRate", "usual", 80 / 100],
    ["answered in two minutes (B17)", "最长时限内应答率", "answeredInLimit", "usual", 76 / 80],
    ["answered in time", "T 内应答", "answeredInTime", "usual", 60],
    ["abandoned in time", "T 内放弃", "abandonedInTime", "usual", 10],
    ["longest wait", "最长等待", "longestWaitMs", "usual", 95_000],
    ["waiting", "仍在排队", "waiting", "usual", 0],
    ["logged in", "登录时长", "loggedInMs", "usual", 30 * hourMs],
    ["not ready", "未就绪时长", "notReadyMs", "usual", 12 * hourMs],
    ["overflowed", "溢出或超时", "overflowed", "usual", 0],
    ["callback taken", "转为回拨", "callbackTaken", "usual", 0],
  ] as const)("%s", (_name, zh, id, formula, value) => {
    const figure = figureOf(id)!;
    expect(figure.name.zh).toBe(zh);
    expect(figureValue(formulaOf(figure, formula)!, day).value).toBeCloseTo(value, 12);
  });

  it("the default of each is the one the house chose", () => {
    const defaults = ["serviceLevel", "abandonment", "averageWait", "handleTime", "occupancy"].map(
      (id) => figureOf(id)?.formulas[0].id,
    );
    expect(defaults).toEqual([
      "of-offered-less-short",
      "of-offered-less-short",
      "of-answered",
      "talk-hold-wrap",
      "of-handle-and-ready",
    ]);
  });

  it("what waits for cases or campaigns is named with what it needs; one figure without a definition is nowhere", () => {
    expect(figuresWithoutRows.map((f) => f.id)).toEqual([
      "caseResponse",
      "onTimeClosing",
      "unresolved",
      "dropRate",
      "machineDetection",
    ]);
    const ids = [...figureCatalogue, ...figuresWithoutRows].map((f) => f.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.some((id) => /^nsr$/i.test(id))).toBe(false);
  });

  it("is said in both languages, formula by formula", () => {
    for (const { name, formulas } of figureCatalogue)
      for (const words of [name, ...formulas.flatMap((f) => [f.name, f.text])]) {
        expect(words.en).toMatch(/[A-Za-z]/);
        expect(words.zh).toMatch(/[\u4e00-\u9fff]/);
      }
  });
});
