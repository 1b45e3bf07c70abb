import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type AlarmNote, type AlarmRow, alarmNotes, comment } from "../../data/alarms.ts";
import { canAct } from "../../data/live.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { useUnkept } from "../../parts/unkept.ts";
import { alarmWords } from "../../words/alarms.ts";
import { fill } from "../../words/fill.ts";
import { clock, day } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

const mostShown = 8;

/** What was done about an alarm: who, when, how. `turn` changes when there is more to tell. */
export function AlarmNotes({ alarm, turn }: { alarm: AlarmRow; turn: string }) {
  const w = alarmWords.value;
  const { state, reload } = useLoaded(() => alarmNotes(alarm.id), alarm.id);
  useEffect(() => {
    if (state.peek().value) reload();
  }, [turn]);
  const { value, error } = state.value;
  // A dialer that goes round and round fills pages; what was last is what counts.
  const whole = useSignal(false);
  const hidden = value && !whole.value && value.length > mostShown + 1 ? value.length - mostShown : 0;
  return (
    <section class="alarm-notes" aria-label={w.notes} aria-busy={value === undefined && !error}>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {value?.length === 0 ? <p class="note">{w.noNotes}</p> : null}
      {hidden > 0 ? (
        <Button
          small
          kind="quiet"
          icon="up"
          onPress={() => {
            whole.value = true;
          }}
        >
          {fill(w.earlier, { n: hidden })}
        </Button>
      ) : null}
      <ol>
        {value?.slice(hidden).map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </ol>
      {may("supervise") ? <Remark alarm={alarm.id} added={reload} /> : null}
      <p class="note num">{fill(w.code, { code: alarm.code })}</p>
    </section>
  );
}

/** A line of one's own in the history; what is typed stays until it was taken. */
function Remark({ alarm, added }: { alarm: string; added: () => void }) {
  const w = alarmWords.value;
  const typed = useSignal("");
  const busy = useSignal(false);
  useUnkept(typed.value.trim() !== "");
  const blocked = canAct.value ? (typed.value.trim() === "" ? w.commentHint : undefined) : words.value.link.blocked;
  const add = (event: Event) => {
    event.preventDefault();
    if (blocked || busy.value) return;
    busy.value = true;
    comment(alarm, typed.peek().trim())
      .then(() => {
        typed.value = "";
        say(alarmWords.peek().commentDone);
        added();
      }, sayFault)
      .finally(() => {
        busy.value = false;
      });
  };
  return (
    <form class="alarm-remark" onSubmit={add}>
      <TextInput
        value={typed.value}
        maxLength={500}
        aria-label={w.comment}
        placeholder={w.commentHint}
        onText={(text) => {
          typed.value = text;
        }}
      />
      <Button small type="submit" blocked={blocked} pending={busy.value}>
        {w.commentAdd}
      </Button>
    </form>
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
