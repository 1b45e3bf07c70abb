import type { SpokenItem } from "../../contract/effects.ts";
import type { SpokenText } from "../../contract/queue.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Decision } from "../queues/decision.ts";
import type { QueueEffect } from "../queues/queue-effect.ts";
import { decisionWords, overflowWords } from "../queues/words.ts";
import { agentTook } from "./agent-ties.ts";
import { announcementText } from "./announcement.ts";
import { offerCallback, refused, taken } from "./callback/asking.ts";
import { attemptLeft } from "./callback/attempt.ts";
import { endCall } from "./ending.ts";
import { sayFarewell, spokenText, turnAwayWith } from "./farewell.ts";
import { flowReturns, transferOut } from "./flow-run.ts";
import { handoverFailed, reached } from "./hand/handover.ts";
import { takerOf } from "./hand/pick-up.ts";
import { forgetOffer, offeredLeg, offerTo, stopOffer, turnAway } from "./offering.ts";
import { queueRow } from "./queue-row.ts";
import { followPolicy } from "./recording.ts";
import { keep, note, type Scene, setPhase } from "./scene.ts";
import { play, stopPlay } from "./sound.ts";
import { connect } from "./talking.ts";
import { leaveMessage } from "./voicemail/begin-leaving.ts";
import { about, musicOf } from "./who.ts";

/** What the queues say about a call. */
export type QueueWord = Exclude<QueueEffect, { do: "timer.set" | "timer.clear" | "queue.callbackChanged" | "queue.switched" }>;
type Word<Name extends QueueWord["do"]> = Extract<QueueWord, { do: Name }>;

/** What a queue decided about this call, done. */
export function heardQueue(scene: Scene, word: QueueWord): void {
  switch (word.do) {
    case "queue.entered":
      entered(scene, word);
      return;
    case "queue.offer":
      noteDecision(scene, word.decision);
      setPhase(scene, "agent-ringing");
      for (const agent of word.agents) offerTo(scene, agent);
      return;
    case "queue.waits":
      noteDecision(scene, word.decision);
      return;
    case "queue.stopOffer":
      stopOffer(scene, word);
      return;
    case "queue.lateAnswer":
      turnAway(scene, word.agent);
      return;
    case "queue.announce":
      announce(scene, word);
      return;
    case "queue.overflow":
      overflowed(scene, word);
      return;
    case "queue.left":
      // A customer who was reached and is handed on to a queue waits there as everybody does.
      if (scene.call.callback && scene.call.callback.outcome !== "answered") attemptLeft(scene, word);
      else left(scene, word);
      return;
    case "queue.callbackOffer":
      offerCallback(scene);
      return;
    case "queue.callbackTaken":
      taken(scene, word);
      return;
    case "queue.callbackRefused":
      refused(scene, word);
      return;
    case "queue.callbackOff":
      endCall(scene, "callback", "box");
      return;
    case "queue.movedBy":
      movedBy(scene, word);
      return;
    case "queue.refused": {
      const { why, because } = word;
      const words = {
        en: `Queue "${word.queue}" did not take the call: ${because?.en ?? why}`,
        zh: `队列“${word.queue}”未接收：${because?.zh ?? why}`,
      };
      note(scene, why === "closed" ? "queue" : "fault", words);
      if (scene.call.handover) handoverFailed(scene, "not-found");
      else flowReturns(scene, "closed");
      return;
    }
    case "queue.offerEnded":
      return;
  }
}

/** Why each agent was or wasn't chosen, in words and as data (O10). */
function noteDecision(scene: Scene, decision: Decision): void {
  const { summary, lines } = decisionWords(decision, scene.ctx.names);
  note(scene, "decision", summary, { ...decision, lines });
}

function movedBy(scene: Scene, { to, by }: Word<"queue.movedBy">): void {
  const where =
    "queue" in to
      ? { en: `to queue "${to.queue}"`, zh: `到队列“${to.queue}”` }
      : "place" in to
        ? { en: `to place ${to.place}`, zh: `到第 ${to.place} 位` }
        : { en: `to ${scene.ctx.agentName(to.agent)}`, zh: `给 ${scene.ctx.agentName(to.agent)}` };
  note(scene, "queue", { en: `${by} moves the caller ${where.en}`, zh: `${by} 将来电移${where.zh}` }, to);
}

const keptWords = {
  "rang-off": { en: ", in the place he had before he rang off", zh: "，恢复挂机前的排位" },
  callback: { en: ", in the place of his callback, which is no longer needed", zh: "，沿用回电排位，回电取消" },
} satisfies Record<NonNullable<Word<"queue.entered">["kept"]>, Sentence>;

function entered(scene: Scene, { queue, position, because, kept }: Word<"queue.entered">): void {
  const { call, ctx } = scene;
  const enteredAtMs = ctx.atMs;
  call.queue = { id: queue, enteredAtMs };
  Object.assign(call.record, { queue, queuedAtMs: enteredAtMs });
  queueRow(scene.out, { call: call.record.id, queue, enteredAtMs });
  const name = nameOf(scene, queue);
  note(scene, "queue", {
    en: `Enters queue "${name.en}" at position ${position}${because ? `, ${because.en}` : ""}${kept ? keptWords[kept].en : ""}`,
    zh: `进入队列“${name.zh}”，第 ${position} 位${because ? `，${because.zh}` : ""}${kept ? keptWords[kept].zh : ""}`,
  });
  setPhase(scene, "queue");
  keep(scene);
  const privacy = followPolicy(scene, "queue");
  if (privacy.length > 0) play(scene, { purpose: "privacy", items: privacy, bargeIn: false, repeat: false });
  else greet(scene, queue);
}

/** The queue's own words to who has just come in, else music. */
export function greet(scene: Scene, queue: string): void {
  const greeting = settingsOf(scene, queue)?.greeting;
  const items = greeting ? spoken(scene, greeting) : [];
  if (items.length > 0) play(scene, { purpose: "notice", items, bargeIn: false, repeat: false });
  else music(scene);
}

/** Music until something else is to be heard. */
export function music(scene: Scene): void {
  const queue = scene.call.queue ? settingsOf(scene, scene.call.queue.id) : undefined;
  play(scene, { purpose: "music", items: musicOf(scene, queue?.music), bargeIn: false, repeat: true });
}

function left(scene: Scene, { queue, why, enteredAtMs, waitMs, agent, terms }: Word<"queue.left">): void {
  const { call, ctx } = scene;
  const row = { call: call.record.id, queue, enteredAtMs, leftAtMs: ctx.atMs, outcome: why, waitMs };
  queueRow(scene.out, agent ? { ...row, agent } : row);
  delete call.queue;
  call.record.waitMs = waitMs;
  const taker = takerOf(scene);
  if (why !== "answered" || call.ending) return;
  const leg = taker ?? (agent && offeredLeg(scene, agent));
  if (leg?.state !== "up") {
    note(scene, "fault", { en: "The agent who answered is gone.", zh: "应答的坐席已离线。" });
    flowReturns(scene, "failed");
    return;
  }
  forgetOffer(scene, leg);
  reached(scene);
  const seconds = Math.round(waitMs / 1000);
  note(scene, "agent", about(scene, leg, `answered after ${seconds} s of waiting`, `应答，等待 ${seconds} 秒`));
  connect(scene, leg);
  if (terms && leg.agent) agentTook(scene, leg, terms);
}

function announce(scene: Scene, word: Word<"queue.announce">): void {
  // A greeting isn't cut short by the first announcement.
  if (scene.call.play?.purpose === "notice" || scene.call.play?.purpose === "privacy") return;
  const { language } = scene.call.record;
  const text = announcementText(word, language, scene.ctx.settings.site.timeZone);
  if (!text) return;
  note(scene, "queue", { en: `Announced: ${text}`, zh: `播报：${text}` });
  play(scene, { purpose: "announce", items: [{ kind: "speech", text, language }], bargeIn: false, repeat: false });
}

const overflowRingMs = 40_000;

const returns = {
  length: "overflow",
  full: "overflow",
  time: "timeout",
  "no-agents": "no-agent",
  "expected-wait": "overflow",
  "queue-gone": "closed",
} as const;

/** Comes before `queue.left`: the caller is still in the queue here, and goes where he is sent when he has left it. */
function overflowed(scene: Scene, { queue, why, to }: Word<"queue.overflow">): void {
  const { en, zh } = overflowWords[why];
  note(scene, "queue", { en: `Overflows from "${queue}": ${en}`, zh: `从队列“${queue}”溢出：${zh}` }, to);
  // In another queue he stands already; what a callback needs is said when it is taken.
  if (to.kind === "queue" || to.kind === "callback") return;
  const { call } = scene;
  delete call.queue;
  stopPlay(scene);
  if (call.handover) handoverFailed(scene, "no-answer");
  else if (to.kind === "voicemail" && leaveMessage(scene, to.box, "end")) return;
  else if (to.kind === "hangup") endCall(scene, "flow-end", "box");
  else if (to.kind === "message") {
    turnAwayWith(scene, spokenText(to.say, call.record.language), "flow-end");
    sayFarewell(scene);
  } else if (to.kind === "number") transferOut(scene, to.number, to.ringMs ?? overflowRingMs);
  else flowReturns(scene, returns[why]);
}

const settingsOf = (scene: Scene, queue: string) => scene.ctx.settings.queues.find((q) => q.id === queue);
const nameOf = (scene: Scene, queue: string): Sentence => {
  const name = settingsOf(scene, queue)?.name;
  return { zh: name?.zh ?? name?.en ?? queue, en: name?.en ?? name?.zh ?? queue };
};
const spoken = (scene: Scene, { prompt, text }: SpokenText): SpokenItem[] => {
  const { language } = scene.call.record;
  if (prompt) return [{ kind: "prompt", prompt, language }];
  const other = language === "zh" ? "en" : "zh";
  const spokenIn = text[language] ? language : other;
  return text[spokenIn] ? [{ kind: "speech", text: text[spokenIn], language: spokenIn }] : [];
};
