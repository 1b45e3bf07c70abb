import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowPlay, RehearsedAct } from "../../../appliance/contract/flow-script.ts";
import { type DryRun, dryRunFlow } from "../../data/flows.ts";
import { freshPlay, marksOf, upToNow, withKeys, withoutLast, withWait } from "../../flow/dry-run.ts";
import type { FlowMarks } from "../../flow/flow-map-view.tsx";
import { play as desk } from "../../flow/play-desk.ts";
import { Button } from "../../parts/button.tsx";
import { Switch } from "../../parts/inputs.tsx";
import { FaultNote } from "../../parts/notices.tsx";
import { draft, problems } from "../../settings/draft.ts";
import { fill } from "../../words/fill.ts";
import { voiceWords } from "../../words/voice.ts";
import { DryRunWorld } from "./dry-run-world.tsx";
import { Keypad } from "./keypad.tsx";
import { PlayLog } from "./play-log.tsx";
import { SaveScript } from "./save-script.tsx";

/** Somebody plays the caller, the box plays the flow; the map shows the way it takes. */
export function DryRunPanel({ flow, show }: { flow: FlowDocument; show: (marks: FlowMarks) => void }) {
  const w = voiceWords.value.try;
  const run = useSignal<DryRun | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const listens = useSignal(true);
  const saving = useSignal(false);
  const called =
    draft.value?.trunks
      .flatMap((t) => t.numbers.filter((n) => n.flow === flow.id).map((n) => n.pattern))[0]
      ?.replace(/\D/g, "") || "96390";
  const play = desk.value?.flow === flow.id ? desk.value.play : freshPlay(called);
  const set = (next: FlowPlay) => (desk.value = { flow: flow.id, play: next });
  const unfit = problems.value.some((p) => p.severity === "error" && p.path.startsWith("/flows/"));
  useEffect(() => {
    let current = true;
    if (unfit) return;
    dryRunFlow(flow, play).then(
      (done) => {
        if (!current) return;
        run.value = done;
        error.value = undefined;
      },
      (e: unknown) => {
        if (current) error.value = e;
      },
    );
    return () => {
      current = false;
    };
  }, [flow, unfit, play === desk.value?.play ? play : ""]);
  const now = useComputed(() => (run.value ? upToNow(run.value, desk.value?.play.acts ?? []) : undefined)).value;
  useEffect(() => {
    if (now) show(marksOf(flow.id, now.steps, now.over));
  }, [now]);
  const act = (acts: RehearsedAct[]) => set({ ...play, acts: acts.slice(0, 200) });
  const over = now?.over ?? false;
  return (
    <section class="flow-step dry-run" aria-label={w.title}>
      <header class="row">
        <h3 class="grow">{w.title}</h3>
        <Button small icon="refresh" onPress={() => act([])}>
          {w.again}
        </Button>
      </header>
      {play.acts.length === 0 ? <p class="note">{w.about}</p> : null}
      {unfit ? <p class="notice is-warn">{w.unfit}</p> : null}
      {error.value && !unfit ? <FaultNote error={error.value} /> : null}
      <DryRunWorld flow={flow} play={play} set={set} />
      {now ? <PlayLog steps={now.steps} flow={flow} /> : null}
      <p class={`turn ${over ? "is-over" : ""}`} role="status">
        {run.value ? (over ? `${w.ended} ${w.end[run.value.end]}` : w.yourTurn) : ""}
      </p>
      <Keypad blocked={over} press={(keys) => act(withKeys(play.acts, keys, listens.value))} />
      <div class="row dry-acts">
        <Button
          small
          blocked={over ? w.ended : undefined}
          onPress={() => now?.timerMs !== undefined && act(withWait(play.acts, now.timerMs))}
        >
          {w.stay}
        </Button>
        <Button small blocked={over ? w.ended : undefined} onPress={() => act([...play.acts, { do: "hangup" }])}>
          {w.hangUp}
        </Button>
        <Button
          small
          icon="undo"
          blocked={play.acts.length === 0 ? w.empty : undefined}
          onPress={() => act(withoutLast(play.acts))}
        >
          {w.back}
        </Button>
      </div>
      <div class="row">
        <Switch on={!listens.value} label={w.interrupt} onTurn={(on) => (listens.value = !on)} />
        <span class="note grow">{w.interrupt}</span>
        {run.value ? (
          <span class="note num">{fill(w.coverage, { n: run.value.coverage.covered, of: run.value.coverage.total })}</span>
        ) : null}
      </div>
      <Button icon="check" blocked={run.value && !unfit ? undefined : w.unfit} onPress={() => (saving.value = true)}>
        {w.save}
      </Button>
      {saving.value ? <SaveScript flow={flow} play={play} close={() => (saving.value = false)} /> : null}
    </section>
  );
}
