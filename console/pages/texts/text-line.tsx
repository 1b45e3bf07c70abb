import { boxNow } from "../../data/clock.ts";
import { live } from "../../data/live.ts";
import { personName } from "../../data/people.ts";
import { cancelText, resendText, type TextRow } from "../../data/texts.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { textWords } from "../../words/texts.ts";
import { day, daysAgo, hour } from "../../words/time.ts";
import { language } from "../../words/words.ts";
import { whyText } from "./why-text.ts";

const at = (ms: number): string => {
  const l = language.value;
  return daysAgo(ms, boxNow()) === 0 ? hour(ms, l) : `${day(ms, l)} ${hour(ms, l)}`;
};
const lineName = (id: string): string => live.value?.lines.find((line) => line.id === id)?.name ?? id;

/** One text: who, what, how far it has come, and what can be done with it. */
export function TextLine({ row, changed, onWrite }: { row: TextRow; changed: () => void; onWrite: (to: string) => void }) {
  const w = textWords.value;
  const incoming = row.direction === "in";
  const isNumber = /^\+?[0-9]{3,20}$/.test(row.number);
  return (
    <li class={`text-row is-${row.state}`}>
      <Icon name={row.state === "unsure" || row.state === "failed" || row.state === "undelivered" ? "alarm" : "letter"} />
      <div class="text-what">
        <p class="text-head">
          <strong>{row.number ? <NumberText number={row.number} /> : "?"}</strong>
          <span class="text-state">{w.states[row.state]}</span>
          <time class="faint num">{at(row.atMs)}</time>
        </p>
        <p class="text-body">{row.text || row.hex}</p>
        <p class="note">{facts(row).join(" · ")}</p>
      </div>
      <div class="text-acts">
        {incoming && isNumber ? (
          <Button small onPress={() => onWrite(row.number)}>
            {w.again}
          </Button>
        ) : null}
        {row.state === "unsure" || row.state === "failed" ? (
          <Button small onPress={() => askAgain(row, changed)}>
            {w.resend}
          </Button>
        ) : null}
        {row.state === "waiting" || row.state === "unsure" ? (
          <Button small onPress={() => askCancel(row, changed)}>
            {row.state === "waiting" ? w.cancel : w.giveUp}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function facts(row: TextRow): string[] {
  const w = textWords.value;
  const { state, parts, marks = [] } = row;
  const open = state === "waiting" || state === "sending" || state === "checking" || state === "unsure" || state === "cancelled";
  return [
    row.line === undefined ? "" : fill(w.line, { name: lineName(row.line) }),
    row.by === undefined ? "" : fill(w.by, { who: personName(row.by) }),
    parts > 1
      ? fill(open && marks.length > 0 ? w.partsGone : w.parts, { n: open && marks.length > 0 ? marks.length : parts, of: parts })
      : "",
    state === "waiting" && row.dueAtMs !== undefined && row.dueAtMs > boxNow() ? fill(w.nextTry, { time: at(row.dueAtMs) }) : "",
    row.why === undefined || row.direction === "in" ? "" : fill(w.why, { why: whyText(row.why, w) }),
    row.direction === "in" && row.number !== "" && !/^\+?[0-9*#]+$/.test(row.number) ? w.name : "",
  ].filter(Boolean);
}

function askAgain({ id, number, state }: TextRow, changed: () => void): void {
  const w = textWords.peek();
  ask({
    title: fill(w.resendAsk, { number }),
    note: state === "unsure" ? w.resendUnsure : w.resendFailed,
    yes: w.resend,
    danger: state === "unsure",
    run: () => done(resendText(id), w.resent, changed),
  });
}

function askCancel({ id, state }: TextRow, changed: () => void): void {
  const w = textWords.peek();
  const unsure = state === "unsure";
  ask({
    title: unsure ? w.giveUpAsk : w.cancelAsk,
    note: unsure ? w.giveUpNote : w.cancelNote,
    yes: unsure ? w.giveUp : w.cancel,
    danger: true,
    run: () => done(cancelText(id), w.cancelled, changed),
  });
}

const done = (act: Promise<unknown>, said: string, changed: () => void): void =>
  void act.then(
    () => {
      say(said);
      changed();
    },
    (fault) => {
      sayFault(fault);
      changed();
    },
  );
