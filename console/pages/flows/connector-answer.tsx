import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import type { FlowPlay } from "../../../appliance/contract/flow-script.ts";
import { SelectInput, TextInput } from "../../parts/inputs.tsx";
import { voiceWords } from "../../words/voice.ts";
import { pick } from "../../words/words.ts";

type World = NonNullable<FlowPlay["world"]>;
type Answer = NonNullable<World["connectors"]>[string][number];
const outcomes = ["ok", "not-found", "failed", "silent"] as const;

/** What a business system answers in the dry run: whether, and with which values. */
export function ConnectorAnswer({
  flow,
  id,
  name,
  world,
  set,
}: {
  flow: FlowDocument;
  id: string;
  name: string;
  world: World;
  set: (part: Partial<World>) => void;
}) {
  const w = voiceWords.value.try;
  const answer: Answer = world.connectors?.[id]?.[0] ?? { outcome: "failed" };
  const put = (next: Answer) => set({ connectors: { ...world.connectors, [id]: [next] } });
  const wanted = new Map(
    Object.values(flow.nodes).flatMap((node) =>
      node.type === "lookup" && node.connector === id
        ? Object.entries(node.results).map(([variable, r]) => [r.from, pick(r.label) || variable] as const)
        : [],
    ),
  );
  return (
    <fieldset class="group is-wide">
      <legend class="group-label">
        {w.connectors} · {name}
      </legend>
      <SelectInput
        aria-label={name}
        value={answer.outcome}
        choices={outcomes.map((o) => ({ value: o, label: w.answer[o] }))}
        onChoose={(o) => put({ ...answer, outcome: o as Answer["outcome"] })}
      />
      {answer.outcome === "ok"
        ? [...wanted].map(([from, label]) => (
            <div key={from} class="answer-value">
              <span class="note" aria-hidden="true">
                {label}
              </span>
              <TextInput
                aria-label={label}
                value={String(answer.values?.[from] ?? "")}
                maxLength={2000}
                onText={(text) => put({ ...answer, values: { ...answer.values, [from]: text } })}
              />
            </div>
          ))
        : null}
    </fieldset>
  );
}
