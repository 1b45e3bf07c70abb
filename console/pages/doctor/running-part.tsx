import { useEffect, useRef } from "preact/hooks";
import { type DoctorReport, stopExamination } from "../../data/doctor.ts";
import { canAct } from "../../data/live.ts";
import { personName } from "../../data/people.ts";
import { Button } from "../../parts/button.tsx";
import { Age } from "../../parts/ticking.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { doctorWords } from "../../words/doctor.ts";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";
import { FindingList } from "./finding-list.tsx";
import { testsOf, underWay } from "./tests-of.ts";

const forPeople: readonly string[] = ["lifting", "pressing", "replacing"];

/** The examination under way, as it is pushed: what is done now, what was found so far, what is to come. */
export function RunningPart({ report, name, partner }: { report: DoctorReport; name: string; partner: string | undefined }) {
  const w = doctorWords.value;
  const { step = "taking", pass, kind } = report;
  const root = useRef<HTMLElement>(null);
  // On a phone it begins below the form.
  useEffect(() => root.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section ref={root} class="doctor-report is-running" aria-labelledby="doctor-running">
      <div class="doctor-head">
        <h2 id="doctor-running" class="grow">
          {fill(w.running, { name })}
        </h2>
        <span class="note">
          {partner ? `${partner} · ` : ""}
          {fill(w.by, { name: personName(report.by) })} · <Age since={report.startedAtMs} />
        </span>
        <Button
          kind="danger"
          blocked={canAct.value ? undefined : words.value.link.blocked}
          onPress={() => void stopExamination().then(() => say(w.stopped), sayFault)}
        >
          {w.stop}
        </Button>
      </div>
      <p class={`doctor-step ${forPeople.includes(step) ? "is-asking" : ""}`} role="status">
        {w.step[step]}
        {kind === "analog-line" && report.partner ? <span class="note"> {fill(w.pass, { n: pass ?? 1 })}</span> : null}
      </p>
      <FindingList tests={testsOf(report)} findings={report.findings} now={underWay(report)} />
    </section>
  );
}
