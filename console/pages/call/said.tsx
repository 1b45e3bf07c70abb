import { callScores } from "../../data/surveys.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { fill } from "../../words/fill.ts";
import { surveyWords } from "../../words/surveys.ts";

/** What the caller answered when the agent was done with him (R7); nothing when he was not asked. */
export function Said({ id, ended }: { id: string; ended: boolean }) {
  const w = surveyWords.value;
  const { state } = useLoaded(() => callScores(id), `${id} ${ended}`);
  const rows = state.value.value;
  if (!rows || rows.length === 0) return null;
  return (
    <dl class="fact-row is-fields" aria-label={w.callHead}>
      {rows.map((row) => (
        <div key={row.question}>
          <dt>
            {w.callHead} · {row.question}
          </dt>
          <dd>{row.kind === "scale" ? fill(w.stars, { n: row.value }) : row.value === 1 ? w.yes : w.no}</dd>
        </div>
      ))}
    </dl>
  );
}
