import { useSignal } from "@preact/signals";
import { Field, type Remark } from "../../parts/inputs.tsx";
import { schemaOf } from "../../settings/field-at.tsx";
import { remarksAt } from "../../settings/field-words.ts";
import { NumberAt } from "../../settings/number-at.tsx";
import { parsePointer } from "../../settings/pointer.ts";
import { shapeOf } from "../../settings/schema.ts";

/** A number that may be left out, within the limits that the contract gives the place `at`. `empty` says what leaving it out means. */
export function NumberOf({
  at,
  label,
  note,
  empty,
  value,
  put,
}: {
  at: string;
  label: string;
  note: string;
  empty: string;
  value: number | undefined;
  put: (n: number | undefined) => void;
}) {
  const local = useSignal<Remark[]>([]);
  const schema = schemaOf(at);
  const shape = schema && shapeOf(schema);
  if (shape?.kind !== "number") return null;
  return (
    <Field label={label} note={note} remarks={[...local.value, ...remarksAt(at)]} optional>
      {(ids) => (
        <NumberAt
          ids={ids}
          name={parsePointer(at).at(-1) ?? ""}
          value={value}
          shape={shape}
          required={false}
          empty={empty}
          set={(n) => put(n as number | undefined)}
          remark={(r) => {
            local.value = r;
          }}
        />
      )}
    </Field>
  );
}
