import "./calls-going.css";
import type { CallsGoing } from "../../appliance/contract/evidence.ts";
import { callsGoing } from "../data/recordings.ts";
import { useLoaded } from "../parts/loaded.ts";
import { FaultNote, Loading } from "../parts/notices.tsx";
import { fill } from "../words/fill.ts";
import { recordingWords } from "../words/recordings.ts";

/** How many calls, and of which days, would lose what is theirs were calls kept for so many days; the box counts them. */
export function CallsGoingNote({ keepDays }: { keepDays: number }) {
  const { state, reload } = useLoaded(() => callsGoing(keepDays), String(keepDays));
  const { value, error, loading } = state.value;
  if (error) return <FaultNote error={error} onRetry={reload} />;
  if (!value) return loading ? <Loading /> : null;
  return <Counted going={value} />;
}

function Counted({ going }: { going: CallsGoing }) {
  const w = recordingWords.value.keep;
  const { count, held, recorded, fromDate = "", toDate = "", days, more, keepDays } = going;
  const span = fromDate === toDate ? fromDate : `${fromDate} – ${toDate}`;
  const kept = [
    held > 0 ? fill(w.callsHeld, { n: held }) : "",
    recorded > 0 ? fill(w.callsRecorded, { n: recorded }) : "",
  ].filter(Boolean);
  return (
    <div class="calls-going">
      <p>
        {count === 0 ? (
          fill(w.callsNone, { n: keepDays })
        ) : (
          <strong class="num">{fill(w.callsWould, { n: count, days: span })}</strong>
        )}
        {kept.length > 0 ? <span class="note"> · {kept.join(" · ")}</span> : null}
      </p>
      {more ? <p class="note">{w.callsMore}</p> : null}
      {days.length > 1 ? (
        <details>
          <summary>{w.callsDays}</summary>
          <ul class="calls-going-days">
            {days.map((day) => (
              <li key={day.date}>
                <span class="num">{day.date}</span>
                <span class="note num">{fill(w.callsOfDay, { n: day.count })}</span>
              </li>
            ))}
            {days.at(-1)?.date === toDate ? null : <li class="note">{w.callsDaysMore}</li>}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
