import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { PlayStep } from "../../../appliance/contract/flow-run.ts";
import { address } from "../../data/call.ts";
import { Icon } from "../../look/icon.tsx";
import { fill } from "../../words/fill.ts";
import { age, span } from "../../words/time.ts";
import { voiceWords } from "../../words/voice.ts";
import { language, pick, words } from "../../words/words.ts";

/** A rehearsal as it goes: what the caller hears and does, and what the flow thinks meanwhile. */
export function PlayLog({ steps, flow }: { steps: readonly PlayStep[]; flow: FlowDocument }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [steps.length]);
  return (
    <ol class="play-log" ref={list} tabIndex={-1}>
      {steps.map((step, i) => {
        const told = tell(step, flow);
        return told ? (
          <li key={i} class={`is-${step.step}`}>
            <span class="play-at num">{age(step.atMs, language.value)}</span>
            <div class="grow">{told}</div>
          </li>
        ) : null;
      })}
    </ol>
  );
}

function tell(step: PlayStep, flow: FlowDocument): ComponentChildren {
  const w = voiceWords.value.try;
  switch (step.step) {
    case "node":
      return <span>{pick(step.words)}</span>;
    case "note":
      return <span class={step.kind === "fault" ? "play-fault" : "note"}>{pick(step.words)}</span>;
    case "say":
      return step.items.map((item, i) => <Said key={i} item={item} fallback={flow.languageDefault} />);
    case "silenced":
      return <span class="note">{w.silenced}</span>;
    case "key":
      return <KeyPressed of={step.key} />;
    case "time-up":
      return (
        <span>
          <strong>{w.you}</strong> {w.stayed}
        </span>
      );
    case "variable": {
      const value = step.sensitive ? "••••" : step.value;
      return <span class="note">{fill(w.remembers, { name: pick(step.label) || step.name, value })}</span>;
    }
    case "language":
      return <span class="note">{fill(w.speakIn, { language: words.value.common[step.language] })}</span>;
    case "lookup":
      return (
        <span class="note">
          {fill(w.asks, { name: step.connector })}{" "}
          {Object.entries(step.parameters)
            .map(([k, v]) => `${k}=${v}`)
            .join(" ")}
        </span>
      );
    case "answer":
      return (
        <span class="note">
          {fill(w.answered, {
            name: step.connector,
            outcome: (w.answer as Record<string, string>)[step.outcome] ?? step.outcome,
          })}
        </span>
      );
    case "recorded":
      return <span class="note">{fill(w.recorded, { time: span(step.durationMs, language.value) })}</span>;
    case "away":
      return <strong>{fill(w.away[step.to], { id: step.id })}</strong>;
    case "back":
      return fill(w.returned, { outcome: (w.outcome as Record<string, string>)[step.outcome] ?? step.outcome });
    case "end":
      return <strong>{w.end[step.why]}</strong>;
    case "timer":
    case "record":
      return undefined;
  }
}

function KeyPressed({ of }: { of: string }) {
  const w = voiceWords.value.try;
  return (
    <span>
      <strong>{w.you}</strong> {w.pressed.replace("{key}", "")}
      <span class="exit-key">{of}</span>
    </span>
  );
}

type Item = Extract<PlayStep, { step: "say" }>["items"][number];
/** What is heard, as text; a prompt of the library can be played. */
function Said({ item, fallback }: { item: Item; fallback: "zh" | "en" }) {
  const { prompt } = item;
  const src = prompt ? address("promptSound", { id: prompt, language: item.language ?? fallback }) : undefined;
  return (
    <p class="play-said" lang={item.language}>
      {src ? (
        <button
          type="button"
          class="play-hear"
          aria-label={voiceWords.value.try.hear}
          onClick={() => void new Audio(src).play().catch(() => undefined)}
        >
          <Icon name="play" size={12} />
        </button>
      ) : null}
      {item.text || `[${prompt}]`}
    </p>
  );
}
