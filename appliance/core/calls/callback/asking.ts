import type { CallbackSettings } from "../../../contract/callback.ts";
import type { Sentence } from "../../../contract/records.ts";
import { boxMayCall } from "../../lines/outgoing.ts";
import type { QueueEffect } from "../../queues/queue-effect.ts";
import { queueFacts, waitingCaller } from "../caller-facts.ts";
import { endCall } from "../ending.ts";
import { clearTimer, keep, note, type Scene, setTimer, tell } from "../scene.ts";
import { play } from "../sound.ts";
import { askText, offerText, refusedText, takenText } from "./texts.ts";

type Word<Name extends QueueEffect["do"]> = Extract<QueueEffect, { do: Name }>;

const fewestDigits = 5;
const mostDigits = 20;
/** Silence between two keys ends the number, as the hash key does. */
const keyMs = 8_000;

const settingsOf = ({ call, ctx }: Scene): CallbackSettings | undefined =>
  ctx.settings.queues.find((q) => q.id === (call.queue?.id ?? call.asking?.queue))?.callback;
const said = ({ call, ctx }: Scene) => ({ language: call.record.language, timeZone: ctx.settings.site.timeZone });
function speak(scene: Scene, purpose: "announce" | "notice", text: string): void {
  play(scene, {
    purpose,
    items: [{ kind: "speech", text, language: scene.call.record.language }],
    bargeIn: false,
    repeat: false,
  });
}

/** He has waited long enough, or will, to be told that he need not. */
export function offerCallback(scene: Scene): void {
  const { call } = scene;
  const settings = settingsOf(scene);
  if (settings?.key === undefined || call.asking) return;
  // A greeting isn't cut short: it is said after it.
  if (call.play?.purpose === "notice") {
    call.offerAfter = true;
    return;
  }
  delete call.offerAfter;
  const { number } = waitingCaller(call);
  if (!number && !settings.askNumber) return;
  const text = offerText({ key: settings.key, ...(number ? { number } : {}), askNumber: settings.askNumber }, said(scene));
  tellOf(scene, { en: `Offered a callback: ${text}`, zh: `提示可回电：${text}` });
  speak(scene, "announce", text);
}

/** A key of somebody who waits, or who has just been promised a callback. True: it was meant for this. */
export function callbackKey(scene: Scene, digit: string): boolean {
  const { call } = scene;
  const settings = settingsOf(scene);
  if (!settings || call.talk) return false;
  if (call.asking?.step === "number") {
    numberKey(scene, digit);
    return true;
  }
  if (digit !== settings.key) return false;
  if (call.asking?.step === "taken") waitOn(scene);
  else if (!call.queue || call.phase === "agent-ringing") return false;
  else ask(scene, settings);
  return true;
}

function ask(scene: Scene, { askNumber }: CallbackSettings): void {
  const { call } = scene;
  const { number } = waitingCaller(call);
  if (!askNumber) {
    tell(scene, { on: "queue.callback", call: call.record.id });
    return;
  }
  call.asking = { step: "number", digits: "" };
  tellOf(scene, { en: "Asks to be called back", zh: "要求回电" });
  speak(scene, "announce", askText(number, said(scene)));
  setTimer(scene, "callback-number", keyMs * 2);
}

function numberKey(scene: Scene, digit: string): void {
  const { asking } = scene.call;
  if (asking?.step !== "number") return;
  if (digit === "#") {
    numberDone(scene);
    return;
  }
  if (digit === "*") asking.digits = "";
  else if (asking.digits.length < mostDigits) asking.digits += digit;
  setTimer(scene, "callback-number", keyMs);
}

/** What was keyed in is the number; nothing keyed in means the one he calls from. */
export function numberDone(scene: Scene): void {
  const { call } = scene;
  const { asking } = call;
  if (asking?.step !== "number") return;
  clearTimer(scene, "callback-number");
  delete call.asking;
  const { digits } = asking;
  const { settings } = scene.ctx;
  const inside = settings.phones.some((p) => p.id === digits);
  // Nobody is called back where a caller may not be led to.
  if (digits !== "" && !inside && (digits.length < fewestDigits || !boxMayCall(settings, digits))) {
    refused(scene, { why: "no-number" });
    return;
  }
  tell(scene, { on: "queue.callback", call: call.record.id, ...(digits ? { number: digits } : {}) });
}

/** Comes when he has left the line: he is thanked and may ring off. */
export function taken(scene: Scene, word: Word<"queue.callbackTaken">): void {
  const { call } = scene;
  const { queue, callback, number, placedAtMs, priority, joined } = word;
  call.record.callback = callback;
  call.asking = { step: "taken", queue, callback, placedAtMs, priority };
  const key = settingsOf(scene)?.key;
  const text = takenText({ number, joined, ...(key ? { key } : {}) }, said(scene));
  const name = joined ? { en: "joins the callback there is", zh: "并入已有回电" } : { en: "keeps his place", zh: "保留排位" };
  tellOf(scene, { en: `Will be called back on ${number}, ${name.en}`, zh: `将回电 ${number}，${name.zh}` }, word);
  keep(scene);
  if (call.ending) return;
  call.farewell = { items: [{ kind: "speech", text, language: call.record.language }], why: "callback" };
  speak(scene, "notice", text);
}

export function refused(scene: Scene, { why }: Pick<Word<"queue.callbackRefused">, "why">): void {
  const { call } = scene;
  if (call.ending || !call.queue) return;
  tellOf(scene, { en: `No callback: ${why}`, zh: `无法回电：${why}` });
  speak(scene, "announce", refusedText(why, call.record.language));
}

/** He has changed his mind while he was thanked: back in the line, in his place. */
function waitOn(scene: Scene): void {
  const { call } = scene;
  const { asking } = call;
  if (asking?.step !== "taken") return;
  const { callback, queue, placedAtMs, priority } = asking;
  delete call.asking;
  delete call.farewell;
  delete call.record.callback;
  tellOf(scene, { en: "Waits on the line after all", zh: "改为继续等候" });
  tell(scene, { on: "queue.callbackAct", callback, act: { act: "cancel" }, by: "caller" });
  tell(scene, {
    on: "queue.enter",
    call: call.record.id,
    queue,
    placedAtMs,
    priority,
    facts: queueFacts(call),
    from: waitingCaller(call),
  });
}

/** Rang off after the promise: that is what was agreed, nobody gave up. */
export function rangOffSatisfied(scene: Scene): boolean {
  if (scene.call.asking?.step !== "taken") return false;
  endCall(scene, "callback", "caller");
  return true;
}

const tellOf = (scene: Scene, words: Sentence, data?: unknown): void => note(scene, "queue", words, data);
