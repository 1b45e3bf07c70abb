import { setImmediate } from "node:timers/promises";
import type { FlowScriptRow } from "../contract/flow-library.ts";
import type { FlowRun, ScriptVerdict } from "../contract/flow-run.ts";
import type { FlowPlay } from "../contract/flow-script.ts";
import type { Settings, SettingsProblem } from "../contract/settings.ts";
import { flowsReaching } from "../core/flows/dry-run/concerned-flows.ts";
import { judgeScript } from "../core/flows/dry-run/judge-script.ts";
import { playFlow } from "../core/flows/dry-run/play-flow.ts";
import { stageOf } from "../core/flows/dry-run/stage-of.ts";
import { same } from "../core/settings/same.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";

/**
 * A run is some thousand steps at most; one that takes longer than this is cut short. Calls wait meanwhile.
 * Counted is what this thread has worked: on a busy machine the waiting for a turn would say nothing about the flow.
 */
const longestRunMs = 250;

const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Plays scripts in the thread of the timeline: one at a time, letting calls go before between any two. */
export class ScriptRunner {
  readonly #store: Pick<Store, "flowScripts">;
  readonly #clock: Clock;

  constructor(store: Pick<Store, "flowScripts">, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  play(flow: string, play: FlowPlay, settings: Settings): FlowRun {
    const endMs = workedMs() + longestRunMs;
    return playFlow(flow, play, { ...stageOf(settings, this.#clock.nowMs()), giveUp: () => workedMs() > endMs });
  }

  async run(scripts: readonly FlowScriptRow[], settings: Settings): Promise<{ verdict: ScriptVerdict; run: FlowRun }[]> {
    const done: { verdict: ScriptVerdict; run: FlowRun }[] = [];
    for (const script of scripts) {
      await setImmediate();
      const run = this.play(script.flow, script.play, settings);
      done.push({ verdict: judgeScript(script, run), run });
    }
    return done;
  }

  /** What speaks against the new document: scripts of changed flows, or of flows that run them, that would fail. */
  async objections(before: Settings, after: Settings): Promise<SettingsProblem[]> {
    const old = new Map(before.flows.map((flow) => [flow.id, flow]));
    const changed = new Set(after.flows.filter((flow) => !same(old.get(flow.id), flow)).map((flow) => flow.id));
    if (changed.size === 0) return [];
    const concerned = flowsReaching(after.flows, changed);
    const scripts = this.#store.flowScripts().filter((s) => concerned.has(s.flow) && after.flows.some((f) => f.id === s.flow));
    const results = await this.run(scripts, after);
    return results.flatMap(({ verdict }, i) => {
      const { flow } = scripts[i]!;
      return verdict.passed ? [] : [objection(verdict, `/flows/${after.flows.findIndex((f) => f.id === flow)}`)];
    });
  }
}

const objection = ({ name, script, partings }: ScriptVerdict, path: string): SettingsProblem => {
  const words = partings.slice(0, 3).map((p) => p.words);
  return {
    path,
    severity: "error",
    reason: {
      zh: `脚本“${name}”（${script}）未通过：${words.map((w) => w.zh).join("；")}。`,
      en: `The script "${name}" (${script}) fails: ${words.map((w) => w.en).join("; ")}.`,
    },
    hint: {
      zh: "请修正流程，或确认脚本的新结果。",
      en: "Mend the flow, or accept the script's new outcome.",
    },
  };
};
