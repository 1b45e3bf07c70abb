import { reasonWords } from "../../data/agents.ts";
import { agentName } from "../../data/names.ts";
import { Icon } from "../../look/icon.tsx";
import { fill } from "../../words/fill.ts";
import { age } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import type { Because, DecisionView } from "./decision.ts";

/** Why it went to him and not to the others: one row for everybody who was looked at. */
export function DecisionTable({ decision, atMs }: { decision: DecisionView; atMs: number }) {
  const w = words.value;
  const l = language.value;
  const when = decision.atMs ?? atMs;
  return (
    <div class="decision">
      {decision.caller ? (
        <p class="note">
          {fill(w.verdict.waited, {
            age: age(decision.caller.waitedMs, l),
            n: decision.caller.position,
            priority: decision.caller.priority,
          })}
        </p>
      ) : null}
      <table>
        <caption class="unseen">{fill(w.call.considered, { n: decision.rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{w.call.agent}</th>
            <th scope="col" class="right">
              {w.verdict.level}
            </th>
            <th scope="col">{decision.chosen.length > 0 ? w.call.why : w.call.whyNot}</th>
          </tr>
        </thead>
        <tbody>
          {decision.rows.map((row) => (
            <tr key={row.agent} class={row.chosen ? "is-chosen" : ""}>
              <th scope="row">
                <span class="decision-mark">{row.chosen ? <Icon name="check" size={14} /> : null}</span>
                {agentName(row.agent)}
                <span class="unseen">{row.chosen ? w.call.chosen : w.call.passed}</span>
              </th>
              <td class="num right">{row.level ?? ""}</td>
              <td>{becauseWords(row.because, when)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function becauseWords(because: Because, atMs: number): string {
  if (!because) return "";
  if ("words" in because) return pick(because.words);
  const { verdict } = because;
  const v = words.value.verdict;
  const l = language.value;
  const ms = (key: string): number => (typeof verdict[key] === "number" ? verdict[key] : 0);
  const since = age(atMs - ms("sinceMs"), l);
  const left = age(ms("untilMs") - atMs, l);
  switch (verdict.kind) {
    case "chosen": {
      const by = String(verdict.by);
      const sentence = by in v ? v[by as keyof typeof v] : v.chosen;
      return fill(sentence, { age: age(ms("idleMs"), l) });
    }
    case "not-ready":
      return fill(v["not-ready"], { reason: pick(reasonWords(String(verdict.reason))), age: since });
    case "talking":
      return fill(verdict.held === true ? v.held : v.talking, { age: since });
    case "wrap-up":
      return fill(v["wrap-up"], { age: left });
    case "tried":
      return fill(v.tried, { age: left });
    case "later-level":
      return fill(v["later-level"], { level: ms("level"), chosen: ms("chosenLevel") });
    case "idle-shorter":
      return fill(v["idle-shorter"], { age: age(ms("idleMs"), l), chosen: age(ms("chosenIdleMs"), l) });
    default:
      return verdict.kind in v ? v[verdict.kind as keyof typeof v] : verdict.kind;
  }
}
