import { useSignal } from "@preact/signals";
import { erlang } from "../../data/staffing.ts";
import { Field, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { percent } from "../../words/time.ts";
import { language } from "../../words/words.ts";

/** For a number of calls that nobody has seen yet. */
export function WhatIf({ share, withinSec, shrinkage }: { share: number; withinSec: number; shrinkage: number }) {
  const w = reportWords.value.staffing;
  const l = language.value;
  const calls = useSignal("40");
  const minutes = useSignal("60");
  const handle = useSignal("120");
  const n = Number(calls.value);
  const min = Number(minutes.value);
  const sec = Number(handle.value);
  const sound = n >= 0.1 && n <= 100_000 && min >= 1 && min <= 1440 && Number.isInteger(min) && sec >= 1 && sec <= 36_000;
  const { state } = useLoaded(
    async () => (sound ? erlang({ calls: n, minutes: min, handleSec: sec, share, withinSec, shrinkage }) : undefined),
    JSON.stringify([n, min, sec, share, withinSec, shrinkage, sound]),
  );
  const { value, error } = state.value;
  const input = (label: string, field: typeof calls) => (
    <Field label={label}>
      {(ids) => <TextInput {...ids} inputMode="numeric" maxLength={6} value={field.value} onText={(t) => (field.value = t)} />}
    </Field>
  );
  return (
    <section class="what-if">
      <h2 class="column-head">{w.whatIf}</h2>
      <div class="what-if-fields">
        {input(w.whatIfCalls, calls)}
        {input(w.whatIfMinutes, minutes)}
        {input(w.whatIfHandle, handle)}
      </div>
      {error ? <FaultNote error={error} /> : null}
      <p class="what-if-said" role="status">
        {value
          ? fill(w.whatIfSay, {
              agents: value.agents,
              planned: value.scheduled,
              lines: value.lines,
              level: percent(value.serviceLevel, l),
              occupancy: percent(value.occupancy, l),
            })
          : sound
            ? "…"
            : w.whatIfNothing}
      </p>
    </section>
  );
}
