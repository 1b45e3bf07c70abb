import type { CarePerson, CareRule } from "../../contract/alarm-care.ts";
import type { AlarmRow } from "../../contract/alarm-row.ts";
import type { MailRow } from "../../contract/mail.ts";
import type { NewText } from "../../contract/texts.ts";
import type { AgentId, QueueId } from "../../kit/ids.ts";
import { localParts } from "../calendar/local-parts.ts";
import { type CareScene, noteAlarm, pushAlarm } from "./care-context.ts";
import { onCall } from "./care-rules.ts";
import type { CareTask } from "./care-state.ts";
import { mailSubject, mailText, writtenAcknowledged, writtenAlarm } from "./care-words.ts";
import { smsText } from "./sms-text.ts";

const two = (n: number): string => String(n).padStart(2, "0");
const told = (task: CareTask, people: readonly CarePerson[]): void => {
  for (const { id } of people) if (!task.told.includes(id)) task.told.push(id);
};

/** What happens once for an alarm, whatever the hour: an item of work is opened, mails are written. */
export function openWork(scene: CareScene, task: CareTask, rule: CareRule, row: AlarmRow): void {
  const { state, ctx, out } = scene;
  task.opened = true;
  state.opened = { ...state.opened, [row.id]: true };
  if (rule.work) {
    const { agent, queue } = rule.work;
    const name = ctx.subjectOf(row).name;
    const words = { en: `${name.en || row.subject}: ${row.words.en}`, zh: `${name.zh || row.subject}：${row.words.zh}` };
    const whose = { ...(agent ? { agent: agent as AgentId } : {}), ...(queue ? { queue: queue as QueueId } : {}) };
    out.push({ post: { on: "item.added", by: "box", item: { kind: "alarm", words, alarm: row.id, ...whose } } });
    noteAlarm(scene, row.id, "work", { en: "An item of work is opened", zh: "已生成待办" });
  }
  const people = rule.mail ? onCall(ctx.settings, rule, ctx.atMs).filter((p) => p.mail !== undefined) : [];
  if (people.length === 0) return;
  for (const person of people) mail(scene, row, person);
  out.push({ do: "mail.wake" });
  told(task, people);
  noteAlarm(scene, row.id, "mailed", { en: `Mail to ${namesOf(people)}`, zh: `邮件：${namesOf(people)}` });
}

function mail({ state, ctx, out }: CareScene, row: AlarmRow, person: CarePerson): void {
  const { site } = ctx.settings;
  const { year, month, day, hour, minute } = localParts(site.timeZone, row.raisedAtMs);
  const moment = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
  const about = { row, subject: ctx.subjectOf(row) };
  const mailRow: MailRow = {
    id: `alarm-${Math.round(ctx.atMs).toString(36)}-${++state.n}`,
    to: person.mail ?? "",
    subject: mailSubject(about, person.language, site.name),
    text: mailText(about, person.language, moment),
    madeAtMs: ctx.atMs,
    state: "waiting",
    tries: 0,
    nextAtMs: ctx.atMs,
  };
  out.push({ do: "store", change: { put: "mail", row: mailRow } });
}

/** A text to everybody on call, all at once (O19). */
export function textStaff(scene: CareScene, task: CareTask, rule: CareRule, row: AlarmRow): void {
  const { ctx } = scene;
  const people = onCall(ctx.settings, rule, ctx.atMs).filter((p) => p.text !== undefined);
  if (people.length === 0) return;
  const about = { row, subject: ctx.subjectOf(row) };
  const site = ctx.settings.site.name;
  sendTexts(scene, people, (p) => writtenAlarm(about, task.code, p.language, site));
  task.texted = people.length;
  told(task, people);
  noteAlarm(scene, row.id, "texted", { en: `Text to ${namesOf(people)}`, zh: `短信：${namesOf(people)}` });
  pushAlarm(scene, row.id);
}

/** Whoever was called or written to is told by text who has taken it. */
export function tellAcknowledged(scene: CareScene, task: CareTask, row: AlarmRow): void {
  const { care, ctx } = scene;
  const by = row.acknowledgedBy ?? "";
  const people = care.people.filter((p) => task.told.includes(p.id) && p.text !== undefined && p.name !== by);
  if (people.length === 0) return;
  const about = { row, subject: ctx.subjectOf(row) };
  sendTexts(scene, people, (p) => writtenAcknowledged(about, by, p.language, ctx.settings.site.name));
  noteAlarm(scene, row.id, "told", { en: `Told ${namesOf(people)} who took it`, zh: `已告知 ${namesOf(people)}` });
}

function sendTexts({ state, ctx, out }: CareScene, people: readonly CarePerson[], words: (person: CarePerson) => string): void {
  const texts = people.map(
    (person): NewText => ({
      id: `alarm-${Math.round(ctx.atMs).toString(36)}-${++state.n}`,
      number: person.text ?? "",
      ...smsText(words(person)),
    }),
  );
  out.push({ post: { on: "text.asked", texts, by: "alarms" } });
}

/** As many as a line of a history holds. */
const mostNamed = 10;
function namesOf(people: readonly CarePerson[]): string {
  const names = people.slice(0, mostNamed).map((p) => p.name);
  return `${names.join(", ")}${people.length > mostNamed ? ` +${people.length - mostNamed}` : ""}`;
}
