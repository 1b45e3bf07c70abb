import { useSignal } from "@preact/signals";
import { type OutgoingTest, testOutgoing } from "../../data/numbers.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { Field, TextInput } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { base } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { pick } from "../../words/words.ts";
import { NotApplied } from "./page-head.tsx";

/** Asks the box what would happen if a phone, or somebody of a role, dialled a number now. */
export function OutgoingTester() {
  const w = numberWords.value.outgoing;
  const number = useSignal("");
  const as = useSignal("");
  const tested = useSignal<OutgoingTest | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const ask = async (event: Event) => {
    event.preventDefault();
    if (number.value === "" || busy.value) return;
    busy.value = true;
    error.value = undefined;
    const [kind, id] = as.value.split(" ");
    const who = kind === "phone" && id ? { phone: id } : kind === "role" && id ? { role: id } : {};
    try {
      tested.value = await testOutgoing({ ...who, number: number.value });
    } catch (e) {
      error.value = e;
      tested.value = undefined;
    } finally {
      busy.value = false;
    }
  };
  const choices = [
    ...(base.value?.outgoing?.roles ?? []).map((r) => ({
      value: `role ${r.id}`,
      label: fill(w.asRole, { name: r.name }),
      kind: "role" as const,
    })),
    ...(base.value?.phones ?? []).map((p) => ({
      value: `phone ${p.id}`,
      label: fill(w.asPhone, { name: `${p.id} ${p.name}` }),
      kind: "phone" as const,
    })),
  ];
  return (
    <div class="stack">
      <form class="test-form" onSubmit={ask}>
        <Field label={w.number}>
          {(ids) => (
            <TextInput
              {...ids}
              class="num"
              inputMode="tel"
              autoComplete="off"
              value={number.value}
              onText={(t) => {
                number.value = t.replace(/[^0-9+*#]/g, "").slice(0, 40);
                tested.value = undefined;
              }}
            />
          )}
        </Field>
        <Field label={w.as}>
          {(ids) => (
            <span class="select">
              <select
                {...ids}
                class="input"
                value={as.value}
                onChange={(e) => {
                  as.value = e.currentTarget.value;
                  tested.value = undefined;
                }}
              >
                <option value="">{w.asNobody}</option>
                {(["role", "phone"] as const).map((kind) => (
                  <optgroup key={kind} label={w.owners[kind]}>
                    {choices
                      .filter((x) => x.kind === kind)
                      .map((x) => (
                        <option key={x.value} value={x.value} selected={x.value === as.value}>
                          {x.label}
                        </option>
                      ))}
                  </optgroup>
                ))}
              </select>
            </span>
          )}
        </Field>
        <Button type="submit" kind="main" pending={busy.value} class={number.value ? "" : "is-faint"}>
          {numberWords.value.test.ask}
        </Button>
      </form>
      <NotApplied parts={["outgoing", "trunks"]} />
      {error.value ? <FaultNote error={error.value} /> : null}
      {tested.value ? <Outcome test={tested.value} /> : null}
    </div>
  );
}

function Outcome({ test }: { test: OutgoingTest }) {
  const w = numberWords.value.outgoing;
  const means: Record<string, string> = w.means;
  const lineName = (id: string) => base.value?.trunks.find((t) => t.id === id)?.name ?? id;
  if (test.may === undefined) {
    const nothing = test.means === "unknown";
    return (
      <p class={`verdict-head ${nothing ? "is-bad" : "is-good"}`} aria-live="polite">
        <Icon name={nothing ? "close" : "check"} />
        <strong>{means[test.means] ?? test.means}</strong>
      </p>
    );
  }
  return (
    <div class="verdict" aria-live="polite">
      <p class={`verdict-head ${test.may === "no" ? "is-bad" : "is-good"}`}>
        <Icon name={test.may === "no" ? "close" : test.may === "yes" ? "check" : "key"} />
        <strong>{w.verdict[test.may]}</strong>
      </p>
      <p>{pick(test.why)}</p>
      {test.may === "no" ? null : test.trunks.length === 0 ? (
        <p class="verdict-bad">{w.noTrunkFits}</p>
      ) : (
        <>
          <p class="note">{w.tried}</p>
          <ol class="tried is-numbered">
            {test.trunks.map((t) => (
              <li key={t.line}>
                <span>{lineName(t.line)}</span>
                <span class="note num">{fill(w.sent, { number: t.number })}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
