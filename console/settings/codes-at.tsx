import "./care-codes.css";
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { type AlarmSeverity, alarmKind } from "../../appliance/contract/alarms.ts";
import { Icon } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { SeverityMark } from "../parts/marks.tsx";
import { alarmWords } from "../words/alarms.ts";
import { fill } from "../words/fill.ts";
import { officeWords } from "../words/office.ts";
import { pick } from "../words/words.ts";
import { type CodeRow, findCodes, leftOutBy, mostCodes, turnCodes } from "./alarm-codes.ts";
import { replace, valueAt } from "./draft.ts";
import { remarksAt } from "./field-words.ts";
import { under } from "./pointer.ts";

/** The alarms a rule is for: chosen out of the catalogue, found by typing. None chosen means all. */
export function CodesAt({ at, label }: { at: string; label: string }) {
  const chosen = (valueAt(at) ?? []) as string[];
  const severities = valueAt(`${at.slice(0, at.lastIndexOf("/"))}/severities`) as string[] | undefined;
  const w = officeWords.value.codes;
  const put = (codes: string[]) => replace(at, codes.length > 0 ? codes : undefined);
  return (
    <div class="care-codes">
      {chosen.length === 0 ? <p class="note">{w.all}</p> : null}
      <ul class="care-codes-chosen">
        {chosen.map((code, i) => (
          <Chosen
            key={code}
            at={under(at, i)}
            code={code}
            severities={severities}
            drop={() => put(chosen.filter((c) => c !== code))}
          />
        ))}
      </ul>
      <Finder label={label} chosen={chosen} put={put} />
    </div>
  );
}

const nameOf = (code: string): string => pick(alarmKind(code)?.words);

type ChosenProps = { at: string; code: string; severities: string[] | undefined; drop: () => void };
function Chosen({ at, code, severities, drop }: ChosenProps) {
  const w = officeWords.value.codes;
  const kind = alarmKind(code);
  const out = leftOutBy(severities, code);
  return (
    <li>
      <span class="care-codes-what">
        {kind ? <SeverityMark severity={kind.severity} /> : null}
        <span>
          {nameOf(code) || code} <span class="faint care-codes-own">{kind ? code : w.unknown}</span>
        </span>
      </span>
      <Button small kind="quiet" icon="close" label={fill(w.remove, { name: nameOf(code) || code })} onPress={drop} />
      {out ? <p class="bare-remark is-warning">{fill(w.severity, { severity: alarmWords.value.severities[out] })}</p> : null}
      {remarksAt(at).map((r) => (
        <p key={r.text} class={`bare-remark is-${r.severity}`}>
          {r.text}
        </p>
      ))}
    </li>
  );
}

/** A field with a list: arrows move, Enter takes or takes out, Escape closes, Backspace in the empty field takes the last one back. */
function Finder({ label, chosen, put }: { label: string; chosen: string[]; put: (codes: string[]) => void }) {
  const w = officeWords.value.codes;
  const typed = useSignal("");
  const open = useSignal(false);
  const at = useSignal(0);
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open.value) box.current?.scrollIntoView({ block: "nearest" });
  }, [open.value]);
  const rows = open.value ? findCodes(typed.value, (group) => alarmWords.value.groups[group]) : [];
  const here = Math.min(at.value, rows.length - 1);
  const full = chosen.length >= mostCodes;
  const turn = (row: CodeRow | undefined) => {
    if (!row) return;
    put(turnCodes(chosen, row.row === "group" ? row.codes : [row.code]));
    if (row.row === "typed") typed.value = "";
    field.current?.select();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = !open.value ? 0 : event.key === "ArrowDown" ? 1 : -1;
      open.value = true;
      at.value = Math.max(0, Math.min(rows.length - 1, here + by));
      document.getElementById(`${list}-${at.value}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") turn(rows[here]);
    else if (event.key === "Escape" && (open.value || typed.value !== "")) {
      open.value = false;
      typed.value = "";
      event.stopPropagation();
    } else if (event.key === "Backspace" && typed.value === "" && chosen.length > 0) put(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div class="care-codes-find">
      <input
        ref={field}
        class="input"
        type="text"
        role="combobox"
        aria-expanded={open.value}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={rows.length > 0 ? `${list}-${here}` : undefined}
        aria-label={`${label}: ${w.search}`}
        placeholder={w.search}
        autoComplete="off"
        spellcheck={false}
        maxLength={60}
        value={typed.value}
        onFocus={() => (open.value = true)}
        onClick={() => (open.value = true)}
        onBlur={() => {
          open.value = false;
          typed.value = "";
        }}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          open.value = true;
          at.value = 0;
        }}
        onKeyDown={keys}
      />
      <div ref={box} class={`care-codes-list ${open.value ? "" : "is-shut"}`}>
        {full ? <p class="note">{fill(w.most, { n: mostCodes })}</p> : null}
        {open.value && rows.length === 0 ? <p class="note">{fill(w.none, { text: typed.value })}</p> : null}
        <div id={list} role="listbox" aria-multiselectable="true" aria-label={label}>
          {rows.map((row, i) => (
            <Row
              key={row.row === "group" ? `group ${row.group}` : row.code}
              id={`${list}-${i}`}
              row={row}
              here={i === here}
              on={(row.row === "group" ? row.codes : [row.code]).every((code) => chosen.includes(code))}
              turn={() => turn(row)}
            />
          ))}
        </div>
      </div>
      <p class="unseen" role="status">
        {open.value ? fill(w.count, { n: rows.length }) : ""}
      </p>
    </div>
  );
}

type RowProps = { id: string; row: CodeRow; here: boolean; on: boolean; turn: () => void };
function Row({ id, row, here, on, turn }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys; the rows are its options
    // biome-ignore lint/a11y/useFocusableInteractive: options of a combobox keep the focus in its field
    <div
      id={id}
      role="option"
      aria-selected={on}
      class={`care-codes-row is-${row.row} ${here ? "is-here" : ""}`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={turn}
    >
      <span class="care-codes-tick">{on ? <Icon name="check" size={14} /> : null}</span>
      <RowText row={row} />
    </div>
  );
}

function RowText({ row }: { row: CodeRow }) {
  const w = officeWords.value.codes;
  if (row.row === "typed") return <span class="care-codes-words">{fill(w.typed, { code: row.code })}</span>;
  if (row.row === "group")
    return (
      <span class="care-codes-words">
        <strong>{fill(w.group, { group: alarmWords.value.groups[row.group] })}</strong>{" "}
        <span class="faint num">{row.codes.length}</span>
      </span>
    );
  const severity: AlarmSeverity | undefined = alarmKind(row.code)?.severity;
  return (
    <>
      {severity ? <SeverityMark severity={severity} /> : null}
      <span class="care-codes-words">{nameOf(row.code)}</span>
      <code class="care-codes-code">{row.code}</code>
    </>
  );
}
