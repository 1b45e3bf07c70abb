import type { Sentence } from "./words.ts";

/** What can be wrong with a server, a program or a part of the box that others depend on; `{n}` is the value that belongs to it. */
const troubles = {
  refused: { en: "the connection was refused", zh: "连接被拒绝" },
  unreachable: { en: "there is no way to its address", zh: "地址不可达" },
  "name-unknown": { en: "its name can't be found", zh: "无法解析主机名" },
  "no-answer": { en: "no answer in time", zh: "未及时应答" },
  closed: { en: "the connection was closed", zh: "连接中断" },
  certificate: { en: "its certificate can't be trusted", zh: "证书不可信" },
  encryption: { en: "no encrypted connection could be agreed on", zh: "无法建立加密连接" },
  login: { en: "the login was refused", zh: "登录被拒绝" },
  recipient: { en: "the addresses were refused", zh: "收发件地址被拒绝" },
  content: { en: "the content was refused", zh: "内容被拒绝" },
  answered: { en: "it answered {n}", zh: "返回 {n}" },
  "not-set-up": { en: "no mail server is set up", zh: "未设置邮件服务器" },
  "no-secret": { en: "no secret was set for signing", zh: "未设置签名密钥" },
  "no-address": { en: "its address can't be read", zh: "地址无法识别" },
  "own-address": { en: "{n} is this box itself or a link-local address", zh: "{n} 是本机或链路本地地址" },
  disconnected: { en: "the broker disconnects ({n})", zh: "服务器主动断开（{n}）" },
  publishing: { en: "the broker refuses what the box publishes", zh: "服务器拒绝本机发布的消息" },
  message: { en: "the connection ended at one message again and again", zh: "连接总在同一条消息处中断" },
  exit: { en: "it ended with code {n}", zh: "退出码 {n}" },
  signal: { en: "it was ended by {n}", zh: "被信号 {n} 终止" },
  stuck: { en: "it did not end in time", zh: "未能及时停止" },
  defect: { en: "a defect", zh: "程序缺陷" },
  other: { en: "it failed", zh: "出错" },
} as const satisfies Record<string, Sentence>;

/** `n`: a value that is the same in all languages. `said`: words of the other side, or of a library, quoted as they came. */
export type Trouble = { code: keyof typeof troubles; n?: string | number; said?: string };

const mostSaid = 200;

/** The sentence in the reader's language; foreign words stand in it in quotation marks. */
export function troubleWords({ code, n = "", said }: Trouble): Sentence {
  const { en, zh } = troubles[code];
  const value = String(n);
  const quoted = said?.replace(/\s+/g, " ").trim().slice(0, mostSaid);
  return {
    en: `${en.replace("{n}", () => value)}${quoted ? `: "${quoted}"` : ""}`,
    zh: `${zh.replace("{n}", () => value)}${quoted ? `：“${quoted}”` : ""}`,
  };
}
