import { careDefaults } from "../../contract/alarm-care.ts";
import type { CallId } from "../../kit/ids.ts";
import { type CareScene, noteAlarm, pushAlarm, rowOf } from "./care-context.ts";
import type { CareCall, CareTask } from "./care-state.ts";
import { callsFor, callTo, type Target, targetsOf, tried } from "./care-targets.ts";

/** No line is free: tried again so soon, and so often before the number counts as called. */
const noWayMs = 20_000;
const mostNoWay = 5;

const weight = { critical: 0, error: 1, warning: 2, info: 3 } as const;

/** Calls whom is to be called now, the gravest alarm first, as far as there are lines. */
export function dialRoster(scene: CareScene): void {
  const { state, ctx } = scene;
  if (state.halted) return;
  const rank = (task: CareTask): number => weight[rowOf(ctx, task.alarm)?.severity ?? "info"];
  const tasks = Object.values(state.tasks)
    .filter((task) => task.stage === "calling")
    .sort((a, b) => rank(a) - rank(b));
  for (const task of tasks) while (task.dueAtMs <= ctx.atMs && callNext(scene, task));
}

/** True when somebody is called for it now and another might be, too. */
function callNext(scene: CareScene, task: CareTask): boolean {
  const { ctx } = scene;
  const call = ruleOf(scene, task)?.call;
  const running = callsFor(scene, task.alarm).length;
  if (!call || running >= (call.atOnce ?? careDefaults.atOnce)) return false;
  const open = targetsOf(ctx, task).filter(({ key }) => !task.tried.includes(key));
  if (open.length === 0) {
    if (running === 0) roundOver(scene, task, call.rounds ?? careDefaults.rounds, call.roundPauseSec);
    return false;
  }
  for (const target of open) {
    const busy = callTo(scene, target.person.id);
    if (!busy) return begin(scene, task, target);
    // He is rung already for something else: he will hear of this, too.
    if (!busy.answered && !busy.test && !busy.alarms.includes(task.alarm)) {
      join(scene, busy, task);
      return true;
    }
  }
  return false;
}

function begin(scene: CareScene, task: CareTask, target: Target): boolean {
  const { state, care, ctx } = scene;
  if (Object.keys(state.calls).length >= (care.lines ?? careDefaults.lines)) return false;
  if (!ctx.mayCall(target.number, [], care.keepFree ?? careDefaults.keepFree)) return noWay(scene, task, target);
  task.noWay = 0;
  const call = newCall(scene, target);
  join(scene, call, task);
  for (const other of Object.values(state.tasks)) if (other !== task && mayJoin(scene, other, target)) join(scene, call, other);
  dial(scene, call, ruleOf(scene, task)?.call?.ringSec);
  return true;
}

/** Several alarms are told in one call: whatever else he is to be called for in this round. */
function mayJoin(scene: CareScene, task: CareTask, { key }: Target): boolean {
  if (task.stage !== "calling" || task.tried.includes(key)) return false;
  const atOnce = ruleOf(scene, task)?.call?.atOnce ?? careDefaults.atOnce;
  return callsFor(scene, task.alarm).length < atOnce && targetsOf(scene.ctx, task).some((t) => t.key === key);
}

function join(scene: CareScene, call: CareCall, task: CareTask): void {
  call.alarms.push(task.alarm);
  tried(task, call);
  const words = { en: `Calls ${call.name} at ${call.number}`, zh: `呼叫 ${call.name}（${call.number}）` };
  noteAlarm(scene, task.alarm, "called", words, call.name);
  pushAlarm(scene, task.alarm);
}

export function newCall({ state, ctx }: CareScene, { person, number, index }: Omit<Target, "key">, test?: string): CareCall {
  const id = `k${Math.round(ctx.atMs).toString(36)}-${++state.n}` as CallId;
  const call: CareCall = {
    id,
    person: person.id,
    name: person.name,
    number,
    index,
    alarms: [],
    sinceMs: ctx.atMs,
    said: 0,
    avoid: [],
    ...(test === undefined ? {} : { test }),
  };
  state.calls[id] = call;
  return call;
}

/** The call is made, or made again over another line. */
export function dial({ care, ctx, out }: CareScene, call: CareCall, ringSec: number = careDefaults.ringSec): void {
  const language = care.people.find((p) => p.id === call.person)?.language ?? ctx.settings.site.language;
  const { id, number: to, name, avoid } = call;
  const keepFree = care.keepFree ?? careDefaults.keepFree;
  const from = care.callerId === undefined ? {} : { from: care.callerId };
  out.push({
    ask: { on: "care.call", call: id, to, name, language, ringMs: ringSec * 1000, avoid: [...avoid], keepFree, ...from },
  });
}

/** All lines are taken, by callers as a rule. It is no fault of his: he is tried again, for a while. */
function noWay(scene: CareScene, task: CareTask, target: Target): boolean {
  const { ctx } = scene;
  if (task.noWay === 0)
    noteAlarm(scene, task.alarm, "waits", {
      en: `No line is free to call ${target.person.name}`,
      zh: `无空闲线路呼叫 ${target.person.name}`,
    });
  if (++task.noWay > mostNoWay) {
    task.noWay = 0;
    tried(task, { person: target.person.id, index: target.index });
  }
  task.dueAtMs = ctx.atMs + noWayMs;
  return false;
}

function roundOver(scene: CareScene, task: CareTask, rounds: number, pauseSec: number = careDefaults.roundPauseSec): void {
  const { ctx, out } = scene;
  pushAlarm(scene, task.alarm);
  if (task.round < rounds && targetsOf(ctx, task).length > 0) {
    task.round++;
    task.tried = [];
    task.dueAtMs = ctx.atMs + pauseSec * 1000;
    return;
  }
  task.stage = "unheard";
  const words = { en: `Nobody acknowledged after round ${task.round}`, zh: `第 ${task.round} 轮后仍无人确认` };
  noteAlarm(scene, task.alarm, "unheard", words);
  const row = rowOf(ctx, task.alarm);
  if (row) out.push({ alarm: unheardOf(row.words, task.alarm) });
}

const unheardOf = (words: { en: string; zh: string }, subject: string) => ({
  on: "alarm.raised" as const,
  code: "alarm-unheard",
  subject,
  severity: "critical" as const,
  text: {
    en: `Nobody on call has acknowledged an alarm: ${words.en.slice(0, 200)}`,
    zh: `值班人员无人确认告警：${words.zh.slice(0, 200)}`,
  },
});

const ruleOf = ({ care }: CareScene, { rule }: CareTask) => care.rules.find((r) => r.id === rule);
