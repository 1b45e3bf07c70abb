import { useSignal } from "@preact/signals";
import type { RecordingStory } from "../../../appliance/contract/evidence.ts";
import { personName } from "../../data/people.ts";
import { holdRecording, holds, reasonFor, recordingProof, releaseHold } from "../../data/recordings.ts";
import { may } from "../../data/session.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { DateInput } from "../../parts/date-input.tsx";
import { ask, Dialog } from "../../parts/dialog.tsx";
import { Field, Switch, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { say, sayFault } from "../../parts/toasts.tsx";
import { ReasonDialog } from "../../player/reason-dialog.tsx";
import { fill } from "../../words/fill.ts";
import { recordingWords } from "../../words/recordings.ts";
import { clock, day, number } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";

/** What makes it evidence: fingerprint, chain, holds, who heard it; and the way out with its proof. */
export function Evidence({ story, changed }: { story: RecordingStory; changed: () => void }) {
  const w = recordingWords.value.one;
  const l = language.value;
  const { recording, links, accesses } = story;
  const bytes = story.bytes ?? recording.bytes;
  return (
    <section class="evidence" aria-label={w.evidence}>
      <h2 class="column-head">{w.evidence}</h2>
      <dl class="evidence-facts">
        {story.format ? (
          <div>
            <dt>{w.format}</dt>
            <dd>
              {story.format.toUpperCase()} · {story.sealed ? w.sealed : w.open}
            </dd>
          </div>
        ) : null}
        {bytes === undefined ? null : (
          <div>
            <dt>{w.size}</dt>
            <dd class="num">{number(bytes / 1e6, l, 2)} MB</dd>
          </div>
        )}
        {recording.sha256 ? (
          <div>
            <dt>{w.print}</dt>
            <dd>
              <code class="print">{recording.sha256}</code>
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{w.chain}</dt>
          <dd>{links.length === 0 ? w.noLink : links.map((link) => `№ ${link.n} ${w.link[link.kind]}`).join(" · ")}</dd>
        </div>
      </dl>
      {may("hear-recordings") ? <Acts story={story} changed={changed} /> : null}
      <h3 class="evidence-title">{w.accesses}</h3>
      {accesses.length === 0 ? <p class="note">{w.nobody}</p> : null}
      <ul class="accesses">
        {accesses.slice(0, 20).map((a) => (
          <li key={`${a.atMs} ${a.who} ${a.how}`}>
            <span>
              {personName(a.who)} · {w[a.how]} · {a.reason || w.noReason}
            </span>
            <span class="num faint">
              {day(a.atMs, l)} {clock(a.atMs, l)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Acts({ story, changed }: { story: RecordingStory; changed: () => void }) {
  const w = recordingWords.value.one;
  const { recording } = story;
  const asking = useSignal<"reason" | "hold" | undefined>(undefined);
  const busy = useSignal(false);
  const { state, reload } = useLoaded(holds, recording.id);
  const mine = (state.value.value ?? []).filter(
    (h) => h.releasedAtMs === null && (h.recording === recording.id || h.call === recording.call),
  );
  const take = async (reason: string | undefined) => {
    busy.value = true;
    try {
      const found = await recordingProof(recording.id, reason);
      if (found === "reason") asking.value = "reason";
      else {
        saveFile(found, `${recording.id}.zip`);
        changed();
      }
    } catch (error) {
      sayFault(error);
    } finally {
      busy.value = false;
    }
  };
  const release = (n: number) =>
    ask({
      title: w.releaseAsk,
      note: w.releaseNote,
      yes: w.release,
      danger: true,
      run: () =>
        void releaseHold(n).then(() => {
          say(w.released);
          reload();
        }, sayFault),
    });
  return (
    <div class="stack evidence-acts">
      {mine.map((h) => (
        <p key={h.n} class="notice is-plain">
          <span class="grow">
            {fill(w.held, { reason: h.reason })}
            {h.untilMs ? ` ${fill(w.heldUntil, { date: day(h.untilMs, language.value) })}` : ""}
          </span>
          {may("supervise") ? (
            <Button small onPress={() => release(h.n)}>
              {w.release}
            </Button>
          ) : null}
        </p>
      ))}
      <div class="row wrap">
        <Button icon="download" pending={busy.value} onPress={() => void take(reasonFor(recording.id))}>
          {w.proof}
        </Button>
        {may("supervise") ? (
          <Button icon="key" onPress={() => (asking.value = "hold")}>
            {w.hold}
          </Button>
        ) : null}
      </div>
      <p class="note">{w.proofNote}</p>
      {asking.value === "reason" ? (
        <ReasonDialog
          go={w.proof}
          onClose={() => (asking.value = undefined)}
          onReason={(reason) => {
            asking.value = undefined;
            void take(reason);
          }}
        />
      ) : null}
      {asking.value === "hold" ? (
        <HoldDialog
          story={story}
          onClose={() => (asking.value = undefined)}
          onHeld={() => {
            asking.value = undefined;
            reload();
          }}
        />
      ) : null}
    </div>
  );
}

function HoldDialog({ story, onClose, onHeld }: { story: RecordingStory; onClose: () => void; onHeld: () => void }) {
  const w = recordingWords.value.one;
  const reason = useSignal("");
  const until = useSignal("");
  const ofCall = useSignal(true);
  const short = reason.value.trim().length < 3;
  const done = () => {
    const [y = 0, m = 1, d = 1] = until.value.split("-").map(Number);
    // The day that was chosen is still kept.
    const untilMs = until.value === "" ? undefined : new Date(y, m - 1, d + 1).getTime();
    const { id, call } = story.recording;
    void holdRecording({
      ...(ofCall.value ? { call } : { recording: id }),
      reason: reason.value.trim(),
      ...(untilMs === undefined ? {} : { untilMs }),
    }).then(onHeld, sayFault);
  };
  const close = useCarefulClose(reason.value !== "" || until.value !== "", onClose);
  return (
    <Dialog
      title={w.holdTitle}
      form
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" blocked={short ? recordingWords.value.reason.short : undefined} onPress={done}>
            {w.holdGo}
          </Button>
        </>
      }
    >
      <div class="stack">
        <Field label={w.holdReason}>
          {(ids) => <TextInput {...ids} value={reason.value} maxLength={300} onText={(t) => (reason.value = t)} />}
        </Field>
        <Field label={w.holdUntil} note={w.holdForever} optional>
          {({ id }) => <DateInput id={id} label={w.holdUntil} value={until.value} onDate={(d) => (until.value = d)} />}
        </Field>
        <span class="row">
          <Switch on={ofCall.value} label={w.holdCall} onTurn={(on) => (ofCall.value = on)} />
          <span>{w.holdCall}</span>
        </span>
      </div>
    </Dialog>
  );
}

function saveFile(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
