import { useLocation } from "preact-iso";
import type { LiveLine } from "../../../appliance/contract/live.ts";
import { restartLine, switchLine } from "../../data/hardware.ts";
import { live } from "../../data/live.ts";
import { may } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { ask } from "../../parts/dialog.tsx";
import { LineMark } from "../../parts/marks.tsx";
import { Menu, type MenuItem } from "../../parts/menu.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { linesWords } from "../../words/lines.ts";
import { pick, words } from "../../words/words.ts";

const word = (table: object, key: string): string | undefined =>
  Object.hasOwn(table, key) ? (table as Record<string, string>)[key] : undefined;

/** One line: up or not and why, its number, its calls, what it measures, its alarm, and what can be done with it. */
export function LineRow({ line }: { line: LiveLine }) {
  const w = linesWords.value;
  const { id, name, state } = line;
  const { route } = useLocation();
  const calls = live.value?.calls.filter((c) => c.line === id) ?? [];
  const alarm = live.value?.alarms.find((a) => a.clearedAtMs === undefined && (a.subject === id || a.subject === line.port));
  const said = line.words ? pick(line.words) : line.text;
  return (
    <li class={`wire-row is-${state}`}>
      <span class="wire-name">
        <LineMark state={state} />
        <strong class="cut">{name}</strong>
        <span class="faint small">{word(words.value.live.lineKinds, line.kind) ?? line.kind}</span>
      </span>
      <span class="wire-state">
        <span class={state === "down" ? "is-bad" : ""}>{w.state[state]}</span>
        {said ? <span class="faint small"> {said}</span> : null}
      </span>
      <span class="wire-more small">
        {line.number ? <NumberText number={line.number} /> : null}
        {line.port ? <span class="faint"> {fill(w.port, { port: line.port })}</span> : null}
        {measured(line).length > 0 ? <span class="wire-health">{measured(line).join(" · ")}</span> : null}
        {alarm ? <span class="is-bad">{pick(alarm.words)}</span> : null}
      </span>
      <span class="wire-calls small">
        {calls.map((call) => (
          <a key={call.id} href={`/calls/${call.id}`}>
            <NumberText number={call.direction === "out" ? call.called : call.caller} />
          </a>
        ))}
        {line.maxCalls > 1 ? (
          <span class="faint num"> {fill(words.value.live.channels, { n: line.calls, max: line.maxCalls })}</span>
        ) : null}
      </span>
      {may("change-settings") ? (
        <Menu class="is-quiet" label={fill(w.acts, { name })} button={<Icon name="more" />} items={acts(line, route)} />
      ) : null}
    </li>
  );
}

/** What people ask of a line; the rest is for who looks at the port itself. */
function measured({ health = {} }: LiveLine): string[] {
  const w = linesWords.value;
  return Object.entries(w.health).flatMap(([name, pattern]) => {
    const value = health[name];
    if (value === undefined || value === "" || (name === "restarts" && value === 0)) return [];
    return [fill(pattern, { v: typeof value === "string" ? (word(w.value, value) ?? value) : value })];
  });
}

function acts({ id, name, state }: LiveLine, route: (path: string) => void): MenuItem[] {
  const w = linesWords.value;
  const turn = (on: boolean): void =>
    void switchLine(id, on).then(
      () => say(fill(w.switched, { name })),
      (e: unknown) => sayFault(e),
    );
  const restart = (): void =>
    void restartLine(id).then(
      () => say(fill(w.restarted, { name })),
      (e: unknown) => sayFault(e),
    );
  const question = (title: string, note: string, yes: string, run: () => void): void =>
    ask({ title: fill(title, { name }), note, yes, danger: true, run });
  if (state === "off") return [{ kind: "act" as const, label: w.enable, run: () => turn(true) }];
  return [
    { kind: "act" as const, label: w.examine, run: () => route(`/doctor/line/${id}`) },
    { kind: "act" as const, label: w.restart, run: () => question(w.restartAsk, w.restartNote, w.restart, restart) },
    { kind: "act" as const, label: w.disable, run: () => question(w.disableAsk, w.disableNote, w.disable, () => turn(false)) },
  ];
}
