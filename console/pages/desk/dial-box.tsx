import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { me } from "../../hand/my-desk.ts";
import { Button } from "../../parts/button.tsx";
import { TextInput } from "../../parts/inputs.tsx";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { words } from "../../words/words.ts";
import { dialNumber } from "./desk-acts.ts";

const padKeys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "0"];
const plain = (text: string) => text.replace(/[\s()-]/g, "");
const fits = (number: string) => /^\+?\d{2,20}$/.test(number);

/** Calling out: typed, pasted or pressed on the pad. One's own phone rings first. */
export function DialBox() {
  const w = words.value.desk;
  const typed = useSignal("");
  const pad = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ d: () => field.current?.focus() });
  const number = plain(typed.value);
  const out = me.value?.state === "logged-out";
  const blocked = out ? w.loggedOut : fits(number) ? undefined : w.dialNumber;
  const go = (event: Event) => {
    event.preventDefault();
    if (blocked) return;
    dialNumber(number);
    typed.value = "";
  };
  return (
    <section class="card dial" aria-label={w.dial}>
      <form class="dial-line" onSubmit={go}>
        <TextInput
          inputRef={field}
          value={typed.value}
          onText={(text) => {
            typed.value = text.slice(0, 40);
          }}
          aria-label={w.dialNumber}
          placeholder={w.dialNumber}
          inputMode="tel"
          autoComplete="off"
        />
        <Button
          icon="keypad"
          label={w.pad}
          aria-expanded={pad.value}
          onPress={() => {
            pad.value = !pad.value;
          }}
        />
        <Button kind="main" icon="phone" type="submit" blocked={blocked}>
          {w.dialGo}
        </Button>
      </form>
      {pad.value ? (
        <fieldset class="pad" aria-label={w.pad}>
          {padKeys.map((key) => (
            <button
              key={key}
              type="button"
              onClick={() => {
                typed.value += key;
              }}
            >
              {key}
            </button>
          ))}
          <button
            type="button"
            aria-label={w.erase}
            onClick={() => {
              typed.value = typed.value.slice(0, -1);
            }}
          >
            ⌫
          </button>
        </fieldset>
      ) : null}
      <p class="field-note">{w.dialNote}</p>
    </section>
  );
}
