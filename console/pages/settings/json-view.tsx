import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Button } from "../../parts/button.tsx";
import { say } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { edit, problems, undo, valueAt } from "../../settings/draft.ts";
import { isWithin } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";
import { jsonLines, nearestLine } from "./json-lines.ts";

/** The raw document for those who prefer it: read with its problems at their lines, or rewritten and taken over. */
export function JsonView({ at }: { at: string }) {
  const w = words.value;
  const value = valueAt(at);
  const { text, lineOf } = useMemo(() => jsonLines(value), [value]);
  const typed = useSignal<string | undefined>(undefined);
  const error = useSignal("");
  useUnkept(typed.value !== undefined && typed.value !== text);
  const marks = new Map<number, string[]>();
  for (const p of problems.value.filter((x) => isWithin(x.path, at))) {
    const line = nearestLine(lineOf, p.path.slice(at.length));
    marks.set(line, [...(marks.get(line) ?? []), `${pick(p.reason)} ${pick(p.hint)}`]);
  }
  const take = () => {
    try {
      edit(at, JSON.parse(typed.value ?? ""));
      typed.value = undefined;
      error.value = "";
      say(w.settings.jsonApply, { label: w.common.undo, run: undo });
    } catch (e) {
      error.value = fill(w.settings.jsonBroken, { why: e instanceof Error ? e.message : "" });
    }
  };
  if (typed.value !== undefined)
    return (
      <div class="stack json">
        <textarea
          class="input mono json-edit"
          aria-label="JSON"
          spellcheck={false}
          rows={28}
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
        {error.value ? (
          <p class="notice is-bad" role="alert">
            {error.value}
          </p>
        ) : null}
        <div class="row">
          <Button kind="main" onPress={take}>
            {w.settings.jsonApply}
          </Button>
          <Button
            onPress={() => {
              typed.value = undefined;
              error.value = "";
            }}
          >
            {w.common.cancel}
          </Button>
        </div>
      </div>
    );
  return (
    <div class="stack json">
      <div class="row">
        <Button icon="settings" onPress={() => (typed.value = text)}>
          {w.common.edit}
        </Button>
        <Button
          kind="quiet"
          icon="copy"
          onPress={() => void navigator.clipboard?.writeText(text).then(() => say(w.common.copied))}
        >
          {w.common.copy}
        </Button>
      </div>
      <ol class="json-lines mono">
        {text.split("\n").map((line, i) => (
          <li key={i} class={marks.has(i) ? "is-bad" : ""}>
            <code>{line}</code>
            {marks.get(i)?.map((m) => (
              <span key={m} class="json-mark">
                {m}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}
