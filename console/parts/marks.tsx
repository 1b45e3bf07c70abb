import type { JSX } from "preact";
import type { DoctorVerdict } from "../../appliance/contract/doctor.ts";
import type { LiveAgent, LiveCall, LiveLine } from "../../appliance/contract/live.ts";
import type { AlarmRow } from "../../appliance/contract/records.ts";
import { words } from "../words/words.ts";

type MarkTone = "ready" | "talk" | "ring" | "away" | "off" | "bad";
type Shape = "dot" | "ring" | "bar" | "half" | "wave" | "cross" | "pause" | "triangle";

/** State is told by shape as much as by colour, so that it reads without colour too. */
function Mark({ tone, shape, moving }: { tone: MarkTone; shape: Shape; moving?: boolean }) {
  return (
    <svg
      class={`mark is-${tone} ${moving ? "is-moving" : ""}`}
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[shape]}
    </svg>
  );
}
const shapes: Record<Shape, JSX.Element> = {
  dot: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" />,
  bar: (
    <g>
      <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M4 6h4" stroke="currentColor" stroke-width="1.5" />
    </g>
  ),
  half: (
    <g>
      <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" />
    </g>
  ),
  wave: <path d="M1.8 5v2M4.6 3v6M7.4 1.6v8.8M10.2 4v4" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />,
  cross: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" />,
  pause: <path d="M4 2.5v7M8 2.5v7" stroke="currentColor" stroke-width="2" stroke-linecap="round" />,
  triangle: <path d="M6 1.5 11 10.5H1z" fill="currentColor" />,
};

const agentMarks: Record<LiveAgent["state"], [MarkTone, Shape]> = {
  ready: ["ready", "dot"],
  ringing: ["ring", "ring"],
  talking: ["talk", "wave"],
  hold: ["talk", "pause"],
  "wrap-up": ["talk", "half"],
  "not-ready": ["away", "bar"],
  "logged-out": ["off", "ring"],
};
export function AgentMark({ state }: { state: LiveAgent["state"] }) {
  const [tone, shape] = agentMarks[state] ?? ["off", "ring"];
  return <Mark tone={tone} shape={shape} moving={state === "ringing"} />;
}

const phaseMarks: Record<LiveCall["phase"], [MarkTone, Shape]> = {
  ringing: ["ring", "ring"],
  flow: ["away", "half"],
  queue: ["ring", "dot"],
  "agent-ringing": ["ring", "ring"],
  talking: ["talk", "wave"],
  hold: ["talk", "pause"],
  parked: ["ring", "pause"],
  voicemail: ["away", "wave"],
  transfer: ["ring", "half"],
  ending: ["off", "cross"],
};
export function PhaseMark({ phase }: { phase: LiveCall["phase"] }) {
  const [tone, shape] = phaseMarks[phase] ?? ["off", "ring"];
  return <Mark tone={tone} shape={shape} moving={phase === "ringing" || phase === "agent-ringing"} />;
}

const lineMarks: Record<LiveLine["state"], [MarkTone, Shape]> = {
  up: ["ready", "dot"],
  down: ["bad", "cross"],
  off: ["off", "ring"],
};
export function LineMark({ state }: { state: LiveLine["state"] }) {
  const [tone, shape] = lineMarks[state];
  return <Mark tone={tone} shape={shape} />;
}

export function SeverityMark({ severity }: { severity: AlarmRow["severity"] }) {
  const tone: MarkTone = severity === "info" ? "away" : severity === "warning" ? "ring" : "bad";
  return <Mark tone={tone} shape={severity === "info" ? "bar" : "triangle"} />;
}

const verdictMarks: Record<DoctorVerdict, [MarkTone, Shape]> = {
  good: ["ready", "dot"],
  weak: ["ring", "half"],
  bad: ["bad", "cross"],
  "not-measured": ["off", "ring"],
};
/** What a test of the line doctor found; without a verdict it is under way. */
export function VerdictMark({ verdict }: { verdict: DoctorVerdict | undefined }) {
  const [tone, shape] = verdict ? verdictMarks[verdict] : (["talk", "wave"] as const);
  return <Mark tone={tone} shape={shape} moving={verdict === undefined} />;
}

export const stateWord = (state: LiveAgent["state"]): string => words.value.state[state] ?? state;
export const phaseWord = (phase: LiveCall["phase"]): string => words.value.phase[phase] ?? phase;
