import { useSignal } from "@preact/signals";
import { type DoctorChoice, examine } from "../../data/doctor.ts";
import { canAct } from "../../data/live.ts";
import { Button } from "../../parts/button.tsx";
import { Field, SelectInput } from "../../parts/inputs.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { doctorWords } from "../../words/doctor.ts";
import { words } from "../../words/words.ts";
import { choicesOf, partnersOf, type Subject } from "./subjects.ts";
import { testsOf } from "./tests-of.ts";

/** What is to be examined, by which tests, and what these need. `other`: what is being examined now. */
export function WishForm({
  all,
  subject,
  other,
  onChoose,
}: {
  all: readonly Subject[];
  subject: Subject;
  other: string | undefined;
  onChoose: (key: string) => void;
}) {
  const w = doctorWords.value;
  const partnerId = useSignal<string | undefined>(undefined);
  const asked = useSignal<readonly DoctorChoice[]>([]);
  const busy = useSignal(false);
  const partners = partnersOf(subject, all);
  // Most of what an analog line can be asked wants a second one.
  const wanted = partnerId.value ?? (subject.kind === "analog-line" ? partners[0]?.id : undefined);
  const partner = partners.find(({ id }) => id === wanted);
  const choices = choicesOf(subject, partner);
  const tests = choices.filter(({ test, can }) => can && asked.value.includes(test)).map(({ test }) => test);
  const blocked = whyNot(subject, partner, other);
  const go = async () => {
    busy.value = true;
    try {
      await examine({
        line: subject.id,
        ...(subject.kind === "phone" ? { phone: true } : {}),
        ...(partner ? { partner: partner.id } : {}),
        ...(tests.length > 0 ? { tests } : {}),
      });
    } catch (e) {
      sayFault(e);
    } finally {
      busy.value = false;
    }
  };
  const label = (one: Subject): string => `${one.name} · ${w.kind[one.kind]}`;
  const turn = (test: DoctorChoice) => {
    asked.value = asked.value.includes(test) ? asked.value.filter((one) => one !== test) : [...asked.value, test];
  };
  const takesPartner = subject.kind !== "phone" && subject.kind !== "trunk";
  const wish = { kind: subject.kind, tests, ...(partner ? { partner: partner.id } : {}) };
  return (
    <form
      class="doctor-wish"
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked && !busy.value) void go();
      }}
    >
      <Field label={w.choose}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={subject.key}
            choices={all.map((one) => ({ value: one.key, label: label(one) }))}
            onChoose={(key) => {
              partnerId.value = undefined;
              asked.value = [];
              onChoose(key);
            }}
          />
        )}
      </Field>
      {takesPartner ? (
        <Field
          label={w.partner}
          note={
            partners.length === 0
              ? w.partnerNote.none
              : subject.kind === "analog-line"
                ? w.partnerNote.analog
                : w.partnerNote.other
          }
        >
          {(ids) => (
            <SelectInput
              {...ids}
              value={partner?.id ?? ""}
              empty={w.noPartner}
              disabled={partners.length === 0}
              choices={partners.map((one) => ({ value: one.id, label: label(one) }))}
              onChoose={(id) => {
                partnerId.value = id;
              }}
            />
          )}
        </Field>
      ) : null}
      {choices.length > 0 ? (
        <fieldset class="doctor-choices">
          <legend class="field-label">{w.also}</legend>
          {choices.map(({ test, can }) => (
            <label key={test} class="doctor-choice">
              <input type="checkbox" checked={can && asked.value.includes(test)} disabled={!can} onChange={() => turn(test)} />
              <span>
                {w.choice[test]} <span class="field-note">{can ? w.choiceNote[test] : w.cannot[test]}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      <div class="doctor-tests">
        <p class="field-label">{w.done}</p>
        <p>
          {testsOf(wish)
            .map((test) => w.test[test])
            .join(" · ")}
        </p>
        {subject.kind === "phone" ? <p class="field-note">{w.phoneNote}</p> : null}
      </div>
      <div class="doctor-go">
        <Button type="submit" kind="main" pending={busy.value} blocked={blocked}>
          {w.begin}
        </Button>
        {blocked ? <span class="note">{blocked}</span> : null}
      </div>
    </form>
  );
}

function whyNot(subject: Subject, partner: Subject | undefined, other: string | undefined): string | undefined {
  const w = doctorWords.value;
  if (!canAct.value) return words.value.link.blocked;
  if (other !== undefined) return w.cannot.other.replace("{name}", other);
  if (subject.isOff) return w.cannot.off;
  if (subject.isBusy) return w.cannot.busy;
  return partner?.isBusy ? w.cannot.partnerBusy : undefined;
}
