import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { FirewallRule } from "../../../appliance/contract/firewall.ts";
import type { CallerTest } from "../../data/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { Switch } from "../../parts/inputs.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { say } from "../../parts/toasts.tsx";
import { changes, draft, edit, move, problems, remove, undo } from "../../settings/draft.ts";
import { FieldAt } from "../../settings/field-at.tsx";
import { isWithin, under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { Dot } from "../settings/dot.tsx";
import { FormPart } from "../settings/form-group.tsx";
import { CallerTester } from "./caller-tester.tsx";
import { PageHead } from "./page-head.tsx";
import { ruleNames } from "./rule-names.ts";
import { actPhrase, ruleSentence } from "./rule-sentence.ts";

const at = "/firewall/rules";

/** Who is let in: the rules in their order, each a sentence, and a test that shows which one decides. */
export function FirewallPage() {
  const w = numberWords.value.firewall;
  const settings = draft.value;
  const { route } = useLocation();
  const tested = useSignal<CallerTest | undefined>(undefined);
  if (!settings) return null;
  const rules = settings.firewall?.rules ?? [];
  const add = () => {
    const id = freeId(rules.map((r) => r.id));
    const rule: FirewallRule = { id, name: w.newName, enabled: true, act: { kind: "busy" } };
    if (settings.firewall) edit(under(at, rules.length), rule);
    else edit("/firewall", { rules: [rule] });
    route(`/settings/firewall/${id}`);
  };
  return (
    <section class="settings-form numbers" aria-label={numberWords.value.sections.firewall}>
      <PageHead title={numberWords.value.sections.firewall} about={w.about} />
      <FormPart title={numberWords.value.test.title}>
        <CallerTester tested={tested} />
      </FormPart>
      <FormPart title={w.blockedFirst}>
        <Blocked />
      </FormPart>
      <section class="rules" aria-label={w.order}>
        <header class="rules-head">
          <h3>{w.order}</h3>
          {rules.length > 1 ? <p class="note wide-only">{w.keys}</p> : null}
        </header>
        <RuleList rules={rules} tested={tested.value} />
        <p class={`rules-rest ${tested.value && !tested.value.by ? "is-decided" : ""}`}>
          {rules.length === 0 ? w.none : w.otherwise}
          {tested.value && !tested.value.by ? <span class="rule-mark">{w.decides}</span> : null}
        </p>
        <Button icon="plus" blocked={rules.length >= 300 ? "≤ 300" : undefined} onPress={add}>
          {w.add}
        </Button>
      </section>
    </section>
  );
}

/** Special numbers marked as blocked are struck before any rule. */
function Blocked() {
  const w = numberWords.value.firewall;
  const settings = draft.value;
  if (!settings) return null;
  const act = settings.firewall?.blockedNumbers ?? { kind: "reject", why: "blocked" };
  const n = (settings.specialNumbers ?? []).filter((s) => s.class === "blocked").length;
  const said = fill(w.blockedMarked, { n, act: actPhrase(act, ruleNames(settings), w) });
  return (
    <div class="stack">
      <p>
        <a href="/settings/special-numbers">{said}</a>
      </p>
      {settings.firewall ? (
        <FieldAt at="/firewall/blockedNumbers" label={w.blockedChange} />
      ) : (
        <div>
          <Button small onPress={() => edit("/firewall", { rules: [], blockedNumbers: act })}>
            {w.blockedChange}
          </Button>
        </div>
      )}
    </div>
  );
}

function RuleList({ rules, tested }: { rules: readonly FirewallRule[]; tested: CallerTest | undefined }) {
  const w = numberWords.value.firewall;
  const c = words.value.common;
  const settings = draft.value;
  const root = useRef<HTMLOListElement>(null);
  useRowKeys(root);
  if (!settings) return null;
  const names = ruleNames(settings);
  const put = (i: number, by: -1 | 1) => {
    const id = rules[i]?.id;
    if (i + by < 0 || i + by >= rules.length) return;
    move(at, i, by);
    // The row takes its keys along.
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-rule="${id}"]`)?.focus());
  };
  const drop = (i: number) => {
    const name = rules[i]?.name ?? "";
    remove(under(at, i));
    say(fill(words.value.settings.removed, { name }), { label: c.undo, run: undo });
  };
  const keys = (event: KeyboardEvent, i: number) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) put(i, event.key === "ArrowUp" ? -1 : 1);
    else if (event.key === "Delete") drop(i);
    else return;
    event.preventDefault();
  };
  return (
    <ol ref={root} class="rule-list">
      {rules.map((rule, i) => {
        const looked = tested?.tried.find((t) => t.rule === rule.id);
        const decides = tested?.by?.rule === rule.id;
        return (
          <li key={rule.id} class={`rule ${rule.enabled ? "" : "is-off"} ${decides ? "is-decided" : ""}`}>
            <span class="rule-place num">{i + 1}</span>
            <a
              class="rule-words"
              href={`/settings/firewall/${encodeURIComponent(rule.id)}`}
              data-row
              data-rule={rule.id}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
              onKeyDown={(event) => keys(event, i)}
            >
              <span class="rule-name">
                {rule.name}
                {rule.enabled ? null : <span class="faint"> · {w.off}</span>}
                <Dot
                  changed={changes.value.some((x) => x.path[0] === "firewall" && x.path[2] === rule.id)}
                  bad={problems.value.some((p) => p.severity === "error" && isWithin(p.path, under(at, i)))}
                />
              </span>
              <span class="rule-sentence">{ruleSentence(rule, names, w)}</span>
              {decides ? (
                <span class="rule-mark">{w.decides}</span>
              ) : looked ? (
                <span class="rule-mark is-faint">{w.looked}</span>
              ) : null}
            </a>
            <span class="rule-tools">
              <Switch on={rule.enabled} label={rule.name} onTurn={(on) => edit(under(at, i, "enabled"), on)} />
              <Button
                small
                kind="quiet"
                icon="up"
                label={`${c.moveUp}: ${rule.name}`}
                blocked={i === 0 ? c.none : undefined}
                onPress={() => put(i, -1)}
              />
              <Button
                small
                kind="quiet"
                icon="down"
                label={`${c.moveDown}: ${rule.name}`}
                blocked={i === rules.length - 1 ? c.none : undefined}
                onPress={() => put(i, 1)}
              />
              <Button small kind="quiet" icon="bin" label={`${c.remove}: ${rule.name}`} onPress={() => drop(i)} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function freeId(taken: readonly string[]): string {
  let n = taken.length + 1;
  while (taken.includes(`rule-${n}`)) n += 1;
  return `rule-${n}`;
}
