import "../settings/settings.css";
import "../../flow/flow.css";
import "./flows.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { closeFlow, flowAt, flowNow, openFlow, save, unreadable } from "../../flow/flow-desk.ts";
import { link } from "../../flow/flow-links.ts";
import { FlowMapView, type FlowMarks } from "../../flow/flow-map-view.tsx";
import { FlowOutline } from "../../flow/flow-outline.tsx";
import { NewStep } from "../../flow/new-step.tsx";
import { stepActs } from "../../flow/step-acts.ts";
import { StepForm } from "../../flow/step-form.tsx";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { problems } from "../../settings/draft.ts";
import { Fields } from "../../settings/field-at.tsx";
import { isWithin, parsePointer, under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { voiceWords } from "../../words/voice.ts";
import { words } from "../../words/words.ts";
import { JsonView } from "../settings/json-view.tsx";
import { useUndoKeys } from "../settings/undo-keys.ts";
import { DryRunPanel } from "./dry-run-panel.tsx";
import { FlowHead } from "./flow-head.tsx";
import { FlowProblems } from "./flow-problems.tsx";
import { ScriptsPanel } from "./scripts-panel.tsx";

type View = "map" | "outline" | "json";
type Mode = "edit" | "try" | "scripts";

/** One flow's draft: map or list, with the chosen step's form, the dry run or the scripts beside it. */
export function FlowEditor() {
  const { params } = useRoute();
  const id = params.id ?? "";
  const w = voiceWords.value;
  const { state, reload } = useLoaded(() => openFlow(id), id);
  useEffect(() => closeFlow, [id]);
  useEffect(() => {
    const keep = () => void save();
    addEventListener("pagehide", keep);
    return () => removeEventListener("pagehide", keep);
  }, []);
  const flow = flowNow.value;
  return (
    <div class="flow-page">
      <a class="back" href="/flows">
        <Icon name="back" size={14} /> {w.title}
      </a>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {state.value.loading && !flow ? <Loading /> : null}
      {!state.value.loading && !state.value.error && !flow ? (
        <Empty icon="search" title={unreadable.value ? w.unreadable : words.value.fault.missing} />
      ) : null}
      {flow?.id === id ? <Workbench flow={flow} at={flowAt.value} /> : null}
    </div>
  );
}

function Workbench({ flow, at }: { flow: FlowDocument; at: string }) {
  const { query, route } = useLocation();
  const w = words.value;
  const v = voiceWords.value;
  const view = useSignal<View>(matchMedia("(max-width: 860px)").matches ? "outline" : "map");
  const mode = useSignal<Mode>("edit");
  const adding = useSignal<{ from?: { step: string; way: string } } | undefined>(undefined);
  const aiming = useSignal<{ step: string; way: string; word: string } | undefined>(undefined);
  const marks = useSignal<FlowMarks | undefined>(undefined);
  useUndoKeys();
  const step = query.step && flow.nodes[query.step] ? query.step : undefined;
  const go = (to: string | undefined) => {
    if (to) mode.value = "edit";
    route(`/flows/${flow.id}${to ? `?step=${encodeURIComponent(to)}` : ""}`, true);
  };
  const choose = (to: string | undefined) => {
    const aim = aiming.peek();
    if (!aim || !to) return go(to);
    link(under(at, "nodes", aim.step), aim.way, to);
    aiming.value = undefined;
  };
  const stopAiming = () => {
    aiming.value = undefined;
  };
  useShortcuts({ Escape: () => (aiming.value ? stopAiming() : step && go(undefined)) });
  useEffect(() => {
    if (mode.value === "edit") marks.value = undefined;
  }, [mode.value]);
  const bad = new Set(
    problems.value.filter((p) => isWithin(p.path, under(at, "nodes"))).map((p) => parsePointer(p.path)[3] ?? ""),
  );
  const acts = stepActs({ flow, at, choose: go });
  const addAt = (from: { step: string; way: string }) => (adding.value = { from });
  const aim = view.value === "map" ? (way: { step: string; way: string; word: string }) => (aiming.value = way) : undefined;
  const drawn = view.value !== "json";
  const beside = drawn && (mode.value !== "edit" || step !== undefined);
  return (
    <section class={`flow ${beside ? "has-step" : ""} is-${mode.value}`} aria-label={flow.name}>
      <FlowHead flow={flow} toScripts={() => (mode.value = "scripts")} />
      <div class="flow-bar">
        <Segments
          label={w.flow.map}
          value={view.value}
          choices={[
            { value: "map", label: w.flow.map },
            { value: "outline", label: w.flow.outline },
            { value: "json", label: "JSON" },
          ]}
          onChoose={(to) => (view.value = to as View)}
        />
        <Segments
          label={v.mode.label}
          value={mode.value}
          choices={(["edit", "try", "scripts"] as const).map((m) => ({ value: m, label: v.mode[m] }))}
          onChoose={(to) => {
            mode.value = to as Mode;
            if (view.value === "json") view.value = "map";
          }}
        />
        <span class="note">{fill(w.flow.nodes, { n: Object.keys(flow.nodes).length })}</span>
        <span class="grow" />
        <Button icon="plus" onPress={() => (adding.value = {})}>
          {w.flow.addNode}
        </Button>
      </div>
      <FlowProblems at={at} choose={go} />
      {aiming.value ? (
        <p class="notice aim" role="status">
          {fill(v.picking, { way: aiming.value.word })}
          <Button small onPress={() => (aiming.value = undefined)}>
            {w.common.cancel}
          </Button>
        </p>
      ) : null}
      {drawn ? (
        <div class="flow-body">
          {view.value === "map" ? (
            <FlowMapView
              flow={flow}
              chosen={mode.value === "edit" ? step : undefined}
              choose={choose}
              bad={bad}
              marks={marks.value}
              aiming={aiming.value !== undefined}
              onKey={acts.onKey}
            />
          ) : (
            <FlowOutline flow={flow} chosen={step} choose={choose} bad={bad} onKey={acts.onKey} />
          )}
          {mode.value === "edit" && step ? (
            <StepForm key={step} flow={flow} at={at} id={step} choose={go} acts={{ ...acts, addAt, aim }} />
          ) : null}
          {mode.value === "try" ? <DryRunPanel flow={flow} show={(m) => (marks.value = m)} /> : null}
          {mode.value === "scripts" ? (
            <ScriptsPanel flow={flow} show={(m) => (marks.value = m)} replay={() => (mode.value = "try")} />
          ) : null}
        </div>
      ) : (
        <JsonView at={at} />
      )}
      {drawn && !beside ? (
        <>
          <p class="note flow-keys">{v.keys}</p>
          <details class="flow-settings">
            <summary>{w.flow.settings}</summary>
            <Fields at={at} names={["name", "languageDefault", "start", "back", "person", "apology"]} />
          </details>
        </>
      ) : null}
      {adding.value ? (
        <NewStep flow={flow} at={at} from={adding.value.from} close={() => (adding.value = undefined)} choose={go} />
      ) : null}
    </section>
  );
}
