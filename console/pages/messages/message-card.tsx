import type { MessageRow } from "../../../appliance/contract/voicemail.ts";
import { dropMessage, markMessage, messageSound, transcribeMessage } from "../../data/messages.ts";
import { personName } from "../../data/people.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { FieldLine } from "../../parts/fields.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { messageWords } from "../../words/messages.ts";
import { age, day, hour } from "../../words/time.ts";
import { language } from "../../words/words.ts";

/** One message: who called, its sound, what was typed, and what is done with it. */
export function MessageCard({ row, changed }: { row: MessageRow; changed: () => void }) {
  const w = messageWords.value;
  const l = language.value;
  const caller = row.emptiedAtMs === undefined ? (row.callerName ?? (row.caller || w.withheld)) : w.emptied;
  const mark = (state: "new" | "heard", kept?: boolean) =>
    void markMessage(row.id, state, kept).then(() => {
      say(w.marked);
      changed();
    }, sayFault);
  const drop = () =>
    ask({
      title: fill(w.removeAsk, { caller }),
      note: w.removeNote,
      yes: w.remove,
      danger: true,
      run: () =>
        void dropMessage(row.id).then(() => {
          say(w.removed);
          changed();
        }, sayFault),
    });
  const { transcript } = row;
  const gone = row.state === "deleted";
  const shownState = row.state === "heard" ? "heard" : "new";
  return (
    <li class={`message is-${row.state}`}>
      <header>
        <strong>{row.callerName ?? <NumberText number={row.caller} />}</strong>
        {row.callerName && row.caller ? <NumberText number={row.caller} class="note" /> : null}
        <span class="message-state">{w.states[row.state]}</span>
        {row.kept ? <span class="note">{w.kept}</span> : null}
        <span class="grow" />
        <time class="note num">
          {day(row.atMs, l)} {hour(row.atMs, l)} · {age(row.lengthMs, l)}
        </time>
      </header>
      {row.fields.length > 0 ? <FieldLine fields={row.fields} /> : null}
      {gone ? null : (
        // biome-ignore lint/a11y/useMediaCaption: a message has no captions; what was written down stands below
        <audio controls preload="none" src={messageSound(row.id)} />
      )}
      {transcript ? (
        <p class={transcript.state === "done" ? "message-text" : "note"} lang={row.language}>
          {transcript.state === "done" ? transcript.text : w[transcript.state]}
        </p>
      ) : null}
      <div class="row message-acts">
        {gone ? null : (
          <>
            {row.state === "new" ? (
              <Button small icon="check" onPress={() => mark("heard")}>
                {w.mark.heard}
              </Button>
            ) : (
              <Button small onPress={() => mark("new")}>
                {w.mark.new}
              </Button>
            )}
            <Button small kind="quiet" onPress={() => mark(shownState, !row.kept)}>
              {row.kept ? w.unkeep : w.keep}
            </Button>
            {transcript?.state === "done" || transcript?.state === "asked" ? null : (
              <Button small kind="quiet" onPress={() => void transcribeMessage(row.id).then(changed, sayFault)}>
                {w.transcribe}
              </Button>
            )}
          </>
        )}
        <a href={`/calls/${encodeURIComponent(row.call)}`}>{w.call}</a>
        {row.by && row.changedAtMs ? (
          <span class="note">
            {fill(w.by, { by: personName(row.by), time: `${day(row.changedAtMs, l)} ${hour(row.changedAtMs, l)}` })}
          </span>
        ) : null}
        <span class="grow" />
        {gone ? null : <Button small kind="quiet" icon="bin" label={w.remove} onPress={drop} />}
      </div>
    </li>
  );
}
