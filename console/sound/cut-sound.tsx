import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { promptWords } from "../words/prompts.ts";
import { age, number } from "../words/time.ts";
import { language } from "../words/words.ts";
import { hear, type Sound } from "./sound.ts";
import { peaksOf, speechIn, wavOf } from "./wav-of.ts";

const wide = 600;
const high = 72;
const shortestSec = 0.1;

/** A sound as its waveform, with the part that is kept between two handles; keys move them as well. */
export function CutSound({
  sound,
  use,
  busy,
  useWord,
}: {
  sound: Sound;
  use: (wav: Blob) => void;
  busy: boolean;
  useWord?: string;
}) {
  const w = promptWords.value;
  const { lengthSec } = sound;
  const from = useSignal(0);
  const to = useSignal(lengthSec);
  const field = useRef<HTMLDivElement>(null);
  const silence = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    from.value = 0;
    to.value = lengthSec;
    return () => silence.current?.();
  }, [sound]);
  const bars = useMemo(() => peaksOf(sound.samples, wide / 3), [sound]);
  const top = Math.max(0.01, ...bars);
  const set = (which: "from" | "to", sec: number) => {
    if (which === "from") from.value = Math.max(0, Math.min(sec, to.peek() - shortestSec));
    else to.value = Math.min(lengthSec, Math.max(sec, from.peek() + shortestSec));
  };
  const atPointer = (event: PointerEvent): number => {
    const box = field.current?.getBoundingClientRect();
    return box ? Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * lengthSec : 0;
  };
  const take = (event: PointerEvent) => {
    const sec = atPointer(event);
    const which = Math.abs(sec - from.peek()) < Math.abs(sec - to.peek()) ? "from" : "to";
    set(which, sec);
    const move = (e: PointerEvent) => set(which, atPointer(e));
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  };
  const play = () => {
    silence.current?.();
    silence.current = hear(sound, from.peek(), to.peek());
  };
  const x = (sec: number) => (sec / lengthSec) * wide;
  return (
    <div class="sound-cut">
      <div class="cut-field" ref={field} onPointerDown={take}>
        <svg viewBox={`0 0 ${wide} ${high}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          {bars.map((bar, i) => {
            const tall = Math.max(1, (bar / top) * (high - 4));
            const sec = ((i * 3) / wide) * lengthSec;
            const kept = sec >= from.value && sec <= to.value;
            return <rect key={i} class={kept ? "is-kept" : "is-out"} x={i * 3} y={(high - tall) / 2} width="2" height={tall} />;
          })}
          <path class="cut-edge" d={`M${x(from.value)} 0V${high}M${x(to.value)} 0V${high}`} />
        </svg>
      </div>
      <div class="cut-handles">
        {(["from", "to"] as const).map((which) => (
          <label key={which}>
            <span class="note">{w[which]}</span>
            <input
              type="range"
              min={0}
              max={lengthSec}
              step={0.05}
              value={which === "from" ? from.value : to.value}
              aria-valuetext={`${number(which === "from" ? from.value : to.value, language.value, 2)} ${w.sec}`}
              onInput={(event) => set(which, Number(event.currentTarget.value))}
            />
            <span class="num">{number(which === "from" ? from.value : to.value, language.value, 2)}</span>
          </label>
        ))}
      </div>
      <div class="row cut-acts">
        <Button icon="play" onPress={play}>
          {w.hearPart}
        </Button>
        <Button
          small
          kind="quiet"
          onPress={() => {
            const speech = speechIn(sound.samples, sound.rateHz);
            from.value = speech.fromSec;
            to.value = speech.toSec;
          }}
        >
          {w.speechOnly}
        </Button>
        <Button
          small
          kind="quiet"
          onPress={() => {
            from.value = 0;
            to.value = lengthSec;
          }}
        >
          {w.wholeSound}
        </Button>
        <span class="grow" />
        <span class="note num">{age((to.value - from.value) * 1000, language.value)}</span>
        <Button
          kind="main"
          pending={busy}
          onPress={() => use(new Blob([wavOf(sound.samples, sound.rateHz, from.value, to.value)], { type: "audio/wav" }))}
        >
          {useWord ?? w.use}
        </Button>
      </div>
    </div>
  );
}
