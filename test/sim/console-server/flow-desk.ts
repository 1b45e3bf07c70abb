import { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowScript } from "../../../appliance/contract/flow-script.ts";
import type { Settings, SettingsProblem } from "../../../appliance/contract/settings.ts";
import { checkFlow } from "../../../appliance/core/flows/check-flow.ts";
import { diffFlows } from "../../../appliance/core/flows/diff/diff-flows.ts";
import { flowCoverage } from "../../../appliance/core/flows/dry-run/flow-coverage.ts";
import { expectationOf, judgeScript, pinnedParts } from "../../../appliance/core/flows/dry-run/judge-script.ts";
import { playFlow } from "../../../appliance/core/flows/dry-run/play-flow.ts";
import { stageOf } from "../../../appliance/core/flows/dry-run/stage-of.ts";
import { schemaChecker } from "../../../appliance/core/settings/schema-problems.ts";

type Row = { n: number; by: string; atMs: number; note: string; document: FlowDocument };
type Draft = { document: FlowDocument; by: string; atMs: number; base: number; rev: number };
type Script = FlowScript & { by: string; atMs: number };
const checkShape = schemaChecker(FlowDocument);
const dayMs = 86_400_000;

/** Flows with a past: versions, drafts and scripts kept in memory, rehearsed by the box's own interpreter. */
export class FlowDesk {
  readonly #versions = new Map<string, Row[]>();
  readonly #drafts = new Map<string, Draft>();
  readonly #scripts = new Map<string, Script[]>();

  constructor(settings: Settings, nowMs: number) {
    for (const flow of settings.flows) {
      const before = { ...flow, name: `${flow.name}（试用）` };
      this.#versions.set(flow.id, [
        { n: 2, by: "周敏", atMs: nowMs - 3 * dayMs, note: "春节后恢复正常开场白", document: flow },
        { n: 1, by: "周敏", atMs: nowMs - 40 * dayMs, note: "", document: before },
      ]);
    }
  }

  #house = (settings: Settings, flow: FlowDocument): Settings => ({
    ...settings,
    flows: [...settings.flows.filter((f) => f.id !== flow.id), flow],
  });
  #play = (settings: Settings, id: string, play: FlowScript["play"]) => playFlow(id, play, stageOf(settings, Date.now()));
  inForce = (settings: Settings, id: string) => settings.flows.find((f) => f.id === id);
  draft = (id: string) => this.#drafts.get(id);
  scripts = (id: string) => (this.#scripts.get(id) ?? []).map((s) => ({ flow: id, ...s }));
  versions = (id: string) =>
    (this.#versions.get(id) ?? []).map(({ document: _, ...row }) => ({ flow: id, revision: 41, removed: false, ...row }));
  document(settings: Settings, id: string, which: string): FlowDocument | undefined {
    if (which === "draft") return this.#drafts.get(id)?.document;
    if (which === "current") return this.inForce(settings, id);
    return this.#versions.get(id)?.find((v) => v.n === Number(which))?.document;
  }
  list(settings: Settings) {
    const ids = [...new Set([...settings.flows.map((f) => f.id), ...this.#drafts.keys()])];
    return ids.map((id) => {
      const flow = this.inForce(settings, id);
      const [head] = this.versions(id);
      const draft = this.#drafts.get(id);
      const { document: _, ...kept } = draft ?? { document: 0 };
      return {
        id,
        name: flow?.name ?? draft?.document.name ?? id,
        ...(head ? { version: head } : {}),
        nodes: Object.keys(flow?.nodes ?? {}).length,
        scripts: this.scripts(id).length,
        ...(draft ? { draft: { ...kept, stale: false } } : {}),
      };
    });
  }
  problems(settings: Settings, document: unknown): SettingsProblem[] {
    const shape = checkShape(document);
    if (shape.length > 0) return shape;
    const ids = (list: readonly { id: string }[]) => list.map((x) => x.id);
    const { prompts, queues, connectors, calendars, phones, flows } = settings;
    const names = { prompts: ids(prompts), queues: ids(queues), connectors: ids(connectors), calendars: ids(calendars) };
    return checkFlow(document as FlowDocument, { flows, ...names, phones: ids(phones) });
  }
  /** Undefined when somebody else was faster. */
  save(id: string, document: FlowDocument, by: string, rev: number): number | undefined {
    const old = this.#drafts.get(id);
    if ((old?.rev ?? 0) !== rev) return undefined;
    this.#drafts.set(id, { document, by, atMs: Date.now(), base: this.#versions.get(id)?.[0]?.n ?? 0, rev: rev + 1 });
    return rev + 1;
  }
  drop = (id: string) => this.#drafts.delete(id);
  /** The settings with this document in force. */
  publish(settings: Settings, document: FlowDocument, by: string, note: string): Settings {
    const rows = this.#versions.get(document.id) ?? [];
    this.#versions.set(document.id, [{ n: (rows[0]?.n ?? 0) + 1, by, atMs: Date.now(), note, document }, ...rows]);
    return this.#house(settings, document);
  }
  diff = (from: FlowDocument, to: FlowDocument) => diffFlows(from, to);
  dryRun(settings: Settings, flow: FlowDocument, play: FlowScript["play"]) {
    const run = this.#play(this.#house(settings, flow), flow.id, play);
    return { ...run, coverage: flowCoverage(flow, [run]) };
  }
  runAll(settings: Settings, flow: FlowDocument) {
    const house = this.#house(settings, flow);
    const runs = this.scripts(flow.id).map((s) => ({ s, run: this.#play(house, flow.id, s.play) }));
    const verdicts = runs.map(({ s, run }) => judgeScript(s, run));
    const coverage = flowCoverage(
      flow,
      runs.map(({ run }) => run),
    );
    return { passed: verdicts.every((v) => v.passed), verdicts, coverage };
  }
  keep(settings: Settings, flow: FlowDocument, script: Omit<FlowScript, "expect"> & { pin?: never[] }, by: string) {
    const run = this.#play(this.#house(settings, flow), flow.id, script.play);
    const { pin, ...rest } = script;
    const others = (this.#scripts.get(flow.id) ?? []).filter((s) => s.id !== script.id);
    const old = this.#scripts.get(flow.id)?.find((s) => s.id === script.id);
    const parts = pin ?? (old ? pinnedParts(old.expect) : (["path", "end"] as const));
    const made: Script = { ...rest, expect: expectationOf(run, parts), by, atMs: Date.now() };
    this.#scripts.set(flow.id, [...others, made]);
    return { ...made, verdict: judgeScript(made, run) };
  }
  dropScript(id: string, script: string): void {
    this.#scripts.set(
      id,
      (this.#scripts.get(id) ?? []).filter((s) => s.id !== script),
    );
  }
}
