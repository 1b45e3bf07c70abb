import { useSignal } from "@preact/signals";
import type { StarName } from "../../../appliance/contract/star-codes.ts";
import { Button } from "../../parts/button.tsx";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { draft, edit, replace } from "../../settings/draft.ts";
import { fieldWord, remarksAt } from "../../settings/field-words.ts";
import { under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { span } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { FormPart } from "../settings/form-group.tsx";
import { usualCodes, usualTimes } from "./contract-tables.ts";
import { NumberOf } from "./number-of.tsx";
import { PageHead } from "./page-head.tsx";
import { codeOf, isStarCode, type StarClash, starClashes, withCode } from "./star-clash.ts";

type Group = keyof typeof numberWords.value.codes.groups;
type Argument = keyof typeof numberWords.value.codes.argument;
/** Acts as people look for them, with what is dialled after the code. */
const table: Record<Group, [name: StarName, argument?: Argument][]> = {
  agent: [["login", "loginCode"], ["logout"], ["ready"], ["notReady", "reason"], ["wrapUpDone"], ["directory", "loginCode"]],
  forward: [
    ["forwardAlways", "number"],
    ["forwardBusy", "number"],
    ["forwardNoAnswer", "number"],
    ["forwardOff"],
    ["doNotDisturb"],
    ["doNotDisturbOff"],
  ],
  hand: [["park", "slot"], ["unpark", "slot"], ["pickUp", "phone"], ["pickUpGroup"], ["intercom", "phone"], ["redial"]],
  watch: [
    ["listen", "phone"],
    ["whisper", "phone"],
    ["barge", "phone"],
    ["takeOver", "phone"],
  ],
  other: [
    ["speedDial", "code"],
    ["voicemail", "box"],
  ],
};

/** What is done by keys alone, and how long calls in hand may take. */
export function CodesPage() {
  const w = numberWords.value.codes;
  const codes = draft.value?.starCodes;
  const clashes = starClashes(codes, usualCodes);
  return (
    <section class="settings-form numbers" aria-label={numberWords.value.sections.codes}>
      <PageHead title={numberWords.value.sections.codes} about={w.about} />
      {(Object.keys(table) as Group[]).map((group) => (
        <FormPart key={group} title={w.groups[group]}>
          <table class="codes">
            <thead class="unseen">
              <tr>
                <th scope="col">{w.code}</th>
                <th scope="col">{w.meaning}</th>
                <th scope="col">{w.dial}</th>
              </tr>
            </thead>
            <tbody>
              {table[group].map(([name, argument]) => (
                <CodeRow key={name} name={name} argument={argument} clash={clashes.get(name)} />
              ))}
            </tbody>
          </table>
        </FormPart>
      ))}
      <FormPart title={w.times}>
        <div class="stack">
          <p class="note">{w.timesNote}</p>
          <div class="fields">
            {(["transferRingMs", "returnRingMs", "parkMs", "parkSlots"] as const).map((name) => (
              <HandNumber key={name} name={name} />
            ))}
            <LampShowsCaller />
          </div>
        </div>
      </FormPart>
    </section>
  );
}

function CodeRow({ name, argument, clash }: { name: StarName; argument: Argument | undefined; clash: StarClash | undefined }) {
  const w = numberWords.value.codes;
  const codes = draft.value?.starCodes;
  const usual = usualCodes[name];
  const code = codeOf(codes, usualCodes, name);
  const typed = useSignal<string | undefined>(undefined);
  const own = codes?.[name];
  const bad = own !== undefined && !isStarCode(own);
  const clashWords = clash ? wordsOfClash(code, clash) : "";
  const remarks = [...(bad ? [{ severity: "error" as const, text: w.bad }] : []), ...remarksAt(`/starCodes/${name}`)].filter(
    (r) => clash?.kind !== "same" || r.text === w.bad,
  );
  const id = `code-${name}`;
  const put = (text: string) => {
    const next = text.replace(/[^0-9*]/g, "").slice(0, 5);
    typed.value = next;
    edit("/starCodes", withCode(codes, usualCodes, name, next));
  };
  return (
    <tr class={clash?.kind === "same" || bad ? "is-bad" : ""}>
      <td class="code-cell">
        <TextInput
          class="num"
          inputMode="tel"
          autoComplete="off"
          maxLength={5}
          aria-label={`${w.code}: ${w.star[name]}`}
          aria-describedby={id}
          aria-invalid={clash?.kind === "same" || bad}
          placeholder={usual}
          value={typed.value ?? own ?? usual}
          onText={put}
          onBlur={() => {
            typed.value = undefined;
          }}
        />
      </td>
      <th scope="row">
        {w.star[name]}
        <span id={id} class="code-remarks">
          {clashWords ? <span class={`bare-remark is-${clash?.kind === "same" ? "error" : "warning"}`}>{clashWords}</span> : null}
          {remarks.map((r) => (
            <span key={r.text} class={`bare-remark is-${r.severity}`}>
              {r.text}
            </span>
          ))}
        </span>
      </th>
      <td class="code-dial num">
        {code}
        {argument ? <span class="note"> + {w.argument[argument]}</span> : null}
      </td>
      <td class="code-reset">
        {own === undefined ? null : (
          <Button small kind="quiet" icon="undo" onPress={() => replace("/starCodes", withCode(codes, usualCodes, name, ""))}>
            {fill(w.reset, { code: usual })}
          </Button>
        )}
      </td>
    </tr>
  );
}

function wordsOfClash(code: string, clash: StarClash): string {
  const w = numberWords.value.codes;
  if (clash.kind === "same") return fill(w.same, { code, other: w.star[clash.other] });
  const others = clash.others.map((name) => codeOf(draft.value?.starCodes, usualCodes, name));
  return fill(w.shadows, { code, others: others.join(numberWords.value.firewall.list) });
}

type HandNumberName = "transferRingMs" | "returnRingMs" | "parkMs" | "parkSlots";
/** The site's own times; the last one taken away takes the whole part out of the settings. */
function putHand(name: string, value: unknown): void {
  const { [name]: _, ...others } = (draft.peek()?.hand ?? {}) as Record<string, unknown>;
  const next = value === undefined ? others : { ...others, [name]: value };
  edit("/hand", Object.keys(next).length === 0 ? undefined : next);
}

function HandNumber({ name }: { name: HandNumberName }) {
  const w = numberWords.value.codes;
  const usual = name === "parkSlots" ? String(usualTimes[name]) : span(usualTimes[name], language.value);
  return (
    <NumberOf
      at={under("/hand", name)}
      label={fieldWord(name, under("/hand", name))}
      note={fill(w.usualTime, { value: usual })}
      empty={words.value.common.default}
      value={draft.value?.hand?.[name]}
      put={(n) => putHand(name, n)}
    />
  );
}

function LampShowsCaller() {
  const name = "lampShowsCaller";
  const w = numberWords.value.codes;
  const c = words.value.common;
  const value = draft.value?.hand?.[name];
  return (
    <Field label={fieldWord(name, under("/hand", name))} note={w.lampNote} remarks={remarksAt(`/hand/${name}`)} optional>
      {(ids) => (
        <SelectInput
          {...ids}
          value={value === undefined ? "" : String(value)}
          empty={`${c.default} (${usualTimes[name] ? c.yes : c.no})`}
          choices={[
            { value: "true", label: c.yes },
            { value: "false", label: c.no },
          ]}
          onChoose={(v) => putHand(name, v === "" ? undefined : v === "true")}
        />
      )}
    </Field>
  );
}
