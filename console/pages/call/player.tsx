import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { RecordingRow } from "../../../appliance/contract/records.ts";
import { recordingAudio, recordingPeaks } from "../../data/calls.ts";
import { may } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { age, clock, number } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { Channels } from "./channels.ts";
import { evenOut, wavePath } from "./wave-path.ts";

const speeds = [0.75, 1, 1.25, 1.5, 2];
const buckets = 600;
const waveWide = 1200;
const waveHigh = 44;

/** Everything that was recorded of the call, each with its player or the reason why there is none. */
export function Recordings({ rows }: { rows: readonly RecordingRow[] }) {
  const w = words.value.call;
  return (
    <section class="recordings" aria-label={w.recordings}>
      {rows.length === 0 ? (
        <Quiet title={w.noRecording} note={w.noRecordingNote} />
      ) : (
        rows.map((row) => <One key={row.id} row={row} />)
      )}
    </section>
  );
}

const Quiet = ({ title, note, recording }: { title: string; note: string; recording?: boolean }) => (
  <p class="recording-quiet">
    {recording ? <span class="rec" /> : <Icon name="record" />}
    <strong>{title}</strong> <span class="note">{note}</span>
  </p>
);

function One({ row }: { row: RecordingRow }) {
  const w = words.value.call;
  if (row.state === "recording") return <Quiet title={w.running} note={w.runningNote} recording />;
  if (row.state === "failed") return <Quiet title={w.failed} note={row.fault ?? ""} />;
  if (!may("hear-recordings")) return <Quiet title={w.recordings} note={w.notAllowed} />;
  return <Player row={row} />;
}

function Player({ row }: { row: RecordingRow }) {
  const w = words.value.call;
  const l = language.value;
  const audio = useRef<HTMLAudioElement>(null);
  const channels = useRef<Channels>(undefined);
  const playing = useSignal(false);
  const atSec = useSignal(0);
  const speed = useSignal(1);
  const heard = useSignal({ left: true, right: true });
  const broken = useSignal(false);
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

  const toggle = () => {
    const a = audio.current;
    if (!a) return;
    if (a.paused) void a.play().catch(() => (broken.value = true));
    else a.pause();
  };
  const seek = (toSec: number) => {
    const to = Math.max(0, Math.min(lengthSec, toSec));
    atSec.value = to;
    if (audio.current) audio.current.currentTime = to;
  };
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
        src={recordingAudio(row.id)}
        preload="metadata"
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
        <a
          class="button is-quiet is-icon"
          href={recordingAudio(row.id)}
          download={`${row.call}.wav`}
          aria-label={w.download}
          title={w.download}
        >
          <Icon name="download" />
        </a>
      </div>
      {state.value.loading && !state.value.value ? <Loading /> : null}
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
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
            <span class="wave-needle" style={{ left: `${lengthSec > 0 ? (atSec.value / lengthSec) * 100 : 0}%` }} />
          </div>
        </div>
      ) : null}
      <p class="player-foot">
        <span>{w.keys}</span>
        <span class="num">{row.bytes === undefined ? "" : fill(w.size, { mb: number(row.bytes / 1e6, l, 2) })}</span>
        {row.sha256 ? (
          <span class="hash cut" title={row.sha256}>
            {w.hash} <code>{row.sha256}</code>
          </span>
        ) : null}
        {row.state === "cut" ? <span>{w.cut}</span> : null}
      </p>
    </article>
  );
}

type Side = "left" | "right";
/** A message has one side only. */
const sidesOf = (peaks: { right: number[] }): Side[] => (peaks.right.length > 0 ? ["left", "right"] : ["left"]);

function Sides({
  heard,
  hear,
  sides,
}: {
  sides: Side[];
  heard: { left: boolean; right: boolean };
  hear: (side: "left" | "right") => void;
}) {
  const w = words.value.call;
  return (
    <div class="wave-sides">
      {sides.map((side) => (
        <button
          key={side}
          type="button"
          class={`wave-side is-${side}`}
          aria-pressed={heard[side]}
          title={fill(heard[side] ? w.mute : w.unmute, { side: w[side] })}
          onClick={() => hear(side)}
        >
          {w[side]}
        </button>
      ))}
    </div>
  );
}

function Waves({
  peaks,
  heard,
  share,
}: {
  peaks: { left: number[]; right: number[] };
  heard: { left: boolean; right: boolean };
  share: number;
}) {
  const paths = useMemo(() => {
    const even = evenOut(peaks.left, peaks.right);
    return { left: wavePath(even.left, waveWide, waveHigh), right: wavePath(even.right, waveWide, waveHigh) };
  }, [peaks]);
  return (
    <>
      {sidesOf(peaks).map((side) => {
        const path = paths[side];
        return (
          <svg
            key={side}
            class={`wave is-${side} ${heard[side] ? "" : "is-muted"}`}
            viewBox={`0 0 ${waveWide} ${waveHigh}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <path class="wave-ahead" d={path} />
            <path class="wave-past" d={path} style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }} />
          </svg>
        );
      })}
    </>
  );
}
