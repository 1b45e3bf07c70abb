import "./doctor.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type DoctorReport, fetchReports } from "../../data/doctor.ts";
import { canAct, live } from "../../data/live.ts";
import { fetchSettings } from "../../data/settings.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { doctorWords } from "../../words/doctor.ts";
import { PastTable } from "./past-table.tsx";
import { ReportPart } from "./report-part.tsx";
import { RunningPart } from "./running-part.tsx";
import { type Subject, subjectsOf } from "./subjects.ts";
import { WishForm } from "./wish-form.tsx";

/** The line doctor: a line or telephone is chosen and examined, its reports compared, what was found taken over (O13). */
export function DoctorPage() {
  const w = doctorWords.value;
  const root = useRef<HTMLDivElement>(null);
  const { params } = useRoute();
  const { route } = useLocation();
  const settings = useLoaded(fetchSettings, "settings").state.value.value?.settings;
  useRowKeys(root);
  const now = live.value;
  const running = now?.doctor[0];
  const all = now ? subjectsOf(now, settings) : [];
  const wanted = params.id ? `${params.what ?? "line"}/${decodeURIComponent(params.id)}` : running ? keyOf(running) : undefined;
  const subject = all.find(({ key }) => key === wanted) ?? all[0];
  return (
    <div class={`page doctor-page ${canAct.value ? "" : "is-stale"}`} ref={root}>
      <header class="page-head">
        <h1>{w.title}</h1>
        <p class="note grow">{w.about}</p>
        <a href="/lines">{w.toLines}</a>
      </header>
      {now ? null : <Loading />}
      {now && !subject ? (
        <Empty icon="line" title={w.none} note={w.noneNote}>
          <a href="/settings/lines">{w.toSettings}</a>
        </Empty>
      ) : null}
      {subject ? (
        <div class="doctor-parts">
          <WishForm
            all={all}
            subject={subject}
            other={running ? nameOf(all, keyOf(running)) : undefined}
            onChoose={(key) => route(`/doctor/${key}`)}
          />
          <div class="doctor-told">
            {running ? (
              <RunningPart report={running} name={nameOf(all, keyOf(running))} partner={partnerOf(all, running)} />
            ) : null}
            <Reports key={subject.key} subject={subject} all={all} running={running} />
          </div>
        </div>
      ) : null}
    </div>
  );
}

const keyOf = ({ kind, line }: DoctorReport): string => `${kind === "phone" ? "phone" : "line"}/${line}`;
const nameOf = (all: readonly Subject[], key: string): string =>
  all.find((one) => one.key === key)?.name ?? key.slice(key.indexOf("/") + 1);
const partnerOf = (all: readonly Subject[], { partner }: DoctorReport): string | undefined =>
  partner === undefined ? undefined : nameOf(all, `line/${partner}`);

/** Reports of one line, newest first: the chosen one whole, all of them side by side. Asked for anew when an examination is over. */
function Reports({ subject, all, running }: { subject: Subject; all: readonly Subject[]; running: DoctorReport | undefined }) {
  const w = doctorWords.value;
  const chosen = useSignal("");
  const { state, reload } = useLoaded(() => fetchReports(subject.id), subject.key);
  const before = useRef(running?.id);
  useEffect(() => {
    if (before.current !== undefined && running === undefined) {
      chosen.value = "";
      reload();
    }
    before.current = running?.id;
  }, [running?.id]);
  const { value, error } = state.value;
  if (error && !value) return <FaultNote error={error} onRetry={reload} />;
  if (!value) return <Loading />;
  // A line and a telephone may go by the same name.
  const over = value.filter((one) => one.state !== "running" && keyOf(one) === subject.key);
  const report = over.find(({ id }) => id === chosen.value) ?? over[0];
  if (!report) return running ? null : <Empty icon="ear" title={w.noReports} note={w.noReportsNote} />;
  return (
    <>
      {running && keyOf(running) === subject.key ? null : (
        <ReportPart key={report.id} report={report} name={subject.name} partner={partnerOf(all, report)} />
      )}
      {over.length > 1 ? (
        <PastTable
          reports={over}
          chosen={report.id}
          onChoose={(id) => {
            chosen.value = id;
          }}
        />
      ) : null}
    </>
  );
}
