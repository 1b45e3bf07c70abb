import type { NumberClass, OutgoingSettings } from "../../../appliance/contract/outgoing.ts";
import { type CountryNumbers, countryNumbers } from "../../data/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { draft, replace, undo } from "../../settings/draft.ts";
import { FieldAt } from "../../settings/field-at.tsx";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { FormPart } from "../settings/form-group.tsx";
import { OutgoingTester } from "./outgoing-tester.tsx";
import { PageHead } from "./page-head.tsx";
import { Pins } from "./pins.tsx";
import { RolesTable } from "./roles-table.tsx";
import { TrunkWays } from "./trunk-ways.tsx";

/** Who may call what, and over which trunk. */
export function OutgoingPage() {
  const w = numberWords.value.outgoing;
  const settings = draft.value;
  const country = settings?.site.country ?? "";
  const { state, reload } = useLoaded(() => countryNumbers(country), country);
  if (!settings) return null;
  const own = settings.outgoing !== undefined;
  const begin = () => {
    const usual = { id: "usual", name: w.usualName, allow: (state.value.value?.usual ?? []) as NumberClass[], withPin: [] };
    const first: OutgoingSettings = { classes: [], roles: [usual], usual: "usual", trunks: [] };
    replace("/outgoing", first);
  };
  const drop = () => {
    replace("/outgoing", undefined);
    say(w.dropped, { label: words.value.common.undo, run: undo });
  };
  return (
    <section class="settings-form numbers" aria-label={numberWords.value.sections.outgoing}>
      <PageHead title={numberWords.value.sections.outgoing} about={w.about}>
        {own ? (
          <Button kind="quiet" icon="bin" onPress={drop}>
            {w.drop}
          </Button>
        ) : null}
      </PageHead>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      <FormPart title={w.test}>
        <OutgoingTester />
      </FormPart>
      {own ? (
        <FormPart title={w.rights}>
          <RolesTable />
        </FormPart>
      ) : (
        <FormPart title={w.rights}>
          <div class="stack">
            <p>{w.unset}</p>
            <div>
              <Button blocked={state.value.value ? undefined : words.value.common.loading} onPress={begin}>
                {w.begin}
              </Button>
            </div>
          </div>
        </FormPart>
      )}
      {own ? (
        <FormPart title={w.general}>
          <div class="fields">
            <FieldAt at="/outgoing/usual" />
            <FieldAt at="/outgoing/prefix" />
            <FieldAt at="/outgoing/pinLockMs" />
          </div>
        </FormPart>
      ) : null}
      <FormPart title={w.pins}>
        <Pins />
      </FormPart>
      <FormPart title={w.trunks}>
        <TrunkWays />
      </FormPart>
      <FormPart title={w.classes}>
        <div class="stack classes">
          {own ? <FieldAt at="/outgoing/classes" label={w.ownClasses} note={w.ownClassesNote} /> : null}
          {state.value.value ? <Country country={country} table={state.value.value} /> : <Loading />}
        </div>
      </FormPart>
    </section>
  );
}

/** The box's own table, class by class in the order they are tried. */
function Country({ country, table }: { country: string; table: CountryNumbers }) {
  const w = numberWords.value.outgoing;
  const classWord: Record<string, string> = w.class;
  const groups: { kind: string; patterns: string[] }[] = [];
  for (const { class: kind, pattern } of table.classes) {
    const last = groups.at(-1);
    if (last?.kind === kind) last.patterns.push(pattern);
    else groups.push({ kind, patterns: [pattern] });
  }
  return (
    <section class="country">
      <h4>{fill(table.known ? w.country : w.countryGeneral, { country })}</h4>
      <dl>
        <div>
          <dt>
            {w.class.emergency} <span class="note">{w.first}</span>
          </dt>
          <dd class="num">{table.emergency.join("  ")}</dd>
        </div>
        {groups.map(({ kind, patterns }) => (
          <div key={`${kind} ${patterns[0]}`}>
            <dt>{classWord[kind] ?? kind}</dt>
            <dd class="num">{patterns.join("  ")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
