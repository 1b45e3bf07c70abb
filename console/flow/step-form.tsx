import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { Button } from "../parts/button.tsx";
import { FieldAt, Fields, schemaOf } from "../settings/field-at.tsx";
import { remarksAt } from "../settings/field-words.ts";
import { under } from "../settings/pointer.ts";
import { shapeOf } from "../settings/schema.ts";
import { voiceWords } from "../words/voice.ts";
import { words } from "../words/words.ts";
import { comesFrom } from "./flow-exits.ts";
import { stepTitle, stepTypeWord } from "./flow-words.ts";
import { StepWays, type WayActs } from "./step-ways.tsx";

/** Ways out come first, then what is heard, then the fine points. */
const late = ["bargeIn", "back", "person", "onTimeout", "onInvalid", "timeoutMs", "tries", "firstDigitMs", "interDigitMs"];
const hidden = ["type", "place", "title"];
/** Where a step leads has its own block. */
const ways = ["next", "else", "ok", "notFound", "failed", "onEmpty"];
const isWay = (name: string, type: string): boolean =>
  ways.includes(name) || ((type === "queue" || type === "transfer") && /^on[A-Z]/.test(name));

/** What can be done with a step as a whole, and with its ways out. */
export type StepActs = WayActs & { remove: (id: string) => void; duplicate: (id: string) => void };

/** Everything one step does. */
export function StepForm({
  flow,
  at,
  id,
  choose,
  acts,
}: {
  flow: FlowDocument;
  at: string;
  id: string;
  choose: (id: string | undefined) => void;
  acts: StepActs;
}) {
  const w = words.value;
  const node = flow.nodes[id];
  const place = under(at, "nodes", id);
  const schema = schemaOf(under(at, "nodes"));
  const shape = schema && shapeOf(schema);
  const variants = shape?.kind === "record" ? shapeOf(shape.items) : undefined;
  if (!node || variants?.kind !== "variant") return null;
  const names = Object.keys(variants.variants[node.type]?.properties ?? {}).filter(
    (n) => !hidden.includes(n) && !isWay(n, node.type),
  );
  const ordered = [...names.filter((n) => !late.includes(n)), ...names.filter((n) => late.includes(n))];
  const from = comesFrom(flow, id);
  return (
    <section class="flow-step" aria-label={stepTitle(flow, id)}>
      <header class="row">
        <div class="grow">
          <p class="note">
            {stepTypeWord(node.type)} <code class="faint">{id}</code>
          </p>
          <h3>{stepTitle(flow, id)}</h3>
        </div>
        <Button kind="quiet" icon="copy" label={voiceWords.value.duplicate} onPress={() => acts.duplicate(id)} />
        <Button kind="quiet" icon="bin" label={w.flow.removeStep} onPress={() => acts.remove(id)} />
        <Button kind="quiet" icon="close" label={w.common.close} onPress={() => choose(undefined)} />
      </header>
      {from.length > 0 ? (
        <p class="note comes-from">
          {w.flow.comesFrom}
          {from.map((f) => (
            <button key={f} type="button" class="exit-to" onClick={() => choose(f)}>
              {stepTitle(flow, f)}
            </button>
          ))}
        </p>
      ) : null}
      {remarksAt(place).map((r) => (
        <p key={r.text} class={`notice ${r.severity === "error" ? "is-bad" : "is-warn"}`}>
          <span>
            {r.text} <span class="note">{r.hint}</span>
          </span>
        </p>
      ))}
      <FieldAt at={under(place, "title")} />
      <StepWays flow={flow} place={place} id={id} acts={acts} />
      <Fields at={place} names={ordered} />
    </section>
  );
}
