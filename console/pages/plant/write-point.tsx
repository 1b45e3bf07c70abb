import { useSignal } from "@preact/signals";
import type { PlantDevice } from "../../../appliance/contract/plant.ts";
import { pointIdOf } from "../../../appliance/contract/plant.ts";
import type { PlantPoint } from "../../../appliance/contract/plant-point.ts";
import { canAct } from "../../data/live.ts";
import { writePoint } from "../../data/plant.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { TextInput } from "../../parts/inputs.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { plantWords } from "../../words/plant.ts";
import { pick, words } from "../../words/words.ts";
import { valueText } from "./point-text.ts";

/** Switching a relay or setting a value, after a question; for who may. */
export function WritePoint({ device, point, value }: { device: PlantDevice; point: PlantPoint; value: number | undefined }) {
  const w = plantWords.value;
  const typed = useSignal("");
  const busy = useSignal(false);
  if (!point.writable || !may("switch-plant")) return null;
  const name = pick(point.name) || point.id;
  const write = (to: number) =>
    ask({
      title: fill(w.askTitle, { point: name, value: valueText(point, to) }),
      note: fill(w.askNote, { device: device.name }),
      yes: point.type === "bit" ? (to === 0 ? w.switchOff : w.switchOn) : w.set,
      danger: true,
      run: () => {
        busy.value = true;
        writePoint(pointIdOf(device.id, point.id), to)
          .then((read) => {
            typed.value = "";
            say(fill(w.done, { point: name, value: valueText(point, read) }));
          }, sayFault)
          .finally(() => {
            busy.value = false;
          });
      },
    });
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  if (point.type === "bit") {
    const to = value === 1 ? 0 : 1;
    return (
      <Button small blocked={blocked} pending={busy.value} onPress={() => write(to)}>
        {to === 1 ? w.switchOn : w.switchOff}
      </Button>
    );
  }
  const number = Number(typed.value);
  const fits = typed.value.trim() !== "" && Number.isFinite(number);
  return (
    <form
      class="plant-write"
      onSubmit={(event) => {
        event.preventDefault();
        if (fits && !blocked) write(number);
      }}
    >
      <TextInput
        value={typed.value}
        maxLength={14}
        inputMode="decimal"
        aria-label={`${name}: ${w.newValue}`}
        onText={(text) => {
          typed.value = text;
        }}
      />
      <Button small type="submit" blocked={blocked ?? (fits ? undefined : w.newValue)} pending={busy.value}>
        {w.set}
      </Button>
    </form>
  );
}
