import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { Icon } from "../look/icon.tsx";
import { pick, words } from "../words/words.ts";
import { exitsOf, stepOrder } from "./flow-exits.ts";
import { exitWord, stepIcons, stepTitle, stepTypeWord } from "./flow-words.ts";

/** The flow as a list: every step with its ways out. Reads on a phone, and with a screen reader. */
export function FlowOutline({
  flow,
  chosen,
  choose,
  bad,
  onKey,
}: {
  flow: FlowDocument;
  chosen: string | undefined;
  choose: (id: string) => void;
  bad: ReadonlySet<string>;
  /** A key pressed on a step. */
  onKey: (id: string, event: KeyboardEvent) => void;
}) {
  const w = words.value.flow;
  return (
    <ol class="flow-outline">
      {stepOrder(flow).map(({ id, depth }) => {
        const node = flow.nodes[id];
        if (!node) return null;
        const exits = exitsOf(node);
        return (
          <li key={id} class={`${id === chosen ? "is-chosen" : ""} ${bad.has(id) ? "is-bad" : ""}`}>
            <button
              type="button"
              class="outline-step"
              data-row
              aria-pressed={id === chosen}
              onClick={() => choose(id)}
              onKeyDown={(event) => onKey(id, event)}
            >
              <Icon name={stepIcons[node.type]} />
              <strong class="cut">{stepTitle(flow, id)}</strong>
              <span class="note">
                {stepTypeWord(node.type)}
                {flow.start === id ? ` · ${w.start}` : ""}
                {depth === undefined ? ` · ${w.unreached}` : ""}
              </span>
              <code class="faint small">{id}</code>
            </button>
            {exits.length > 0 ? (
              <ul class="outline-exits">
                {exits.map((exit) => (
                  <li key={exit.at}>
                    <span class={"key" in exit.label ? "exit-key" : "exit-word"}>{exitWord(exit)}</span>
                    {"key" in exit.label && exit.title ? <span class="note">{pick(exit.title)}</span> : null}
                    <button
                      type="button"
                      class={`exit-to ${flow.nodes[exit.to] ? "" : "is-missing"}`}
                      onClick={() => choose(exit.to)}
                    >
                      {flow.nodes[exit.to] ? stepTitle(flow, exit.to) : words.value.settings.missing.replace("{id}", exit.to)}
                    </button>
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
