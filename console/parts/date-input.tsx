import "./date-input.css";

/** A day; empty when none is chosen. Shows its name while it is empty. */
export function DateInput({
  label,
  value,
  onDate,
  max,
  ...rest
}: {
  label: string;
  value: string;
  onDate: (date: string) => void;
  max?: string;
  id?: string;
  "aria-describedby"?: string;
}) {
  return (
    <span class={`date-input ${value === "" ? "is-empty" : ""}`} data-label={label}>
      <input
        {...rest}
        class="input"
        type="date"
        aria-label={rest.id ? undefined : label}
        value={value}
        {...(max ? { max } : {})}
        onChange={(event) => onDate(event.currentTarget.value)}
      />
    </span>
  );
}
