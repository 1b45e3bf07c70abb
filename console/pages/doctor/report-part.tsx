import { useSignal } from "@preact/signals";
import type { DoctorReport } from "../../data/doctor.ts";
import { canAct } from "../../data/live.ts";
import { personName } from "../../data/people.ts";
import { Button } from "../../parts/button.tsx";
import { doctorWords } from "../../words/doctor.ts";
import { fill } from "../../words/fill.ts";
import { language, words } from "../../words/words.ts";
import { FindingList } from "./finding-list.tsx";
import { momentText } from "./past-table.tsx";
import { TakeDialog } from "./take-dialog.tsx";
import { testsOf } from "./tests-of.ts";

/** One report that is over: its end, its findings, and what can be made of them. */
export function ReportPart({ report, name, partner }: { report: DoctorReport; name: string; partner: string | undefined }) {
  const w = doctorWords.value;
  const taking = useSignal(false);
  const { findings, state, why, found, kind } = report;
  const worse = findings.filter((one) => one.worse).map((one) => w.test[one.test]);
  return (
    <section class="doctor-report" aria-labelledby="doctor-report">
      <div class="doctor-head">
        <h2 id="doctor-report" class="grow">
          {fill(w.report, { when: momentText(report.startedAtMs) })}
        </h2>
        <span class="note">
          {[w.state[state], partner, fill(w.by, { name: personName(report.by) })].filter(Boolean).join(" · ")}
        </span>
      </div>
      {why ? <p class="notice is-warn">{w.why[why]}</p> : null}
      {worse.length > 0 ? (
        <p class="notice is-warn">{fill(w.gotWorse, { tests: worse.join(language.value === "zh" ? "、" : ", ") })}</p>
      ) : null}
      {findings.length === 0 ? (
        <p class="note">{w.nothingFound}</p>
      ) : (
        <FindingList tests={testsOf(report).filter((test) => findings.some((one) => one.test === test))} findings={findings} />
      )}
      {found && kind === "analog-line" ? (
        <p>
          <Button
            kind="main"
            blocked={canAct.value ? undefined : words.value.link.blocked}
            onPress={() => {
              taking.value = true;
            }}
          >
            {w.takeOver}
          </Button>
        </p>
      ) : null}
      {taking.value ? (
        <TakeDialog
          report={report}
          name={name}
          onClose={() => {
            taking.value = false;
          }}
        />
      ) : null}
    </section>
  );
}
