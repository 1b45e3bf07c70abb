import type { FlowRun } from "../../../contract/flow-run.ts";
import type { FlowPlay, PlayEnd } from "../../../contract/flow-script.ts";
import { textOf } from "../../expressions/evaluate.ts";
import type { FlowLibrary } from "../flow-context.ts";
import { Rehearsal } from "../rehearsal.ts";
import { RehearsalLimit } from "../rehearsal-limit.ts";
import { type House, madeUpWorld } from "./made-up-world.ts";
import { type PromptTexts, stepsOf } from "./steps-of.ts";

const mostSteps = 3000;
const mostPath = 2000;
const mostSaid = 500;

export type Stage = {
  library: FlowLibrary;
  house: House;
  /** Texts of recorded prompts, to be read instead of heard. */
  prompts?: PromptTexts;
  /** Says that it has taken long enough. */
  giveUp?: () => boolean;
};

/** Plays a whole call on the production interpreter: same documents, same play, same run. Bounded in steps, length and, by `giveUp`, time. */
export function playFlow(flow: string, play: FlowPlay, stage: Stage): FlowRun {
  const { library, house, prompts = {}, giveUp } = stage;
  const { caller, called, line = "", language } = play.call;
  const world = madeUpWorld(play, house);
  const rehearsal = new Rehearsal(library, flow, { caller, called, line }, world, language ? { language } : {}, giveUp);
  const done = act(rehearsal, play);
  const { state, lines, nowMs } = rehearsal;
  const end = done ? endOf(state.wait) : "limit";
  const frame = state.frames.at(-1);
  const steps = stepsOf(lines, world.startMs, library, prompts);
  const durationMs = nowMs - world.startMs;
  return {
    steps: [...steps.slice(0, mostSteps), { step: "end", why: end, atMs: durationMs }],
    shortened: steps.length > mostSteps,
    path: steps
      .flatMap((s) => (s.step === "node" ? [{ flow: s.flow, node: s.node, ...(s.from ? { from: s.from } : {}) }] : []))
      .slice(0, mostPath),
    said: steps
      .flatMap((s) => (s.step === "say" ? s.items.map((i) => (i.prompt ? `[${i.prompt}]` : i.text)) : []))
      .slice(0, mostSaid),
    variables: Object.fromEntries(Object.entries(state.variables).map(([name, { value }]) => [name, textOf(value)])),
    end,
    ...(frame && end !== "finished" ? { at: { flow: frame.flow, node: frame.node } } : {}),
    durationMs,
  };
}

/** False when a limit cut it short. */
function act(rehearsal: Rehearsal, { acts }: FlowPlay): boolean {
  try {
    for (const one of acts) {
      if (one.do === "press") rehearsal.press(one.keys, one.gapMs);
      else if (one.do === "listen") rehearsal.listen();
      else if (one.do === "wait") rehearsal.pass(one.forMs);
      else rehearsal.hear({ on: "gone" });
    }
    rehearsal.finish();
    return true;
  } catch (error) {
    if (error instanceof RehearsalLimit) return false;
    throw error;
  }
}

function endOf(wait: Rehearsal["state"]["wait"]): PlayEnd {
  if (wait.kind === "over") return wait.why === "gone" ? "hangup" : wait.why;
  return wait.kind === "away" ? wait.at : "waiting";
}
