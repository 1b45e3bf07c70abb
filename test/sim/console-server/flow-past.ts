import { ScriptRunner } from "../../../appliance/assembly/script-runner.ts";
import type { Settings, SettingsProblem } from "../../../appliance/contract/settings.ts";
import { checkReferences } from "../../../appliance/core/settings/check-references.ts";
import { planSettings } from "../../../appliance/core/settings/plan.ts";
import { flowHandlers } from "../../../appliance/edge/http/flow-handlers.ts";
import type { HttpPorts } from "../../../appliance/edge/http/http-ports.ts";
import { promptHandlers } from "../../../appliance/edge/http/prompt-handlers.ts";
import { scriptHandlers } from "../../../appliance/edge/http/script-handlers.ts";
import type { Store } from "../../../appliance/edge/store/store.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import type { PastHandler } from "./past.ts";
import { wav } from "./sound.ts";

/** Conversion and speech belong to a real box; here a prompt sounds like somebody humming. */
const soundRoutes = ["promptSound", "promptPeaks", "putPromptSound", "speakText"];
const promptSound: PastHandler = ({ params, reply }) => reply.type("audio/wav").send(wav(String(params.id), 4_000));

type Wish = { note?: string; despiteScripts?: boolean };

/** Flows with versions, a draft and scripts, answered by the box's own handlers over the store of the made-up past. */
export async function flowPast(
  store: Store,
  settings: () => Settings,
  put: (next: Settings) => void,
): Promise<Record<string, PastHandler>> {
  const clock = new HostClock();
  const scripts = new ScriptRunner(store, clock);
  const present = settings();
  const before = { ...present, flows: present.flows.map((f) => ({ ...f, name: `${f.name}（试用）` })) };
  let kept = await store.saveSettings(before, "admin", 0, undefined, "");
  kept = await store.saveSettings(present, "admin", kept, undefined, "节后恢复正常开场白");
  const plan = async (next: Settings, _revision: number, wish: Wish = {}) => {
    const problems = checkReferences(next);
    if (problems.some((p) => p.severity === "error")) return { fault: "settings-refused", problems };
    const objections = await scripts.objections(settings(), next);
    if (objections.length > 0 && !wish.despiteScripts) return { fault: "script-failed", problems: objections };
    const warnings = objections.map((o): SettingsProblem => ({ ...o, severity: "warning" }));
    return { revision: kept, plan: planSettings(settings(), next), warnings };
  };
  const apply = async (next: Settings, revision: number, by: string, wish: Wish = {}) => {
    const planned = await plan(next, revision, wish);
    if (planned.fault !== undefined) return planned;
    kept = await store.saveSettings(next, by, kept, undefined, wish.note);
    put(next);
    return planned;
  };
  const current = () => ({ revision: kept, settings: settings() });
  const ports = { store, scripts, settings: { current, plan, apply }, nowMs: () => clock.nowMs() } as unknown as HttpPorts;
  const prompts = Object.entries(promptHandlers(ports)).filter(([name]) => !soundRoutes.includes(name));
  const made = { ...flowHandlers(ports), ...scriptHandlers(ports), ...Object.fromEntries(prompts) };
  const handlers = { ...made, promptSound } as unknown as Record<string, PastHandler>;
  await seed(handlers, present);
  return handlers;
}

/** Two rehearsals that somebody kept, and a draft that somebody began. */
async function seed(handlers: Record<string, PastHandler>, settings: Settings): Promise<void> {
  const [flow] = settings.flows;
  if (!flow) return;
  const asker = { user: "admin", name: "周敏", role: "administrator" };
  const ask = (name: string, params: object, body: object) =>
    handlers[name]?.({ params, query: {}, body, asker } as unknown as Parameters<PastHandler>[0]);
  const call = { caller: "13800138000", called: "96390", at: "2026-03-02T10:00:00+08:00" };
  const scripts: [string, string][] = [
    ["上班时间按 1", "1"],
    ["上班时间转人工", "0"],
  ];
  for (const [i, [name, keys]] of scripts.entries()) {
    const play = { call, acts: [{ do: "listen" }, { do: "press", keys }, { do: "listen" }] };
    await ask("putFlowScript", { id: flow.id, script: `script-${i + 1}` }, { name, play, pin: ["path", "end"] });
  }
  const other = settings.flows[1];
  if (other) await ask("putFlowDraft", { id: other.id }, { document: { ...other, name: `${other.name}（夏季）` }, rev: 0 });
}
