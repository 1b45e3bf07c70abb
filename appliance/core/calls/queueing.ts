import type { EndReason } from "../../contract/end-reason.ts";
import type { SpokenItem } from "../../contract/effects.ts";
import type { QueueRow, Sentence } from "../../contract/records.ts";
import type { SpokenText } from "../../contract/queue.ts";
import type { AgentId } from "../../kit/ids.ts";
import { sayValue } from "../flows/say/say-value.ts";
import type { QueueEffect } from "../queues/queue-effect.ts";
import type { Decision } from "../queues/decision.ts";
import { decisionWords, overflowWords } from "../queues/words.ts";
import type { CallLeg } from "./call.ts";
import { addLeg } from "./direct.ts";
import { closeLeg, endCall } from "./ending.ts";
import { flowReturns } from "./flow-run.ts";
import { keep, note, noteWords, play, type Scene, setPhase, stopPlay } from "./scene.ts";
import { connect, musicOf } from "./talking.ts";

type CallsQueueEffect = Exclude<QueueEffect, { do: "timer.set" | "timer.clear" }>;

/** What a queue decided about this call, done. */
export function heardQueue(scene: Scene, effect: CallsQueueEffect): void {
  switch (effect.do) {
    case "queue.entered":
      return entered(scene, effect);
    case "queue.offer":
      noteDecision(scene, effect.decision);
      for (const agent of effect.agents) offerTo(scene, agent);
      return setPhase(scene, "agent-ringing");
    case "queue.waits":
      return noteDecision(scene, effect.decision);
    case "queue.stopOffer":
      return stopOffer(scene, effect);
    case "queue.lateAnswer":
      return lateAnswer(scene, effect.agent);
    case "queue.announce":
      return announce(scene, effect);
    case "queue.overflow":
      return overflowed(scene, effect);
    case "queue.left":
      return left(scene, effect);
    case "queue.refused":
      note(scene, "fault", `Queue "${effect.queue}" did not take the call: ${effect.why}`, `队列“${effect.queue}”未接收：${effect.why}`);
      return flowReturns(scene, "closed");
    case "queue.offerEnded":
      return;
  }
}

/** Why each agent was or wasn't chosen, in words and as data (O10). */
function noteDecision(scene: Scene, decision: Decision): void {
  const words = decisionWords(decision, scene.ctx.names);
  noteWords(scene, "decision", words.summary, { ...decision, lines: words.lines });
}

function entered(scene: Scene, effect: Extract<QueueEffect, { do: "queue.entered" }>): void {
  const { call, ctx } = scene;
  call.queue = { id: effect.queue, enteredAtMs: ctx.atMs, priority: effect.priority };
  call.record.queue = effect.queue;
  call.record.queuedAtMs ??= ctx.atMs;
  queueRow(scene, { call: call.record.id, queue: effect.queue, enteredAtMs: ctx.atMs });
  note(scene, "queue", `Enters queue "${nameOf(scene, effect.queue).en}" at position ${effect.position}`, `进入队列“${nameOf(scene, effect.queue).zh}”，第 ${effect.position} 位`);
  setPhase(scene, "queue");
  keep(scene);
  const greeting = settingsOf(scene, effect.queue)?.greeting;
  const items = greeting ? spoken(scene, greeting) : [];
  if (items.length > 0) play(scene, { purpose: "notice", items, bargeIn: false, repeat: false });
  else music(scene);
}

/** Music until something else is to be heard. */
export function music(scene: Scene): void {
  const queue = scene.call.queue ? settingsOf(scene, scene.call.queue.id) : undefined;
  play(scene, { purpose: "music", items: musicOf(scene, queue?.music), bargeIn: false, repeat: true });
}

function offerTo(scene: Scene, agent: AgentId): void {
  const { call, ctx, out } = scene;
  const phone = ctx.phoneOf(agent);
  if (!phone) {
    out.push({ tell: "queues", event: { on: "queue.offerOutcome", call: call.record.id, agent, how: "phoneUnreachable" } });
    return;
  }
  const leg = addLeg(scene, "agent", { kind: "phone", phone }, phone, agent);
  call.offers.push({ agent, leg: leg.id });
}

function stopOffer(scene: Scene, effect: Extract<QueueEffect, { do: "queue.stopOffer" }>): void {
  const why: EndReason = effect.why === "answered-elsewhere" ? "answered-elsewhere" : effect.why === "missed" ? "no-answer" : "hangup";
  for (const agent of effect.agents) {
    const leg = offeredLeg(scene, agent);
    if (!leg) continue;
    forgetOffer(scene, leg);
    closeLeg(scene, leg, why);
  }
  if (scene.call.offers.length === 0 && scene.call.phase === "agent-ringing") setPhase(scene, "queue");
}

/** An agent's phone answered: ask the queue whether the call is his. */
export function agentAnswered(scene: Scene, leg: CallLeg): void {
  if (leg.agent) scene.out.push({ tell: "queues", event: { on: "queue.offerOutcome", call: scene.call.record.id, agent: leg.agent, how: "answered" } });
}

/** An agent's phone said no, or could not be reached. */
export function agentDeclined(scene: Scene, leg: CallLeg, why: EndReason): void {
  const how = why === "no-answer" || why === "hangup" ? "missed" : why === "unreachable" || why === "line-failed" ? "phoneUnreachable" : "refused";
  const agent = leg.agent;
  if (!agent || !scene.call.offers.some((o) => o.leg === leg.id)) return;
  forgetOffer(scene, leg);
  note(scene, "agent", `${scene.ctx.agentName(agent)} did not take the call: ${why}`, `${scene.ctx.agentName(agent)} 未接听：${why}`);
  if (scene.call.offers.length === 0 && scene.call.phase === "agent-ringing") setPhase(scene, "queue");
  scene.out.push({ tell: "queues", event: { on: "queue.offerOutcome", call: scene.call.record.id, agent, how } });
}

function lateAnswer(scene: Scene, agent: AgentId): void {
  const leg = offeredLeg(scene, agent) ?? scene.call.legs.find((l) => l.agent === agent && l.state === "up" && scene.call.talk?.leg !== l.id);
  if (leg) closeLeg(scene, leg, "answered-elsewhere");
}

function left(scene: Scene, effect: Extract<QueueEffect, { do: "queue.left" }>): void {
  const { call, ctx } = scene;
  queueRow(scene, { call: call.record.id, queue: effect.queue, enteredAtMs: effect.enteredAtMs, leftAtMs: ctx.atMs, outcome: effect.why, waitMs: effect.waitMs, ...(effect.agent ? { agent: effect.agent } : {}) });
  delete call.queue;
  if (effect.why !== "answered" || !effect.agent) return;
  const leg = offeredLeg(scene, effect.agent);
  if (!leg) return;
  forgetOffer(scene, leg);
  call.record.waitMs = effect.waitMs;
  note(scene, "agent", `${ctx.agentName(effect.agent)} answered after ${Math.round(effect.waitMs / 1000)} s of waiting`, `${ctx.agentName(effect.agent)} 应答，等待 ${Math.round(effect.waitMs / 1000)} 秒`);
  connect(scene, leg);
}

function announce(scene: Scene, effect: Extract<QueueEffect, { do: "queue.announce" }>): void {
  // A greeting isn't cut short by the first announcement.
  if (scene.call.play?.purpose === "notice") return;
  const { language } = scene.call.record;
  const place = { timeZone: scene.ctx.settings.site.timeZone };
  const texts: string[] = [];
  if (effect.position !== undefined) {
    const ahead = effect.position - 1;
    if (language === "zh") texts.push(ahead === 0 ? "您是下一位。" : `您前面还有${sayValue("count", String(ahead), "zh", place) ?? ahead}位。`);
    else texts.push(ahead === 0 ? "You are next in line." : `You are ${sayValue("ordinal", String(effect.position), "en", place) ?? effect.position} in line.`);
  }
  if (typeof effect.expectedWaitMs === "number") {
    const minutes = Math.max(1, Math.round(effect.expectedWaitMs / 60_000));
    if (language === "zh") texts.push(`预计等待约${sayValue("count", String(minutes), "zh", place) ?? minutes}分钟。`);
    else texts.push(`The expected wait is about ${sayValue("number", String(minutes), "en", place) ?? minutes} minute${minutes === 1 ? "" : "s"}.`);
  }
  if (texts.length === 0) return;
  const text = texts.join(language === "zh" ? "" : " ");
  note(scene, "queue", `Announced: ${text}`, `播报：${text}`);
  play(scene, { purpose: "announce", items: [{ kind: "speech", text, language }], bargeIn: false, repeat: false });
}

function overflowed(scene: Scene, effect: Extract<QueueEffect, { do: "queue.overflow" }>): void {
  const why = overflowWords[effect.why];
  note(scene, "queue", `Overflows from "${effect.queue}": ${why.en}`, `从队列“${effect.queue}”溢出：${why.zh}`, effect.to);
  if (effect.to.kind === "queue") return;
  stopPlay(scene);
  if (effect.to.kind === "hangup") return endCall(scene, "flow-end", "box");
  setPhase(scene, "flow");
  flowReturns(scene, ({ length: "overflow", full: "overflow", time: "timeout", "no-agents": "no-agent", "queue-gone": "closed" } as const)[effect.why]);
}

function offeredLeg(scene: Scene, agent: AgentId): CallLeg | undefined {
  const offer = scene.call.offers.find((o) => o.agent === agent);
  return offer ? scene.call.legs.find((l) => l.id === offer.leg) : undefined;
}
const forgetOffer = (scene: Scene, leg: CallLeg): void => {
  scene.call.offers = scene.call.offers.filter((o) => o.leg !== leg.id);
};
const settingsOf = (scene: Scene, queue: string) => scene.ctx.settings.queues.find((q) => q.id === queue);
const nameOf = (scene: Scene, queue: string): Sentence => {
  const name = settingsOf(scene, queue)?.name;
  return { zh: name?.zh ?? name?.en ?? queue, en: name?.en ?? name?.zh ?? queue };
};
const spoken = (scene: Scene, what: SpokenText): SpokenItem[] => {
  const { language } = scene.call.record;
  if (what.prompt) return [{ kind: "prompt", prompt: what.prompt, language }];
  const text = what.text[language] ?? what.text.zh ?? what.text.en;
  return text ? [{ kind: "speech", text, language: what.text[language] ? language : what.text.zh ? "zh" : "en" }] : [];
};
const queueRow = (scene: Scene, row: QueueRow): void => {
  scene.out.push({ do: "store", change: { put: "queue", row } }, { do: "push", topic: "queues", id: row.queue });
};
