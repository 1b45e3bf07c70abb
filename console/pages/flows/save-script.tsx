import { useSignal } from "@preact/signals";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { ExpectationPart, FlowPlay } from "../../../appliance/contract/flow-script.ts";
import { fetchFlowScripts, saveFlowScript } from "../../data/flows.ts";
import { rev, save } from "../../flow/flow-desk.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, Switch, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { voiceWords } from "../../words/voice.ts";
import { words } from "../../words/words.ts";

const parts = ["path", "said", "end", "variables"] as const;

/** Keeps a play together with what came of it, as far as it must stay. */
export function SaveScript({ flow, play, close }: { flow: FlowDocument; play: FlowPlay; close: () => void }) {
  const w = voiceWords.value.try;
  const name = useSignal("");
  const pin = useSignal<ExpectationPart[]>(["path", "end"]);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const fits = name.value.trim() !== "" && pin.value.length > 0;
  const go = async (event: Event) => {
    event.preventDefault();
    if (!fits) return;
    busy.value = true;
    try {
      await save();
      const taken = (await fetchFlowScripts(flow.id)).map((s) => s.id);
      let n = taken.length + 1;
      while (taken.includes(`script-${n}`)) n += 1;
      const body = { name: name.value.trim(), play, pin: pin.value, draft: rev.peek() > 0 };
      await saveFlowScript(flow.id, `script-${n}`, body);
      say(w.saved);
      close();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const careful = useCarefulClose(name.value !== "", close);
  return (
    <Dialog
      form
      title={w.saveTitle}
      onClose={careful}
      actions={
        <>
          <Button onPress={careful}>{words.value.common.cancel}</Button>
          <Button kind="main" pending={busy.value} class={fits ? "" : "is-faint"} onPress={(e) => void go(e)}>
            {words.value.common.save}
          </Button>
        </>
      }
    >
      <form class="stack" onSubmit={(e) => void go(e)}>
        {error.value ? <FaultNote error={error.value} /> : null}
        <p class="note">{w.saveNote}</p>
        <Field label={w.scriptName}>
          {(ids) => <TextInput {...ids} value={name.value} maxLength={60} onText={(t) => (name.value = t)} />}
        </Field>
        <fieldset class="group">
          <legend class="group-label">{w.pins}</legend>
          {parts.map((part) => (
            <div key={part} class="row">
              <Switch
                on={pin.value.includes(part)}
                label={w.pin[part]}
                onTurn={(on) => (pin.value = on ? [...pin.value, part] : pin.value.filter((p) => p !== part))}
              />
              <span>{w.pin[part]}</span>
            </div>
          ))}
        </fieldset>
      </form>
    </Dialog>
  );
}
