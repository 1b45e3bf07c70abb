import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { SpecialNumber } from "../../../appliance/contract/special-number.ts";
import { type ReadNumbers, readNumbers } from "../../data/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { draft, replace, undo } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { pick, words } from "../../words/words.ts";
import { className } from "./rule-names.ts";
import { type ImportOutcome, importOutcome, type ReadRow } from "./special-rows.ts";
import { commas, tableText } from "./table-text.ts";

const most = 2000;
const mostText = 1_000_000;
const example = "number,name,class,speedDial\n13800138000,市政府值班室,vip,01\n1390*,骚扰号段,blocked,\n";

/** A table is read by the box, its wrong rows named; what it would change is shown before anything is taken over. */
export function ImportDialog({ close }: { close: () => void }) {
  const w = numberWords.value.import;
  const text = useSignal("");
  const mode = useSignal<"merge" | "replace">("merge");
  const read = useSignal<ReadNumbers | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const tooLong = useSignal(false);
  const busy = useSignal(false);
  const look = async (csv: string) => {
    read.value = undefined;
    error.value = undefined;
    tooLong.value = csv.length > mostText;
    if (tooLong.value || csv.trim() === "") return;
    busy.value = true;
    try {
      read.value = await readNumbers(csv);
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const file = async (chosen: File) => {
    if (chosen.size > 2 * mostText) {
      tooLong.value = true;
      return;
    }
    text.value = tableText(await chosen.arrayBuffer());
    await look(text.value);
  };
  const found = read.value;
  const outcome = found && importOutcome(draft.value?.specialNumbers ?? [], found.numbers as ReadRow[], mode.value);
  const why = found && outcome ? blockedBy(found, outcome, mode.value) : busy.value ? w.reading : w.empty;
  const take = () => {
    if (!outcome || !found) return;
    replace("/specialNumbers", outcome.list);
    close();
    say(fill(w.taken, { n: found.numbers.length }), { label: words.value.common.undo, run: undo });
  };
  const careful = useCarefulClose(text.value.trim() !== "", close);
  return (
    <Dialog
      form
      wide
      title={w.title}
      onClose={careful}
      actions={
        <>
          <span class="note grow">{w.note}</span>
          <Button onPress={careful}>{words.value.common.cancel}</Button>
          <Button kind="main" blocked={why} onPress={take}>
            {found && found.wrongRows > 0 ? w.takeGood : w.take}
          </Button>
        </>
      }
    >
      <div class="stack import">
        <Source
          text={text.value}
          busy={busy.value}
          onFile={(f) => void file(f)}
          onText={(t) => {
            text.value = t;
            read.value = undefined;
          }}
          onRead={() => {
            text.value = commas(text.value);
            void look(text.value);
          }}
        />
        <div class="row wrap">
          <span>{w.mode}</span>
          <Segments
            label={w.mode}
            value={mode.value}
            choices={[
              { value: "merge", label: w.merge },
              { value: "replace", label: w.replace },
            ]}
            onChoose={(v) => (mode.value = v === "replace" ? "replace" : "merge")}
          />
        </div>
        {tooLong.value ? <p class="notice is-bad">{w.tooLong}</p> : null}
        {error.value ? <FaultNote error={error.value} onRetry={() => void look(text.value)} /> : null}
        {found && outcome ? <Preview found={found} outcome={outcome} mode={mode.value} /> : null}
      </div>
    </Dialog>
  );
}

function blockedBy(found: ReadNumbers, outcome: ImportOutcome, mode: "merge" | "replace"): string | undefined {
  const w = numberWords.value.import;
  if (found.numbers.length === 0) return w.empty;
  if (mode === "replace" && found.wrongRows > 0) return w.wrongReplace;
  if (outcome.list.length > most) return fill(w.tooMany, { n: outcome.list.length });
  return outcome.added.length + outcome.changed.length + outcome.removed.length === 0 ? w.nothing : undefined;
}

function Source({
  text,
  busy,
  onFile,
  onText,
  onRead,
}: {
  text: string;
  busy: boolean;
  onFile: (file: File) => void;
  onText: (text: string) => void;
  onRead: () => void;
}) {
  const w = numberWords.value.import;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <p class="note">{w.about}</p>
      <div class="row wrap">
        <input
          ref={input}
          type="file"
          class="unseen"
          accept=".csv,.txt,text/csv"
          tabIndex={-1}
          aria-label={w.choose}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) onFile(chosen);
            event.currentTarget.value = "";
          }}
        />
        <Button icon="note" pending={busy} onPress={() => input.current?.click()}>
          {w.choose}
        </Button>
        {text === "" ? (
          <Button kind="quiet" onPress={() => onText(example)}>
            {w.example}
          </Button>
        ) : null}
      </div>
      <textarea
        class="input mono"
        rows={4}
        aria-label={w.drop}
        placeholder={w.drop}
        spellcheck={false}
        maxLength={mostText}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <div>
        <Button pending={busy} blocked={text.trim() === "" ? w.empty : undefined} onPress={onRead}>
          {busy ? w.reading : w.read}
        </Button>
      </div>
    </>
  );
}

const shownRows = 12;
function Preview({ found, outcome, mode }: { found: ReadNumbers; outcome: ImportOutcome; mode: "merge" | "replace" }) {
  const w = numberWords.value.import;
  const why = blockedBy(found, outcome, mode);
  const lines = [
    ...outcome.removed.map((s) => ({ sign: "−", change: "remove", now: s, was: undefined })),
    ...outcome.changed.map(({ before, after }) => ({ sign: "~", change: "change", now: after, was: before })),
    ...outcome.added.map((s) => ({ sign: "+", change: "add", now: s, was: undefined })),
  ];
  return (
    <div class="stack" aria-live="polite">
      <p class="import-counts num">
        <span class="is-add">{fill(w.added, { n: outcome.added.length })}</span>
        <span class="is-change">{fill(w.changed, { n: outcome.changed.length })}</span>
        <span class={outcome.removed.length > 0 ? "is-remove" : ""}>{fill(w.removed, { n: outcome.removed.length })}</span>
        <span class="faint">{fill(w.same, { n: outcome.unchanged })}</span>
        {found.wrongRows > 0 ? <span class="is-wrong">{fill(w.wrong, { n: found.wrongRows })}</span> : null}
      </p>
      {found.wrongRows > 0 ? <WrongRows found={found} /> : null}
      {why ? <p class="notice is-warn">{why}</p> : null}
      {lines.length > 0 ? (
        <>
          <h3>{w.preview}</h3>
          <ul class="plan">
            {lines.slice(0, shownRows).map(({ sign, change, now, was }) => (
              <li key={`${change} ${now.number}`} class={`is-${change}`}>
                <span class="plan-sign" aria-hidden="true">
                  {sign}
                </span>
                <span class="num import-number">{now.number}</span>
                <span class="grow">
                  {was ? (
                    <>
                      <span class="faint import-was">{brief(was)}</span> <span class="faint">→</span>{" "}
                    </>
                  ) : null}
                  {brief(now)}
                </span>
              </li>
            ))}
          </ul>
          {lines.length > shownRows ? <p class="note">{fill(w.previewMore, { n: lines.length - shownRows })}</p> : null}
        </>
      ) : null}
    </div>
  );
}

/** What a row says besides its number. */
function brief(s: SpecialNumber): string {
  const w = numberWords.value.special;
  return [
    s.name,
    className(s.class),
    s.vip ? w.tag.vip : "",
    s.speedDial ? fill(w.tag.speedDial, { code: s.speedDial }) : "",
    s.priority === undefined ? "" : fill(w.tag.priority, { n: s.priority }),
    s.note ?? "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function WrongRows({ found }: { found: ReadNumbers }) {
  const w = numberWords.value.import;
  const field = (column: string | undefined) => column ?? "";
  return (
    <div class="wrong-rows">
      <table>
        <thead>
          <tr>
            <th scope="col">{w.row}</th>
            <th scope="col">{w.column}</th>
            <th scope="col">{w.reason}</th>
          </tr>
        </thead>
        <tbody>
          {found.problems.map((p) => (
            <tr key={`${p.row} ${field(p.column)} ${p.reason.en}`}>
              <th scope="row" class="num">
                {p.row}
              </th>
              <td>
                <code>{field(p.column)}</code>
              </td>
              <td>{pick(p.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.problems.length >= 200 ? <p class="note">{w.moreWrong}</p> : null}
    </div>
  );
}
