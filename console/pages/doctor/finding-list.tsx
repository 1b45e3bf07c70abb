import type { DoctorFinding, DoctorTest } from "../../data/doctor.ts";
import { VerdictMark } from "../../parts/marks.tsx";
import { doctorWords } from "../../words/doctor.ts";
import { pick } from "../../words/words.ts";
import { valueText } from "./value-text.ts";

/** Tests in their order: what each found, which one is under way, which are to come. */
export function FindingList({
  tests,
  findings,
  now = [],
}: {
  tests: readonly DoctorTest[];
  findings: readonly DoctorFinding[];
  now?: readonly DoctorTest[];
}) {
  const w = doctorWords.value;
  const found = new Map(findings.map((one) => [one.test, one]));
  const all = [...tests, ...findings.map(({ test }) => test).filter((test) => !tests.includes(test))];
  return (
    <ul class="findings">
      {all.map((test) => {
        const finding = found.get(test);
        if (finding) return <Finding key={test} finding={finding} />;
        const isNow = now.includes(test);
        return (
          <li key={test} class={`finding ${isNow ? "is-now" : "is-pending"}`}>
            <VerdictMark verdict={isNow ? undefined : "not-measured"} />
            <span class="finding-test">{w.test[test]}</span>
            <span class="finding-verdict faint">{isNow ? w.now : w.pending}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Finding({ finding: { test, verdict, values, words, hint, worse } }: { finding: DoctorFinding }) {
  const w = doctorWords.value;
  return (
    <li class={`finding is-${verdict}`}>
      <VerdictMark verdict={verdict} />
      <span class="finding-test">{w.test[test]}</span>
      <span class="finding-verdict">{w.verdict[verdict]}</span>
      <span class="finding-said">
        {pick(words)}
        {worse ? <strong class="finding-worse"> {w.worse}</strong> : null}
        {hint && verdict !== "good" ? <span class="note"> {pick(hint)}</span> : null}
      </span>
      <span class="finding-values num">{values.map(valueText).filter(Boolean).join(" · ")}</span>
    </li>
  );
}
