import { careDefaults } from "../../contract/alarm-care.ts";
import { endReasons } from "../../contract/end-reason.ts";
import type { Sentence } from "../../contract/records.ts";
import { type CareScene, noteAlarm, pushAlarm, rowOf } from "./care-context.ts";
import { type CareCall, own } from "./care-state.ts";
import { triedAll, untried } from "./care-targets.ts";
import type { CareHeard } from "./care-word.ts";
import { type Farewell, keysOf, spokenAlarms, spokenFarewell, spokenTest } from "./care-words.ts";
import { dial } from "./dial-roster.ts";

/** A key is waited for so long after the words. */
const patienceMs = 8_000;
/** Said so often without a key: then it is an answering machine, or nobody who can act. */
const mostSaid = 3;
/** By his own wish. */
const mostRepeats = 10;
/** Not his doing: the line did not take the call, and another may. */
const wayFailed: ReadonlySet<string> = new Set(["line-failed", "overload", "no-media"]);
const stopped: ReadonlySet<string> = new Set(["shutdown", "cut-off"]);

/** What a call of the dialer's tells. */
export function callTells(scene: CareScene, event: CareHeard): void {
  const call = own(scene.state.calls, event.call);
  if (!call) return;
  switch (event.on) {
    case "care.answered":
      answered(scene, call);
      return;
    case "care.key":
      pressed(scene, call, event.digit);
      return;
    case "care.quiet":
      if (call.said >= mostSaid) lastWords(scene, call, "unheard");
      else sayAlarms(scene, call);
      return;
    case "care.over":
      over(scene, call, event);
      return;
  }
}

function answered(scene: CareScene, call: CareCall): void {
  call.answered = true;
  noteAll(scene, call, { en: `${call.name} answers`, zh: `${call.name} 接听` });
  if (call.test) result(scene, call, "answered");
  for (const id of call.alarms) {
    const task = own(scene.state.tasks, id);
    if (task && !task.told.includes(call.person)) task.told.push(call.person);
  }
  if (open(scene, call).length === 0 && !call.test) lastWords(scene, call, "over");
  else sayAlarms(scene, call);
}

const open = ({ state }: CareScene, call: CareCall): string[] => call.alarms.filter((id) => own(state.tasks, id) !== undefined);

function sayAlarms(scene: CareScene, call: CareCall): void {
  const { care, ctx, out } = scene;
  const person = care.people.find((p) => p.id === call.person) ?? { name: call.name, language: ctx.settings.site.language };
  const place = { site: ctx.settings.site.name, care };
  const told = open(scene, call).flatMap((id) => {
    const row = rowOf(ctx, id);
    return row ? [{ row, subject: ctx.subjectOf(row) }] : [];
  });
  call.said++;
  const items = call.test ? spokenTest(person, place) : spokenAlarms(told, person, place);
  out.push({ ask: { on: "care.say", call: call.id, items, patienceMs, last: false } });
}

function pressed(scene: CareScene, call: CareCall, digit: string): void {
  if (!call.answered || call.closing) return;
  const keys = keysOf(scene.care);
  if (digit === keys.acknowledge) acknowledged(scene, call);
  else if (digit === keys.pass && !call.test) {
    call.passed = true;
    noteAll(scene, call, { en: `${call.name} passes it on`, zh: `${call.name} 转给下一位` });
    lastWords(scene, call, "passed");
  } else if (digit === keys.repeat && call.said < mostRepeats) {
    sayAlarms(scene, call);
    // Who asks for it is there: it does not count as an answering machine.
    call.said = Math.min(call.said, mostSaid - 1);
  } else if (call.said >= mostSaid) lastWords(scene, call, "unheard");
  else sayAlarms(scene, call);
}

function acknowledged(scene: CareScene, call: CareCall): void {
  const ids = open(scene, call);
  lastWords(scene, call, call.test ? "tested" : "thanks");
  if (call.test) result(scene, call, "acknowledged");
  for (const id of ids) scene.out.push({ alarm: { on: "alarm.acknowledged", id, by: call.name, how: "phone" } });
}

function lastWords({ care, ctx, out }: CareScene, call: CareCall, which: Farewell): void {
  call.closing = true;
  const language = care.people.find((p) => p.id === call.person)?.language ?? ctx.settings.site.language;
  out.push({ ask: { on: "care.say", call: call.id, items: spokenFarewell(which, language), patienceMs: 0, last: true } });
}

/** What it was for is done: nobody is rung for nothing, and who listens is told. */
export function release(scene: CareScene, alarm: string): void {
  for (const call of Object.values(scene.state.calls)) {
    if (!call.alarms.includes(alarm) || open(scene, call).length > 0 || call.closing) continue;
    if (call.answered) lastWords(scene, call, "over");
    else scene.out.push({ ask: { on: "care.hangUp", call: call.id } });
  }
}

function over(scene: CareScene, call: CareCall, { why, line }: Extract<CareHeard, { on: "care.over" }>): void {
  const { state, care, ctx } = scene;
  const failed = !call.answered && wayFailed.has(why);
  if (failed && line && !call.avoid.includes(line)) {
    call.avoid.push(line);
    const wanted = call.test !== undefined || open(scene, call).length > 0;
    if (wanted && !state.halted && ctx.mayCall(call.number, call.avoid, care.keepFree ?? careDefaults.keepFree)) {
      again(scene, call);
      return;
    }
  }
  delete state.calls[call.id];
  const { en, zh } = endReasons[why];
  if (call.test) result(scene, call, "failed", { en, zh });
  for (const id of call.alarms) {
    const task = own(state.tasks, id);
    if (!task) continue;
    if (stopped.has(why)) untried(task, call);
    else {
      if (call.passed) triedAll(scene, task, call.person);
      const words = call.answered ? { en: "no acknowledgement", zh: "未确认" } : { en, zh };
      noteAlarm(scene, id, "outcome", { en: `${call.name}: ${words.en}`, zh: `${call.name}：${words.zh}` }, call.name);
      const pauseSec = care.rules.find((r) => r.id === task.rule)?.call?.pauseSec ?? careDefaults.pauseSec;
      task.dueAtMs = Math.max(task.dueAtMs, ctx.atMs + pauseSec * 1000);
    }
    pushAlarm(scene, id);
  }
}

/** Over another line; to the calls it is another call. */
function again(scene: CareScene, call: CareCall): void {
  const { state, ctx } = scene;
  delete state.calls[call.id];
  call.id = `k${Math.round(ctx.atMs).toString(36)}-${++state.n}` as typeof call.id;
  state.calls[call.id] = call;
  dial(scene, call);
}

function noteAll(scene: CareScene, call: CareCall, words: Sentence): void {
  for (const id of open(scene, call)) {
    noteAlarm(scene, id, "outcome", words, call.name);
    pushAlarm(scene, id);
  }
}

/** What came of a test; the first that is final stays. */
export function result(
  { state }: Pick<CareScene, "state">,
  call: CareCall,
  how: "answered" | "acknowledged" | "failed",
  why?: Sentence,
): void {
  const test = state.tests.find((t) => t.id === call.test);
  if (!test || test.state === "acknowledged" || test.state === "failed") return;
  // Heard, and no key: that is what a test is to find out.
  test.state = how;
  if (how === "failed" && why) test.why = call.answered ? { en: "answered, no key was pressed", zh: "已接听，未按键" } : why;
}
