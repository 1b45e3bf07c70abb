import type { AlarmCode } from "../../contract/alarms.ts";
import { defaultTargets } from "../../contract/default-targets.ts";
import type { BoxEvent } from "../../contract/effects.ts";
import type { LiveAgent, LiveCall, LiveQueue } from "../../contract/live.ts";
import type { Sentence } from "../../contract/records.ts";
import type { AlertSettings } from "../../contract/targets.ts";
import type { Bilingual } from "../../contract/words.ts";

const alertCodes = [
  "nobody-ready",
  "service-level",
  "hold-long",
  "ring-long",
  "wait-long",
] as const satisfies readonly AlarmCode[];
type AlertCode = (typeof alertCodes)[number];
type AlertEvent = Extract<BoxEvent, { on: "alarm.raised" | "alarm.cleared" }>;

export type AlertFacts = {
  nowMs: number;
  queues: readonly LiveQueue[];
  agents: readonly LiveAgent[];
  calls: readonly LiveCall[];
  /** Service level of the last minutes by queue, with what it is a share of. */
  levels: ReadonlyMap<string, { value: number; of: number }>;
  /** Codes and subjects of alarms that stand, "code|subject". */
  open: ReadonlySet<string>;
};

/** An alert ends only well below what began it: else it would come and go with every caller. */
const easedShare = 0.75;
const atWork = new Set(["ready", "ringing", "talking", "hold", "wrap-up"]);

const nameOf = (name: Bilingual, id: string): Sentence => ({ zh: name.zh ?? name.en ?? id, en: name.en ?? name.zh ?? id });
const seconds = (ms: number): number => Math.round(ms / 1_000);
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What began or ended since: each is told once. What stands is known by the open alarms alone, so a restart forgets nothing. */
export function liveAlerts(facts: AlertFacts, settings: AlertSettings | undefined): AlertEvent[] {
  const limits = settings ?? defaultTargets.alerts;
  const events: AlertEvent[] = [];
  const seen = new Set<string>();
  const check = (code: AlertCode, subject: string, begins: boolean, ends: boolean, text: Sentence): void => {
    const key = `${code}|${subject}`;
    seen.add(key);
    if (begins && !facts.open.has(key)) events.push({ on: "alarm.raised", code, subject, text, severity: "warning" });
    else if (ends && facts.open.has(key)) events.push({ on: "alarm.cleared", code, subject });
  };
  for (const queue of facts.queues) checkQueue(queue, facts, limits, check);
  for (const call of facts.calls) checkCall(call, facts.nowMs, limits, check);
  // A call that is over, a queue or a limit that is gone.
  for (const key of facts.open) {
    const [code = "", subject = ""] = [key.slice(0, key.indexOf("|")), key.slice(key.indexOf("|") + 1)];
    if ((alertCodes as readonly string[]).includes(code) && !seen.has(key)) events.push({ on: "alarm.cleared", code, subject });
  }
  return events;
}

type Check = (code: AlertCode, subject: string, begins: boolean, ends: boolean, text: Sentence) => void;

function checkQueue(queue: LiveQueue, { nowMs, agents, levels }: AlertFacts, limits: AlertSettings, check: Check): void {
  const name = nameOf(queue.name, queue.id);
  const { nobodyReadySec, waitSec, serviceLevelBelow } = limits;
  if (nobodyReadySec !== undefined) {
    const members = agents.filter((a) => a.queues.includes(queue.id));
    const present = members.filter((a) => a.state !== "logged-out");
    const working = present.some((a) => atWork.has(a.state));
    const waits = queue.waiting.length > 0;
    // Since the last of them stopped; without anybody, since the first caller stands there.
    const since = Math.max(
      ...members.map((a) => a.sinceMs),
      ...(present.length === 0 ? [Math.min(...queue.waiting.map((w) => w.sinceMs))] : []),
    );
    const empty = !working && (waits || present.length > 0);
    check("nobody-ready", queue.id, empty && nowMs - since >= nobodyReadySec * 1_000, !empty, {
      en: `Nobody is ready for ${name.en}; ${queue.waiting.length} wait.`,
      zh: `${name.zh}无人就绪，排队 ${queue.waiting.length} 人。`,
    });
  }
  if (waitSec !== undefined) {
    const oldest = queue.waiting.length === 0 ? 0 : nowMs - Math.min(...queue.waiting.map((w) => w.sinceMs));
    const limitMs = waitSec * 1_000;
    check("wait-long", queue.id, oldest > limitMs, oldest < limitMs * easedShare, {
      en: `Somebody has waited ${seconds(oldest)} s for ${name.en}; the limit is ${waitSec} s.`,
      zh: `${name.zh}有人已等待 ${seconds(oldest)} 秒，限值 ${waitSec} 秒。`,
    });
  }
  if (serviceLevelBelow !== undefined) {
    const level = levels.get(queue.id);
    const enough = level !== undefined && level.of >= (limits.serviceLevelCalls ?? defaultTargets.alerts.serviceLevelCalls);
    const back = limits.serviceLevelBack ?? serviceLevelBelow;
    const minutes = limits.serviceLevelMin ?? defaultTargets.alerts.serviceLevelMin;
    check("service-level", queue.id, enough && level.value < serviceLevelBelow, !enough || level.value >= back, {
      en: `Service level of ${name.en} over ${minutes} min is ${percent(level?.value ?? 0)}, below ${percent(serviceLevelBelow)}.`,
      zh: `${name.zh}近 ${minutes} 分钟服务水平 ${percent(level?.value ?? 0)}，低于 ${percent(serviceLevelBelow)}。`,
    });
  }
}

function checkCall(call: LiveCall, nowMs: number, { holdSec, ringSec }: AlertSettings, check: Check): void {
  const lasts = nowMs - call.phaseSinceMs;
  const who = call.agent ?? "";
  if (holdSec !== undefined && call.phase === "hold")
    check("hold-long", call.id, lasts > holdSec * 1_000, false, {
      en: `${call.caller} has been on hold for ${seconds(lasts)} s (${who}).`,
      zh: `${call.caller} 已被保持 ${seconds(lasts)} 秒（${who}）。`,
    });
  if (ringSec !== undefined && call.phase === "agent-ringing")
    check("ring-long", call.id, lasts > ringSec * 1_000, false, {
      en: `${call.caller} has been ringing for ${seconds(lasts)} s (${who}).`,
      zh: `${call.caller} 已振铃 ${seconds(lasts)} 秒（${who}）。`,
    });
}
