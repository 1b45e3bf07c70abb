import type { DoctorVerdict } from "../../../appliance/contract/doctor.ts";
import { boxNow } from "../../data/clock.ts";
import type { DoctorReport } from "../../data/doctor.ts";
import { VerdictMark } from "../../parts/marks.tsx";
import { doctorWords } from "../../words/doctor.ts";
import { fill } from "../../words/fill.ts";
import { day, daysAgo, hour } from "../../words/time.ts";
import { language } from "../../words/words.ts";
import { trendOf } from "./tests-of.ts";
import { plainValue, unitOf } from "./value-text.ts";

const most = 8;

/** When a report was made: the hour today, else the day with it. */
export const momentText = (atMs: number): string => {
  const at = hour(atMs, language.value);
  return daysAgo(atMs, boxNow()) === 0 ? at : `${day(atMs, language.value)} ${at}`;
};

/** The last reports of a line side by side: what got worse shows in a row. Each heading opens its report. */
export function PastTable({
  reports,
  chosen,
  onChoose,
}: {
  reports: readonly DoctorReport[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const w = doctorWords.value;
  const shown = reports.slice(0, most);
  const rows = trendOf(shown);
  return (
    <section class="doctor-past" aria-labelledby="doctor-past">
      <h2 id="doctor-past" class="column-head">
        {w.past}
      </h2>
      <p class="note">{w.pastNote}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section class="doctor-scroll" tabIndex={0} aria-labelledby="doctor-past">
        <table>
          <thead>
            <tr>
              <td />
              {shown.map((one) => (
                <th key={one.id} scope="col" class={one.id === chosen ? "is-chosen" : ""}>
                  <button
                    type="button"
                    data-row
                    class="doctor-when num"
                    aria-pressed={one.id === chosen}
                    aria-label={fill(w.openReport, { when: momentText(one.startedAtMs) })}
                    onClick={() => onChoose(one.id)}
                  >
                    {momentText(one.startedAtMs)}
                  </button>
                  {one.state === "broken-off" ? <span class="faint small"> {w.state["broken-off"]}</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ test, at }) => (
              <tr key={test}>
                <th scope="row">
                  {w.test[test]}
                  <span class="faint small unit">{unitOf(at.find((cell) => cell?.value !== undefined)?.unit ?? "")}</span>
                </th>
                {at.map((cell, n) => (
                  <td key={shown[n]?.id} class={shown[n]?.id === chosen ? "is-chosen" : ""}>
                    {cell ? (
                      <span class="doctor-cell" title={w.verdict[cell.verdict as DoctorVerdict]}>
                        <VerdictMark verdict={cell.verdict as DoctorVerdict} />
                        <span class="unseen">{w.verdict[cell.verdict as DoctorVerdict]}</span>
                        {cell.value === undefined ? null : <span class="num">{plainValue(cell.unit, cell.value)}</span>}
                      </span>
                    ) : (
                      <span class="faint" aria-hidden="true">
                        –
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
