import type { Language } from "../../contract/words.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { settle } from "./enter.ts";
import type { Value } from "./expression/syntax.ts";
import type { FlowContext, FlowLibrary } from "./flow-context.ts";
import type { FlowEffect } from "./flow-effect.ts";
import type { FlowEvent } from "./flow-event.ts";
import type { FlowFacts, FlowState } from "./flow-state.ts";
import { askTimedOut, digitInAsk, playedAsk } from "./nodes/ask.ts";
import { leaveBy } from "./nodes/away.ts";
import { digitInLookup, lookedUp, lookupTimedOut, playedLookup } from "./nodes/lookup.ts";
import { digitInRecord, playedRecordIntro, recorded, recordTimedOut, resumeRecord } from "./nodes/record.ts";
import { digitInTalk, playedTalk } from "./nodes/talk.ts";
import { Run } from "./run.ts";
import { rescue } from "./ways.ts";

/** Where a flow may begin other than at its start: with a node, a language or variables known beforehand. */
export type FlowStart = { node?: string; language?: Language; variables?: Readonly<Record<string, Value>> };

/** A flow that is about to begin; it does with the event `started`. A flow that isn't there will say sorry. */
export function startFlow(library: FlowLibrary, flowId: string, facts: FlowFacts, from: FlowStart = {}): FlowState {
  const flow = library.flows.find((f) => f.id === flowId);
  return {
    facts: { ...facts },
    language: from.language ?? flow?.languageDefault ?? "zh",
    variables: Object.fromEntries(
      Object.entries(from.variables ?? {}).map(([name, value]) => [name, { value, sensitive: false }]),
    ),
    frames: [{ flow: flowId, node: from.node ?? flow?.start ?? "", places: [] }],
    typed: "",
    wait: { kind: "none" },
    nextToken: 1,
    quietSteps: 0,
    rescues: 0,
  };
}

/** The one interpreter. Never throws, whatever the documents and events; stale tokens change nothing. */
export function stepFlow(
  library: FlowLibrary,
  state: FlowState,
  event: FlowEvent,
  context: FlowContext,
): { state: FlowState; effects: FlowEffect[] } {
  const run = new Run(library, state, context);
  if (run.over) return { state, effects: [] };
  hear(run, event);
  settle(run);
  return { state: run.state, effects: run.effects };
}

function hear(run: Run, event: FlowEvent): void {
  switch (event.on) {
    case "started":
      if (run.state.wait.kind === "none") run.moving = true;
      return;
    case "resumed":
      resumed(run);
      return;
    case "gone":
      run.note("来电人挂机", "the caller hung up");
      run.end("gone");
      return;
    case "language":
      run.setLanguage(event.language);
      return;
    case "digit":
      digit(run, event.digit);
      return;
    case "played":
      played(run, event.token, event.how);
      return;
    case "timer":
      timer(run, event.token);
      return;
    case "lookedUp":
    case "recorded":
    case "returned":
      answered(run, event);
      return;
    default:
      exhaustive(event);
      return;
  }
}

function digit(run: Run, key: string): void {
  const { state } = run;
  if (!/^[0-9*#A-D]$/.test(key)) return;
  const { swallow } = state;
  delete state.swallow;
  if (swallow && swallow.key === key && run.context.nowMs <= swallow.untilMs) return;
  state.quietSteps = 0;
  const { node } = run;
  switch (state.wait.kind) {
    case "play":
      digitInTalk(run, key);
      return;
    case "ask":
      return node ? digitInAsk(run, key) : changed(run);
    case "record":
      return node?.type === "record" ? digitInRecord(run, node, key) : changed(run);
    case "lookup":
      digitInLookup(run, key);
      return;
    case "none":
    case "away":
    case "over":
      return;
    default:
      exhaustive(state.wait);
      return;
  }
}

/** The document was changed under the caller's feet and the node is not what it was. */
const changed = (run: Run): void => rescue(run, "流程已被修改，这个节点不在了", "the flow was changed and this node is gone");

function played(run: Run, token: string, how: string): void {
  const { wait } = run.state;
  const { node } = run;
  const own =
    wait.kind === "play" || (wait.kind === "record" && wait.phase === "intro")
      ? wait.token
      : wait.kind === "ask" || wait.kind === "lookup"
        ? wait.play
        : undefined;
  if (own !== token) return;
  if (how === "failed") run.note("播放失败", "playing failed", "fault");
  if (wait.kind === "play") {
    playedTalk(run);
    if (run.state.wait.kind === "none" && !run.moving && !run.over) changed(run);
  } else if (wait.kind === "ask") (asks(run) ? playedAsk : changed)(run);
  else if (wait.kind === "lookup") node?.type === "lookup" ? playedLookup(run, node) : changed(run);
  else if (node?.type === "record") playedRecordIntro(run, node);
  else changed(run);
}

const asks = (run: Run): boolean => {
  const { node } = run;
  return node?.type === "menu" || node?.type === "collect" || (node?.type === "language" && node.how.kind === "choose");
};

function timer(run: Run, token: string): void {
  const { wait } = run.state;
  const { node } = run;
  if ((wait.kind !== "ask" && wait.kind !== "record" && wait.kind !== "lookup") || wait.timer !== token) return;
  if (wait.kind === "ask") (asks(run) ? askTimedOut : changed)(run);
  else if (wait.kind === "record") node?.type === "record" ? recordTimedOut(run, node) : changed(run);
  else node?.type === "lookup" ? lookupTimedOut(run, node) : changed(run);
}

function answered(run: Run, event: Extract<FlowEvent, { on: "lookedUp" | "recorded" | "returned" }>): void {
  const { wait } = run.state;
  const { node } = run;
  if ((wait.kind !== "lookup" && wait.kind !== "record" && wait.kind !== "away") || wait.token !== event.token) return;
  if (event.on === "lookedUp" && wait.kind === "lookup") {
    const { outcome, values } = event;
    node?.type === "lookup" ? lookedUp(run, node, { outcome, values }) : changed(run);
  } else if (event.on === "recorded" && wait.kind === "record" && wait.phase !== "intro") {
    node?.type === "record" ? recorded(run, node, event) : changed(run);
  } else if (event.on === "returned" && wait.kind === "away") {
    run.state.quietSteps = 0;
    node?.type === wait.at ? leaveBy(run, node, event.outcome) : changed(run);
  }
}

function resumed(run: Run): void {
  const { wait } = run.state;
  const { node } = run;
  switch (wait.kind) {
    case "away":
    case "over":
      return;
    case "play":
      run.state.wait = { kind: "none" };
      return wait.why === "fault" ? run.end("fault") : void (run.moving = true);
    case "record":
      if (wait.phase !== "intro") return node?.type === "record" ? resumeRecord(run, node) : changed(run);
      break;
    case "none":
    case "ask":
    case "lookup":
      break;
    default:
      exhaustive(wait);
      return;
  }
  run.state.wait = { kind: "none" };
  run.moving = true;
}
