import { useSignal } from "@preact/signals";
import { Button } from "../../parts/button.tsx";
import { TextInput } from "../../parts/inputs.tsx";
import { voiceWords } from "../../words/voice.ts";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The keys of a phone; digits of the keyboard work as well while one of them has the focus. */
export function Keypad({ press, blocked }: { press: (keys: string) => void; blocked: boolean }) {
  const w = voiceWords.value.try;
  const many = useSignal("");
  const fits = /^[0-9*#]{1,64}$/.test(many.value);
  const send = (event: Event) => {
    event.preventDefault();
    if (!fits || blocked) return;
    press(many.value);
    many.value = "";
  };
  return (
    <div class="keypad">
      <fieldset
        class="keypad-keys"
        aria-label={w.keypad}
        onKeyDown={(event) => {
          if (!keys.includes(event.key) || blocked) return;
          event.preventDefault();
          press(event.key);
        }}
      >
        {keys.map((key) => (
          <Button key={key} class="num" blocked={blocked ? w.ended : undefined} onPress={() => press(key)}>
            {key}
          </Button>
        ))}
      </fieldset>
      <form class="stack" onSubmit={send}>
        <p class="note">{w.keysNote}</p>
        <TextInput
          aria-label={w.many}
          placeholder={w.many}
          inputMode="tel"
          autoComplete="off"
          maxLength={64}
          value={many.value}
          onText={(t) => (many.value = t.trim())}
        />
        <Button type="submit" blocked={fits && !blocked ? undefined : w.many} onPress={send}>
          {w.send}
        </Button>
      </form>
    </div>
  );
}
