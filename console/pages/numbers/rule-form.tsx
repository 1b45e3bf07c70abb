import { useLocation } from "preact-iso";
import type { FirewallRule } from "../../../appliance/contract/firewall.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { DateInput } from "../../parts/date-input.tsx";
import { Field, Segments, SelectInput } from "../../parts/inputs.tsx";
import { Empty } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { draft, edit, remove, undo } from "../../settings/draft.ts";
import { FieldAt } from "../../settings/field-at.tsx";
import { fieldWord, remarksAt } from "../../settings/field-words.ts";
import { under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { FormPart } from "../settings/form-group.tsx";
import { knownClasses } from "./known-classes.ts";
import { NumberOf } from "./number-of.tsx";
import { PatternsAt } from "./patterns-at.tsx";
import { className, ruleNames } from "./rule-names.ts";
import { ruleSentence } from "./rule-sentence.ts";

/** One rule: who, over what, when, and what becomes of him. The sentence above follows every change. */
export function RuleForm({ id }: { id: string }) {
  const w = numberWords.value.firewall;
  const { route } = useLocation();
  const settings = draft.value;
  const i = settings?.firewall?.rules.findIndex((r) => r.id === id) ?? -1;
  const rule = settings?.firewall?.rules[i];
  const back = (
    <a class="back rule-back" href="/settings/firewall">
      <Icon name="back" size={14} /> {w.all}
    </a>
  );
  if (!settings || !rule)
    return (
      <section class="settings-form numbers">
        {back}
        <Empty icon="search" title={words.value.fault.missing} />
      </section>
    );
  const at = `/firewall/rules/${i}`;
  const drop = () => {
    remove(at);
    route("/settings/firewall");
    say(fill(words.value.settings.removed, { name: rule.name }), { label: words.value.common.undo, run: undo });
  };
  return (
    <section class="settings-form numbers" aria-label={rule.name}>
      {back}
      <header class="form-head row">
        <div class="grow">
          <h2>
            {i + 1}. {rule.name}
          </h2>
          <p class="rule-live" aria-live="polite">
            {ruleSentence(rule, ruleNames(settings), w)}
          </p>
        </div>
        <Button kind="quiet" icon="bin" onPress={drop}>
          {words.value.common.remove}
        </Button>
      </header>
      {remarksAt(at).map((r) => (
        <p key={r.text} class={`notice ${r.severity === "error" ? "is-bad" : "is-warn"}`}>
          <span>
            {r.text} <span class="note">{r.hint}</span>
          </span>
        </p>
      ))}
      <FormPart title={words.value.settings.groups.general}>
        <div class="fields">
          <FieldAt at={under(at, "name")} />
          <FieldAt at={under(at, "enabled")} />
        </div>
      </FormPart>
      <FormPart title={w.who}>
        <div class="fields">
          <Who at={at} rule={rule} />
        </div>
      </FormPart>
      <FormPart title={w.where}>
        <div class="fields">
          <Lines at={under(at, "lines")} chosen={rule.lines ?? []} />
          <PatternsAt at={under(at, "called")} label={fieldWord("called")} />
        </div>
      </FormPart>
      <FormPart title={w.when}>
        <div class="fields">
          <When at={at} rule={rule} />
        </div>
      </FormPart>
      <FormPart title={w.then}>
        <FieldAt at={under(at, "act")} bare />
      </FormPart>
    </section>
  );
}

function Who({ at, rule }: { at: string; rule: FirewallRule }) {
  const w = numberWords.value.firewall;
  const anonymous = under(at, "anonymous");
  const ofClass = under(at, "class");
  return (
    <>
      <Field label={w.anonymous} remarks={remarksAt(anonymous)} wide>
        {() => (
          <Segments
            label={w.anonymous}
            value={rule.anonymous === undefined ? "" : String(rule.anonymous)}
            choices={[
              { value: "", label: w.any },
              { value: "true", label: w.withheld },
              { value: "false", label: w.shown },
            ]}
            onChoose={(v) => edit(anonymous, v === "" ? undefined : v === "true")}
          />
        )}
      </Field>
      {rule.anonymous === true && !rule.callers ? null : <PatternsAt at={under(at, "callers")} label={fieldWord("callers")} />}
      <div class="stack">
        <Field label={fieldWord("class", ofClass)} remarks={remarksAt(ofClass)}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={rule.class ?? ""}
              empty={w.anyClass}
              choices={knownClasses(rule.class).map((name) => ({ value: name, label: className(name) }))}
              onChoose={(v) => edit(ofClass, v === "" ? undefined : v)}
            />
          )}
        </Field>
        <NumberOf
          at={under(at, "perHour")}
          label={fieldWord("perHour")}
          note={w.perHourNote}
          empty={w.noLimit}
          value={rule.perHour}
          put={(n) => edit(under(at, "perHour"), n)}
        />
      </div>
    </>
  );
}

function Lines({ at, chosen }: { at: string; chosen: readonly string[] }) {
  const trunks = draft.value?.trunks ?? [];
  const gone = chosen.filter((id) => !trunks.some((t) => t.id === id)).map((id) => ({ id, name: id }));
  const set = (id: string, on: boolean) => {
    const next = on ? [...chosen, id] : chosen.filter((x) => x !== id);
    edit(at, next.length === 0 ? undefined : next);
  };
  return (
    <fieldset class="group">
      <legend class="group-label">{words.value.settings.sections.trunks}</legend>
      <ul class="checks">
        {[...trunks, ...gone].map((t) => (
          <li key={t.id}>
            <label>
              <input type="checkbox" checked={chosen.includes(t.id)} onChange={(e) => set(t.id, e.currentTarget.checked)} />
              <span>{t.name}</span>
            </label>
          </li>
        ))}
      </ul>
      <p class="field-note">{numberWords.value.firewall.anyLine}</p>
      {chosen
        .flatMap((_, i) => remarksAt(under(at, i)))
        .map((r) => (
          <p key={r.text} class={`bare-remark is-${r.severity}`}>
            {r.text} {r.hint}
          </p>
        ))}
    </fieldset>
  );
}

function When({ at, rule }: { at: string; rule: FirewallRule }) {
  const w = numberWords.value.firewall;
  const calendar = under(at, "calendar");
  const choices = (draft.value?.calendars ?? []).flatMap((c) => [
    { value: `${c.id} open`, label: fill(w.whileOpen, { name: c.name }) },
    { value: `${c.id} closed`, label: fill(w.whileClosed, { name: c.name }) },
  ]);
  return (
    <>
      <Field label={fieldWord("calendar")} remarks={[...remarksAt(calendar), ...remarksAt(under(calendar, "calendar"))]}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={rule.calendar ? `${rule.calendar.calendar} ${rule.calendar.when}` : ""}
            empty={w.always}
            choices={choices}
            onChoose={(v) => {
              const [id, when] = v.split(" ");
              edit(calendar, v === "" ? undefined : { calendar: id, when });
            }}
          />
        )}
      </Field>
      <Field label={fieldWord("until")} remarks={remarksAt(under(at, "until"))} optional>
        {(ids) => (
          <DateInput
            id={ids.id}
            label={fieldWord("until")}
            value={rule.until ?? ""}
            onDate={(date) => edit(under(at, "until"), date === "" ? undefined : date)}
          />
        )}
      </Field>
    </>
  );
}
