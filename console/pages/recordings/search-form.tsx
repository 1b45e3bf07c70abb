import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { endReasons } from "../../../appliance/contract/end-reason.ts";
import { live } from "../../data/live.ts";
import { byName } from "../../data/names.ts";
import { may } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { DateInput } from "../../parts/date-input.tsx";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { recordingWords } from "../../words/recordings.ts";
import { pick, words } from "../../words/words.ts";
import type { Search } from "./search.ts";

const behindMore: (keyof Search)[] = ["line", "direction", "kind", "tag", "ended", "longer", "shorter", "scoreFrom", "scoreTo"];

/** One line for the usual, the rest behind a button. Choices count at once, texts a moment after the last key. */
export function SearchForm({ search, set }: { search: Search; set: (next: Search) => void }) {
  const w = recordingWords.value.find;
  const c = words.value.calls;
  const more = useSignal(behindMore.some((key) => search[key]));
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(search);
  latest.current = search;
  useShortcuts({ "/": () => input.current?.focus() });
  useEffect(() => () => clearTimeout(timer.current), []);
  const choose = (change: Search) => set({ ...latest.current, ...change });
  // What is being typed stays in its field while live values draw the page anew.
  const pending = useSignal<Search>({});
  const typed = (change: Search) => {
    pending.value = { ...pending.peek(), ...change };
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const all = pending.peek();
      pending.value = {};
      choose(all);
    }, 350);
  };
  const shown = (key: "text" | "tag" | "longer" | "shorter" | "scoreFrom" | "scoreTo") => pending.value[key] ?? search[key] ?? "";
  const text = (key: "tag" | "longer" | "shorter" | "scoreFrom" | "scoreTo", label: string, digits = true) => (
    <Field label={label}>
      {(ids) => (
        <TextInput
          {...ids}
          value={shown(key)}
          maxLength={digits ? 6 : 40}
          inputMode={digits ? "numeric" : "text"}
          onText={(value) => typed({ [key]: value })}
        />
      )}
    </Field>
  );
  const d = words.value.direction;
  return (
    <search class="recording-search">
      <div class="filters">
        <div class="filter-number">
          <Icon name="search" />
          <TextInput
            inputRef={input}
            aria-label={w.words}
            placeholder={w.words}
            maxLength={80}
            value={shown("text")}
            onText={(value) => typed({ text: value })}
          />
        </div>
        <SelectInput
          aria-label={c.filterQueue}
          value={search.queue ?? ""}
          empty={c.anyQueue}
          choices={(live.value?.queues ?? []).map((q) => ({ value: q.id, label: pick(q.name) || q.id }))}
          onChoose={(queue) => choose({ queue })}
        />
        {may("hear-recordings") ? (
          <SelectInput
            aria-label={c.filterAgent}
            value={search.agent ?? ""}
            empty={c.anyAgent}
            choices={byName(live.value?.agents ?? []).map((a) => ({ value: a.id, label: a.name }))}
            onChoose={(agent) => choose({ agent })}
          />
        ) : null}
        <DateInput label={w.from} value={search.from ?? ""} onDate={(from) => choose({ from })} />
        <DateInput label={w.to} value={search.to ?? ""} onDate={(to) => choose({ to })} />
        <Button
          kind="quiet"
          icon={more.value ? "up" : "down"}
          aria-expanded={more.value}
          onPress={() => (more.value = !more.value)}
        >
          {more.value ? w.less : w.more}
        </Button>
        {Object.keys(search).length > 0 ? (
          <Button kind="quiet" icon="close" onPress={() => set({})}>
            {c.clear}
          </Button>
        ) : null}
      </div>
      {more.value ? (
        <div class="search-more">
          {text("tag", w.tag, false)}
          {text("longer", w.longer)}
          {text("shorter", w.shorter)}
          {text("scoreFrom", w.scoreFrom)}
          {text("scoreTo", w.scoreTo)}
          <Field label={w.line}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={search.line ?? ""}
                empty={w.anyLine}
                choices={byName(live.value?.lines ?? []).map((x) => ({ value: x.id, label: x.name }))}
                onChoose={(line) => choose({ line })}
              />
            )}
          </Field>
          <Field label={w.direction}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={search.direction ?? ""}
                empty={w.anyDirection}
                choices={(["in", "out", "internal"] as const).map((value) => ({ value, label: d[value] }))}
                onChoose={(direction) => choose({ direction })}
              />
            )}
          </Field>
          <Field label={w.kind}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={search.kind ?? ""}
                empty={w.anyKind}
                choices={(["call", "voicemail"] as const).map((value) => ({ value, label: w[value] }))}
                onChoose={(kind) => choose({ kind })}
              />
            )}
          </Field>
          <Field label={w.ended}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={search.ended ?? ""}
                empty={w.anyEnd}
                choices={Object.entries(endReasons).map(([value, said]) => ({ value, label: pick(said) }))}
                onChoose={(ended) => choose({ ended })}
              />
            )}
          </Field>
        </div>
      ) : null}
    </search>
  );
}
