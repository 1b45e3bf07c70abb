import "./shifts.css";
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import type { AttendanceRow } from "../../../appliance/contract/attendance.ts";
import { boxNow } from "../../data/clock.ts";
import { live } from "../../data/live.ts";
import { agentName, byName } from "../../data/names.ts";
import { personName } from "../../data/people.ts";
import { may } from "../../data/session.ts";
import { attendance, correctAttendance } from "../../data/shifts.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { civil, civilMinute } from "../../words/civil.ts";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { age, day, hour, monthName, number } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { ReportTabs } from "../figures/report-tabs.tsx";

const beginOf = (row: AttendanceRow): number => row.shift?.fromMs ?? row.presences[0]?.inAtMs ?? 0;

/** Signed in and out against the shifts, for a month; what was wrong can be put right, with a reason. */
export function AttendancePage() {
  const { query, route } = useLocation();
  const w = reportWords.value.attendance;
  const l = language.value;
  const month = /^\d{4}-\d{2}$/.test(query.month ?? "") ? (query.month ?? "") : civil(boxNow()).slice(0, 7);
  const agent = query.agent ?? "";
  const { state, reload } = useLoaded(() => attendance(month, agent || undefined), `${month} ${agent}`);
  const correcting = useSignal<AttendanceRow | undefined>(undefined);
  const { value, error, loading } = state.value;
  // Who is still to come stands in the plan of shifts.
  const rows = value?.filter((row) => row.status !== "to-come");
  const set = (change: { month?: string; agent?: string }) => {
    const all = { month, agent, ...change };
    const to = new URLSearchParams(Object.entries(all).filter(([, v]) => v));
    route(`/attendance?${to}`, true);
  };
  const step = (by: number) => {
    const [y = 0, m = 1] = month.split("-").map(Number);
    set({ month: civil(new Date(y, m - 1 + by, 1).getTime()).slice(0, 7) });
  };
  const count = (status: AttendanceRow["status"]) => (rows ?? []).filter((r) => r.status === status).length;
  return (
    <div class="page attendance">
      <header class="page-head">
        <h1>{w.title}</h1>
        <ReportTabs at="/attendance" />
      </header>
      <div class="week-tools">
        <Button icon="back" label={w.before} onPress={() => step(-1)} />
        <strong class="num">{monthName(`${month}-15`, l)}</strong>
        <Button icon="forward" label={w.after} onPress={() => step(1)} />
        <SelectInput
          aria-label={w.agent}
          value={agent}
          empty={w.all}
          choices={byName(live.value?.agents ?? []).map((a) => ({ value: a.id, label: a.name }))}
          onChoose={(to) => set({ agent: to })}
        />
        <span class="grow" />
        {rows ? (
          <p class="note num">
            {[
              fill(w.sum, { n: rows.filter((r) => r.shift).length }),
              fill(w.sumLate, { n: count("late") }),
              fill(w.sumMissing, { n: count("missing") }),
              fill(w.sumPresent, { n: number(rows.reduce((sum, r) => sum + r.presentMs, 0) / 3_600_000, l) }),
            ].join(" · ")}
          </p>
        ) : null}
      </div>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {loading && !rows ? <Loading /> : null}
      {rows?.length === 0 ? <Empty icon="calendar" title={w.empty} /> : null}
      {rows && rows.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
        <section class="week-scroll" aria-label={w.title} tabIndex={0}>
          <table class="attendance-table">
            <thead>
              <tr>
                {[w.day, w.agent, w.shift, w.in, w.out, ""].map((name, i) => (
                  <th key={i} scope="col">
                    {name}
                  </th>
                ))}
                <th scope="col" class="right">
                  {w.present}
                </th>
                <th scope="col" class="right">
                  {w.beyond}
                </th>
                <th />
              </tr>
            </thead>
            <tbody>
              {[...rows].reverse().map((row) => (
                <Line key={`${row.agent} ${beginOf(row)}`} row={row} correct={() => (correcting.value = row)} />
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {correcting.value ? (
        <Correct
          row={correcting.value}
          onClose={() => (correcting.value = undefined)}
          onDone={() => {
            correcting.value = undefined;
            say(w.saved);
            reload();
          }}
        />
      ) : null}
    </div>
  );
}

function Line({ row, correct }: { row: AttendanceRow; correct: () => void }) {
  const w = reportWords.value.attendance;
  const l = language.value;
  const first = row.presences[0];
  const last = row.presences.at(-1);
  const put = row.presences.find((p) => p.corrected)?.corrected;
  const off = row.lateMs || row.earlyMs;
  const minutes = Math.round(off / 60_000);
  return (
    <tr class={`is-${row.status}`}>
      <td class="num">{day(beginOf(row), l)}</td>
      <th scope="row">{agentName(row.agent)}</th>
      <td class="num">{row.shift ? `${hour(row.shift.fromMs, l)}–${hour(row.shift.toMs, l)}` : "–"}</td>
      <td class="num">{first ? hour(first.inAtMs, l) : "–"}</td>
      <td class="num">{last ? (last.outAtMs === undefined ? w.still : hour(last.outAtMs, l)) : "–"}</td>
      <td>
        <span class="attendance-status">{w.status[row.status]}</span>
        {(row.status === "late" || row.status === "left-early") && minutes > 0 ? (
          <span class="num note"> {fill(w.by, { age: minutes })}</span>
        ) : null}
        {put ? <p class="small faint">{fill(w.corrected, { who: personName(put.by), why: put.why })}</p> : null}
      </td>
      <td class="right num">{row.presentMs > 0 ? age(row.presentMs, l) : "–"}</td>
      <td class="right num">{row.beyondMs > 59_999 ? age(row.beyondMs, l) : "–"}</td>
      <td class="right">
        {may("supervise") && row.status !== "to-come" ? (
          <Button small kind="quiet" onPress={correct}>
            {w.correct}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function Correct({ row, onClose, onDone }: { row: AttendanceRow; onClose: () => void; onDone: () => void }) {
  const w = reportWords.value.attendance;
  const seen = row.presences[0];
  // What is corrected is the sign-in that the box saw, also when it was put right before.
  const inAtMs = seen ? (seen.corrected ? (seen.corrected.wasInAtMs ?? seen.inAtMs) : seen.inAtMs) : undefined;
  const firstIn = civilMinute(seen?.inAtMs ?? beginOf(row));
  const from = useSignal(firstIn);
  const until = seen ? seen.outAtMs : row.shift?.toMs;
  const firstOut = until === undefined ? "" : civilMinute(until);
  const to = useSignal(firstOut);
  const why = useSignal("");
  const error = useSignal<unknown>(undefined);
  const short = why.value.trim().length < 3;
  const save = () => {
    const newInAtMs = new Date(from.value).getTime();
    const newOutAtMs = to.value === "" ? undefined : new Date(to.value).getTime();
    void correctAttendance({
      agent: row.agent,
      inAtMs: inAtMs ?? newInAtMs,
      newInAtMs,
      ...(newOutAtMs === undefined ? {} : { newOutAtMs }),
      why: why.value.trim(),
    }).then(onDone, (e: unknown) => {
      error.value = e;
    });
  };
  const moment = (label: string, field: typeof from) => (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          class="input"
          type="datetime-local"
          value={field.value}
          onChange={(e) => (field.value = e.currentTarget.value)}
        />
      )}
    </Field>
  );
  const close = useCarefulClose(why.value !== "" || from.value !== firstIn || to.value !== firstOut, onClose);
  return (
    <Dialog
      title={w.correctTitle}
      form
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{words.value.common.cancel}</Button>
          <Button kind="main" blocked={short ? w.whyShort : from.value === "" ? w.newIn : undefined} onPress={save}>
            {w.correct}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>
          <strong>{agentName(row.agent)}</strong> · {day(beginOf(row), language.value)}
        </p>
        {error.value ? <FaultNote error={error.value} /> : null}
        <div class="plan-hours">
          {moment(w.newIn, from)}
          {moment(w.newOut, to)}
        </div>
        <Field label={w.why} note={w.correctNote}>
          {(ids) => <TextInput {...ids} value={why.value} maxLength={300} onText={(t) => (why.value = t)} />}
        </Field>
      </div>
    </Dialog>
  );
}
