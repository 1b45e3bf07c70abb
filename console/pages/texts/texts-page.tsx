import "./texts.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type TextGroup, textGroupNames } from "../../../appliance/contract/text-states.ts";
import { live } from "../../data/live.ts";
import { fetchTexts, type TextRow } from "../../data/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Segments, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { textWords } from "../../words/texts.ts";
import { RecordingTabs } from "../recordings/recording-tabs.tsx";
import { TextLine } from "./text-line.tsx";
import { useChanges } from "./use-changes.ts";
import { WriteText } from "./write-text.tsx";

const pageSize = 50;
const typingMs = 300;

/** Text messages, in and out (S1, S3): what came, what waits, what has left, and what only a person can decide. */
export function TextsPage() {
  const w = textWords.value;
  const group = useSignal<TextGroup>("received");
  const typed = useSignal("");
  const wanted = useSignal("");
  const older = useSignal<TextRow[]>([]);
  const ended = useSignal(false);
  /** The number to write to first; undefined while nobody writes. */
  const writing = useSignal<string | undefined>(undefined);
  const ask = (before?: number) =>
    fetchTexts({
      group: group.peek(),
      limit: pageSize,
      ...(wanted.peek() ? { text: wanted.peek() } : {}),
      ...(before === undefined ? {} : { before }),
    });
  const { state, reload } = useLoaded(async () => {
    const rows = await ask();
    if (older.peek().length === 0) ended.value = rows.length < pageSize;
    return rows;
  }, `${group.value} ${wanted.value}`);
  useEffect(() => {
    older.value = [];
  }, [group.value, wanted.value]);
  useEffect(() => {
    const timer = setTimeout(() => {
      wanted.value = typed.value.trim();
    }, typingMs);
    return () => clearTimeout(timer);
  }, [typed.value]);
  useChanges(live.value?.texts[0]?.changes, reload);
  const { value, error, loading } = state.value;
  const rows = value && unique([...value, ...older.value]);
  const more = async () => {
    const last = rows?.at(-1);
    if (!last) return;
    try {
      const next = await ask(last.atMs);
      older.value = [...older.value, ...next];
      ended.value = next.length < pageSize;
    } catch (e) {
      sayFault(e);
    }
  };
  return (
    <div class="page">
      <header class="page-head">
        <h1>{w.title}</h1>
        <RecordingTabs at="/texts" />
        <p class="note">{w.about}</p>
        <Button
          kind="main"
          icon="plus"
          onPress={() => {
            writing.value = "";
          }}
        >
          {w.write}
        </Button>
      </header>
      <div class="texts-tools">
        <Segments
          label={w.show}
          value={group.value}
          choices={textGroupNames.map((g) => ({ value: g, label: w.groups[g] }))}
          onChoose={(g) => {
            group.value = g as TextGroup;
          }}
        />
        <TextInput
          value={typed.value}
          maxLength={100}
          aria-label={w.search}
          placeholder={w.search}
          onText={(text) => {
            typed.value = text;
          }}
        />
      </div>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {!rows && loading ? <Loading /> : null}
      {rows && rows.length === 0 ? (
        wanted.value ? (
          <Empty icon="search" title={fill(w.notFound, { text: wanted.value })} />
        ) : (
          <Empty icon="letter" title={w.none[group.value]} note={w.noneNote} />
        )
      ) : null}
      {rows && rows.length > 0 ? (
        <ul class="text-rows">
          {rows.map((row) => (
            <TextLine
              key={row.id}
              row={row}
              changed={reload}
              onWrite={(number) => {
                writing.value = number;
              }}
            />
          ))}
        </ul>
      ) : null}
      {value && !ended.value ? (
        <p class="texts-foot">
          <Button onPress={() => void more()}>{w.older}</Button>
        </p>
      ) : null}
      {writing.value === undefined ? null : (
        <WriteText
          to={writing.value}
          onClose={() => {
            writing.value = undefined;
          }}
          onSent={() => {
            writing.value = undefined;
            group.value = "queue";
            reload();
          }}
        />
      )}
    </div>
  );
}

/** A text that moved down by a page while older ones were fetched is one text. */
const unique = (rows: TextRow[]): TextRow[] => [...new Map(rows.map((row) => [row.id, row])).values()];
