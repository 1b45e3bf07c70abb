import "./recordings.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { RecordingStory } from "../../../appliance/contract/evidence.ts";
import { agentName, queueName } from "../../data/names.ts";
import { recordingStory } from "../../data/recordings.ts";
import { Icon } from "../../look/icon.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Player, type PlayerControls } from "../../player/player.tsx";
import { recordingWords } from "../../words/recordings.ts";
import { clock, longDay } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { Evidence } from "./evidence.tsx";
import { Notes } from "./notes.tsx";

/** One recording: heard, noted on, proved. */
export function RecordingPage() {
  const id = useRoute().params.id ?? "";
  const { state, reload } = useLoaded(() => recordingStory(id), id);
  const { value, error, loading } = state.value;
  return (
    <div class="page recording-page">
      <a class="back" href="/recordings">
        <Icon name="back" size={14} /> {recordingWords.value.one.back}
      </a>
      {value ? <One story={value} reload={reload} /> : null}
      {error ? <FaultNote error={error} onRetry={reload} /> : loading && !value ? <Loading /> : null}
    </div>
  );
}

function One({ story, reload }: { story: RecordingStory; reload: () => void }) {
  const { recording, call, notes } = story;
  const w = recordingWords.value.one;
  const l = language.value;
  const controls = useRef<PlayerControls>(undefined);
  const ready = useSignal(false);
  const hold = (of: PlayerControls) => {
    controls.current = of;
    ready.value = true;
  };
  const marks = notes.flatMap((n) =>
    n.atMs === null ? [] : [{ n: n.n, atMs: n.atMs, text: [n.tag, n.text].filter(Boolean).join(" — ") }],
  );
  const heard = recording.state === "complete" || recording.state === "cut";
  return (
    <>
      <header class="recording-head">
        <div class="grow">
          <p class="note num">
            {longDay(recording.startedAtMs, l)} {clock(recording.startedAtMs, l)}
          </p>
          <h1>
            {call ? <NumberText number={call.direction === "out" ? call.called : call.caller} /> : words.value.call.recordings}
          </h1>
          <p class="note">
            {[call?.queue ? queueName(call.queue) : "", call?.agent ? agentName(call.agent) : ""].filter(Boolean).join(" · ")}
          </p>
        </div>
        <a class="button" href={`/calls/${recording.call}`}>
          <Icon name="calls" />
          <span>{w.openCall}</span>
        </a>
      </header>
      {heard && story.audible === false ? (
        <p class="notice">{words.value.call.notAllowed}</p>
      ) : heard ? (
        <Player row={recording} notes={marks} controls={hold} />
      ) : (
        <p class="notice">{recording.state === "deleted" ? w.deleted : w.missing}</p>
      )}
      <div class="recording-columns">
        <Notes
          id={recording.id}
          notes={notes}
          changed={reload}
          {...(heard && ready.value && controls.current ? { player: controls.current } : {})}
        />
        <Evidence story={story} changed={reload} />
      </div>
    </>
  );
}
