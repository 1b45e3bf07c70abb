import type { FlowNodeOf } from "../../../contract/flow.ts";
import type { FlowEvent } from "../flow-event.ts";
import type { Run } from "../run.ts";
import { meansPerson, toPerson } from "../ways.ts";

type RecordNode = FlowNodeOf<"record">;

/** How long the recording may take to be closed after it was told to stop. */
const closeMs = 10_000;

export function enterRecord(run: Run, node: RecordNode): void {
  run.state.typed = "";
  const token = run.play(node.items ?? [], true);
  if (token === undefined) begin(run, node);
  else run.state.wait = { kind: "record", phase: "intro", token };
}

function begin(run: Run, node: RecordNode): void {
  const token = run.token();
  const { variable, maxMs, silenceMs } = node;
  run.effects.push({ do: "flow.record", token, variable, maxMs, silenceMs, beep: node.beep ?? true });
  run.state.wait = { kind: "record", phase: "recording", token, timer: run.timer(maxMs) };
}

function stop(run: Run): void {
  const { wait } = run.state;
  if (wait.kind !== "record") return;
  if (wait.timer !== undefined) run.effects.push({ do: "flow.cancelTimer", token: wait.timer });
  run.effects.push({ do: "flow.stopRecord", token: wait.token });
  wait.phase = "stopping";
  wait.timer = run.timer(closeMs);
}

export function playedRecordIntro(run: Run, node: RecordNode): void {
  run.state.wait = { kind: "none" };
  begin(run, node);
}

export function digitInRecord(run: Run, node: RecordNode, digit: string): void {
  const { wait } = run.state;
  if (wait.kind !== "record") return;
  const ends = node.terminator === "any" || node.terminator === digit;
  if (meansPerson(run, digit) && (wait.phase === "intro" || !ends)) {
    run.note(`按 ${digit} 要求人工`, `pressed ${digit} for a person`, "decision");
    toPerson(run);
  } else if (wait.phase === "intro") {
    run.leave();
    begin(run, node);
  } else if (wait.phase === "recording" && ends) stop(run);
}

export function recordTimedOut(run: Run, node: RecordNode): void {
  const { wait } = run.state;
  if (wait.kind !== "record") return;
  if (wait.phase === "recording") {
    run.note("录音到达时限", "the recording reached its limit");
    delete wait.timer;
    stop(run);
  } else {
    run.note("录音没有按时结束", "the recording wasn't closed in time", "fault");
    finish(run, node, undefined);
  }
}

function finish(run: Run, node: RecordNode, recording: string | undefined): void {
  const { wait } = run.state;
  if (wait.kind === "record" && wait.timer !== undefined) run.effects.push({ do: "flow.cancelTimer", token: wait.timer });
  run.state.wait = { kind: "none" };
  if (recording === undefined && node.onEmpty !== undefined) run.goTo(node.onEmpty, "/onEmpty");
  else run.goTo(node.next, "/next");
}

export function recorded(run: Run, node: RecordNode, event: Extract<FlowEvent, { on: "recorded" }>): void {
  if (event.how === "failed" || event.recording === undefined || event.durationMs <= 0) {
    run.note("没有留下录音", "nothing was recorded", event.how === "failed" ? "fault" : "flow");
    finish(run, node, undefined);
    return;
  }
  const seconds = Math.round(event.durationMs / 1000);
  run.note(`录音 ${seconds} 秒`, `recorded ${seconds} s`);
  run.setVariable(node.variable, event.recording, node.label, false);
  finish(run, node, event.recording);
}

/** The box was away while it recorded: what there is has been kept, the caller goes on. */
export const resumeRecord = (run: Run, node: RecordNode): void => finish(run, node, undefined);
