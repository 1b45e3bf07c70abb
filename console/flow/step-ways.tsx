import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { Button } from "../parts/button.tsx";
import { SelectInput } from "../parts/inputs.tsx";
import { remarksAt } from "../settings/field-words.ts";
import { fill } from "../words/fill.ts";
import { voiceWords } from "../words/voice.ts";
import { pick } from "../words/words.ts";
import { type FlowWay, link, waysOf } from "./flow-links.ts";
import { exitWord, stepTitle } from "./flow-words.ts";

export type WayActs = {
  /** Begins to look for the target of a way out on the map; missing where no map is shown. */
  aim?: ((way: { step: string; way: string; word: string }) => void) | undefined;
  addAt: (way: { step: string; way: string }) => void;
};

const anew = "+new";
const wordOf = (way: FlowWay): string => exitWord({ ...way, to: way.to ?? "" });

/** Where a step leads: every way out with its target, also those that are not set yet. */
export function StepWays({ flow, place, id, acts }: { flow: FlowDocument; place: string; id: string; acts: WayActs }) {
  const w = voiceWords.value;
  const node = flow.nodes[id];
  const ways = node ? waysOf(node) : [];
  if (ways.length === 0) return null;
  const steps = Object.keys(flow.nodes).map((step) => {
    const title = stepTitle(flow, step);
    return { value: step, label: title === step ? step : `${title} (${step})` };
  });
  const { aim } = acts;
  return (
    <fieldset class="group ways">
      <legend class="group-label">{w.ways}</legend>
      <ul>
        {ways.map((way) => (
          <li key={way.at} class={way.to || way.optional ? "" : "is-open"}>
            <span class={"key" in way.label ? "exit-key" : "exit-word"}>{wordOf(way)}</span>
            {"key" in way.label && way.title ? <span class="note cut">{pick(way.title)}</span> : null}
            <SelectInput
              aria-label={wordOf(way)}
              value={way.to ?? ""}
              empty={way.optional ? w.closedWay : w.leadsNowhere}
              choices={[...steps, { value: anew, label: w.newHere }]}
              onChoose={(to) => {
                if (to === anew) acts.addAt({ step: id, way: way.at });
                else if (to !== "" || way.optional) link(place, way.at, to || undefined);
              }}
            />
            {aim ? (
              <Button
                kind="quiet"
                small
                icon="forward"
                label={fill(w.pickOnMap, { way: wordOf(way) })}
                onPress={() => aim({ step: id, way: way.at, word: wordOf(way) })}
              />
            ) : null}
            {remarksAt(place + way.at).map((r) => (
              <p key={r.text} class={`bare-remark is-${r.severity}`}>
                {r.text}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
