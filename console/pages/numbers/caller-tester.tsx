import { type Signal, useSignal } from "@preact/signals";
import { type CallerTest, testCaller } from "../../data/numbers.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { base } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { pick } from "../../words/words.ts";
import { NotApplied } from "./page-head.tsx";
import { isOpenPattern } from "./patterns.ts";
import { className, ruleNames } from "./rule-names.ts";
import { actPhrase } from "./rule-sentence.ts";

const digits = (text: string) => text.replace(/[^0-9+*#]/g, "").slice(0, 40);

/** Asks the box which rule would strike a caller now, and why. */
export function CallerTester({ tested }: { tested: Signal<CallerTest | undefined> }) {
  const w = numberWords.value.test;
  const trunks = base.value?.trunks ?? [];
  const caller = useSignal("");
  const withheld = useSignal(false);
  const line = useSignal(trunks[0]?.id ?? "");
  const firstNumber = trunks.find((t) => t.id === line.value)?.numbers.find((n) => !isOpenPattern(n.pattern))?.pattern ?? "";
  const called = useSignal<string | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const to = called.value ?? firstNumber;
  const ready = (withheld.value || caller.value !== "") && to !== "" && line.value !== "";
  const ask = async (event: Event) => {
    event.preventDefault();
    if (!ready || busy.value) return;
    busy.value = true;
    error.value = undefined;
    try {
      const from = withheld.value ? {} : { caller: caller.value.replace(/[*#]/g, "") };
      tested.value = await testCaller({ ...from, called: to, line: line.value });
    } catch (e) {
      error.value = e;
      tested.value = undefined;
    } finally {
      busy.value = false;
    }
  };
  const clear = () => {
    tested.value = undefined;
  };
  return (
    <div class="stack">
      <form class="test-form" onSubmit={ask}>
        <div class="test-caller">
          <Field label={w.caller}>
            {(ids) => (
              <TextInput
                {...ids}
                class="num"
                inputMode="tel"
                autoComplete="off"
                disabled={withheld.value}
                value={withheld.value ? "" : caller.value}
                onText={(t) => {
                  caller.value = digits(t);
                  clear();
                }}
              />
            )}
          </Field>
          <label class="check">
            <input
              type="checkbox"
              checked={withheld.value}
              onChange={(e) => {
                withheld.value = e.currentTarget.checked;
                clear();
              }}
            />
            <span>{w.withholds}</span>
          </label>
        </div>
        <Field label={w.called}>
          {(ids) => (
            <TextInput
              {...ids}
              class="num"
              inputMode="tel"
              autoComplete="off"
              value={to}
              onText={(t) => {
                called.value = digits(t);
                clear();
              }}
            />
          )}
        </Field>
        <Field label={w.line}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={line.value}
              choices={trunks.map((t) => ({ value: t.id, label: t.name }))}
              onChoose={(v) => {
                line.value = v;
                clear();
              }}
            />
          )}
        </Field>
        <Button type="submit" kind="main" pending={busy.value} class={ready ? "" : "is-faint"}>
          {w.ask}
        </Button>
      </form>
      <NotApplied parts={["firewall", "specialNumbers", "trunks", "calendars"]} />
      {error.value ? <FaultNote error={error.value} /> : null}
      {tested.value ? <Verdict test={tested.value} /> : null}
    </div>
  );
}

function Verdict({ test }: { test: CallerTest }) {
  const w = numberWords.value.test;
  const settings = base.value;
  if (!settings) return null;
  const names = ruleNames(settings);
  const act = test.act as Parameters<typeof actPhrase>[0];
  const lets = act.kind === "allow";
  const whys: Record<string, string> = w.why;
  return (
    <div class="verdict" aria-live="polite">
      <p class={`verdict-head ${lets ? "is-good" : "is-bad"}`}>
        <Icon name={lets ? "check" : "close"} />
        <strong>{actPhrase(act, names, { act: w.act, silent: numberWords.value.firewall.silent })}</strong>
      </p>
      <p>{test.by ? fill(w.by, { name: test.by.name, why: pick(test.by.why) }) : w.byNone}</p>
      {"why" in test.admitted ? (
        <p class="verdict-bad">{fill(w.notTaken, { why: whys[test.admitted.why] ?? test.admitted.why })}</p>
      ) : lets ? (
        <p>{fill(w.goesTo, { name: names.flow(test.admitted.flow) })}</p>
      ) : null}
      {test.special ? (
        <p class="note">{fill(w.known, { name: test.special.name, class: className(test.special.class) })}</p>
      ) : null}
      <p class="note">{fill(w.lastHour, { n: test.callsLastHour })}</p>
      {test.tried.length > 0 ? (
        <details>
          <summary>{w.tried}</summary>
          <ol class="tried">
            {test.tried.map((t) => (
              <li key={t.rule} class={t.strikes ? "is-struck" : ""}>
                <Icon name={t.strikes ? "check" : "minus"} size={14} />
                <span>{t.name}</span>
                <span class="note">{pick(t.why)}</span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </div>
  );
}
