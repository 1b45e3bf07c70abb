import type { ComponentChildren } from "preact";

/** A sentence of the words with controls in its `{places}`, in the order of the language. */
export function SentenceLine({ text, places }: { text: string; places: Record<string, ComponentChildren> }) {
  return (
    <p class="sentence">
      {text.split(/(\{\w+\})/).map((part, i) => (
        <span key={i}>{part.startsWith("{") ? places[part.slice(1, -1)] : part}</span>
      ))}
    </p>
  );
}

/** A choice that reads as a word of the sentence. */
export function WordChoice({
  value,
  choices,
  label,
  onChoose,
}: {
  value: string;
  choices: { value: string; label: string }[];
  label: string;
  onChoose: (value: string) => void;
}) {
  const shown = choices.find((c) => c.value === value)?.label ?? value;
  return (
    <span class="word-choice">
      <span aria-hidden="true">{shown}</span>
      <select aria-label={label} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map((c) => (
          <option key={c.value} value={c.value} selected={c.value === value}>
            {c.label}
          </option>
        ))}
      </select>
    </span>
  );
}
