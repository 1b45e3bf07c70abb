import { isAlarmEvent } from "../../contract/alarm-row.ts";
import { isDoctorEvent } from "../../contract/doctor.ts";
import type { BoxEvent, DeskEvent, Effect, Stamped } from "../../contract/effects.ts";
import type { HandEvent } from "../../contract/hand.ts";
import { isOfficeEvent } from "../../contract/office.ts";
import { isPlantEvent } from "../../contract/plant.ts";
import type { AgentStateRow } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { AgentId, PhoneId } from "../../kit/ids.ts";
import type { AgentEffect } from "../agents/agent-effect.ts";
import { agentAtPhone, agentLive } from "../agents/agent-live.ts";
import type { CareEvent, CareOut } from "../alarms/care-word.ts";
import type { CallContext } from "../calls/scene.ts";
import { type CallsEvent, stepCalls } from "../calls/step.ts";
import { doctorTimer } from "../doctor/exam.ts";
import { countCaller, forgetLines, noteLine, phoneUp } from "../lines/lines-state.ts";
import type { LinesWord } from "../lines/lines-word.ts";
import { outsideLines } from "../lines/outside-lines.ts";
import { plantTimer } from "../plant/step-plant.ts";
import { type FloorEvent, stepFloor } from "../queues/floor.ts";
import { afterFailure, lastMoment } from "./after-failure.ts";
import { answerByText, careTimer, careTimers, inCare, stepAlarms } from "./alarm-care.ts";
import type { BoxState } from "./box-state.ts";
import { lightBusyLamps } from "./busy-lamps.ts";
import { callContext } from "./call-context.ts";
import { doctorFirst, doctorGivesWay, hearDoctor } from "./doctor.ts";
import { floorRows } from "./floor-rows.ts";
import { hearLines, quietFloor, unlockPin, wantsCalls } from "./hear-lines.ts";
import { forgetFlows, keepFlows } from "./kept-flows.ts";
import { knownOf } from "./known.ts";
import { lightLamps, lookAtTexts, officeTimer, resumeOffice, stepOffice, workFrom } from "./office.ts";
import { hearPlant } from "./plant.ts";
import { recordingAlarm, recordingFailed } from "./recording-alarm.ts";
import { type WaitingAct, waitingAct } from "./waiting-acts.ts";

/** What calls and floor (queues and agents) say to each other, worked off in order within one event. */
type Inner =
  | { to: "calls"; event: CallsEvent }
  | { to: "floor"; event: FloorEvent }
  | { to: "office"; event: Parameters<typeof stepOffice>[1] }
  | { to: "care"; event: CareEvent };

/** Far more than any single event can set off; beyond it something chases its own tail. */
const mostInner = 100_000;

/**
 * The one brancher: hands the event to whom it concerns, carries words between the calls and the floor until all is said,
 * and returns what the edges are to do. It decides nothing itself. Changes `box` in place.
 */
export function stepBox(box: BoxState, { atMs, event }: Stamped): Effect[] {
  // What a failure ended, ended when the box did, not when it came back.
  const moment = event.on === "box.started" ? lastMoment(box, event.lastAliveMs, atMs) : atMs;
  const work = new Work(box, moment, atMs);
  work.hear(event);
  work.settle();
  work.lightLamps();
  return work.effects;
}

class Work {
  readonly effects: Effect[] = [];
  readonly #box: BoxState;
  readonly #atMs: number;
  /** Of the event itself; `#atMs` is the moment its consequences count from. */
  readonly #nowMs: number;
  readonly #inner: Inner[] = [];
  #callContext: CallContext | undefined;
  #lamps = false;
  #busy = false;
  /** Settings until this event. */
  #former: Settings | undefined;

  constructor(box: BoxState, atMs: number, nowMs: number) {
    this.#box = box;
    this.#atMs = atMs;
    this.#nowMs = nowMs;
  }

  hear(event: BoxEvent): void {
    const box = this.#box;
    const doctor = doctorFirst(box, event, this.#atMs);
    this.#out(doctor.effects);
    if (doctor.isOwn) return;
    switch (event.on) {
      case "timer.due":
        delete box.timers[event.key];
        if (event.key.startsWith("call:")) this.#toCalls(event);
        else if (event.key === doctorTimer) this.#out(hearDoctor(box, { on: "doctor.time" }, this.#atMs));
        else if (event.key === plantTimer) this.#out(hearPlant(box, { on: "plant.look" }, this.#atMs));
        else if (event.key.startsWith(careTimers)) this.#care(careTimer(this.#box, event.key, this.#atMs));
        else if (event.key.startsWith(officeTimer)) this.#toOffice({ on: "office.timer", key: event.key });
        else this.#toFloor({ on: "floor.timer", key: event.key });
        return;
      case "line.ringing":
        countCaller(box.lines, box.settings, event, this.#atMs);
        this.#toCalls(event);
        return;
      case "line.state":
        noteLine(box.lines, event, this.#atMs);
        this.#push("lines", event.line);
        this.#out(lookAtTexts(box, this.#atMs));
        return;
      case "phone.state":
        this.#phone(event);
        return;
      case "settings.applied":
        this.#settings(event);
        return;
      case "phone.feature":
        this.#lines(event);
        return;
      case "pin.unlocked":
        this.#out(unlockPin(this.#box, event, this.#atMs));
        return;
      case "host.measured":
        box.host = { readings: event.readings, atMs: this.#atMs };
        return;
      case "disk.room":
        box.diskLow = event.low;
        if (event.low) this.#toCalls(event);
        return;
      case "media.recordFailed":
        this.#care(stepAlarms(box, recordingAlarm(event), this.#atMs));
        this.#toCalls(event);
        return;
      case "media.recorded":
        this.#care(stepAlarms(box, { on: "alarm.cleared", code: recordingFailed, subject: "disk" }, this.#atMs));
        this.#toCalls(event);
        return;
      case "box.started":
        this.#toCare({ on: "care.halt" });
        this.#toCalls(event);
        // Whoever is freed by the end of his call is not to be given a callback at once.
        this.#toFloor({ on: "queue.halt" });
        this.settle();
        for (const word of afterFailure(box)) this.#toFloor(word);
        this.#toFloor({ on: "queue.resume", nowMs: this.#nowMs });
        this.settle();
        this.#out(resumeOffice(box, this.#nowMs));
        if (box.doctor) this.#out(hearDoctor(box, { on: "doctor.restart" }, this.#nowMs));
        if (box.plant) this.#out(hearPlant(box, { on: "plant.restart" }, this.#nowMs));
        this.#toCare({ on: "care.restart" });
        return;
      case "box.stopping":
        this.#toFloor({ on: "queue.halt" });
        this.#toCare({ on: "care.halt" });
        this.settle();
        this.#toCalls(event);
        return;
      case "desk.moveWaiting":
      case "desk.queueSwitch":
      case "desk.callback":
        this.#toFloor(waitingAct(event));
        return;
      case "desk.login":
      case "desk.logout":
      case "desk.ready":
      case "desk.notReady":
      case "desk.wrapUpDone":
      case "desk.extendWrapUp":
      case "desk.force":
        this.#desk(event);
        return;
      default:
        if (isPlantEvent(event)) this.#out(hearPlant(box, event, this.#atMs));
        else if (isAlarmEvent(event)) this.#care(stepAlarms(box, event, this.#atMs));
        else if (isDoctorEvent(event)) this.#out(hearDoctor(box, event, this.#atMs));
        else if (isOfficeEvent(event)) this.#toOffice(event);
        else this.#toCalls(event);
        return;
    }
  }

  /** Works off what the capabilities say to each other. */
  settle(): void {
    this.#busy ||= this.#inner.length > 0;
    for (let n = 0; this.#inner.length > 0; n++) {
      if (n > mostInner) throw new Error("one event set off too much");
      const next = this.#inner.shift()!;
      if (next.to === "calls") this.#stepCalls(next.event);
      else if (next.to === "office") this.#stepOffice(next.event);
      else if (next.to === "care") this.#care(inCare(this.#box, next.event, this.#atMs));
      else this.#stepFloor(next.event);
    }
  }

  #toCalls(event: CallsEvent): void {
    this.#inner.push({ to: "calls", event });
  }
  #toFloor(event: FloorEvent): void {
    this.#inner.push({ to: "floor", event });
  }
  #toOffice(event: Parameters<typeof stepOffice>[1]): void {
    this.#inner.push({ to: "office", event });
  }
  #out(effects: Effect[]): void {
    for (const effect of effects) {
      this.effects.push(...doctorGivesWay(this.#box, effect, this.#atMs));
      if (effect.do === "timer.set") this.#box.timers[effect.key] = effect.atMs;
      else if (effect.do === "timer.clear") delete this.#box.timers[effect.key];
      if (effect.do === "store") {
        const work = workFrom(effect.change);
        if (work) this.#toOffice(work);
        if (effect.change.put === "alarm") this.#toCare({ on: "care.alarm", row: effect.change.row });
      }
      this.effects.push(effect);
    }
  }
  #toCare(event: CareEvent): void {
    this.#inner.push({ to: "care", event });
  }
  /** What is done about alarms: calls, texts and work by it, and what becomes of the alarms themselves. */
  #care(said: CareOut[]): void {
    for (const one of said) {
      if ("ask" in one) this.#toCalls(one.ask);
      else if ("post" in one) this.#toOffice(one.post);
      else if ("alarm" in one) this.#care(stepAlarms(this.#box, one.alarm, this.#atMs));
      else this.#out([one]);
    }
  }
  #push(topic: Extract<Effect, { do: "push" }>["topic"], id: string): void {
    this.effects.push({ do: "push", topic, id });
  }

  #phone(event: Extract<BoxEvent, { on: "phone.state" }>): void {
    const changed = noteLine(this.#box.lines, event, this.#atMs);
    this.#push("phones", event.phone);
    const agent = changed ? agentAtPhone(this.#box.agents, event.phone)?.agent : undefined;
    if (agent) this.#toFloor({ on: event.contacts.length > 0 ? "agent.phoneBack" : "agent.phoneGone", agent });
  }

  #settings({ settings }: Extract<BoxEvent, { on: "settings.applied" }>): void {
    keepFlows(this.#box, settings);
    this.#former = this.#box.settings;
    this.#box.settings = settings;
    forgetLines(this.#box.lines, settings);
    this.#callContext = undefined;
    this.#lamps = true;
    this.#toFloor({ on: "floor.settingsChanged" });
    for (const { id } of settings.agents) this.#push("agents", id);
    for (const { id } of settings.queues) this.#push("queues", id);
    for (const { id } of outsideLines(settings)) this.#push("lines", id);
    for (const { id } of settings.phones) this.#push("phones", id);
    this.#out(lookAtTexts(this.#box, this.#atMs));
    this.#toCare({ on: "care.settings" });
  }

  #desk(event: Exclude<DeskEvent, HandEvent | { on: "desk.hangup" } | WaitingAct>): void {
    const agent = event.agent as AgentId;
    const { by } = event;
    switch (event.on) {
      case "desk.login": {
        const phone = event.phone as PhoneId;
        this.#toFloor({ on: "agent.login", agent, by: event.by, phone, phoneUp: phoneUp(this.#box.lines, phone) });
        return;
      }
      case "desk.logout":
        this.#toFloor({ on: "agent.logout", agent, by });
        return;
      case "desk.ready":
        this.#toFloor({ on: "agent.ready", agent, by });
        return;
      case "desk.notReady":
        this.#toFloor({ on: "agent.notReady", agent, reason: event.reason, by });
        return;
      case "desk.wrapUpDone":
        this.#toFloor({ on: "agent.wrapUpDone", agent, by });
        return;
      case "desk.extendWrapUp":
        this.#toFloor({ on: "agent.wrapUpExtended", agent, byMs: event.byMs, by });
        return;
      case "desk.force":
        this.#toFloor({
          on: "agent.forced",
          agent,
          by,
          to: event.to,
          why: event.why,
          ...(event.reason ? { reason: event.reason } : {}),
        });
        return;
    }
  }

  #lines(word: LinesWord): void {
    this.#out(hearLines(this.#box, word, this.#atMs));
    if (word.on === "phone.feature") for (const event of quietFloor(this.#box, word)) this.#toFloor(event);
    this.#callContext = undefined;
  }

  #stepCalls(event: CallsEvent): void {
    this.#callContext ??= callContext(this.#box, this.#atMs);
    const calls = Object.keys(this.#box.calls.calls).length;
    for (const said of stepCalls(this.#box.calls, event, this.#callContext)) {
      if ("tell" in said) this.#toFloor(said.tell);
      else if ("lines" in said) this.#lines(said.lines);
      else if ("post" in said) this.#toOffice(said.post);
      else if ("care" in said) this.#toCare(said.care);
      else this.#out([said]);
    }
    if (Object.keys(this.#box.calls.calls).length < calls) forgetFlows(this.#box);
  }

  #stepOffice(event: Parameters<typeof stepOffice>[1]): void {
    this.#lamps = true;
    const text = answerByText(event);
    if (text) this.#toCare(text);
    this.#out(stepOffice(this.#box, event, this.#atMs));
  }

  /** Whose phone it is and what is new may both have changed. */
  lightLamps(): void {
    if (this.#lamps) this.#out(lightLamps(this.#box));
    if (this.#busy) this.#out(lightBusyLamps(this.#box, this.#atMs, this.#former));
  }

  #stepFloor(event: FloorEvent): void {
    const { agents, queues, settings } = this.#box;
    const { roster, plan } = knownOf(settings);
    for (const effect of stepFloor({ agents, queues }, event, { atMs: this.#atMs, roster, plan })) {
      for (const change of floorRows(effect)) this.#out([{ do: "store", change }]);
      switch (effect.do) {
        case "timer.set":
        case "timer.clear":
          this.#out([effect]);
          break;
        case "queue.callbackChanged":
          this.#out([{ do: "store", change: { put: "callback", row: effect.row } }]);
          this.#push("queues", effect.queue);
          break;
        case "queue.switched":
          this.#push("queues", effect.queue);
          break;
        case "agent.changed":
          if (effect.from === "logged-out" || effect.to === "logged-out") this.#lamps = true;
          this.#keepState(effect);
          this.#out(wantsCalls(this.#box, effect.agent, effect.from, effect.to));
          break;
        case "agent.moved":
          this.#push("agents", effect.agent);
          break;
        case "agent.handled":
        case "agent.refused":
          break;
        default:
          if ("queue" in effect) this.#push("queues", effect.queue);
          this.#toCalls({ on: "queue", word: effect });
      }
    }
  }

  /** The state that ended and the one that began, as rows. */
  #keepState({ agent, from, fromSinceMs, to, reason, atMs }: Extract<AgentEffect, { do: "agent.changed" }>): void {
    const { plan } = knownOf(this.#box.settings);
    const before = agentLive(this.#box.agents, agent)?.history.findLast((h) => h.to === from && h.atMs === fromSinceMs);
    // The machine's clock may have been set back while the box was off.
    const toMs = Math.max(fromSinceMs, atMs);
    // Before his very first login there is no row to close.
    if (before || from !== "logged-out")
      this.#out([agentRow({ agent, state: from, ...coded(before?.reason), fromMs: fromSinceMs, toMs })]);
    this.#out([agentRow({ agent, state: to, ...coded(reason), fromMs: atMs })]);
    this.#push("agents", agent);
    for (const { queue } of plan.memberships.get(agent) ?? []) this.#push("queues", queue);
  }
}

/** Rows keep the code; whoever reads them says it in his language. */
const coded = (reason: string | undefined): { reason?: string } => (reason === undefined ? {} : { reason });
const agentRow = (row: AgentStateRow): Effect => ({ do: "store", change: { put: "agent-state", row } });
