import { useSignal } from "@preact/signals";
import type { FlowDocument, FlowNode } from "../../appliance/contract/flow.ts";
import { Button } from "../parts/button.tsx";
import { useCarefulClose } from "../parts/careful-close.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, SelectInput, TextInput } from "../parts/inputs.tsx";
import { edit } from "../settings/draft.ts";
import { schemaOf } from "../settings/field-at.tsx";
import { under } from "../settings/pointer.ts";
import { blankOf, shapeOf } from "../settings/schema.ts";
import { words } from "../words/words.ts";
import { freeStepId, link } from "./flow-links.ts";
import { stepTypeWord } from "./flow-words.ts";

/** A new step: its kind and its id. `from` is the way out that will lead to it. */
export function NewStep({
  flow,
  at,
  from,
  close,
  choose,
}: {
  flow: FlowDocument;
  at: string;
  from?: { step: string; way: string } | undefined;
  close: () => void;
  choose: (id: string) => void;
}) {
  const w = words.value;
  const schema = schemaOf(under(at, "nodes"));
  const record = schema && shapeOf(schema);
  const variant = record?.kind === "record" ? shapeOf(record.items) : undefined;
  const variants = variant?.kind === "variant" ? variant.variants : {};
  const type = useSignal<FlowNode["type"]>("prompt");
  const typed = useSignal<string | undefined>(undefined);
  const id = typed.value ?? freeStepId(flow, type.value);
  const taken = Object.hasOwn(flow.nodes, id);
  const fits = /^[a-z0-9][a-z0-9_-]{0,39}$/.test(id) && !taken;
  const add = (event: Event) => {
    event.preventDefault();
    const chosen = variants[type.value];
    if (!fits || !chosen) return;
    edit(under(at, "nodes", id), blankOf(chosen));
    if (from) link(under(at, "nodes", from.step), from.way, id);
    close();
    choose(id);
  };
  const careful = useCarefulClose(typed.value !== undefined, close);
  return (
    <Dialog
      form
      title={w.flow.addNode}
      onClose={careful}
      actions={
        <>
          <Button onPress={careful}>{w.common.cancel}</Button>
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
              choices={Object.keys(variants).map((t) => ({ value: t, label: stepTypeWord(t as FlowNode["type"]) }))}
              onChoose={(t) => (type.value = t as FlowNode["type"])}
            />
          )}
        </Field>
        <Field label={w.flow.newId} note={w.settings.idNote} remarks={taken ? [{ severity: "error", text: w.flow.taken }] : []}>
          {(ids) => (
            <TextInput
              {...ids}
              value={id}
              onText={(t) => (typed.value = t.toLowerCase())}
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
