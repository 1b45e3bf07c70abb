import { type AlarmCare, type CarePerson, careDefaults } from "../../contract/alarm-care.ts";
import type { AlarmRow } from "../../contract/alarm-row.ts";
import { alarmKind } from "../../contract/alarms.ts";
import type { SpokenItem } from "../../contract/effects.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Language } from "../../contract/words.ts";
import type { AlarmSubject } from "./care-context.ts";

export type Told = { row: AlarmRow; subject: AlarmSubject };
type Place = { site: string; care: AlarmCare };

/** More than this nobody keeps in mind on the phone; the rest is counted. */
const mostSpoken = 5;
const longestWords = 200;

const severityWords = {
  critical: { en: "Critical alarm", zh: "紧急告警" },
  error: { en: "Alarm", zh: "重要告警" },
  warning: { en: "Warning", zh: "一般告警" },
  info: { en: "Notice", zh: "提示" },
} as const satisfies Record<AlarmRow["severity"], Sentence>;

const speech = (text: string, language: Language): SpokenItem[] => [{ kind: "speech", text, language }];

/** What happened, without the details that only a technician at the console can use. */
function happened({ code, words }: AlarmRow, language: Language): string {
  const general = alarmKind(code)?.words[language];
  return general && words[language].startsWith(general) ? general : words[language].slice(0, longestWords);
}

export const keysOf = ({ acknowledgeKey, repeatKey, passKey }: AlarmCare) => ({
  acknowledge: acknowledgeKey ?? careDefaults.acknowledgeKey,
  repeat: repeatKey ?? careDefaults.repeatKey,
  pass: passKey ?? careDefaults.passKey,
});

function menuWords(care: AlarmCare, language: Language): string {
  const keys = keysOf(care);
  return language === "zh"
    ? `确认请按${keys.acknowledge}，重听请按${keys.repeat}，转给下一位请按${keys.pass}。`
    : `To acknowledge, press ${keys.acknowledge}. To hear it again, press ${keys.repeat}. To pass it on, press ${keys.pass}.`;
}

/** The whole of what somebody hears who answers: who calls, each alarm with its value now, and the keys. */
export function spokenAlarms(
  told: readonly Told[],
  { name, language }: Pick<CarePerson, "name" | "language">,
  place: Place,
): SpokenItem[] {
  const zh = language === "zh";
  const greeting = zh ? `${place.site}告警电话，${name}您好。` : `Alarm call from ${place.site} for ${name}.`;
  const count = zh ? `共${told.length}条告警。` : `There are ${told.length} alarms.`;
  const alarms = told.slice(0, mostSpoken).map((one) => spokenAlarm(one, language));
  const more = told.length - mostSpoken;
  const rest = more > 0 ? (zh ? `另有${more}条。` : `And ${more} more.`) : "";
  const parts = [greeting, told.length > 1 ? count : "", ...alarms, rest, menuWords(place.care, language)];
  return parts.filter((text) => text !== "").flatMap((text) => speech(text, language));
}

function spokenAlarm({ row, subject }: Told, language: Language): string {
  const zh = language === "zh";
  const { name, value } = subject;
  const now = value ? (zh ? `当前值${value.spoken.zh}。` : ` It is now ${value.spoken.en}.`) : "";
  const about = name[language];
  const what = happened(row, language);
  // A sentence that names its subject needs it said no second time.
  const of = about && !what.includes(about) ? (zh ? `${about}。` : `${about}. `) : "";
  return zh ? `${severityWords[row.severity].zh}：${of}${what}${now}` : `${severityWords[row.severity].en}: ${of}${what}${now}`;
}

export function spokenTest({ name, language }: Pick<CarePerson, "name" | "language">, { site, care }: Place): SpokenItem[] {
  const { acknowledge } = keysOf(care);
  const text =
    language === "zh"
      ? `${site}告警电话测试，${name}您好。这是一次测试，没有告警。收到请按${acknowledge}。`
      : `This is a test of the alarm calls from ${site} for ${name}. There is no alarm. Please press ${acknowledge}.`;
  return speech(text, language);
}

const farewells = {
  thanks: { en: "Thank you. It is acknowledged. Goodbye.", zh: "谢谢，已确认。再见。" },
  passed: { en: "It is passed on to the next person. Goodbye.", zh: "已转给下一位。再见。" },
  unheard: { en: "No key was pressed. Somebody else will be called. Goodbye.", zh: "未收到按键，将呼叫下一位。再见。" },
  over: { en: "The alarm is over or acknowledged already. Goodbye.", zh: "该告警已消除或已有人确认。再见。" },
  tested: { en: "Thank you, the test was received. Goodbye.", zh: "谢谢，测试已收到。再见。" },
} as const satisfies Record<string, Sentence>;
export type Farewell = keyof typeof farewells;
export const spokenFarewell = (which: Farewell, language: Language): SpokenItem[] => speech(farewells[which][language], language);

/** The text to one of the staff: place, severity, subject, what happened, value now, and what to answer. */
export function writtenAlarm({ row, subject }: Told, code: string, language: Language, site: string): string {
  const zh = language === "zh";
  const value = subject.value ? (zh ? `当前值${subject.value.shown.zh}。` : ` Now ${subject.value.shown.en}.`) : "";
  const name = subject.name[language];
  const what = row.words[language].slice(0, longestWords);
  const of = name && !what.includes(name) ? name : "";
  return zh
    ? `【${site}】${severityWords[row.severity].zh}：${of ? `${of}，` : ""}${what}${value}回复${code}确认。`
    : `${site}: ${severityWords[row.severity].en}: ${of ? `${of}, ` : ""}${what}${value} Answer ${code} to acknowledge.`;
}

export const writtenAcknowledged = ({ row, subject }: Told, by: string, language: Language, site: string): string =>
  language === "zh"
    ? `【${site}】${subject.name.zh || happened(row, "zh")}告警已由${by}确认。`
    : `${site}: the alarm of ${subject.name.en || happened(row, "en")} is acknowledged by ${by}.`;

export const mailSubject = ({ row, subject }: Told, language: Language, site: string): string =>
  `[${site}] ${severityWords[row.severity][language]}: ${subject.name[language] || row.code}`
    .replace(/[\r\n]+/g, " ")
    .slice(0, 200);

export function mailText(told: Told, language: Language, moment: string): string {
  const { row, subject } = told;
  const zh = language === "zh";
  const hint = alarmKind(row.code)?.hint[language];
  const lines = [
    row.words[language],
    "",
    `${zh ? "对象" : "Subject"}: ${subject.name[language] || row.subject}`,
    ...(subject.value ? [`${zh ? "当前值" : "Value now"}: ${subject.value.shown[language]}`] : []),
    `${zh ? "时间" : "Time"}: ${moment}`,
    ...(hint ? [`${zh ? "处理建议" : "What to do"}: ${hint}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
