import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowScriptRow } from "../../../appliance/contract/flow-library.ts";
import { acceptFlowScript, dropFlowScript, fetchFlowScripts, runFlowScripts, type ScriptsRun } from "../../data/flows.ts";
import { rev, save } from "../../flow/flow-desk.ts";
import { exitsOf } from "../../flow/flow-exits.ts";
import type { FlowMarks } from "../../flow/flow-map-view.tsx";
import { play } from "../../flow/play-desk.ts";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { voiceWords } from "../../words/voice.ts";
import { pick, words } from "../../words/words.ts";
import { Verdicts } from "./verdicts.tsx";

const waysIn = (flow: FlowDocument): string[] =>
  Object.entries(flow.nodes).flatMap(([id, node]) => exitsOf(node).map((exit) => `${id} ${exit.at}`));

/** Which ways the scripts take and which none of them does. */
function marksOf(flow: FlowDocument, run: ScriptsRun): FlowMarks {
  const untaken = new Set(run.coverage.uncovered.filter((u) => u.flow === flow.id).map((u) => `${u.node} ${u.exit}`));
  return { taken: new Set(waysIn(flow).filter((way) => !untaken.has(way))), steps: new Set(), untaken };
}

/** The saved scripts: run, looked at, accepted anew; what none of them reaches is shown on the map. */
export function ScriptsPanel({
  flow,
  show,
  replay,
}: {
  flow: FlowDocument;
  show: (marks: FlowMarks) => void;
  replay: () => void;
}) {
  const w = voiceWords.value.scripts;
  const { state, reload } = useLoaded(() => fetchFlowScripts(flow.id), flow.id);
  const run = useSignal<ScriptsRun | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const go = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      await save();
      run.value = await runFlowScripts(flow.id, rev.peek() > 0);
      show(marksOf(flow, run.value));
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => void go(), []);
  const rows = state.value.value ?? [];
  const drop = (row: FlowScriptRow) =>
    ask({
      title: fill(w.removeAsk, { name: row.name }),
      note: w.removeNote,
      yes: words.value.common.remove,
      danger: true,
      run: () =>
        void dropFlowScript(flow.id, row.id).then(() => {
          say(w.removed);
          reload();
          void go();
        }, sayFault),
    });
  const accept = (id: string) =>
    void acceptFlowScript(flow.id, id, rev.peek() > 0).then(() => {
      say(w.accepted);
      reload();
      void go();
    }, sayFault);
  const { coverage, verdicts } = run.value ?? {};
  return (
    <section class="flow-step" aria-label={w.title}>
      <header class="row">
        <h3 class="grow">{w.title}</h3>
        <Button small icon="play" pending={busy.value} onPress={() => void go()}>
          {w.run}
        </Button>
      </header>
      {error.value ? <FaultNote error={error.value} /> : null}
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {state.value.loading && rows.length === 0 ? <Loading /> : null}
      {!state.value.loading && rows.length === 0 ? <Empty title={w.none} note={w.noneNote} /> : null}
      {verdicts ? (
        <Verdicts
          verdicts={verdicts}
          acts={(v) => {
            const row = rows.find((r) => r.id === v.script);
            return row ? (
              <>
                <Button
                  small
                  onPress={() => {
                    play.value = { flow: flow.id, play: row.play };
                    replay();
                  }}
                >
                  {w.show}
                </Button>
                {v.passed ? null : (
                  <Button small onPress={() => accept(row.id)}>
                    {w.accept}
                  </Button>
                )}
                <Button small kind="quiet" icon="bin" label={words.value.common.remove} onPress={() => drop(row)} />
              </>
            ) : null;
          }}
        />
      ) : null}
      {coverage && rows.length > 0 ? (
        <>
          <p class="coverage">
            <meter min={0} max={coverage.total} value={coverage.covered} />
            <span class="note num">{fill(w.coverage, { n: coverage.covered, of: coverage.total })}</span>
          </p>
          {coverage.uncovered.length > 0 ? (
            <details>
              <summary>
                {w.uncovered} ({coverage.uncovered.length})
              </summary>
              <ul class="uncovered">
                {coverage.uncovered.map((u) => (
                  <li key={`${u.node}${u.exit}`} class="note">
                    {pick(u.words)}
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
