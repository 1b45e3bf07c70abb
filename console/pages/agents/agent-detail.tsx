import { useSignal } from "@preact/signals";
import type { LiveAgent } from "../../../appliance/contract/live.ts";
import type { AgentStateRow } from "../../../appliance/contract/records.ts";
import { agentHistory, reasonWords } from "../../data/agents.ts";
import { boxNow } from "../../data/clock.ts";
import { queueName } from "../../data/names.ts";
import { may, myself } from "../../data/session.ts";
import { forwardText, whileText } from "../../features/forward-text.ts";
import { forwardLines } from "../../features/forwards.ts";
import { calendars, phoneNow } from "../../features/my-phone.ts";
import { askPhone, PhoneDialog } from "../../features/phone-dialog.tsx";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { AgentMark, stateWord } from "../../parts/marks.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { Age, Scale } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { ownWords } from "../../words/own.ts";
import { age, clock, day, daysAgo, hour, percent } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { type StateSpan, spansWithin, totals } from "./state-spans.ts";

type State = LiveAgent["state"];

/** One agent: what now, how the day went, and every state with its reason and length. */
export function AgentDetail({ agent }: { agent: LiveAgent }) {
  const w = words.value.agent;
  // A new state is a new row of the history.
  const { state, reload } = useLoaded(() => agentHistory(agent.id), `${agent.id} ${agent.state} ${agent.sinceMs}`);
  const rows = state.value.value;
  const now = boxNow();
  return (
    <section class="agent-detail" aria-label={agent.name}>
      <a class="back" href="/agents">
        <Icon name="back" size={14} /> {words.value.nav.agents}
      </a>
      <header class="agent-detail-head">
        <h2>{agent.name}</h2>
        <p class="agent-detail-state">
          <AgentMark state={agent.state} />
          <strong>{agent.reason ? pick(agent.reason) : stateWord(agent.state)}</strong>
          {agent.state === "logged-out" ? null : <Age since={agent.sinceMs} />}
          {agent.limitAtMs === undefined || agent.state === "logged-out" ? null : (
            <span class="note">{fill(w.limit, { age: age(agent.limitAtMs - agent.sinceMs, language.value) })}</span>
          )}
        </p>
        {agent.limitAtMs !== undefined && agent.state !== "ready" && agent.state !== "logged-out" ? (
          <Scale
            since={agent.sinceMs}
            quietBelow={agent.state === "talking" || agent.state === "hold" ? 0.25 : 0}
            limit={agent.limitAtMs}
            label={fill(w.limit, { age: age(agent.limitAtMs - agent.sinceMs, language.value) })}
          />
        ) : null}
        <p class="note">
          {agent.phone ? fill(w.phone, { phone: agent.phone }) : w.noPhone} · {agent.queues.map(queueName).join(" · ")}
          {agent.call ? (
            <>
              {" · "}
              <a href={`/calls/${agent.call}`}>{w.call}</a>
            </>
          ) : null}
        </p>
        {agent.phone && (may("supervise") || myself()?.agent === agent.id) ? (
          <PhoneOf phone={agent.phone} name={agent.name} />
        ) : null}
      </header>
      <PhoneDialog />
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {state.value.loading && !rows ? <Loading /> : null}
      {rows && rows.length === 0 ? <Empty title={w.noHistory} /> : null}
      {rows && rows.length > 0 ? (
        <>
          <Day rows={rows} now={now} />
          <History rows={rows} now={now} />
        </>
      ) : null}
    </section>
  );
}

/** What is set at his phone, in a line, and the way to change it. */
function PhoneOf({ phone, name }: { phone: string; name: string }) {
  const w = ownWords.value;
  const now = phoneNow(phone);
  const set = forwardLines(now, calendars.value).map((line) =>
    [w.when[line.when], forwardText(line), whileText(line)].filter(Boolean).join(" "),
  );
  if (now?.doNotDisturb) set.unshift(w.dndOn);
  return (
    <p class="row wrap">
      {set.length > 0 ? <span class="note">{set.join("; ")}</span> : null}
      <Button small icon="transfer" onPress={() => askPhone(phone, name)}>
        {w.phoneAct}
      </Button>
    </p>
  );
}

const shownHours = 8;
/** The last hours as one strip, and what they add up to. */
function Day({ rows, now }: { rows: readonly AgentStateRow[]; now: number }) {
  const oldest = Math.min(...rows.map((r) => r.fromMs));
  const from = Math.max(oldest, now - shownHours * 3_600_000);
  const spans = spansWithin(rows, from, now);
  const length = Math.max(1, now - from);
  const hours: number[] = [];
  for (let at = Math.ceil(from / 3_600_000) * 3_600_000; at < now; at += 3_600_000) hours.push(at);
  const share = (ms: number) => `${(ms / length) * 100}%`;
  return (
    <div class="state-day">
      <div class="state-strip" role="img" aria-label={words.value.agent.summary}>
        {spans.map((span) => (
          <span
            key={span.fromMs}
            class={`state-span is-${span.state}`}
            style={{ left: share(span.fromMs - from), width: share(span.toMs - span.fromMs) }}
            title={spanTitle(span)}
          />
        ))}
      </div>
      <div class="state-hours" aria-hidden="true">
        {hours.map((at) => (
          <span key={at} class="num" style={{ left: share(at - from) }}>
            {hour(at, language.value)}
          </span>
        ))}
      </div>
      <dl class="state-totals">
        {totals(spans).map(({ state, ms }) => (
          <div key={state}>
            <dt>
              <span class={`state-key is-${state}`} aria-hidden="true" />
              {stateWord(state as State)}
            </dt>
            <dd class="num">
              {age(ms, language.value)} <span class="faint">{percent(ms / length, language.value, 0)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
const spanTitle = (span: StateSpan): string =>
  `${span.reason ? pick(reasonWords(span.reason)) : stateWord(span.state as State)} ${clock(span.fromMs, language.value)} ${age(span.toMs - span.fromMs, language.value)}`;

const firstRows = 25;
function History({ rows, now }: { rows: readonly AgentStateRow[]; now: number }) {
  const w = words.value.agent;
  const l = language.value;
  const shown = useSignal(firstRows);
  return (
    <>
      <table class="history">
        <caption class="column-head">{w.history}</caption>
        <tbody>
          {rows.slice(0, shown.value).map((row) => (
            <tr key={`${row.fromMs}${row.state}`}>
              <td class="num history-time">
                {daysAgo(row.fromMs, now) > 0 ? <span class="faint">{day(row.fromMs, l)} </span> : null}
                {clock(row.fromMs, l)}
              </td>
              <td>
                <span class="row">
                  <AgentMark state={row.state as State} />
                  {row.reason ? pick(reasonWords(row.reason)) : stateWord(row.state as State)}
                </span>
              </td>
              <td class="num right">{row.toMs === undefined ? <Age since={row.fromMs} /> : age(row.toMs - row.fromMs, l)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.value ? (
        <p class="history-more">
          <Button onPress={() => (shown.value += 100)}>{words.value.common.more}</Button>
        </p>
      ) : null}
    </>
  );
}
