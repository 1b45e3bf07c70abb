import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readClock } from "./read-clock.ts";

/** A time of day by 24 hours, whatever the browser's own habits are; "8:30", "0830" and "830" will do. */
export function ClockInput({
  ids,
  value,
  onTime,
  onBad,
}: {
  ids: object;
  value: string;
  onTime: (time: string) => void;
  /** Told when what is typed is no time, and when it is one again. */
  onBad?: (bad: boolean) => void;
}) {
  const text = useSignal<string | undefined>(undefined);
  // Somebody else changed the value: what was typed no longer counts.
  useEffect(() => {
    if (text.value !== undefined && readClock(text.value) !== value) text.value = undefined;
  }, [value]);
  return (
    <input
      {...ids}
      class="input num"
      type="text"
      maxLength={5}
      autoComplete="off"
      spellcheck={false}
      placeholder="08:30"
      value={text.value ?? value}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        const time = readClock(typed);
        text.value = typed;
        onBad?.(time === undefined);
        if (time !== undefined && time !== value) onTime(time);
      }}
      onBlur={() => {
        text.value = undefined;
        onBad?.(false);
      }}
    />
  );
}
