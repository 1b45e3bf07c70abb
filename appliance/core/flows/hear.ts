import { exhaustive } from "../../kit/exhaustive.ts";
import type { FlowEvent } from "./flow-event.ts";
import { askTimedOut, digitInAsk, playedAsk } from "./nodes/ask.ts";
import { askingOf } from "./nodes/ask-turn.ts";
import { isAway, leaveBy } from "./nodes/away.ts";
import { digitInLookup, lookedUp, lookupTimedOut, playedLookup } from "./nodes/lookup.ts";
import { digitInRecord, playedRecordIntro, recorded, recordTimedOut, resumeRecord } from "./nodes/record.ts";
import { digitInTalk, playedTalk } from "./nodes/talk.ts";
import type { Run } from "./run.ts";
import { rescue } from "./ways.ts";

/** Takes one event in. What is waited for and the event decide; a token that isn't waited for changes nothing. */
export function hear(run: Run, event: FlowEvent): void {
  switch (event.on) {
    case "started":
      if (run.state.wait.kind === "none") run.moving = true;
      break;
    case "resumed":
      resumed(run);
      break;
    case "gone":
      run.note("来电人挂机", "the caller hung up");
      run.end("gone");
      break;
    case "language":
      run.setLanguage(event.language);
      break;
    case "digit":
      digit(run, event.digit);
      break;
    case "played":
      if (fits(run, playToken(run) === event.token)) played(run, event.how === "failed");
      break;
    case "timer":
      if (fits(run, timerToken(run) === event.token)) timer(run);
      break;
    case "lookedUp":
    case "recorded":
    case "returned":
      answered(run, event);
      break;
    default:
      exhaustive(event);
  }
}

const playToken = ({ state: { wait } }: Run): string | undefined => {
  if (wait.kind === "play" || (wait.kind === "record" && wait.phase === "intro")) return wait.token;
  return wait.kind === "ask" || wait.kind === "lookup" ? wait.play : undefined;
};

const timerToken = ({ state: { wait } }: Run): string | undefined =>
  wait.kind === "ask" || wait.kind === "record" || wait.kind === "lookup" ? wait.timer : undefined;

/** False for a stale event. When the document was changed under the caller's feet, so that the node is not what is waited for, there is no going on. */
function fits(run: Run, awaited: boolean): boolean {
  if (!awaited) return false;
  const { node } = run;
  const { wait } = run.state;
  const type = node?.type;
  const good =
    wait.kind === "play"
      ? wait.why === "fault" || type === "prompt" || type === "say" || type === "hangup"
      : wait.kind === "ask"
        ? askingOf(run) !== undefined
        : wait.kind === "away"
          ? type === wait.at
          : wait.kind === type;
  if (!good) rescue(run, "流程已被修改，这个节点不在了", "the flow was changed and this node is gone");
  return good;
}

function digit(run: Run, key: string): void {
  const { state } = run;
  const { kind } = state.wait;
  if (!/^[0-9*#A-D]$/.test(key) || kind === "none" || kind === "away") return;
  const { swallow } = state;
  delete state.swallow;
  if (swallow && swallow.key === key && run.context.nowMs <= swallow.untilMs) return;
  state.quietSteps = 0;
  if (!fits(run, true)) return;
  const { node } = run;
  if (kind === "play") digitInTalk(run, key);
  else if (kind === "ask") digitInAsk(run, key);
  else if (kind === "lookup") digitInLookup(run, key);
  else if (node?.type === "record") digitInRecord(run, node, key);
}

function played(run: Run, failed: boolean): void {
  const { node } = run;
  const { kind } = run.state.wait;
  if (failed) run.note("播放失败", "playing failed", "fault");
  if (kind === "play") playedTalk(run, failed);
  else if (kind === "ask") playedAsk(run);
  else if (node?.type === "lookup") playedLookup(run, node);
  else if (node?.type === "record") playedRecordIntro(run, node);
}

function timer(run: Run): void {
  const { node } = run;
  if (run.state.wait.kind === "ask") askTimedOut(run);
  else if (node?.type === "record") recordTimedOut(run, node);
  else if (node?.type === "lookup") lookupTimedOut(run, node);
}

function answered(run: Run, event: Extract<FlowEvent, { on: "lookedUp" | "recorded" | "returned" }>): void {
  const { wait } = run.state;
  const kind = ({ lookedUp: "lookup", recorded: "record", returned: "away" } as const)[event.on];
  if (wait.kind !== kind || (wait.kind === "record" && wait.phase === "intro")) return;
  if (!fits(run, wait.token === event.token)) return;
  const { node } = run;
  if (event.on === "lookedUp" && node?.type === "lookup") lookedUp(run, node, { outcome: event.outcome, values: event.values });
  else if (event.on === "recorded" && node?.type === "record") recorded(run, node, event);
  else if (event.on === "returned" && node && isAway(node)) leaveBy(run, node, event.outcome);
}

/** After the box was away: what was being said or asked is said or asked again; a recording keeps what it has. */
function resumed(run: Run): void {
  const { wait } = run.state;
  if (wait.kind === "away" || wait.kind === "over") return;
  if (wait.kind !== "none" && !fits(run, true)) return;
  const { node } = run;
  if (wait.kind === "record" && wait.phase !== "intro" && node?.type === "record") {
    resumeRecord(run, node);
    return;
  }
  const sorry = wait.kind === "play" && wait.why === "fault";
  run.state.wait = { kind: "none" };
  if (sorry) run.end("fault");
  else run.moving = true;
}
