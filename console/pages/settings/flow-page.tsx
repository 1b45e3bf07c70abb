import "../../flow/flow.css";
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { FlowMapView } from "../../flow/flow-map-view.tsx";
import { FlowOutline } from "../../flow/flow-outline.tsx";
import { stepTypeWord } from "../../flow/flow-words.ts";
import { StepForm } from "../../flow/step-form.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, Segments, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { draft, edit, problems } from "../../settings/draft.ts";
import { Fields, schemaOf } from "../../settings/field-at.tsx";
import { isWithin, parsePointer, under } from "../../settings/pointer.ts";
import { blankOf, shapeOf } from "../../settings/schema.ts";
import { wayTo } from "../../settings/where.ts";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";
import { BackTo } from "./form-group.tsx";
import { FormHead, Gone } from "./item-form.tsx";
import { JsonView } from "./json-view.tsx";

type View = "map" | "outline" | "json";

/** One flow: seen as a map, a list or its JSON, with the chosen step's form beside it. */
export function FlowPage({ id }: { id: string }) {
  const { query, route } = useLocation();
  const narrow = matchMedia("(max-width: 860px)").matches;
  const view = useSignal<View>(narrow ? "outline" : "map");
  const adding = useSignal(false);
  const w = words.value;
  const i = draft.value?.flows.findIndex((f) => f.id === id) ?? -1;
  const flow = draft.value?.flows[i];
  if (!flow) return <Gone section="flows" />;
  const at = under("/flows", i);
  const step = query.step && flow.nodes[query.step] ? query.step : undefined;
  const choose = (to: string | undefined) => route(`/settings/flows/${id}${to ? `?step=${encodeURIComponent(to)}` : ""}`, true);
  const bad = new Set(
    problems.value.filter((p) => isWithin(p.path, under(at, "nodes"))).map((p) => parsePointer(p.path)[3] ?? ""),
  );
  return (
    <section class={`settings-form flow ${step && view.value !== "json" ? "has-step" : ""}`} aria-label={flow.name}>
      <BackTo path="/settings/flows" label={w.settings.sections.flows} />
      <FormHead section="flows" item={flow} at={at} />
      <div class="flow-bar">
        <Segments
          label={w.flow.map}
          value={view.value}
          choices={[
            { value: "map", label: w.flow.map },
            { value: "outline", label: w.flow.outline },
            { value: "json", label: "JSON" },
          ]}
          onChoose={(v) => (view.value = v as View)}
        />
        <span class="note">{fill(w.flow.nodes, { n: Object.keys(flow.nodes).length })}</span>
        <span class="grow" />
        <Button icon="plus" onPress={() => (adding.value = true)}>
          {w.flow.addNode}
        </Button>
      </div>
      <FlowProblems at={at} choose={choose} />
      {view.value === "json" ? <JsonView at={at} /> : null}
      {view.value !== "json" ? (
        <div class="flow-body">
          {view.value === "map" ? (
            <FlowMapView flow={flow} chosen={step} choose={choose} bad={bad} />
          ) : (
            <FlowOutline flow={flow} chosen={step} choose={choose} bad={bad} />
          )}
          {step ? <StepForm key={step} flow={flow} at={at} id={step} choose={choose} /> : null}
        </div>
      ) : null}
      {view.value !== "json" && !step ? (
        <details class="flow-settings" open={false}>
          <summary>{w.flow.settings}</summary>
          <Fields at={at} names={["name", "languageDefault", "start", "back", "person", "apology"]} />
        </details>
      ) : null}
      {adding.value ? <NewStep flow={flow} at={at} close={() => (adding.value = false)} choose={choose} /> : null}
    </section>
  );
}

function FlowProblems({ at, choose }: { at: string; choose: (id: string | undefined) => void }) {
  const mine = problems.value.filter((p) => isWithin(p.path, at) && p.path !== at);
  const settings = draft.value;
  if (mine.length === 0 || !settings) return null;
  return (
    <ul class="problems">
      {mine.map((p) => {
        const parts = parsePointer(p.path);
        return (
          <li key={`${p.path}${p.reason.en}`} class={`is-${p.severity}`}>
            <div class="grow">
              <p class="problem-where">{wayTo(parts, settings).slice(2).join(" › ")}</p>
              <p>
                {pick(p.reason)} <span class="note">{pick(p.hint)}</span>
              </p>
            </div>
            {parts[2] === "nodes" ? (
              <Button small onPress={() => choose(parts[3])}>
                {words.value.settings.goTo}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function NewStep({
  flow,
  at,
  close,
  choose,
}: {
  flow: FlowDocument;
  at: string;
  close: () => void;
  choose: (id: string) => void;
}) {
  const w = words.value;
  const schema = schemaOf(under(at, "nodes"));
  const record = schema && shapeOf(schema);
  const variant = record?.kind === "record" ? shapeOf(record.items) : undefined;
  const variants = variant?.kind === "variant" ? variant.variants : {};
  const type = useSignal("prompt");
  const id = useSignal("");
  const taken = Object.hasOwn(flow.nodes, id.value);
  const fits = /^[a-z0-9][a-z0-9_-]{0,39}$/.test(id.value) && !taken;
  const add = (event: Event) => {
    event.preventDefault();
    const chosen = variants[type.value];
    if (!fits || !chosen) return;
    edit(under(at, "nodes", id.value), blankOf(chosen));
    close();
    choose(id.value);
  };
  return (
    <Dialog
      form
      title={w.flow.addNode}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{w.common.cancel}</Button>
          <Button kind="main" class={fits ? "" : "is-faint"} onPress={add}>
            {w.common.add}
          </Button>
        </>
      }
    >
      <form class="stack" onSubmit={add}>
        <Field label={w.field.kind}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={type.value}
              choices={Object.keys(variants).map((t) => ({
                value: t,
                label: stepTypeWord(t as FlowDocument["nodes"][string]["type"]),
              }))}
              onChoose={(t) => (type.value = t)}
            />
          )}
        </Field>
        <Field label={w.flow.newId} note={w.settings.idNote} remarks={taken ? [{ severity: "error", text: w.flow.taken }] : []}>
          {(ids) => (
            <TextInput
              {...ids}
              value={id.value}
              onText={(t) => (id.value = t.toLowerCase())}
              maxLength={40}
              spellcheck={false}
              autoComplete="off"
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
