import { useSignal } from "@preact/signals";
import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowPlay } from "../../../appliance/contract/flow-script.ts";
import { instantAt } from "../../flow/dry-run.ts";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { draft } from "../../settings/draft.ts";
import { voiceWords } from "../../words/voice.ts";
import { pick, words } from "../../words/words.ts";
import { ConnectorAnswer } from "./connector-answer.tsx";

type World = NonNullable<FlowPlay["world"]>;
type QueueOutcome = NonNullable<NonNullable<World["queues"]>[string]["outcome"]>;
const queueOutcomes = ["stay", "served", "overflow", "timeout", "no-agent", "closed", "left"] as const;
const transferOutcomes = ["stay", "served", "busy", "no-answer", "failed"] as const;

/** Who calls, when, and what the rest of the house does. Only what this flow uses is asked for. */
export function DryRunWorld({ flow, play, set }: { flow: FlowDocument; play: FlowPlay; set: (play: FlowPlay) => void }) {
  const w = voiceWords.value.try;
  const settings = draft.value;
  const local = useSignal("");
  if (!settings) return null;
  const { call, world = {} } = play;
  const nodes = Object.values(flow.nodes);
  const uses = (type: string) => nodes.some((n) => n.type === type);
  const queues = settings.queues.filter((q) => nodes.some((n) => n.type === "queue" && n.queue === q.id));
  const connectors = settings.connectors.filter((c) => nodes.some((n) => n.type === "lookup" && n.connector === c.id));
  const setCall = (part: Partial<FlowPlay["call"]>) => {
    const next = Object.fromEntries(Object.entries({ ...call, ...part }).filter(([, v]) => v !== undefined));
    set({ ...play, call: next as FlowPlay["call"] });
  };
  const setWorld = (part: Partial<World>) => set({ ...play, world: { ...world, ...part } });
  const outcomes = (names: readonly string[]) =>
    names.map((o) => ({ value: o, label: (w.outcome as Record<string, string>)[o] ?? o }));
  return (
    <details class="dry-world">
      <summary>{w.world}</summary>
      <div class="fields">
        <Field label={w.caller}>
          {(ids) => (
            <TextInput
              {...ids}
              inputMode="tel"
              maxLength={40}
              placeholder={w.withheld}
              value={call.caller}
              onText={(caller) => setCall({ caller })}
            />
          )}
        </Field>
        <Field label={w.called}>
          {(ids) => (
            <TextInput {...ids} inputMode="tel" maxLength={40} value={call.called} onText={(called) => setCall({ called })} />
          )}
        </Field>
        <Field label={w.clock} note={local.value ? undefined : w.now}>
          {(ids) => (
            <input
              {...ids}
              class="input"
              type="datetime-local"
              value={local.value}
              onInput={(event) => {
                local.value = event.currentTarget.value;
                setCall({ at: instantAt(local.value, settings.site.timeZone) });
              }}
            />
          )}
        </Field>
        <Field label={w.language}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={call.language ?? ""}
              empty={words.value.common.default}
              choices={(["zh", "en"] as const).map((l) => ({ value: l, label: words.value.common[l] }))}
              onChoose={(l) => setCall({ language: l === "" ? undefined : (l as "zh" | "en") })}
            />
          )}
        </Field>
        {settings.calendars.map((c) => (
          <Field key={c.id} label={`${w.calendars} · ${c.name}`}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={world.calendars?.[c.id] ?? ""}
                empty={w.byClock}
                choices={(["open", "closed", "holiday"] as const).map((s) => ({ value: s, label: w[s] }))}
                onChoose={(state) => {
                  const { [c.id]: _, ...others } = world.calendars ?? {};
                  const as = state as "open" | "closed" | "holiday";
                  setWorld({ calendars: state === "" ? others : { ...others, [c.id]: as } });
                }}
              />
            )}
          </Field>
        ))}
        {queues.map((q) => (
          <Field key={q.id} label={`${w.queues} · ${pick(q.name)}`}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={world.queues?.[q.id]?.outcome ?? "stay"}
                choices={outcomes(queueOutcomes)}
                onChoose={(o) =>
                  setWorld({ queues: { ...world.queues, [q.id]: { ...world.queues?.[q.id], outcome: o as QueueOutcome } } })
                }
              />
            )}
          </Field>
        ))}
        {uses("transfer") ? (
          <Field label={w.transfers}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={world.transfers?.outcome ?? "stay"}
                choices={outcomes(transferOutcomes)}
                onChoose={(o) => setWorld({ transfers: { outcome: o as QueueOutcome } })}
              />
            )}
          </Field>
        ) : null}
        {uses("survey") ? (
          <Field label={w.surveys}>
            {(ids) => (
              <SelectInput
                {...ids}
                value={world.surveys?.outcome ?? "stay"}
                choices={(["stay", "served", "low", "no-answer"] as const).map((o) => ({ value: o, label: w.surveyOutcome[o] }))}
                onChoose={(o) => setWorld({ surveys: { outcome: o as QueueOutcome } })}
              />
            )}
          </Field>
        ) : null}
        {connectors.map((c) => (
          <ConnectorAnswer key={c.id} flow={flow} id={c.id} name={c.name} world={world} set={setWorld} />
        ))}
      </div>
    </details>
  );
}
