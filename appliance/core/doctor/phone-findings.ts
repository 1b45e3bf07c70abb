import { endReasons } from "../../contract/end-reason.ts";
import type { Exam, Seen } from "./exam.ts";
import type { Judged, Judging } from "./judging.ts";

type PhoneSeen = NonNullable<Seen["phone"]>;

/** A telephone, and what the person beside it did. */
export function phoneFindings({ seen, step }: Exam): Judging[] {
  const { phone } = seen;
  if (!phone) return [];
  const isOver = phone.over === true;
  const isLifted = phone.liftedMs !== undefined;
  return [
    { test: "ring", judged: phone.rang || phone.why ? ring(phone) : undefined },
    { test: "lift", judged: isOver || step !== "lifting" ? lift(phone) : undefined },
    { test: "key", judged: isLifted && (isOver || step === "replacing") ? key(phone) : undefined },
    { test: "replace", judged: isLifted && isOver ? replace(phone) : undefined },
  ];
}

function ring({ rang, why }: PhoneSeen): Judged {
  if (rang) return { verdict: "good", words: { en: "It was rung.", zh: "已振铃。" } };
  const said = endReasons[why ?? "no-answer"];
  return {
    verdict: "bad",
    words: { en: `It could not be rung: ${said.en}.`, zh: `无法振铃：${said.zh}。` },
    hint: { en: "Check that it is plugged in, and that its receiver is on the hook.", zh: "请检查话机是否接好、听筒是否挂好。" },
  };
}

function lift({ liftedMs, rang }: PhoneSeen): Judged {
  if (liftedMs !== undefined)
    return {
      verdict: "good",
      values: [{ name: "afterMs", value: liftedMs }],
      words: { en: "It was seen that it was lifted.", zh: "已识别摘机。" },
    };
  return rang
    ? {
        verdict: "bad",
        words: { en: "Nobody lifted it, or it was not seen.", zh: "无人摘机，或未识别到摘机。" },
        hint: {
          en: "Lift it while it rings. If somebody did: check the cord and the socket.",
          zh: "请在振铃时摘机；若已摘机，请检查话机线和端口。",
        },
      }
    : { verdict: "not-measured", words: { en: "It did not ring, so nobody could lift it.", zh: "未振铃，无法测试摘机。" } };
}

function key({ key }: PhoneSeen): Judged {
  if (key !== undefined)
    return { verdict: "good", values: [{ name: "key", value: key }], words: { en: "A key was heard.", zh: "已收到按键。" } };
  return {
    verdict: "bad",
    words: { en: "No key was heard.", zh: "未收到按键。" },
    hint: {
      en: "Set the telephone to tone dialling; try another telephone at the socket.",
      zh: "请将话机设为音频拨号，或换一部话机再试。",
    },
  };
}

function replace({ replaced }: PhoneSeen): Judged {
  if (replaced) return { verdict: "good", words: { en: "It was seen that it was hung up.", zh: "已识别挂机。" } };
  return {
    verdict: "bad",
    words: { en: "It was not hung up, or it was not seen.", zh: "未挂机，或未识别到挂机。" },
    hint: { en: "Check the hook switch of the telephone.", zh: "请检查话机叉簧。" },
  };
}
