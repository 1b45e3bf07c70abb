import type { DoctorFinding, DoctorValue, DoctorVerdict, FoundHabits } from "../../contract/doctor.ts";
import { areEqual, meanOf } from "./cycles.ts";
import { type Exam, type Seen, sentDbm0 } from "./exam.ts";
import type { Judged, Judging } from "./judging.ts";
import { modemFindings } from "./modem-findings.ts";
import { phoneFindings } from "./phone-findings.ts";
import { roundTripFindings } from "./round-trip-findings.ts";
import { sipFindings } from "./sip-findings.ts";

/** Worse than before counts from here: what wasn't measured is neither. */
const rank: Record<DoctorVerdict, number> = { good: 0, weak: 1, bad: 2, "not-measured": -1 };

/** What the tests so far have found; a test that wasn't reached is left out. */
export function findingsOf(exam: Exam): DoctorFinding[] {
  const { former } = exam;
  const judgings = judgingsOf(exam);
  return judgings.flatMap(({ test, judged }): DoctorFinding[] => {
    if (!judged) return [];
    const before = former?.findings.find((one) => one.test === test);
    const isWorse = before !== undefined && rank[before.verdict] >= 0 && rank[judged.verdict] > rank[before.verdict];
    return [{ test, values: [], ...judged, ...(isWorse ? { worse: true } : {}) }];
  });
}

function judgingsOf(exam: Exam): Judging[] {
  const { seen } = exam;
  switch (exam.settings.kind) {
    case "gsm-modem":
      return [...modemFindings(exam), ...roundTripFindings(exam)];
    case "gateway-port":
    case "trunk":
      return [...sipFindings(exam), ...roundTripFindings(exam)];
    case "phone":
      return phoneFindings(exam);
    case "analog-line":
      return [
        { test: "battery", judged: battery(seen) },
        { test: "dial-tone", judged: dialTone(seen) },
        { test: "ringback", judged: ringback(seen) },
        { test: "answer-sign", judged: answerSign(seen) },
        { test: "level", judged: level(seen) },
        { test: "echo", judged: echo(seen) },
        { test: "busy-tone", judged: busyTone(seen) },
        { test: "hang-up-sign", judged: hangUpSign(seen) },
        { test: "ring", judged: ring(seen) },
        { test: "caller-id", judged: callerId(seen) },
      ];
  }
}

/** The habits of the exchange in the words of the settings; nothing where nothing was measured. */
export function foundOf({ seen, settings }: Exam): FoundHabits | undefined {
  if (settings.kind !== "analog-line") return undefined;
  const { hangUp, cycles = [], caller, answerReversal, levels } = seen;
  const found: FoundHabits = {};
  if (caller) found.callerId = [caller.way];
  if (answerReversal !== undefined) found.answer = answerReversal ? "reversal" : "assumed";
  const busy = hangUp?.busyMs === undefined ? undefined : meanOf(cycles);
  // A line without a partner hears the tone, but not what else the exchange does when somebody hangs up.
  if (seen.answered && hangUp) {
    const signs: NonNullable<FoundHabits["hangUpSigns"]> = [];
    if (hangUp.reversalMs !== undefined) signs.push("reversal");
    if (hangUp.batteryMs !== undefined) signs.push("battery-drop");
    if (busy) signs.push("busy-tone");
    found.hangUpSigns = signs.length > 0 ? signs : ["quiet"];
  }
  if (busy) {
    const { frequencyHz, onMs, offMs } = busy;
    if (fits(frequencyHz, 300, 1200) && fits(onMs, 75, 3100) && fits(offMs, 75, 3100))
      found.busyTone = { frequencyHz: near(frequencyHz), onMs: near(onMs), offMs: near(offMs) };
  }
  const lossDb = levels?.fromPartnerDbm0 === undefined ? undefined : sentDbm0 - levels.fromPartnerDbm0;
  // Half of what is lost between two of our lines is lost on each.
  if (lossDb !== undefined && lossDb > weakLossDb && lossDb < deadLossDb)
    found.gainInDb = Math.min(6, Math.round((lossDb - usualLossDb) / 2) + (settings.gainInDb ?? 0));
  return Object.keys(found).length > 0 ? found : undefined;
}

const fits = (value: number, least: number, most: number): boolean => value >= least && value <= most;
/** To what a tone generator is set to, not to what a window happened to show. */
const near = (value: number): number => Math.round(value / 5) * 5;

const usualLossDb = 7;
const weakLossDb = 10;
const badLossDb = 16;
/** As good as nothing came through. */
const deadLossDb = 40;
const lowToneDbm0 = -25;
const goodEchoDb = 15;
const weakEchoDb = 8;
const lateDialToneMs = 3_000;
const lateHangUpMs = 6_000;

const value = (name: string, value: number | string): DoctorValue => ({
  name,
  value: typeof value === "number" ? Math.round(value * 10) / 10 : value,
});

function battery({ battery }: Seen): Judged | undefined {
  if (battery === undefined) return undefined;
  return battery
    ? { verdict: "good", words: { en: "The line has battery.", zh: "线路有馈电。" } }
    : {
        verdict: "bad",
        words: { en: "The line has no battery.", zh: "线路无馈电。" },
        hint: { en: "Check the plug and the pair to the exchange.", zh: "请检查插头及外线。" },
      };
}

function dialTone({ dialTone }: Seen): Judged | undefined {
  if (dialTone === undefined) return undefined;
  if (dialTone === null)
    return {
      verdict: "bad",
      words: { en: "No dial tone was heard.", zh: "未听到拨号音。" },
      hint: { en: "Listen with a telephone; ask the carrier to test the line.", zh: "请用话机试听，并请运营商测试线路。" },
    };
  const { frequencyHz, levelDbm0, afterMs } = dialTone;
  const values = [value("frequencyHz", frequencyHz), value("levelDbm0", levelDbm0), value("afterMs", afterMs)];
  if (levelDbm0 < lowToneDbm0)
    return {
      verdict: "weak",
      values,
      words: { en: "The dial tone is very soft.", zh: "拨号音偏弱。" },
      hint: { en: "The pair may be long or damp: ask the carrier to measure it.", zh: "外线可能过长或受潮，请运营商测量。" },
    };
  if (afterMs > lateDialToneMs)
    return {
      verdict: "weak",
      values,
      words: { en: "The dial tone comes late.", zh: "拨号音出现较晚。" },
      hint: { en: "Let the line wait longer for the tone before it dials.", zh: "请加长拨号前等待拨号音的时间。" },
    };
  return { verdict: "good", values, words: { en: "The dial tone is clear.", zh: "拨号音正常。" } };
}

function ringback({ ringback }: Seen): Judged | undefined {
  if (ringback === undefined) return undefined;
  if (ringback === null)
    return {
      verdict: "bad",
      words: { en: "No ring-back tone was heard after dialling.", zh: "拨号后未听到回铃音。" },
      hint: { en: "Check the partner's number in its settings.", zh: "请检查对端线路设置中的号码。" },
    };
  const values = [value("frequencyHz", ringback.frequencyHz), value("levelDbm0", ringback.levelDbm0)];
  return { verdict: "good", values, words: { en: "The ring-back tone is clear.", zh: "回铃音正常。" } };
}

function answerSign({ answerReversal }: Seen): Judged | undefined {
  if (answerReversal === undefined) return undefined;
  return answerReversal
    ? {
        verdict: "good",
        words: { en: "The exchange reverses the line when the far end answers.", zh: "被叫应答时交换机送出反极信号。" },
      }
    : {
        verdict: "weak",
        words: { en: "Nothing says that the far end has answered.", zh: "被叫应答时无任何信号。" },
        hint: {
          en: "Calls out count as answered when dialled. Ask the carrier for polarity reversal if times must be exact.",
          zh: "呼出拨号完成即视为应答。如需准确计时，请向运营商申请反极信号。",
        },
      };
}

function level({ levels }: Seen): Judged | undefined {
  if (levels?.toPartnerDbm0 === undefined && levels?.fromPartnerDbm0 === undefined) return undefined;
  const { toPartnerDbm0, fromPartnerDbm0 } = levels;
  const values = [
    ...(toPartnerDbm0 === undefined ? [] : [value("lossOutDb", sentDbm0 - toPartnerDbm0)]),
    ...(fromPartnerDbm0 === undefined ? [] : [value("lossInDb", sentDbm0 - fromPartnerDbm0)]),
  ];
  const lossDb = Math.max(...values.map((one) => one.value as number));
  if (lossDb > badLossDb)
    return {
      verdict: "bad",
      values,
      words: { en: "Speech is far too soft.", zh: "通话音量过低。" },
      hint: { en: "Ask the carrier to test the pair, then set the gain.", zh: "请运营商检测外线，再调整增益。" },
    };
  if (lossDb > weakLossDb)
    return {
      verdict: "weak",
      values,
      words: { en: "Speech is soft.", zh: "通话音量偏低。" },
      hint: { en: "A higher gain helps.", zh: "可适当提高增益。" },
    };
  return { verdict: "good", values, words: { en: "Speech comes through at its level.", zh: "通话音量正常。" } };
}

function echo({ levels }: Seen): Judged | undefined {
  if (levels?.echoDbm0 === undefined) return undefined;
  const returnDb = sentDbm0 - levels.echoDbm0;
  const values = [value("returnLossDb", returnDb)];
  if (returnDb >= goodEchoDb) return { verdict: "good", values, words: { en: "There is hardly any echo.", zh: "回声很小。" } };
  return {
    verdict: returnDb >= weakEchoDb ? "weak" : "bad",
    values,
    words: { en: "What is said comes back as an echo.", zh: "存在回声。" },
    hint: { en: "Keep the echo canceller on; lower the gain out.", zh: "请保持回声抵消开启，并降低输出增益。" },
  };
}

function busyTone({ hangUp, cycles = [] }: Seen): Judged | undefined {
  if (!hangUp) return undefined;
  const tone = cycles.length > 0 && areEqual(cycles) ? meanOf(cycles) : undefined;
  if (!tone || hangUp.busyMs === undefined)
    return { verdict: "not-measured", words: { en: "No busy tone was heard.", zh: "未听到忙音。" } };
  const { frequencyHz, levelDbm0, onMs, offMs } = tone;
  return {
    verdict: levelDbm0 < lowToneDbm0 ? "weak" : "good",
    values: [value("frequencyHz", frequencyHz), value("onMs", onMs), value("offMs", offMs), value("levelDbm0", levelDbm0)],
    words: { en: "The busy tone was measured.", zh: "已测得忙音。" },
  };
}

function hangUpSign({ hangUp, answered }: Seen): Judged | undefined {
  if (!hangUp || !answered) return undefined;
  const { busyMs, reversalMs, batteryMs } = hangUp;
  const values = [
    ...(reversalMs === undefined ? [] : [value("reversalAfterMs", reversalMs)]),
    ...(batteryMs === undefined ? [] : [value("batteryDropAfterMs", batteryMs)]),
    ...(busyMs === undefined ? [] : [value("busyToneAfterMs", busyMs)]),
  ];
  const moments = [busyMs, reversalMs, batteryMs].filter((ms): ms is number => ms !== undefined);
  if (moments.length === 0)
    return {
      verdict: "bad",
      words: { en: "Nothing says that the far end has hung up.", zh: "对方挂机后线路无任何信号。" },
      hint: {
        en: "The line will stay taken until it has been quiet for a minute. Ask the carrier for a busy tone or polarity reversal.",
        zh: "线路需静音一分钟后才会释放。请向运营商申请忙音或反极信号。",
      },
    };
  if (Math.min(...moments) > lateHangUpMs)
    return { verdict: "weak", values, words: { en: "The sign of hanging up comes late.", zh: "挂机信号出现较晚。" } };
  return { verdict: "good", values, words: { en: "It is seen that the far end has hung up.", zh: "可以识别对方挂机。" } };
}

function ring({ rings }: Seen): Judged | undefined {
  if (rings === undefined) return undefined;
  return { verdict: "good", values: [value("rings", rings)], words: { en: "The line rings.", zh: "来铃正常。" } };
}

function callerId({ caller }: Seen): Judged | undefined {
  if (caller === undefined) return undefined;
  if (caller === null)
    return {
      verdict: "weak",
      words: { en: "The caller's number is not told.", zh: "未收到来电号码。" },
      hint: { en: "Ask the carrier to switch on caller ID.", zh: "请向运营商开通来电显示。" },
    };
  const { way, number, rings } = caller;
  const values = [value("way", way), value("number", number), value("afterRings", rings)];
  const name = way === "fsk" ? "FSK" : "DTMF";
  return { verdict: "good", values, words: { en: `The caller's number comes by ${name}.`, zh: `来电号码以 ${name} 方式送达。` } };
}
