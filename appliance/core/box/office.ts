import { isBulletinEvent } from "../../contract/bulletins.ts";
import type { Effect } from "../../contract/effects.ts";
import type { OfficeEvent, OfficeWord } from "../../contract/office.ts";
import type { StoreChange } from "../../contract/records.ts";
import { isTextEvent } from "../../contract/texts.ts";
import { isMessageEvent } from "../../contract/voicemail.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import { type BulletinsState, newBulletins } from "../bulletins/bulletins-state.ts";
import { type AudienceOf, bulletinOfTimer, bulletinOver, loadBulletins, stepBulletins } from "../bulletins/step-bulletins.ts";
import { newItems } from "../items/items-state.ts";
import { itemDue, itemOfTimer, loadItems, stepItems } from "../items/step-items.ts";
import { type MessagesState, newCount, newMessages } from "../messages/messages-state.ts";
import { isOwner } from "../messages/owners.ts";
import {
  expireMessages,
  expiryTimer,
  loadMessages,
  type MessagesOut,
  resumeTranscripts,
  stepMessages,
} from "../messages/step-messages.ts";
import { membershipsAt } from "../queues/queue-plan.ts";
import { stepTexts, type TextsWord, textsTimer } from "../texts/step-texts.ts";
import { newTexts, type TextsState } from "../texts/texts-state.ts";
import type { BoxState } from "./box-state.ts";
import { knownOf } from "./known.ts";

type OfficeState = NonNullable<BoxState["office"]>;
const newOffice = (): OfficeState => ({ messages: newMessages(), items: newItems() });

/** A snapshot made before there was an office has none. */
export function officeOf(box: BoxState): OfficeState {
  box.office ??= newOffice();
  return box.office;
}

export function bulletinsOf(box: BoxState): BulletinsState {
  const office = officeOf(box);
  office.bulletins ??= newBulletins();
  return office.bulletins;
}

export function textsOf(box: BoxState): TextsState {
  const office = officeOf(box);
  office.texts ??= newTexts();
  return office.texts;
}

const inTexts = (box: BoxState, event: TextsWord, atMs: number): Effect[] =>
  stepTexts(textsOf(box), event, {
    atMs,
    settings: box.settings,
    lineUp: (line) => box.lines.lines[line as LineId]?.state === "up",
  });

/** A line came up or went, or the settings changed: what waits may go. */
export const lookAtTexts = (box: BoxState, atMs: number): Effect[] =>
  Object.keys(box.office?.texts?.out ?? {}).length > 0 ? inTexts(box, { on: "texts.look" }, atMs) : [];

/** Of a text in an item's note. */
const longestNote = 200;
export const officeTimer = "office:";

/** A word for the office, or one of its timers; carries what the boxes want done over to the items. */
export function stepOffice(
  box: BoxState,
  event: OfficeWord | Extract<OfficeEvent, { on: "office.loaded" }> | { on: "office.timer"; key: string },
  atMs: number,
): Effect[] {
  const office = officeOf(box);
  const { settings } = box;
  const withWork = ({ effects, items }: MessagesOut): Effect[] => [
    ...effects,
    ...items.flatMap((item) => stepItems(office.items, item, atMs)),
  ];
  switch (event.on) {
    case "office.timer": {
      if (event.key === textsTimer) return inTexts(box, { on: "texts.look" }, atMs);
      const item = itemOfTimer(event.key);
      if (item !== undefined) return itemDue(office.items, item, atMs);
      const bulletin = bulletinOfTimer(event.key);
      if (bulletin !== undefined) return bulletinOver(bulletinsOf(box), bulletin, atMs);
      return event.key === expiryTimer ? withWork(expireMessages(office.messages, { atMs, settings })) : [];
    }
    case "office.loaded":
      // Once in the life of a state: from then on it knows all that there is.
      if (office.loaded) return [];
      office.loaded = true;
      loadMessages(office.messages, event.messages, event.greetings);
      return [...loadItems(office.items, event.items, atMs), ...loadBulletins(bulletinsOf(box), event.bulletins ?? [], atMs)];
    default:
      if (isMessageEvent(event)) return withWork(stepMessages(office.messages, event, { atMs, settings }));
      if (isTextEvent(event)) return inTexts(box, event, atMs);
      if (isBulletinEvent(event)) return stepBulletins(bulletinsOf(box), event, atMs, audienceIn(box, atMs));
      return stepItems(office.items, event, atMs);
  }
}

/** Who is in a queue only for these days is there too. */
const audienceIn =
  ({ settings }: BoxState, atMs: number): AudienceOf =>
  (to) => {
    if (to.kind === "agent") return [to.agent];
    const agents = settings.agents.map(({ id }) => id);
    if (to.kind === "all") return agents;
    const { plan } = knownOf(settings);
    return agents.filter((id) => membershipsAt(plan, id, atMs).some((m) => m.queue === to.queue));
  };

/** A callback that came to nothing is for somebody to look at, its row ends once; so is a text nobody knows the end of. */
export function workFrom(change: StoreChange): OfficeWord | undefined {
  if (change.put === "text" && change.news && change.row.state === "unsure") {
    const { number, text } = change.row;
    const words = { zh: `发往 ${number} 的短信是否已发出无法确认`, en: `Text to ${number}: not sure whether it left` };
    return { on: "item.added", by: "box", item: { kind: "text-unsure", words, number, note: text.slice(0, longestNote) } };
  }
  if (change.put !== "callback" || (change.row.state !== "failed" && change.row.state !== "expired")) return undefined;
  const { number, queue, call, attempts } = change.row;
  const n = attempts.length;
  const words = { zh: `回呼 ${number} 未成功（${n} 次）`, en: `Callback to ${number} failed (${n} tries)` };
  return { on: "item.added", by: "box", item: { kind: "callback-failed", words, queue, number, call } };
}

/** The box runs again: what was under way when it stopped is asked for anew. */
export const resumeOffice = (box: BoxState, atMs: number): Effect[] => [
  ...resumeTranscripts(officeOf(box).messages, { atMs, settings: box.settings }),
  { do: "mail.wake" },
  ...inTexts(box, { on: "texts.restart" }, atMs),
];

/** Every phone's message lamp as it should be; those that changed are lit or put out (RFC 3842). */
export function lightLamps(box: BoxState): Effect[] {
  const { messages } = officeOf(box);
  const wanted = lampsOf(box, messages);
  const before = messages.lamps;
  messages.lamps = wanted;
  const phones = new Set([...Object.keys(before), ...Object.keys(wanted)]);
  return [...phones].flatMap((phone) => {
    const waiting = wanted[phone] ?? 0;
    return waiting === (before[phone] ?? 0) ? [] : [{ do: "line.messages" as const, phone: phone as PhoneId, waiting }];
  });
}

/** All lamps that shine, for a SIP side that knows nothing of messages that were there before it was. */
export const lampsNow = (box: BoxState): Extract<Effect, { do: "line.messages" }>[] =>
  Object.entries(officeOf(box).messages.lamps).map(([phone, waiting]) => ({
    do: "line.messages",
    phone: phone as PhoneId,
    waiting,
  }));

/** New messages for whoever sits at each phone, by login or by habit. */
function lampsOf({ settings, agents }: BoxState, messages: MessagesState): Record<string, number> {
  const lamps: Record<string, number> = {};
  for (const box of settings.voicemailBoxes ?? []) {
    const waiting = newCount(messages, box.id);
    if (waiting === 0) continue;
    const phones = new Set<string>();
    for (const agent of settings.agents) {
      if (!isOwner(settings, box, agent.id)) continue;
      const live = agents.agents[agent.id];
      const phone = (live && live.state !== "logged-out" ? live.phone : undefined) ?? agent.phone;
      if (phone && settings.phones.some((p) => p.id === phone)) phones.add(phone);
    }
    for (const phone of phones) lamps[phone] = (lamps[phone] ?? 0) + waiting;
  }
  return lamps;
}
