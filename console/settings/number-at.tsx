import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Remark } from "../parts/inputs.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { fill } from "../words/fill.ts";
import { number } from "../words/time.ts";
import { language, words } from "../words/words.ts";
import { fromPercent, isShare, toPercent } from "./percent.ts";
import type { Shape } from "./schema.ts";

type Unit = { name: "ms" | "sec" | "min" | "hour"; by: number };
const units: Unit[] = [
  { name: "hour", by: 3_600_000 },
  { name: "min", by: 60_000 },
  { name: "sec", by: 1_000 },
  { name: "ms", by: 1 },
];

/** The largest unit that writes the length without a fraction. */
const unitFor = (ms: number): Unit => units.find((u) => ms > 0 && ms % u.by === 0) ?? (units[2] as Unit);

/** The unit that a name ends in; shares of one are written in percent. */
function UnitOf({ name, share }: { name: string; share: boolean }) {
  const u = words.value.common.unit;
  const units = { Sec: u.sec, Min: u.min, Hours: u.hour, Db: "dB", Hz: "Hz" };
  const unit = share ? "%" : Object.entries(units).find(([end]) => name.endsWith(end))?.[1];
  return unit ? <span class="number-unit-word">{unit}</span> : null;
}

/** A number within its limits. Names that end in `Ms` or `Sec` are lengths of time and get a unit; what lies between 0 and 1 is a share. */
export function NumberAt({
  ids,
  name,
  value,
  shape,
  required,
  set,
  remark,
  empty,
}: {
  ids: object;
  name: string;
  value: number | undefined;
  shape: Extract<Shape, { kind: "number" }>;
  required: boolean;
  set: (next: unknown) => void;
  remark: (remarks: Remark[]) => void;
  /** What leaving it out means. */
  empty?: string | undefined;
}) {
  const isMs = name.endsWith("Ms");
  const share = isShare(shape);
  const unit = useSignal<Unit>(isMs ? unitFor(value ?? shape.min ?? 1000) : { name: "sec", by: 1 });
  const text = useSignal<string | undefined>(undefined);
  const stored = (typed: number): number => (share ? fromPercent(typed) : typed * unit.value.by);
  const written = (n: number): number => (share ? toPercent(n) : n / unit.value.by);
  // Somebody else changed the value (undo, another revision): what was typed no longer counts.
  useEffect(() => {
    if (text.value !== undefined && stored(Number(text.value)) !== value) text.value = undefined;
  }, [value]);
  const u = words.value.common.unit;
  const l = language.value;
  const limit = (n: number | undefined) => (n === undefined ? "…" : number(written(n), l, 3));
  const take = (typed: string) => {
    text.value = typed;
    const trimmed = typed.trim();
    if (trimmed === "") {
      remark(
        required
          ? [{ severity: "error", text: fill(words.value.settings.outside, { min: limit(shape.min), max: limit(shape.max) }) }]
          : [],
      );
      if (!required) set(undefined);
      return;
    }
    const next = stored(Number(trimmed));
    const rounded = shape.whole ? Math.round(next) : next;
    const fits =
      Number.isFinite(next) &&
      (shape.min === undefined || rounded >= shape.min) &&
      (shape.max === undefined || rounded <= shape.max);
    remark(
      fits
        ? []
        : [{ severity: "error", text: fill(words.value.settings.outside, { min: limit(shape.min), max: limit(shape.max) }) }],
    );
    if (Number.isFinite(next)) set(rounded);
  };
  const shown = text.value ?? (value === undefined ? "" : String(written(value)));
  return (
    <span class="number">
      <TextInput
        {...ids}
        class="num"
        inputMode="decimal"
        value={shown}
        onText={take}
        onBlur={() => (text.value = undefined)}
        autoComplete="off"
        placeholder={required ? "" : (empty ?? words.value.common.default)}
      />
      {isMs ? (
        <select
          class="input number-unit"
          aria-label={words.value.common.unitOf}
          value={unit.value.name}
          onChange={(event) => {
            unit.value = units.find((x) => x.name === event.currentTarget.value) ?? unit.value;
            text.value = undefined;
          }}
        >
          {units.map((x) => (
            <option key={x.name} value={x.name} selected={x.name === unit.value.name}>
              {u[x.name]}
            </option>
          ))}
        </select>
      ) : (
        <UnitOf name={name} share={share} />
      )}
    </span>
  );
}
