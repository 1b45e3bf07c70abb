import type { Sentence } from "../contract/words.ts";

const known: Record<string, Sentence> = {
  "password not entered": { zh: "尚未输入密码", en: "password not entered" },
  "no answer in time": { zh: "未及时应答", en: "no answer in time" },
  "no answer to a text that was sent": { zh: "发送短信后没有应答", en: "no answer to a text that was sent" },
  "what it says of texts that were sent makes no sense": {
    zh: "无法理解其发送结果",
    en: "what it says of texts that were sent makes no sense",
  },
  "its inbox makes no sense": { zh: "无法理解其收件箱", en: "its inbox makes no sense" },
  "texts in its inbox can't be told apart": { zh: "收件箱中的短信无法区分", en: "texts in its inbox can't be told apart" },
  "more than is read at once": { zh: "收件箱中的短信过多，一次读不完", en: "more texts in its inbox than are read at once" },
  "its reports make no sense": { zh: "无法理解其送达报告", en: "its reports make no sense" },
  "no way of texts is known for its maker": { zh: "不支持该厂商的短信接口", en: "no way of texts is known for its maker" },
};

/** What is wrong with a gateway's texts, in both languages; what the gateway or the network said stays as it was. */
export function gatewayTrouble(text: string): Sentence {
  if (Object.hasOwn(known, text)) return known[text]!;
  if (text.startsWith("login refused")) return { zh: `登录被拒绝${text.slice("login refused".length)}`, en: text };
  const odd = /^(\d+) of what it said/.exec(text);
  if (odd) return { zh: `其应答中有 ${odd[1]} 项无法理解`, en: `${odd[1]} of its answers make no sense` };
  if (/^E[A-Z_]+$/.test(text)) return { zh: `无法连接（${text}）`, en: `can't be reached (${text})` };
  return { zh: text, en: text };
}
