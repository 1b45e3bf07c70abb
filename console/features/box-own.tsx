import "./features.css";
import { useSignal } from "@preact/signals";
import type { RouteReply } from "../../appliance/contract/routes.ts";
import { dropGreeting, greetingSound, putGreeting, setBoxPin } from "../data/messages.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import { Field, PasswordInput } from "../parts/inputs.tsx";
import { FaultNote } from "../parts/notices.tsx";
import { say, sayFault } from "../parts/toasts.tsx";
import { useUnkept } from "../parts/unkept.ts";
import { type Taken, TakeSound } from "../sound/take-sound.tsx";
import { fill } from "../words/fill.ts";
import { ownWords } from "../words/own.ts";
import { pinFault } from "./pin-fault.ts";

export type Box = RouteReply<"voicemailBoxes">[number];

/** What the owner of a box sets about it: the greeting in his own voice, and the PIN. Both count at once. */
export function BoxOwn({ box, changed }: { box: Box; changed: () => void }) {
  return (
    <div class="box-own">
      <Greeting box={box} changed={changed} />
      <Pin box={box} changed={changed} />
    </div>
  );
}

function Greeting({ box, changed }: { box: Box; changed: () => void }) {
  const w = ownWords.value;
  const taken = useSignal<Taken | undefined>(undefined);
  /** So that no older greeting is played from memory. */
  const mark = useSignal(Date.now());
  const use = async (sound: Blob) => {
    await putGreeting(box.id, sound);
    mark.value = Date.now();
    say(ownWords.peek().greetingSaved);
    changed();
  };
  const drop = () =>
    ask({
      title: fill(w.greetingDropAsk, { name: box.name }),
      note: w.greetingDropNote,
      yes: w.greetingDrop,
      danger: true,
      run: () =>
        void dropGreeting(box.id).then(() => {
          say(w.greetingDropped);
          changed();
        }, sayFault),
    });
  return (
    <section>
      <h3>{w.greeting}</h3>
      <p class="note">{box.greeting ? w.greetingOwn : w.greetingUsual}</p>
      {box.greeting ? (
        // biome-ignore lint/a11y/useMediaCaption: a greeting in somebody's own voice has no text
        <audio key={mark.value} controls preload="none" src={greetingSound(box.id, mark.value)} />
      ) : null}
      <TakeSound
        taken={taken}
        name={box.name}
        use={use}
        useWord={w.greetingUse}
        more={
          box.greeting ? (
            <Button kind="quiet" onPress={drop}>
              {w.greetingDrop}
            </Button>
          ) : null
        }
      />
    </section>
  );
}

function Pin({ box, changed }: { box: Box; changed: () => void }) {
  const w = ownWords.value;
  const pin = useSignal("");
  const again = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  useUnkept(pin.value !== "" || again.value !== "");
  const fault = pinFault(pin.value, again.value);
  const remark = fault === "bad" ? w.pinBad : fault === "simple" ? w.pinSimple : undefined;
  const save = async (event: Event) => {
    event.preventDefault();
    if (fault || pin.value === "" || busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      await setBoxPin(box.id, pin.peek());
      pin.value = "";
      again.value = "";
      say(w.pinSaved);
      changed();
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  return (
    <section>
      <h3>{w.pin}</h3>
      <p class="note">{w.pinNote}</p>
      <p>{box.pin ? w.pinSet : w.pinUnset}</p>
      <form class="pin-form" onSubmit={(event) => void save(event)}>
        <Field label={w.pinNew} remarks={pin.value !== "" && remark ? [{ severity: "error", text: remark }] : []}>
          {(ids) => (
            <PasswordInput
              {...ids}
              value={pin.value}
              inputMode="numeric"
              maxLength={12}
              autoComplete="new-password"
              onText={(t) => (pin.value = t.replace(/\D/g, ""))}
            />
          )}
        </Field>
        <Field
          label={w.pinAgain}
          remarks={again.value !== "" && fault === "differs" ? [{ severity: "error", text: w.pinDiffers }] : []}
        >
          {(ids) => (
            <PasswordInput
              {...ids}
              value={again.value}
              inputMode="numeric"
              maxLength={12}
              autoComplete="new-password"
              onText={(t) => (again.value = t.replace(/\D/g, ""))}
            />
          )}
        </Field>
        <Button
          type="submit"
          pending={busy.value}
          blocked={pin.value === "" || fault ? (remark ?? (fault === "differs" ? w.pinDiffers : w.pinBad)) : undefined}
        >
          {w.pinSave}
        </Button>
      </form>
      {error.value ? <FaultNote error={error.value} /> : null}
    </section>
  );
}
