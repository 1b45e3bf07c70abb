import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { say } from "../parts/toasts.tsx";
import { edit, remove, undo } from "../settings/draft.ts";
import { under } from "../settings/pointer.ts";
import { fill } from "../words/fill.ts";
import { voiceWords } from "../words/voice.ts";
import { words } from "../words/words.ts";
import { comesFrom } from "./flow-exits.ts";
import { freeStepId } from "./flow-links.ts";
import { stepTitle } from "./flow-words.ts";

/** Removing and duplicating a step, by button and by key; both can be undone. */
export function stepActs({ flow, at, choose }: { flow: FlowDocument; at: string; choose: (id: string | undefined) => void }) {
  const back = { label: words.value.common.undo, run: undo };
  const drop = (id: string): void => {
    const name = stepTitle(flow, id);
    const used = comesFrom(flow, id).length > 0 || flow.start === id;
    remove(under(at, "nodes", id));
    choose(undefined);
    say(`${fill(words.value.settings.removed, { name })}${used ? ` ${words.value.flow.stillUsed}` : ""}`, back);
  };
  const duplicate = (id: string): void => {
    const node = flow.nodes[id];
    if (!node) return;
    const copy = freeStepId(flow, id);
    const { place: _, ...rest } = node;
    const copyOf = (name: string | undefined) => (name ? fill(voiceWords.value.copyOf, { name }) : undefined);
    const [zh, en] = [copyOf(node.title?.zh), copyOf(node.title?.en)];
    edit(under(at, "nodes", copy), { ...rest, ...(zh || en ? { title: { ...(zh ? { zh } : {}), ...(en ? { en } : {}) } } : {}) });
    choose(copy);
    say(voiceWords.value.duplicated, back);
  };
  const onKey = (id: string, event: KeyboardEvent): void => {
    if (event.key === "Delete" || event.key === "Backspace") drop(id);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") duplicate(id);
    else return;
    event.preventDefault();
  };
  return { remove: drop, duplicate, onKey };
}
