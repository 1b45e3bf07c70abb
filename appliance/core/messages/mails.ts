import type { MailRow } from "../../contract/mail.ts";
import type { Settings } from "../../contract/settings.ts";
import type { MessageRow, VoicemailBoxSettings } from "../../contract/voicemail.ts";
import { localParts } from "../calendar/local-parts.ts";
import { callerWords, fullWords, messageWords } from "./words.ts";

type Place = { atMs: number; settings: Settings };
const two = (n: number): string => String(n).padStart(2, "0");

/** The mail that announces a message, in the site's language. */
export function messageMail(message: MessageRow, box: VoicemailBoxSettings, { atMs, settings }: Place): MailRow {
  const { site } = settings;
  const zh = site.language === "zh";
  const { year, month, day, hour, minute } = localParts(site.timeZone, message.atMs);
  const moment = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
  const from = callerWords(message)[site.language];
  const lines = [
    messageWords(message, box)[site.language],
    "",
    `${zh ? "时间" : "Time"}: ${moment}`,
    `${zh ? "来电" : "From"}: ${from}`,
    ...message.fields.map(({ label, value }) => `${label[site.language]}: ${value}`),
  ];
  const { mailAudio: as = "mp3" } = box;
  const name = `${year}${two(month)}${two(day)}-${two(hour)}${two(minute)}-${message.id}`;
  return {
    id: `message-${message.id}`,
    to: box.mailTo ?? "",
    subject: `[${site.name}] ${zh ? "语音留言" : "Voicemail"}: ${from} → ${box.name}`.replace(/[\r\n]+/g, " "),
    text: `${lines.join("\n")}\n`,
    ...(as === "none" ? {} : { attach: { path: message.path, name: `${name}.${as}`, as } }),
    madeAtMs: atMs,
    state: "waiting",
    tries: 0,
    nextAtMs: atMs,
  };
}

export function fullMail(box: VoicemailBoxSettings, { atMs, settings }: Place): MailRow {
  const { site } = settings;
  const words = fullWords(box)[site.language];
  return {
    id: `full-${box.id}-${Math.round(atMs).toString(36)}`,
    to: box.mailTo ?? "",
    subject: `[${site.name}] ${words}`.replace(/[\r\n]+/g, " "),
    text: `${words}\n`,
    madeAtMs: atMs,
    state: "waiting",
    tries: 0,
    nextAtMs: atMs,
  };
}
