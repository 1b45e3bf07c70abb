import "./player.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RecordingRow } from "../../appliance/contract/records.ts";
import { recordingPeaks } from "../data/calls.ts";
import { hearing, reasonFor } from "../data/recordings.ts";
import { Button } from "../parts/button.tsx";
import { Segments } from "../parts/inputs.tsx";
import { useLoaded } from "../parts/loaded.ts";
import { FaultNote, Loading } from "../parts/notices.tsx";
import { fill } from "../words/fill.ts";
import { recordingWords } from "../words/recordings.ts";
import { age, clock, number } from "../words/time.ts";
import { language, words } from "../words/words.ts";
import { Channels } from "./channels.ts";
import { ReasonDialog } from "./reason-dialog.tsx";
import { Sides, sidesOf, Waves } from "./waves.tsx";

const speeds = [0.75, 1, 1.25, 1.5, 2];
const buckets = 600;

/** A moment somebody marked. */
export type PlayerNote = { n: number; atMs: number; text: string };
export type PlayerControls = { seekMs: (ms: number) => void; atMs: () => number };

/** Plays a recording. Nothing is fetched to be heard before somebody wants to hear it: each listening is written down. */
export function Player({
  row,
  notes = [],
  controls,
}: {
  row: RecordingRow;
  notes?: PlayerNote[];
  /** Gives the page beside it the way to the moment that is heard. */
  controls?: (of: PlayerControls) => void;
}) {
  const w = words.value.call;
  const more = recordingWords.value;
  const l = language.value;
  const audio = useRef<HTMLAudioElement>(null);
  const channels = useRef<Channels>(undefined);
  const playing = useSignal(false);
  const atSec = useSignal(0);
  const speed = useSignal(1);
  const heard = useSignal({ left: true, right: true });
  const broken = useSignal(false);
  const opening = useSignal(false);
  /** What waits for a reason. */
  const asking = useSignal<"play" | "take" | undefined>(undefined);
  const refused = useSignal<unknown>(undefined);
  const { state, reload } = useLoaded(() => recordingPeaks(row.id, buckets), row.id);
  const lengthSec = (state.value.value?.durationMs ?? row.durationMs ?? 0) / 1000;

  useEffect(() => {
    let frame = 0;
    const follow = () => {
      if (audio.current) atSec.value = audio.current.currentTime;
      frame = playing.value ? requestAnimationFrame(follow) : 0;
    };
    if (playing.value) follow();
    return () => cancelAnimationFrame(frame);
  }, [playing.value]);
  useEffect(() => () => channels.current?.close(), []);

  /** Asks the box first, with the reason if one is known or was just given. */
  const open = async (wanted: "play" | "take", given?: string) => {
    refused.value = undefined;
    opening.value = true;
    try {
      const found = await hearing(row.id, given ?? reasonFor(row.id));
      if (found === "reason") asking.value = wanted;
      else if (wanted === "take") take(found.src);
      else if (audio.current) {
        const a = audio.current;
        if (!a.src) {
          a.src = found.src;
          a.currentTime = atSec.value;
          a.playbackRate = speed.value;
        }
        await a.play().catch((error: unknown) => {
          // Some browsers want another press after a wait; that is no fault of the sound.
          broken.value = !(error instanceof DOMException && error.name === "NotAllowedError");
        });
      }
    } catch (error) {
      refused.value = error;
    } finally {
      opening.value = false;
    }
  };
  const toggle = () => {
    const a = audio.current;
    if (!a) return;
    if (!a.paused) a.pause();
    else void open("play");
  };
  const seek = (toSec: number) => {
    const to = Math.max(0, Math.min(lengthSec, toSec));
    atSec.value = to;
    if (audio.current?.src) audio.current.currentTime = to;
  };
  useEffect(() => {
    controls?.({ seekMs: (ms) => seek(ms / 1000), atMs: () => Math.round(atSec.peek() * 1000) });
  }, [row.id, lengthSec]);
  const setSpeed = (to: number) => {
    speed.value = to;
    if (audio.current) audio.current.playbackRate = to;
  };
  const hear = (side: "left" | "right") => {
    const next = { ...heard.value, [side]: !heard.value[side] };
    heard.value = next;
    if (!audio.current) return;
    channels.current ??= new Channels(audio.current);
    channels.current.hear(next);
  };
  const keys = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 1 : 5;
    const i = speeds.indexOf(speed.value);
    if (event.key === " ") toggle();
    else if (event.key === "ArrowLeft") seek(atSec.value - step);
    else if (event.key === "ArrowRight") seek(atSec.value + step);
    else if (event.key === "Home") seek(0);
    else if (event.key === "End") seek(lengthSec);
    else if (event.key === "ArrowUp") setSpeed(speeds[Math.min(speeds.length - 1, i + 1)] ?? 1);
    else if (event.key === "ArrowDown") setSpeed(speeds[Math.max(0, i - 1)] ?? 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <article class="player">
      {/* biome-ignore lint/a11y/useMediaCaption: a telephone recording has no captions */}
      <audio
        ref={audio}
        preload="none"
        onPlay={() => (playing.value = true)}
        onPause={() => (playing.value = false)}
        onEnded={() => (playing.value = false)}
        onError={() => (broken.value = true)}
      />
      <div class="player-bar">
        <Button
          kind="main"
          icon={playing.value ? "pause" : "play"}
          label={playing.value ? w.pausePlay : w.play}
          pending={opening.value}
          onPress={toggle}
        />
        <span class="player-time num">
          <strong>{age(atSec.value * 1000, l)}</strong> / {age(lengthSec * 1000, l)}
        </span>
        <span class="player-what">
          {row.kind === "voicemail" ? w.voicemail : w.recordings} · {clock(row.startedAtMs + atSec.value * 1000, l)}
        </span>
        <span class="grow" />
        <Segments
          label={w.speed}
          value={String(speed.value)}
          choices={speeds.map((s) => ({ value: String(s), label: `${number(s, l, 2)}×` }))}
          onChoose={(s) => setSpeed(Number(s))}
        />
        <Button kind="quiet" icon="download" label={w.download} onPress={() => void open("take")} />
      </div>
      {state.value.loading && !state.value.value ? <Loading /> : null}
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {refused.value ? <FaultNote error={refused.value} /> : null}
      {broken.value ? <p class="notice is-bad">{w.audioBroken}</p> : null}
      {state.value.value ? (
        <div class="waves">
          <Sides heard={heard.value} hear={hear} sides={sidesOf(state.value.value)} />
          <div
            class="wave-field"
            role="slider"
            tabIndex={0}
            aria-label={w.position}
            aria-valuemin={0}
            aria-valuemax={Math.round(lengthSec)}
            aria-valuenow={Math.round(atSec.value)}
            aria-valuetext={age(atSec.value * 1000, l)}
            onKeyDown={keys}
            onPointerDown={(event) => {
              const field = event.currentTarget;
              field.setPointerCapture(event.pointerId);
              const to = (e: PointerEvent) =>
                seek(((e.clientX - field.getBoundingClientRect().left) / field.clientWidth) * lengthSec);
              to(event);
              field.onpointermove = to;
              field.onpointerup = () => {
                field.onpointermove = null;
              };
            }}
          >
            <Waves peaks={state.value.value} heard={heard.value} share={lengthSec > 0 ? atSec.value / lengthSec : 0} />
            {(row.gaps ?? []).map((gap) => (
              <Gap key={gap.fromMs} gap={gap} lengthMs={lengthSec * 1000} />
            ))}
            {notes.map((note) => (
              <button
                key={note.n}
                type="button"
                class="wave-note"
                style={{ left: `${lengthSec > 0 ? note.atMs / 10 / lengthSec : 0}%` }}
                title={fill(more.player.note, { at: age(note.atMs, l), text: note.text })}
                aria-label={fill(more.player.note, { at: age(note.atMs, l), text: note.text })}
                onPointerDown={(event) => event.stopPropagation()}
                onClick={() => seek(note.atMs / 1000)}
              />
            ))}
            <span class="wave-needle" style={{ left: `${lengthSec > 0 ? (atSec.value / lengthSec) * 100 : 0}%` }} />
          </div>
        </div>
      ) : null}
      {row.gaps && row.gaps.length > 0 ? (
        <p class="player-gaps">
          {fill(more.player.gaps, { n: row.gaps.length })} · {row.gaps.map((gap) => gapText(gap, lengthSec * 1000)).join(" · ")}
        </p>
      ) : null}
      <p class="player-foot">
        <span>{more.player.heard}</span>
        <span>{w.keys}</span>
        <span class="num">{row.bytes === undefined ? "" : fill(w.size, { mb: number(row.bytes / 1e6, l, 2) })}</span>
        {row.sha256 ? (
          <span class="hash cut" title={row.sha256}>
            {w.hash} <code>{row.sha256}</code>
          </span>
        ) : null}
        {row.state === "cut" ? <span>{w.cut}</span> : null}
      </p>
      {asking.value ? (
        <ReasonDialog
          go={asking.value === "take" ? w.download : more.reason.go}
          onClose={() => (asking.value = undefined)}
          onReason={(reason) => {
            const wanted = asking.value ?? "play";
            asking.value = undefined;
            void open(wanted, reason);
          }}
        />
      ) : null}
    </article>
  );
}

type Pause = NonNullable<RecordingRow["gaps"]>[number];
const gapText = (gap: Pause, lengthMs: number): string => {
  const w = recordingWords.value.player;
  const l = language.value;
  return fill(w.gap, { from: age(gap.fromMs, l), to: age(gap.toMs ?? lengthMs, l), why: w.why[gap.why] });
};

/** Where nothing was recorded on purpose. */
function Gap({ gap, lengthMs }: { gap: Pause; lengthMs: number }) {
  if (lengthMs <= 0) return null;
  const from = (gap.fromMs / lengthMs) * 100;
  const wide = (((gap.toMs ?? lengthMs) - gap.fromMs) / lengthMs) * 100;
  return <span class="wave-gap" style={{ left: `${from}%`, width: `${wide}%` }} title={gapText(gap, lengthMs)} />;
}

/** Lets the browser save it under the name that the box gives. */
function take(src: string): void {
  const link = document.createElement("a");
  link.href = src;
  link.download = "";
  link.click();
}
