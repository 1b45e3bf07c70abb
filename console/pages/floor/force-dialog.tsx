import { signal, useSignal } from "@preact/signals";
import type { LiveAgent } from "../../../appliance/contract/live.ts";
import { reasons } from "../../data/agents.ts";
import { force, release } from "../../data/hand.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";

type Force = { act: "force"; agent: LiveAgent; to: "ready" | "not-ready" | "logged-out" };
type Release = { act: "release"; call: string; who: string };
const asked = signal<Force | Release | undefined>(undefined);
/** Asks why before anything is done by force; the answer is kept with it. */
export const askForce = (what: Force | Release): void => {
  asked.value = what;
};

export function ForceDialog() {
  return asked.value ? <Why what={asked.value} /> : null;
}

function Why({ what }: { what: Force | Release }) {
  const w = words.value;
  const why = useSignal("");
  const reason = useSignal("");
  const busy = useSignal(false);
  const close = () => {
    asked.value = undefined;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const text = why.value.trim();
    if (text === "" || busy.value) return;
    busy.value = true;
    try {
      if (what.act === "release") await release(what.call, text);
      else await force(what.agent.id, what.to, text, what.to === "not-ready" && reason.value ? reason.value : undefined);
      close();
    } catch (error) {
      sayFault(error);
    } finally {
      busy.value = false;
    }
  };
  const title =
    what.act === "release"
      ? fill(w.floor.releaseTitle, { who: what.who })
      : fill(w.floor.forceTitle, { name: what.agent.name, state: w.state[what.to] });
  const danger = what.act === "release" || what.to === "logged-out";
  const careful = useCarefulClose(why.value.trim() !== "", close);
  return (
    <Dialog title={title} onClose={careful} form>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <p class="note">{what.act === "release" ? w.floor.releaseNote : w.floor.forceNote}</p>
        {what.act === "force" && what.to === "not-ready" ? (
          <Field label={w.floor.forceReason} optional>
            {(ids) => (
              <SelectInput
                {...ids}
                value={reason.value}
                empty={w.common.none}
                choices={reasons().map((r) => ({ value: r.code, label: pick(r.name) || r.code }))}
                onChoose={(code) => {
                  reason.value = code;
                }}
              />
            )}
          </Field>
        ) : null}
        <Field label={w.floor.forceWhy}>
          {(ids) => (
            <TextInput
              {...ids}
              value={why.value}
              maxLength={200}
              required
              onText={(text) => {
                why.value = text;
              }}
            />
          )}
        </Field>
        <footer class="form-foot">
          <Button onPress={careful}>{w.common.cancel}</Button>
          <Button
            kind={danger ? "danger" : "main"}
            type="submit"
            pending={busy.value}
            blocked={why.value.trim() === "" ? w.floor.forceWhy : undefined}
          >
            {what.act === "release" ? w.live.hangUp : w.floor.forceGo}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
