import { useSignal } from "@preact/signals";
import type { RecordingNote } from "../../../appliance/contract/evidence.ts";
import { personName } from "../../data/people.ts";
import { dropNote, noteRecording } from "../../data/recordings.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Field, TextInput } from "../../parts/inputs.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import type { PlayerControls } from "../../player/player.tsx";
import { fill } from "../../words/fill.ts";
import { recordingWords } from "../../words/recordings.ts";
import { age, clock, day } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

/** What people and the box noted, of the whole or of a moment; a moment's note leads there. */
export function Notes({
  id,
  notes,
  player,
  changed,
}: {
  id: string;
  notes: RecordingNote[];
  player?: PlayerControls;
  changed: () => void;
}) {
  const w = recordingWords.value.one;
  const l = language.value;
  const drop = (note: RecordingNote) =>
    ask({
      title: w.dropAsk,
      note: fill(w.dropNote, { text: note.text || note.tag || "" }),
      yes: words.value.common.remove,
      danger: true,
      run: () => void dropNote(id, note.n).then(changed, sayFault),
    });
  return (
    <section class="notes" aria-label={w.notes}>
      <h2 class="column-head">{w.notes}</h2>
      {notes.length === 0 ? <p class="note notes-none">{w.noNotes}</p> : null}
      <ul>
        {notes.map((note) => (
          <li key={note.n} class="note-row">
            <div class="grow">
              <p class="row wrap">
                {note.tag ? <span class="tag">{note.tag}</span> : null}
                {note.atMs === null ? null : player ? (
                  <button type="button" class="note-at num" onClick={() => player.seekMs(note.atMs ?? 0)}>
                    {fill(w.at, { time: age(note.atMs, l) })}
                  </button>
                ) : (
                  <span class="note num">{fill(w.at, { time: age(note.atMs, l) })}</span>
                )}
              </p>
              {note.text ? <p>{note.text}</p> : null}
              <p class="small faint">
                {fill(w.by, {
                  who: note.by === "box" ? w.box : personName(note.by),
                  when: `${day(note.madeAtMs, l)} ${clock(note.madeAtMs, l)}`,
                })}
              </p>
            </div>
            {may("hear-recordings") ? (
              <Button kind="quiet" small icon="bin" label={w.dropAsk} onPress={() => drop(note)} />
            ) : null}
          </li>
        ))}
      </ul>
      <NewNote id={id} changed={changed} {...(player ? { player } : {})} />
    </section>
  );
}

function NewNote({ id, player, changed }: { id: string; player?: PlayerControls; changed: () => void }) {
  const w = recordingWords.value.one;
  const tag = useSignal("");
  const text = useSignal("");
  const atMoment = useSignal(true);
  const busy = useSignal(false);
  const empty = tag.value.trim() === "" && text.value.trim() === "";
  useUnkept(!empty);
  const add = async () => {
    if (empty || busy.value) return;
    busy.value = true;
    const atMs = atMoment.value ? player?.atMs() : undefined;
    try {
      await noteRecording(id, {
        ...(atMs === undefined ? {} : { atMs }),
        ...(tag.value.trim() ? { tag: tag.value.trim() } : {}),
        text: text.value.trim(),
      });
      tag.value = "";
      text.value = "";
      changed();
    } catch (error) {
      sayFault(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="new-note"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field label={w.tag}>
        {(ids) => <TextInput {...ids} value={tag.value} maxLength={40} onText={(t) => (tag.value = t)} />}
      </Field>
      <Field label={w.text}>
        {(ids) => <TextInput {...ids} value={text.value} maxLength={1000} onText={(t) => (text.value = t)} />}
      </Field>
      <div class="row wrap new-note-foot">
        {player ? (
          <label class="row">
            <input
              type="checkbox"
              checked={atMoment.value}
              onChange={(event) => (atMoment.value = event.currentTarget.checked)}
            />
            <span>{w.atMoment}</span>
          </label>
        ) : null}
        <span class="grow" />
        <Button type="submit" blocked={empty ? w.noNotes : undefined} pending={busy.value}>
          {w.add}
        </Button>
      </div>
    </form>
  );
}
