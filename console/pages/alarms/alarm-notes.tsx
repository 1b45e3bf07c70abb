import { useEffect } from "preact/hooks";
import { type AlarmNote, type AlarmRow, alarmNotes } from "../../data/alarms.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote } from "../../parts/notices.tsx";
import { alarmWords } from "../../words/alarms.ts";
import { fill } from "../../words/fill.ts";
import { clock, day } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";

/** What was done about an alarm: who, when, how. `turn` changes when there is more to tell. */
export function AlarmNotes({ alarm, turn }: { alarm: AlarmRow; turn: string }) {
  const w = alarmWords.value;
  const { state, reload } = useLoaded(() => alarmNotes(alarm.id), alarm.id);
  useEffect(() => {
    if (state.peek().value) reload();
  }, [turn]);
  const { value, error } = state.value;
  return (
    <section class="alarm-notes" aria-label={w.notes} aria-busy={value === undefined && !error}>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {value?.length === 0 ? <p class="note">{w.noNotes}</p> : null}
      <ol>
        {value?.map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </ol>
      <p class="note num">{fill(w.code, { code: alarm.code })}</p>
    </section>
  );
}

function Note({ note }: { note: AlarmNote }) {
  return (
    <li class={`is-${note.kind}`}>
      <time class="num faint" dateTime={new Date(note.atMs).toISOString()}>
        {day(note.atMs, language.value)} {clock(note.atMs, language.value)}
      </time>
      <span>{pick(note.words)}</span>
    </li>
  );
}
