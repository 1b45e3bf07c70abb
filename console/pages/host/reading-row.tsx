import { alarmKind } from "../../../appliance/contract/alarms.ts";
import { hostKind, type JudgedReading } from "../../../appliance/contract/host.ts";
import { boxNow } from "../../data/clock.ts";
import { LineMark, SeverityMark } from "../../parts/marks.tsx";
import { Age } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { hostWords } from "../../words/host.ts";
import { hour, number, span } from "../../words/time.ts";
import { language } from "../../words/words.ts";

/** One thing the machine feels: its value, what it is held against, how it is, and what to do. */
export function ReadingRow({ reading }: { reading: JudgedReading }) {
  const w = hostWords.value;
  const { kind, label, alarm, beyondSinceMs, value } = reading;
  const code = hostKind(kind).code;
  const known = code === undefined ? undefined : alarmKind(code);
  const state =
    value === undefined
      ? w.unread
      : alarm
        ? w.alarm
        : beyondSinceMs !== undefined
          ? w.beyond
          : limitOf(reading) || known
            ? w.well
            : w.shown;
  return (
    <li class={`host-row ${alarm ? "is-alarm" : ""}`}>
      <span class="host-name">
        {w.kinds[kind]}
        {named.has(kind) ? <span class="host-label">{label}</span> : null}
      </span>
      <span class="host-value num">{shownValue(reading)}</span>
      <span class="host-limit num">{limitOf(reading)}</span>
      <span class="host-state">
        {alarm ? (
          <SeverityMark severity={known?.severity ?? "error"} />
        ) : beyondSinceMs !== undefined ? (
          <SeverityMark severity="info" />
        ) : (
          <LineMark state={value === undefined ? "off" : "up"} />
        )}
        {state}
        {beyondSinceMs === undefined ? null : (
          <span class="host-since">
            {w.since} <Age since={beyondSinceMs} />
          </span>
        )}
      </span>
      {alarm && known ? <span class="host-hint">{known.hint[language.value]}</span> : null}
    </li>
  );
}

/** There are several of these. */
const named: ReadonlySet<JudgedReading["kind"]> = new Set([
  "temperature",
  "fan",
  "network",
  "smart",
  "wear",
  "sensor",
  "ups-link",
]);
const flags: ReadonlySet<JudgedReading["kind"]> = new Set(["ups-battery", "ups-low", "ups-overload", "ups-replace"]);

function shownValue({ kind, value, unit, text }: JudgedReading): string {
  const w = hostWords.value;
  if (value === undefined) return "–";
  if (flags.has(kind)) return value > 0 ? w.yes : w.no;
  if (kind === "network") return value > 0 ? (text ?? w.up) : w.down;
  if (kind === "ups-link") return text ?? (value > 0 ? w.up : w.down);
  if (kind === "smart" || kind === "sensor") return value > 0 ? w.well : w.alarm;
  if (kind === "clock") return text === undefined ? `${value}` : `${text} ${hour(boxNow(), language.value)}`;
  if (kind === "ups-runtime" || kind === "rtc") return span(value * 1000, language.value);
  return `${number(value, language.value)}${unit ? ` ${unit}` : ""}`;
}

/** Limits people can read: yes and no have none. */
function limitOf({ kind, unit, high, low }: JudgedReading): string {
  const w = hostWords.value;
  if (unit === "" && kind !== "load") return "";
  const says = (n: number): string =>
    kind === "ups-runtime" || kind === "rtc" ? span(n * 1000, language.value) : `${number(n, language.value)} ${unit}`.trim();
  return [high === undefined ? "" : fill(w.above, { n: says(high) }), low === undefined ? "" : fill(w.below, { n: says(low) })]
    .filter((part) => part !== "")
    .join(" · ");
}
