import type { LiveAgent, LiveCall, LiveLine, LivePhone, LiveQueue, LiveState } from "../../contract/live.ts";
import type { AgentId, PhoneId, QueueId } from "../../kit/ids.ts";
import { agentLive } from "../agents/agent-live.ts";
import { reasonWords } from "../agents/words.ts";
import { liveBulletins } from "../bulletins/bulletins-state.ts";
import { callsOnLine } from "../calls/call.ts";
import { liveDoctor } from "../doctor/exam.ts";
import { liveItems } from "../items/items-state.ts";
import { phoneUp } from "../lines/lines-state.ts";
import { outsideLines } from "../lines/outside-lines.ts";
import { livePlant } from "../plant/plant-state.ts";
import { callbacksOf } from "../queues/callback/callback.ts";
import { queueView } from "../queues/queue-view.ts";
import { liveTexts } from "../texts/texts-state.ts";
import { liveAlarms } from "./alarm-care.ts";
import type { BoxState } from "./box-state.ts";
import { knownOf } from "./known.ts";
import { liveParties } from "./live-parties.ts";
import { bulletinsOf, officeOf } from "./office.ts";

/** Today's figures of a queue come from its rows, not from memory. */
export type TodayOf = (queue: QueueId) => LiveQueue["today"];
/** Planned breaks come from the rows of the shifts; `reason` is a code. */
export type BreakOf = (agent: AgentId) => { fromMs: number; toMs: number; reason: string } | undefined;

/** What people see of the box now. */
export function liveState(box: BoxState, nowMs: number, todayOf: TodayOf, breakOf?: BreakOf, healthOf?: HealthOf): LiveState {
  return {
    nowMs,
    calls: liveCalls(box),
    queues: liveQueues(box, nowMs, todayOf),
    agents: liveAgents(box, breakOf),
    lines: liveLines(box, healthOf),
    phones: livePhones(box),
    alarms: liveAlarms(box),
    items: liveItems(officeOf(box).items),
    bulletins: liveBulletins(bulletinsOf(box)),
    plant: livePlant(box.plant),
    doctor: liveDoctor(box.doctor),
    texts: liveTexts(box.office?.texts),
    reasons: box.settings.reasons.map(({ code, name, limitMs }) => ({ code, name, limitMs })),
  };
}

export function liveCalls(box: BoxState): LiveCall[] {
  return Object.values(box.calls.calls).map((call) => {
    const { record } = call;
    const offered = call.offers[0]?.agent;
    const agent = call.talk ? record.agent : offered;
    return {
      id: record.id,
      direction: record.direction,
      line: record.line,
      caller: record.caller,
      ...(record.callerName ? { callerName: record.callerName } : {}),
      ...(record.callerClass ? { callerClass: record.callerClass } : {}),
      ...(record.vip ? { vip: true } : {}),
      called: record.called,
      language: record.language,
      phase: call.phase,
      phaseSinceMs: call.phaseSinceMs,
      startedAtMs: record.startedAtMs,
      ...(call.queue || record.queue ? { queue: call.queue?.id ?? record.queue! } : {}),
      ...(agent ? { agent } : {}),
      ...(call.at && call.phase === "flow" ? { at: call.at } : {}),
      fields: record.fields,
      ...(call.callback
        ? { callback: { id: call.callback.id, number: call.callback.number, attempt: call.callback.attempt } }
        : {}),
      recording: call.recordings.some((r) => r.state === "recording"),
      ...liveParties(call, (id) => knownOf(box.settings).roster.agents.get(id)?.name ?? id),
      ...(call.hush?.length ? { recordingPaused: true } : {}),
      ...(record.notice ? { noticed: true } : {}),
    };
  });
}

export function liveQueues(box: BoxState, nowMs: number, todayOf: TodayOf): LiveQueue[] {
  const context = { atMs: nowMs, ...knownOf(box.settings), agents: box.agents };
  return box.settings.queues.map((queue) => {
    const view = queueView(box.queues, context, queue.id);
    const { agents } = view;
    return {
      id: queue.id,
      name: queue.name,
      waiting: view.waiting.map((w) => ({
        call: w.call,
        caller: w.callback?.number ?? box.calls.calls[w.call]?.record.caller ?? "",
        sinceMs: w.enteredAtMs,
        position: w.position,
        priority: w.priority,
        offeredTo: w.offeredTo,
        ...(w.expectedWaitMs === "unknown" ? {} : { expectedWaitMs: w.expectedWaitMs }),
        ...(w.callback ? { callback: w.callback.id } : {}),
      })),
      callbacks: callbacksOf(box.queues, queue.id).map(({ row }) => ({
        id: row.id,
        number: row.number,
        placedAtMs: row.placedAtMs,
        state: row.state,
        attempts: row.attempts.length,
        ...(row.nextAtMs === undefined ? {} : { nextAtMs: row.nextAtMs }),
      })),
      ...(view.closed ? { closed: view.closed } : {}),
      ...(view.hours ? { hours: view.hours } : {}),
      ...(view.expectedWaitMs === "unknown" ? {} : { expectedWaitMs: view.expectedWaitMs }),
      agents: {
        ready: agents.ready,
        busy: agents.ringing + agents.talking + agents.hold + agents["wrap-up"],
        notReady: agents["not-ready"],
        loggedOut: agents["logged-out"],
      },
      today: todayOf(queue.id),
      serviceLevelSec: queue.serviceLevelSec,
    };
  });
}

export function liveAgents(box: BoxState, breakOf?: BreakOf): LiveAgent[] {
  const { roster } = knownOf(box.settings);
  return box.settings.agents.map((settings) => {
    const live = agentLive(box.agents, settings.id);
    const phone = live?.phone ?? settings.phone;
    const pause = breakOf?.(settings.id);
    const call = live?.ring?.call ?? live?.calls.at(-1)?.call;
    return {
      id: settings.id,
      name: settings.name,
      ...(phone ? { phone } : {}),
      phoneUp: phone ? phoneUp(box.lines, phone) : false,
      state: live?.state ?? "logged-out",
      ...(live?.reason ? { reason: reasonWords(live.reason, roster) } : {}),
      sinceMs: live?.sinceMs ?? 0,
      ...(live?.limitAtMs === undefined ? {} : { limitAtMs: live.limitAtMs }),
      ...(call ? { call } : {}),
      queues: settings.queues.map((q) => q.queue),
      ...(live?.after ? { next: live.after.to } : {}),
      ...(pause ? { nextBreak: { ...pause, reason: reasonWords(pause.reason, roster) } } : {}),
    };
  });
}

/** What the port of a line measures. */
export type HealthOf = (port: string) => LiveLine["health"];

export function liveLines(box: BoxState, healthOf: HealthOf = () => undefined): LiveLine[] {
  const ports = new Map((box.settings.lines ?? []).map((line) => [line.id, line.port]));
  return outsideLines(box.settings).map(({ id, name, kind, enabled, maxCalls, number }) => {
    const line = box.lines.lines[id];
    const port = ports.get(id);
    const health = port === undefined ? undefined : healthOf(port);
    const state = enabled ? (line?.state ?? "down") : "off";
    const words = line?.words ? { words: line.words } : {};
    const of = {
      ...(number ? { number } : {}),
      ...(port === undefined ? {} : { port }),
      ...(health && Object.keys(health).length > 0 ? { health } : {}),
    };
    return { id, name, kind, state, text: line?.text ?? "", ...words, calls: callsOnLine(box.calls, id), maxCalls, ...of };
  });
}

export const livePhones = (box: BoxState): LivePhone[] =>
  box.settings.phones.map(({ id, name }) => {
    const features = box.lines.features?.[id as PhoneId];
    const { forward, doNotDisturb } = features ?? {};
    return {
      id,
      name,
      contacts: box.lines.phones[id as PhoneId] ?? [],
      ...(forward && Object.keys(forward).length > 0 ? { forward } : {}),
      ...(doNotDisturb ? { doNotDisturb } : {}),
    };
  });
