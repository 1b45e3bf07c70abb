import { useSignal } from "@preact/signals";
import type { CallField } from "../../appliance/contract/records.ts";
import { Icon } from "../look/icon.tsx";
import { fill } from "../words/fill.ts";
import { pick, words } from "../words/words.ts";

/** What the caller typed. Sensitive values are hidden until somebody wants to see them. */
export function FieldValue({ field }: { field: CallField }) {
  const shown = useSignal(false);
  if (!field.sensitive || shown.value) return <span class="field-value num">{field.value}</span>;
  return (
    <button
      type="button"
      class="field-hidden"
      aria-label={fill(words.value.live.reveal, { name: pick(field.label) })}
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        shown.value = true;
      }}
    >
      <span aria-hidden="true">••••</span>
      <Icon name="eye" size={14} />
    </button>
  );
}

/** The fields in one line, for lists. */
export function FieldLine({ fields, most = 3 }: { fields: readonly CallField[]; most?: number }) {
  if (fields.length === 0) return null;
  return (
    <span class="field-line">
      {fields.slice(0, most).map((field) => (
        <span key={field.name} class="field-chip">
          <span class="faint">{pick(field.label)}</span> <span class="num">{field.sensitive ? "••••" : field.value}</span>
        </span>
      ))}
      {fields.length > most ? <span class="faint">+{fields.length - most}</span> : null}
    </span>
  );
}
