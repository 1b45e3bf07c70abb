import "./shifts.css";
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import type { SettingsProblem } from "../../../appliance/contract/settings.ts";
import type { ShiftRow } from "../../../appliance/contract/shift.ts";
import { boxNow } from "../../data/clock.ts";
import { live } from "../../data/live.ts";
import { byName } from "../../data/names.ts";
import { may } from "../../data/session.ts";
import { copyWeek, putShifts, shifts } from "../../data/shifts.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { civil, midnightOf, mondayOf } from "../../words/civil.ts";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { day, hour, number } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { ReportTabs } from "../figures/report-tabs.tsx";
import { PlanDialog } from "./plan-dialog.tsx";

type Cell = { agent: string; name: string; date: string };
type Said = Pick<SettingsProblem, "reason" | "hint">;
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Who works when, week by week. */
export function ShiftsPage() {
  const { query, route } = useLocation();
  const w = reportWords.value.shifts;
  const l = language.value;
  const monday = /^\d{4}-\d{2}-\d{2}$/.test(query.week ?? "") ? mondayOf(midnightOf(query.week ?? "")) : mondayOf(boxNow());
  const days = weekdays.map((_, i) => civil(midnightOf(monday, i)));
  const next = civil(midnightOf(monday, 7));
  const { state, reload } = useLoaded(() => shifts(days[0] ?? monday, days[6] ?? monday), monday);
  const planning = useSignal<Cell | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const warnings = useSignal<Said[]>([]);
  const agents = byName(live.value?.agents ?? []);
  const { value: rows, error: broken, loading } = state.value;
  const mayPlan = may("supervise");
  const go = (week: string) => {
    error.value = undefined;
    warnings.value = [];
    route(week === mondayOf(boxNow()) ? "/shifts" : `/shifts?week=${week}`, true);
  };
  const act = async (work: () => Promise<{ planned: number; warnings: Said[] } | undefined>) => {
    error.value = undefined;
    warnings.value = [];
    try {
      warnings.value = (await work())?.warnings ?? [];
      reload();
      return true;
    } catch (e) {
      error.value = e;
      return false;
    }
  };
  const remove = (row: ShiftRow) =>
    void act(() => putShifts({ add: [], drop: [{ agent: row.agent, fromMs: row.fromMs }] })).then((done) => {
      if (!done) return;
      // The very same shift again, by its hours.
      const again = { agent: row.agent, date: row.date, from: hour(row.fromMs, "en"), to: hour(row.toMs, "en") };
      const add = row.template ? { agent: row.agent, date: row.date, template: row.template } : again;
      say(w.removed, { label: words.value.common.undo, run: () => void act(() => putShifts({ add: [add], drop: [] })) });
    });
  const copy = () =>
    ask({
      title: fill(w.copyAsk, { date: day(midnightOf(next), l) }),
      note: w.copyNote,
      yes: w.copy,
      danger: false,
      run: () =>
        void act(async () => {
          const done = await copyWeek(monday, next);
          say(fill(w.copied, { n: done.planned }));
          route(`/shifts?week=${next}`);
          return done;
        }),
    });
  return (
    <div class="page shifts">
      <header class="page-head">
        <h1>{w.title}</h1>
        <ReportTabs at="/shifts" />
      </header>
      <div class="week-tools">
        <Button icon="back" label={w.before} onPress={() => go(civil(midnightOf(monday, -7)))} />
        <strong class="num">{fill(w.week, { date: day(midnightOf(monday), l) })}</strong>
        <Button icon="forward" label={w.after} onPress={() => go(next)} />
        {monday === mondayOf(boxNow()) ? null : (
          <Button kind="quiet" onPress={() => go(mondayOf(boxNow()))}>
            {w.now}
          </Button>
        )}
        <span class="grow" />
        {mayPlan && rows && rows.length > 0 ? (
          <Button icon="copy" onPress={copy}>
            {w.copy}
          </Button>
        ) : null}
      </div>
      {broken ? <FaultNote error={broken} onRetry={reload} /> : null}
      {error.value ? <Refused error={error.value} /> : null}
      {warnings.value.length > 0 ? <Warnings said={warnings.value} /> : null}
      {loading && !rows ? <Loading /> : null}
      {rows && agents.length === 0 ? <Empty icon="agents" title={w.noAgents} /> : null}
      {rows && rows.length === 0 && agents.length > 0 ? (
        <p class="note week-empty">
          {w.empty} {mayPlan ? w.emptyNote : ""}
        </p>
      ) : null}
      {rows && agents.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
        <section class="week-scroll" aria-label={w.title} tabIndex={0}>
          <table class="shift-week">
            <thead>
              <tr>
                <th scope="col">{w.agent}</th>
                {days.map((date, i) => (
                  <th key={date} scope="col" class={date === civil(boxNow()) ? "is-today" : ""}>
                    {words.value.settings.day[weekdays[i] ?? "mon"]} <span class="num">{day(midnightOf(date), l)}</span>
                  </th>
                ))}
                <th scope="col" class="right">
                  {w.total}
                </th>
              </tr>
            </thead>
            <tbody>
              {agents.map((agent) => (
                <tr key={agent.id}>
                  <th scope="row">{agent.name}</th>
                  {days.map((date) => {
                    const at = `${day(midnightOf(date), l)}`;
                    return (
                      <td key={date}>
                        {rows
                          .filter((r) => r.agent === agent.id && r.date === date)
                          .map((row) => (
                            <Shift
                              key={row.fromMs}
                              row={row}
                              {...(mayPlan
                                ? { remove: () => remove(row), label: fill(w.remove, { name: agent.name, date: at }) }
                                : {})}
                            />
                          ))}
                        {mayPlan ? (
                          <button
                            type="button"
                            class="shift-plan"
                            aria-label={fill(w.add, { name: agent.name, date: at })}
                            onClick={() => (planning.value = { agent: agent.id, name: agent.name, date })}
                          >
                            +
                          </button>
                        ) : null}
                      </td>
                    );
                  })}
                  <td class="right num">{fill(w.hours, { n: number(hoursOf(rows, agent.id), l) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {planning.value ? (
        <PlanDialog
          cell={planning.value}
          onClose={() => (planning.value = undefined)}
          onPlan={(hours) => {
            const { agent, date } = planning.value ?? { agent: "", date: "" };
            planning.value = undefined;
            void act(() => putShifts({ add: [{ agent, date, ...hours }], drop: [] }));
          }}
        />
      ) : null}
    </div>
  );
}

const hoursOf = (rows: readonly ShiftRow[], agent: string): number =>
  rows.filter((r) => r.agent === agent).reduce((sum, r) => sum + r.toMs - r.fromMs, 0) / 3_600_000;

function Shift({ row, remove, label }: { row: ShiftRow; remove?: () => void; label?: string }) {
  const l = language.value;
  const breaks = row.breaks.map((b) => `${hour(b.fromMs, l)}–${hour(b.toMs, l)}`);
  return (
    <div class="shift">
      <span class="num shift-hours">
        {hour(row.fromMs, l)}–{hour(row.toMs, l)}
      </span>
      {breaks.length > 0 ? (
        <span class="shift-breaks num">
          {reportWords.value.shifts.breaks}{" "}
          {breaks.map((one) => (
            <span key={one}>{one}</span>
          ))}
        </span>
      ) : null}
      {remove ? <Button kind="quiet" small icon="close" label={label ?? ""} onPress={remove} /> : null}
    </div>
  );
}

/** What was refused, each with what to do about it. */
function Refused({ error }: { error: unknown }) {
  const problems = (error as { reply?: { problems?: Said[] } }).reply?.problems ?? [];
  return (
    <div class="stack">
      <FaultNote error={error} />
      <Problems said={problems} />
    </div>
  );
}

function Warnings({ said }: { said: Said[] }) {
  return (
    <div class="notice is-warn">
      <div class="grow">
        <p>{reportWords.value.shifts.warnings}</p>
        <Problems said={said} />
      </div>
    </div>
  );
}

const Problems = ({ said }: { said: Said[] }) => (
  <ul>
    {said.slice(0, 20).map((p, i) => (
      <li key={i}>
        {pick(p.reason)} <span class="note">{pick(p.hint)}</span>
      </li>
    ))}
  </ul>
);
