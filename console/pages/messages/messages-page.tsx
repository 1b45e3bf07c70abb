import "./messages.css";
import { useSignal } from "@preact/signals";
import { useRoute } from "preact-iso";
import type { MessageRow } from "../../../appliance/contract/voicemail.ts";
import { fetchBoxes, fetchMessages, type MessageState } from "../../data/messages.ts";
import { BoxOwn } from "../../features/box-own.tsx";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { messageWords } from "../../words/messages.ts";
import { ownWords } from "../../words/own.ts";
import { RecordingTabs } from "../recordings/recording-tabs.tsx";
import { MessageCard } from "./message-card.tsx";

/** Voicemail boxes at the side, the messages of one of them beside it. */
export function MessagesPage() {
  const { params } = useRoute();
  const w = messageWords.value;
  const { state, reload } = useLoaded(fetchBoxes, "boxes");
  const boxes = state.value.value;
  const chosen = boxes?.find((b) => b.id === params.box) ?? boxes?.[0];
  return (
    <div class="messages-page">
      <header class="page-head">
        <h1>{w.title}</h1>
        <RecordingTabs at="/messages" />
        <p class="note">{w.about}</p>
      </header>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {!boxes && state.value.loading ? <Loading /> : null}
      {boxes?.length === 0 ? <Empty icon="letter" title={w.noBoxes} note={w.noBoxesNote} /> : null}
      {boxes && chosen ? (
        <div class="messages">
          <nav aria-label={w.boxes}>
            <ul class="box-list">
              {boxes.map((box) => (
                <li key={box.id}>
                  <a
                    href={`/messages/${encodeURIComponent(box.id)}`}
                    data-row
                    aria-current={box.id === chosen.id ? "true" : undefined}
                  >
                    <Icon name="letter" />
                    <span class="grow">
                      <strong>{box.name}</strong>
                      <span class="note">
                        {fill(w.box, { n: box.new })}
                        {box.full ? ` · ${w.full}` : ""}
                        {box.greeting ? ` · ${w.ownGreeting}` : ""}
                      </span>
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="message-side">
            <details class="box-set" key={`set ${chosen.id}`}>
              <summary>{ownWords.value.box}</summary>
              <BoxOwn box={chosen} changed={reload} />
            </details>
            <Messages key={chosen.id} box={chosen.id} changed={reload} />
          </div>
        </div>
      ) : null}
    </div>
  );
}

const states = ["all", "new", "heard", "deleted"] as const;

function Messages({ box, changed }: { box: string; changed: () => void }) {
  const w = messageWords.value;
  const shown = useSignal<(typeof states)[number]>("all");
  const older = useSignal<MessageRow[]>([]);
  const state: MessageState | undefined = shown.value === "all" ? undefined : shown.value;
  const first = useLoaded(() => fetchMessages(box, state), `${box} ${shown.value}`);
  const rows = [...(first.state.value.value ?? []), ...older.value];
  const last = rows.at(-1);
  const more = () => {
    if (last)
      void fetchMessages(box, state, last.atMs).then((found) => {
        older.value = [...older.peek(), ...found];
      }, sayFault);
  };
  const refresh = () => {
    older.value = [];
    first.reload();
    changed();
  };
  return (
    <section class="message-list">
      <Segments
        label={w.show}
        value={shown.value}
        choices={states.map((s) => ({ value: s, label: w.states[s] }))}
        onChoose={(s) => {
          older.value = [];
          shown.value = s as (typeof states)[number];
        }}
      />
      {first.state.value.error ? <FaultNote error={first.state.value.error} onRetry={first.reload} /> : null}
      {!first.state.value.value && first.state.value.loading ? <Loading /> : null}
      {first.state.value.value && rows.length === 0 ? <Empty icon="letter" title={w.none} /> : null}
      <ul>
        {rows.map((row) => (
          <MessageCard key={row.id} row={row} changed={refresh} />
        ))}
      </ul>
      {rows.length > 0 && rows.length % 50 === 0 ? <Button onPress={more}>{w.more}</Button> : null}
    </section>
  );
}
