import { useSignal } from "@preact/signals";
import type { AriaAttributes, ComponentChildren, Ref } from "preact";
import { useId } from "preact/hooks";
import { words } from "../words/words.ts";
import { Button } from "./button.tsx";

export type Remark = { severity: "error" | "warning"; text: string; hint?: string };

/** A label, a control, what to know about it, and what is wrong with it. */
export function Field({
  label,
  note,
  remarks,
  optional,
  children,
  wide,
}: {
  label: string;
  note?: string | undefined;
  remarks?: Remark[];
  optional?: boolean;
  wide?: boolean;
  /** Gets the ids that tie label, note and remarks to the control. */
  children: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean }) => ComponentChildren;
}) {
  const id = useId();
  const bad = remarks?.some((r) => r.severity === "error") ?? false;
  const described = [note ? `${id}-note` : "", remarks?.length ? `${id}-bad` : ""].filter(Boolean).join(" ");
  return (
    <div class={`field ${wide ? "is-wide" : ""} ${bad ? "is-bad" : ""}`}>
      <label for={id} class="field-label">
        {label}
        {optional ? <span class="faint small"> {words.value.common.optional}</span> : null}
      </label>
      {children({ id, ...(described ? { "aria-describedby": described } : {}), ...(bad ? { "aria-invalid": true } : {}) })}
      {note ? (
        <p class="field-note" id={`${id}-note`}>
          {note}
        </p>
      ) : null}
      {remarks && remarks.length > 0 ? (
        <div id={`${id}-bad`}>
          <Remarks remarks={remarks} />
        </div>
      ) : null}
    </div>
  );
}

function Remarks({ remarks }: { remarks: Remark[] }) {
  return (
    <ul class="remarks">
      {remarks.map((r) => (
        <li key={r.text} class={`is-${r.severity}`}>
          {r.text}
          {r.hint ? <span class="remark-hint"> {r.hint}</span> : null}
        </li>
      ))}
    </ul>
  );
}

type Passed = Omit<AriaAttributes, "aria-checked"> & {
  id?: string;
  name?: string;
  autoComplete?: string;
  maxLength?: number;
  placeholder?: string;
  inputMode?: "text" | "numeric" | "decimal" | "tel";
  required?: boolean;
  disabled?: boolean;
  spellcheck?: boolean;
  class?: string;
  inputRef?: Ref<HTMLInputElement>;
};
type TextProps = Passed & { value: string; onText: (text: string) => void; onBlur?: () => void };
export function TextInput({ value, onText, class: extra, inputRef, ...rest }: TextProps) {
  return (
    <input
      {...rest}
      {...(inputRef ? { ref: inputRef } : {})}
      type="text"
      class={`input ${extra ?? ""}`}
      value={value}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}

/** A password with an eye, and a word when Caps Lock is on. */
export function PasswordInput({ value, onText, autoComplete, ...rest }: Omit<TextProps, "inputRef" | "class">) {
  const shown = useSignal(false);
  const caps = useSignal(false);
  const look = (event: KeyboardEvent) => {
    caps.value = event.getModifierState?.("CapsLock") ?? false;
  };
  return (
    <div class="password">
      <input
        {...rest}
        class="input"
        type={(shown.value ? "text" : "password") as "password"}
        value={value}
        autoComplete={autoComplete ?? "off"}
        spellcheck={false}
        onKeyUp={look}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <Button
        kind="quiet"
        icon="eye"
        label={words.value.signIn.showPassword}
        aria-pressed={shown.value}
        onPress={() => {
          shown.value = !shown.value;
        }}
      />
      {caps.value ? <p class="field-note">{words.value.signIn.caps}</p> : null}
    </div>
  );
}

export type Choice = { value: string; label: string };
export function SelectInput({
  value,
  choices,
  onChoose,
  empty,
  ...rest
}: { value: string; choices: Choice[]; onChoose: (value: string) => void; empty?: string } & AriaAttributes & {
    id?: string;
    disabled?: boolean;
  }) {
  const known = choices.some((c) => c.value === value);
  return (
    <span class="select">
      <select {...rest} class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {empty !== undefined ? <option value="">{empty}</option> : null}
        {!known && value !== "" ? <option value={value}>{words.value.settings.missing.replace("{id}", value)}</option> : null}
        {choices.map((c) => (
          <option key={c.value} value={c.value} selected={c.value === value}>
            {c.label}
          </option>
        ))}
      </select>
    </span>
  );
}

/** A few choices side by side. */
export function Segments({
  value,
  choices,
  onChoose,
  label,
  disabled,
}: {
  value: string;
  choices: Choice[];
  onChoose: (value: string) => void;
  label: string;
  disabled?: boolean;
}) {
  const name = useId();
  return (
    <fieldset class="segments" aria-label={label} disabled={disabled}>
      {choices.map((c) => (
        <label key={c.value} class={c.value === value ? "is-chosen" : ""}>
          <input
            class="unseen"
            type="radio"
            name={name}
            value={c.value}
            checked={c.value === value}
            onChange={() => onChoose(c.value)}
          />
          <span>{c.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Switch({
  on,
  onTurn,
  label,
  ...rest
}: {
  on: boolean;
  onTurn: (on: boolean) => void;
  label?: string;
  id?: string;
}) {
  return (
    <span class="switch">
      <input
        {...rest}
        type="checkbox"
        role="switch"
        aria-label={label}
        aria-checked={on}
        checked={on}
        onChange={(event) => onTurn(event.currentTarget.checked)}
      />
      <span class="switch-body" aria-hidden="true" />
    </span>
  );
}
