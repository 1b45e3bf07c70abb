import type { Effect } from "../../contract/effects.ts";
import type { ItemEvent } from "../../contract/items.ts";
import type { Settings } from "../../contract/settings.ts";
import type { GreetingRow, MessageEvent, MessageRow, VoicemailBoxSettings } from "../../contract/voicemail.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { fullMail, messageMail } from "./mails.ts";
import { boxOf, isFull, type MessagesState, messageNow } from "./messages-state.ts";
import { fullWords, messageWords } from "./words.ts";

export type MessagesContext = { atMs: number; settings: Settings };
/** What is to be done, and work for people. */
export type MessagesOut = { effects: Effect[]; items: ItemEvent[] };

/** The one timer of all boxes: the next heard message that has grown too old. */
export const expiryTimer = "office:expire";
const dayMs = 86_400_000;
const pinTries = 5;
const pinLockMs = 10 * 60_000;
const longestTranscript = 8_000;

/** Changes `state` in place. What is said of a message or box that isn't there changes nothing. */
export function stepMessages(state: MessagesState, event: MessageEvent, ctx: MessagesContext): MessagesOut {
  const out: MessagesOut = { effects: [], items: [] };
  switch (event.on) {
    case "message.left":
      left(state, event.message, ctx, out);
      break;
    case "message.marked":
      marked(state, event, ctx, out);
      break;
    case "message.transcribe": {
      const message = messageNow(state, event.message);
      if (message && ctx.settings.transcription) askTranscript(message, ctx, out);
      break;
    }
    case "message.transcribed": {
      const message = messageNow(state, event.message);
      if (!message) break;
      const { outcome, text } = event;
      message.transcript = { state: outcome, text: text.slice(0, longestTranscript), atMs: ctx.atMs };
      keep(message, out);
      break;
    }
    case "greeting.recorded":
      greeted(state, event, ctx, out);
      break;
    case "pin.tried":
      pinTried(state, event.box, event.right, ctx.atMs);
      break;
    default:
      exhaustive(event);
  }
  setExpiry(state, ctx, out);
  return out;
}

/** Heard messages that are too old go. */
export function expireMessages(state: MessagesState, ctx: MessagesContext): MessagesOut {
  const out: MessagesOut = { effects: [], items: [] };
  for (const [id, box] of Object.entries(state.boxes)) {
    const days = boxSettings(ctx.settings, id)?.deleteAfterDays;
    if (days === undefined) continue;
    for (const message of box.messages.filter((m) => (expiresAtMs(m, days) ?? Number.POSITIVE_INFINITY) <= ctx.atMs))
      marked(state, { on: "message.marked", message: message.id, state: "deleted", by: "box" }, ctx, out);
  }
  setExpiry(state, ctx, out);
  return out;
}

/** What was stored: a state that begins anew takes it up. */
export function loadMessages(state: MessagesState, messages: readonly MessageRow[], greetings: readonly GreetingRow[]): void {
  for (const row of [...messages].sort((a, b) => a.atMs - b.atMs)) {
    const box = boxOf(state, row.box);
    if (row.state !== "deleted" && !box.messages.some((m) => m.id === row.id)) box.messages.push(row);
  }
  for (const { box, path } of greetings) if (path && !boxOf(state, box).greeting) boxOf(state, box).greeting = path;
}

/** Texts that were asked for and never came, asked for again: the box was away meanwhile. */
export function resumeTranscripts(state: MessagesState, ctx: MessagesContext): Effect[] {
  const out: MessagesOut = { effects: [], items: [] };
  if (ctx.settings.transcription)
    for (const { messages } of Object.values(state.boxes))
      for (const message of messages) if (message.transcript?.state === "asked") askTranscript(message, ctx, out);
  return out.effects;
}

const boxSettings = (settings: Settings, id: string): VoicemailBoxSettings | undefined =>
  settings.voicemailBoxes?.find((b) => b.id === id);

/** Rows leave the state as copies: what is kept must not change afterwards under the writer's hands. */
function keep(message: MessageRow, out: MessagesOut): void {
  out.effects.push({ do: "store", change: { put: "message", row: { ...message } } });
}

function left(state: MessagesState, given: MessageRow, ctx: MessagesContext, out: MessagesOut): void {
  const box = boxOf(state, given.box);
  if (box.messages.some((m) => m.id === given.id)) return;
  const message = { ...given };
  box.messages.push(message);
  keep(message, out);
  if (ctx.settings.transcription) askTranscript(message, ctx, out);
  const settings = boxSettings(ctx.settings, given.box);
  if (!settings) return;
  const { owner } = settings;
  if (settings.complaint) {
    const { call, recording, id, caller } = message;
    const whose = owner.kind === "agent" ? { agent: owner.agent } : { queue: owner.queue };
    const known = caller === "anonymous" ? {} : { number: caller };
    const item = { kind: "complaint-recording" as const, words: messageWords(message, settings), ...whose, ...known };
    out.items.push({ on: "item.added", by: "box", item: { ...item, call, recording, message: id } });
  }
  if (settings.mailTo) sendMail(messageMail(message, settings, ctx), out);
  if (!isFull(state, settings) || box.fullTold || settings.noticeWhenFull === false) return;
  box.fullTold = true;
  const whose = owner.kind === "agent" ? { agent: owner.agent } : { queue: owner.queue };
  out.items.push({ on: "item.added", by: "box", item: { kind: "voicemail", words: fullWords(settings), ...whose } });
  if (settings.mailTo) sendMail(fullMail(settings, ctx), out);
}

function sendMail(row: ReturnType<typeof messageMail>, out: MessagesOut): void {
  out.effects.push({ do: "store", change: { put: "mail", row } }, { do: "mail.wake" });
}

function askTranscript(message: MessageRow, { atMs }: MessagesContext, out: MessagesOut): void {
  message.transcript = { state: "asked", text: "", atMs };
  keep(message, out);
  const { id, path, language } = message;
  out.effects.push({ do: "transcribe.ask", message: id, path, language });
}

function marked(
  state: MessagesState,
  { message: id, state: next, kept, by }: Extract<MessageEvent, { on: "message.marked" }>,
  ctx: MessagesContext,
  out: MessagesOut,
): void {
  const message = messageNow(state, id);
  if (!message || (message.state === next && (kept ?? false) === (message.kept ?? false))) return;
  Object.assign(message, { state: next, by, changedAtMs: ctx.atMs } satisfies Partial<MessageRow>);
  if (kept) message.kept = true;
  else delete message.kept;
  keep(message, out);
  if (next !== "deleted") return;
  const box = boxOf(state, message.box);
  box.messages = box.messages.filter((m) => m !== message);
  delete box.fullTold;
}

function greeted(
  state: MessagesState,
  { box: id, path, by }: Extract<MessageEvent, { on: "greeting.recorded" }>,
  { atMs }: MessagesContext,
  out: MessagesOut,
): void {
  const box = boxOf(state, id);
  delete box.greeting;
  if (path) box.greeting = path;
  out.effects.push({ do: "store", change: { put: "greeting", row: { box: id, ...(path ? { path } : {}), by, atMs } } });
}

/** Ten thousand PINs are soon tried: after some wrong ones nobody may try for a while. */
function pinTried(state: MessagesState, id: string, right: boolean, atMs: number): void {
  const box = boxOf(state, id);
  if (right) delete box.lockedUntilMs;
  box.wrongPins = right ? 0 : box.wrongPins + 1;
  if (box.wrongPins < pinTries) return;
  box.wrongPins = 0;
  box.lockedUntilMs = atMs + pinLockMs;
}

const expiresAtMs = ({ state, kept, atMs, changedAtMs }: MessageRow, days: number): number | undefined =>
  state === "heard" && !kept ? (changedAtMs ?? atMs) + days * dayMs : undefined;

function setExpiry(state: MessagesState, { settings }: MessagesContext, out: MessagesOut): void {
  let next = Number.POSITIVE_INFINITY;
  for (const { id, deleteAfterDays } of settings.voicemailBoxes ?? []) {
    if (deleteAfterDays === undefined || !Object.hasOwn(state.boxes, id)) continue;
    for (const message of state.boxes[id]!.messages) next = Math.min(next, expiresAtMs(message, deleteAfterDays) ?? next);
  }
  if (Number.isFinite(next)) out.effects.push({ do: "timer.set", key: expiryTimer, atMs: next });
}
