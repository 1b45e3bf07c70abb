import { type AlarmCare, type CareRule, careDefaults } from "../../contract/alarm-care.ts";
import type { AlarmRow } from "../../contract/alarm-row.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { alarmKey } from "./alarm-list.ts";
import { type CareContext, type CareScene, noteAlarm, pushAlarm, rowOf } from "./care-context.ts";
import { callTells, release, result } from "./care-dialogue.ts";
import { quietUntil, ruleFor } from "./care-rules.ts";
import { type CareState, type CareTask, own } from "./care-state.ts";
import { callTo, untried } from "./care-targets.ts";
import type { CareEvent, CareOut } from "./care-word.ts";
import { dial, dialRoster, newCall } from "./dial-roster.ts";
import { openWork, tellAcknowledged, textStaff } from "./tell-staff.ts";

/** The one timer of all that is done about alarms. */
const careTimer = "care:next";
const hourMs = 3_600_000;
const mostTests = 20;
/** What nobody is called for: it is about the calls themselves. */
const unheard = "alarm-unheard";
const noCare: AlarmCare = { people: [], rosters: [], rules: [] };

/** Changes `state` in place and says what is to be done. Same state, event and context: same result. */
export function stepCare(state: CareState, event: CareEvent, ctx: CareContext): CareOut[] {
  const out: CareOut[] = [];
  const scene: CareScene = { state, care: ctx.settings.alarmCare ?? noCare, ctx, out };
  heard(scene, event);
  goOn(scene);
  return out;
}

function heard(scene: CareScene, event: CareEvent): void {
  const { state } = scene;
  switch (event.on) {
    case "care.alarm":
      alarmNow(scene, event.row);
      return;
    case "care.answered":
    case "care.key":
    case "care.quiet":
    case "care.over":
      callTells(scene, event);
      return;
    case "care.text":
      textCame(scene, event.from, event.text);
      return;
    case "alarm.tried":
      tryPerson(scene, event.person, event.by);
      return;
    case "care.settings":
      lookAtRules(scene);
      return;
    case "care.halt":
      state.halted = true;
      return;
    case "care.restart":
      restart(scene);
      return;
    case "care.awake":
      delete state.halted;
      return;
    case "care.timer":
      return;
    default:
      exhaustive(event);
  }
}

/** An alarm came, or something about it changed. */
function alarmNow(scene: CareScene, row: AlarmRow): void {
  const { state, care } = scene;
  if (row.code === unheard) return;
  const task = own(state.tasks, row.id);
  if (row.clearedAtMs !== undefined) delete state.opened?.[row.id];
  const done = row.clearedAtMs !== undefined || row.acknowledgedBy !== undefined;
  if (!done && !row.shelved) {
    if (!task) begin(scene, row);
    return;
  }
  if (!task) return;
  delete state.tasks[row.id];
  if (task.stage === "unheard") scene.out.push({ alarm: { on: "alarm.cleared", code: unheard, subject: row.id } });
  if (row.acknowledgedBy !== undefined && row.clearedAtMs === undefined) {
    const rule = care.rules.find((r) => r.id === task.rule);
    if (rule?.tellAcknowledged) tellAcknowledged(scene, task, row);
  }
  release(scene, row.id);
}

function begin(scene: CareScene, row: AlarmRow): void {
  const { state, care, ctx } = scene;
  const rule = ruleFor(care, row);
  if (!rule) return;
  const startMs = Math.max(ctx.atMs, row.raisedAtMs + (rule.afterSec ?? 0) * 1000);
  const key = alarmKey(row);
  const lately = (own(state.lately, key) ?? []).filter((ms) => ctx.atMs - ms < hourMs);
  const chatters = lately.length >= (care.mostPerHour ?? careDefaults.mostPerHour);
  if (chatters)
    noteAlarm(scene, row.id, "waits", { en: "It comes and goes: nobody is told for a while", zh: "告警频繁反复，暂缓通知" });
  state.tasks[row.id] = {
    alarm: row.id,
    rule: rule.id,
    stage: "delay",
    round: 1,
    tried: [],
    // Not lost: told when the hour is over, should it still stand.
    dueAtMs: chatters ? Math.max(startMs, lately[0]! + hourMs) : startMs,
    noWay: 0,
    code: String(1000 + (++state.n % 9000)),
    told: [],
    texted: 0,
    ...(own(state.opened ?? {}, row.id) ? { opened: true as const } : {}),
  };
}

/** Whatever can happen now happens; then the timer is set for what comes next. */
function goOn(scene: CareScene): void {
  const { state, ctx, out } = scene;
  for (const task of Object.values(state.tasks)) {
    const row = rowOf(ctx, task.alarm);
    const rule = scene.care.rules.find((r) => r.id === task.rule && r.enabled);
    if (!row || !rule) {
      delete state.tasks[task.alarm];
      release(scene, task.alarm);
    } else if (task.dueAtMs <= ctx.atMs && !state.halted) advance(scene, task, rule, row);
  }
  dialRoster(scene);
  const due = Object.values(state.tasks)
    .filter((task) => isTimed(scene, task))
    .map((task) => task.dueAtMs);
  if (due.length === 0 || state.halted) out.push({ do: "timer.clear", key: careTimer });
  else out.push({ do: "timer.set", key: careTimer, atMs: due.reduce((a, b) => Math.min(a, b)) });
}

/** What is due already waits for a call to end, not for a moment. */
const isTimed = ({ ctx }: CareScene, { stage, dueAtMs }: CareTask): boolean =>
  stage !== "told" && stage !== "unheard" && dueAtMs > ctx.atMs;

function advance(scene: CareScene, task: CareTask, rule: CareRule, row: AlarmRow): void {
  const { state, ctx } = scene;
  if (task.stage !== "delay" && task.stage !== "quiet") return;
  if (!task.opened) {
    const key = alarmKey(row);
    state.lately[key] = [...(own(state.lately, key) ?? []).filter((ms) => ctx.atMs - ms < hourMs), ctx.atMs];
    forgetLately(state, ctx.atMs);
    openWork(scene, task, rule, row);
  }
  const quietMs = quietUntil(ctx.settings, row.severity, ctx.atMs);
  if (quietMs !== undefined) {
    if (task.stage !== "quiet")
      noteAlarm(scene, row.id, "waits", { en: "Quiet hours: people are told later", zh: "免打扰时段，稍后通知" });
    task.stage = "quiet";
    task.dueAtMs = quietMs;
  } else {
    if (rule.text) textStaff(scene, task, rule, row);
    task.stage = rule.call ? "calling" : "told";
  }
  pushAlarm(scene, row.id);
}

function forgetLately(state: CareState, atMs: number): void {
  for (const [key, moments] of Object.entries(state.lately))
    if (moments.every((ms) => atMs - ms >= hourMs)) delete state.lately[key];
}

/** Other rules, other people: what no rule is for any more is left alone, what has one now is taken up. */
function lookAtRules(scene: CareScene): void {
  const { state, care, ctx } = scene;
  for (const row of Object.values(ctx.alarms)) {
    const task = own(state.tasks, row.id);
    if (task && ruleFor(care, row)?.id !== task.rule) {
      delete state.tasks[row.id];
      release(scene, row.id);
    }
    alarmNow(scene, row);
  }
}

/** The box runs again: whoever was being called is called again, once somebody can be. */
function restart(scene: CareScene): void {
  const { state, ctx } = scene;
  state.halted = true;
  for (const call of Object.values(state.calls)) {
    delete state.calls[call.id];
    if (call.test) result(scene, call, "failed", { en: "the box was restarted", zh: "设备重启" });
    for (const id of call.alarms) {
      const task = own(state.tasks, id);
      if (!task) continue;
      untried(task, call);
      noteAlarm(
        scene,
        id,
        "outcome",
        { en: `${call.name}: cut off when the box stopped`, zh: `${call.name}：设备停机中断` },
        call.name,
      );
    }
  }
  for (const row of Object.values(ctx.alarms)) alarmNow(scene, row);
}

/** The code of an alarm, from a number of one of the staff, acknowledges it. */
function textCame({ state, care, out }: CareScene, from: string, text: string): void {
  const person = care.people.find((p) => p.text !== undefined && isSame(p.text, from));
  const code = /\d{4}/.exec(text)?.[0];
  const task = person && Object.values(state.tasks).find((t) => t.code === code && t.told.includes(person.id));
  if (task) out.push({ alarm: { on: "alarm.acknowledged", id: task.alarm, by: person.name, how: "text" } });
}

/** With or without the country's code. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [a, b].map((number) => number.replace(/\D/g, ""));
  const [short, long] = x!.length < y!.length ? [x!, y!] : [y!, x!];
  return short === long || (short.length >= 7 && long.endsWith(short.replace(/^0/, "")));
}

function tryPerson(scene: CareScene, id: string, by: string): void {
  const { state, care, ctx } = scene;
  const person = care.people.find((p) => p.id === id);
  const number = person?.numbers?.[0];
  if (!person || number === undefined) return;
  const test = { id: `t${Math.round(ctx.atMs).toString(36)}-${++state.n}`, person: id, number, by, atMs: ctx.atMs };
  const busy = callTo(scene, id) !== undefined || Object.keys(state.calls).length >= (care.lines ?? careDefaults.lines);
  const free = ctx.mayCall(number, [], care.keepFree ?? careDefaults.keepFree);
  const why = busy
    ? { en: "the dialer is busy with another call", zh: "告警呼叫正忙" }
    : free
      ? undefined
      : { en: "no line is free", zh: "无空闲线路" };
  state.tests = [
    { ...test, state: why ? ("failed" as const) : ("calling" as const), ...(why ? { why } : {}) },
    ...state.tests,
  ].slice(0, mostTests);
  if (!why) dial(scene, newCall(scene, { person, number, index: 0 }, test.id));
}
