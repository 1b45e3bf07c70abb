import type { DoctorValue } from "../../contract/doctor.ts";
import { endReasons } from "../../contract/end-reason.ts";
import type { Exam, Seen } from "./exam.ts";
import type { Judged, Judging } from "./judging.ts";

const slowTextMs = 30_000;
const slowRingMs = 15_000;

const value = (name: string, value: number | string): DoctorValue => ({ name, value });

/** A text and a call from the line to another, as far as they were made. */
export const roundTripFindings = ({ seen, stages: [now] }: Exam): Judging[] => [
  { test: "text", judged: seen.text && now !== "text" ? text(seen.text) : undefined },
  { test: "call", judged: seen.call && now !== "call" ? call(seen.call) : undefined },
];

function text({ takenMs, arrivedMs, why }: NonNullable<Seen["text"]>): Judged {
  const values = [
    ...(takenMs === undefined ? [] : [value("takenMs", takenMs)]),
    ...(arrivedMs === undefined ? [] : [value("arrivedMs", arrivedMs)]),
    ...(why === undefined ? [] : [value("why", why)]),
  ];
  if (arrivedMs !== undefined)
    return arrivedMs <= slowTextMs
      ? { verdict: "good", values, words: { en: "A text went out and arrived.", zh: "短信发出并已收到。" } }
      : { verdict: "weak", values, words: { en: "A text arrived, but late.", zh: "短信已收到，但较慢。" } };
  if (takenMs !== undefined)
    return {
      verdict: "bad",
      values,
      words: { en: "The network took the text, but it did not arrive.", zh: "网络已接收短信，但未收到。" },
      hint: {
        en: "Check the number the line has in its settings; the SIM may be barred for texts.",
        zh: "请检查设置中的本机号码，以及 SIM 卡短信功能是否停用。",
      },
    };
  return {
    verdict: "bad",
    values,
    words: { en: "The network did not take the text.", zh: "网络未接收短信。" },
    hint: {
      en: "Look at signal and balance; ask the carrier whether the SIM may send texts.",
      zh: "请检查信号和余额，并向运营商确认该卡可发短信。",
    },
  };
}

function call(seen: NonNullable<Seen["call"]>): Judged {
  const { ringMs, number, answered, keyThere, keyBack, hangUpMs, why } = seen;
  const values = [
    ...(ringMs === undefined ? [] : [value("ringAfterMs", ringMs)]),
    ...(number ? [value("number", number)] : []),
    ...(hangUpMs === undefined ? [] : [value("hangUpAfterMs", hangUpMs)]),
  ];
  if (ringMs === undefined || !answered) {
    const said = why ? { en: `: ${endReasons[why].en}`, zh: `：${endReasons[why].zh}` } : { en: "", zh: "" };
    return {
      verdict: "bad",
      values,
      words: { en: `The call did not get through${said.en}.`, zh: `呼叫未接通${said.zh}。` },
      hint: {
        en: "Check both numbers in the settings, and that the carrier shows the caller's number.",
        zh: "请检查两条线路的本机号码，以及运营商是否送出主叫号码。",
      },
    };
  }
  const deaf = keyThere && keyBack ? undefined : keyThere ? "back" : keyBack ? "there" : "both";
  if (deaf) {
    const ways = {
      there: { en: "from the line to its partner", zh: "本线路到对端" },
      back: { en: "from the partner to the line", zh: "对端到本线路" },
      both: { en: "either way", zh: "双向" },
    }[deaf];
    return {
      verdict: deaf === "both" ? "bad" : "weak",
      values,
      words: { en: `The call was answered, but no key was heard ${ways.en}.`, zh: `呼叫已接通，但${ways.zh}未收到按键音。` },
      hint: { en: "Listen to a call on the line; look at gain and sound.", zh: "请在该线路上试听通话，并检查增益和语音。" },
    };
  }
  if (hangUpMs === undefined)
    return {
      verdict: "weak",
      values,
      words: { en: "The call went well, but its end was not seen.", zh: "通话正常，但未识别到挂机。" },
    };
  if (ringMs > slowRingMs)
    return { verdict: "weak", values, words: { en: "The call went well, but rang late.", zh: "通话正常，但振铃较慢。" } };
  return { verdict: "good", values, words: { en: "A call went through, heard both ways.", zh: "呼叫接通，双向正常。" } };
}
