import { useSignal } from "@preact/signals";
import type { RecordingRow } from "../../../appliance/contract/records.ts";
import { boxNow } from "../../data/clock.ts";
import { asFault } from "../../data/fault.ts";
import { personName } from "../../data/people.ts";
import { noteRecording, recordingNotes } from "../../data/recordings-heard.ts";
import { Button } from "../../parts/button.tsx";
import { TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { fill } from "../../words/fill.ts";
import { age } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

/** What is worth finding again: a note, a tag, or just this moment, kept with the recording. */
export function CallNotes({ recording }: { recording: RecordingRow | undefined }) {
  const w = words.value.desk;
  return (
    <section class="card notes" aria-label={w.notes}>
      <h2>{w.notes}</h2>
      {recording ? <Notes key={recording.id} recording={recording} /> : <p class="note">{w.notesNone}</p>}
    </section>
  );
}

function Notes({ recording }: { recording: RecordingRow }) {
  const w = words.value.desk;
  const text = useSignal("");
  const tag = useSignal("");
  const saving = useSignal(false);
  useUnkept(text.value.trim() !== "" || tag.value.trim() !== "");
  const { state, reload } = useLoaded(() => recordingNotes(recording.id), recording.id);
  const save = async (note: { atMs?: number; tag?: string; text?: string }) => {
    saving.value = true;
    try {
      await noteRecording(recording.id, note);
      reload();
      return true;
    } catch (error) {
      sayFault(error);
      return false;
    } finally {
      saving.value = false;
    }
  };
  const now = () => (recording.state === "recording" ? { atMs: Math.max(0, Math.round(boxNow() - recording.startedAtMs)) } : {});
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!text.value.trim() && !tag.value.trim()) return;
    const done = await save({
      ...now(),
      ...(tag.value.trim() ? { tag: tag.value.trim() } : {}),
      ...(text.value.trim() ? { text: text.value.trim() } : {}),
    });
    if (!done) return;
    text.value = "";
    tag.value = "";
  };
  // Where agents may not hear their calls the box lets them write nothing on them either; a form that is always refused helps nobody.
  if (asFault(state.value.error).reply?.code === "not-allowed") return <p class="note">{w.notesClosed}</p>;
  const rows = state.value.value ?? [];
  return (
    <>
      <form class="note-form" onSubmit={(event) => void submit(event)}>
        <textarea
          class="input"
          rows={2}
          maxLength={1000}
          aria-label={w.noteText}
          placeholder={w.noteText}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit(event);
          }}
        />
        <div class="note-line">
          <TextInput
            value={tag.value}
            maxLength={40}
            aria-label={w.tag}
            placeholder={w.tag}
            onText={(t) => {
              tag.value = t;
            }}
          />
          <Button type="submit" pending={saving.value} blocked={text.value.trim() || tag.value.trim() ? undefined : w.noteText}>
            {w.addNote}
          </Button>
          {recording.state === "recording" ? (
            <Button
              kind="quiet"
              icon="note"
              pending={saving.value}
              onPress={() => void save({ ...now(), tag: w.markTag }).then((done) => done && say(w.marked))}
            >
              {w.markNow}
            </Button>
          ) : null}
        </div>
      </form>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      <ul class="note-rows">
        {rows.map((row) => (
          <li key={row.n}>
            {row.atMs === null ? null : <span class="num faint">{fill(w.at, { age: age(row.atMs, language.value) })}</span>}
            {row.tag ? <span class="badge is-plain">{row.tag}</span> : null}
            <span class="grow">{row.text}</span>
            <span class="faint small">{personName(row.by)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
