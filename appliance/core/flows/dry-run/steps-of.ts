import type { SpokenItem } from "../../../contract/effects.ts";
import type { PlayStep } from "../../../contract/flow-run.ts";
import type { Place } from "../../../contract/flow-script.ts";
import type { Bilingual } from "../../../contract/words.ts";
import { exhaustive } from "../../../kit/exhaustive.ts";
import type { FlowLibrary } from "../flow-context.ts";
import type { FlowEffect } from "../flow-effect.ts";
import type { FlowEvent } from "../flow-event.ts";
import type { RehearsalLine } from "../rehearsal.ts";

export type PromptTexts = Readonly<Record<string, Bilingual>>;
type Happening = PlayStep extends infer S ? (S extends PlayStep ? Omit<S, "atMs"> : never) : never;

/** What happened, as the person at the screen reads it: in order, each with its moment and its node. */
export function stepsOf(
  lines: readonly RehearsalLine[],
  startMs: number,
  library: FlowLibrary,
  prompts: PromptTexts,
): PlayStep[] {
  const teller = new Teller(library, prompts);
  return lines.flatMap((line) => {
    const happened =
      "key" in line
        ? { step: "key" as const, key: line.key }
        : "heard" in line
          ? teller.heard(line.heard)
          : teller.done(line.effect);
    return happened ? [{ ...happened, atMs: line.atMs - startMs } as PlayStep] : [];
  });
}

class Teller {
  readonly #prompts: PromptTexts;
  #at: Place = { flow: "", node: "" };
  /** Connectors that owe an answer, by token. */
  readonly #asked = new Map<string, string>();

  readonly #library: FlowLibrary;

  constructor(library: FlowLibrary, prompts: PromptTexts) {
    this.#library = library;
    this.#prompts = prompts;
  }

  #typeOf({ flow, node }: Place): string {
    return this.#library.flows.find((f) => f.id === flow)?.nodes[node]?.type ?? "";
  }

  done(effect: FlowEffect): Happening | undefined {
    switch (effect.do) {
      case "flow.note": {
        this.#at = { flow: effect.flow, node: effect.node };
        const { words, kind, entered } = effect;
        return entered
          ? { step: "node", ...this.#at, type: this.#typeOf(this.#at), words, ...entered }
          : { step: "note", ...this.#at, kind, words };
      }
      case "flow.play":
        return { step: "say", ...this.#at, bargeIn: effect.bargeIn, items: effect.items.map((item) => this.#spoken(item)) };
      case "flow.stopPlay":
        return { step: "silenced" };
      case "flow.timer":
        return { step: "timer", inMs: effect.inMs };
      case "flow.lookup":
        this.#asked.set(effect.token, effect.connector);
        return { step: "lookup", connector: effect.connector, parameters: effect.parameters };
      case "flow.record":
        return { step: "record", variable: effect.variable };
      case "flow.queue":
        return { step: "away", to: "queue", id: effect.queue };
      case "flow.transfer":
        return { step: "away", to: "transfer", id: effect.to.kind === "phone" ? effect.to.phone : effect.to.number };
      case "flow.voicemail":
        return { step: "away", to: "voicemail", id: effect.box };
      case "flow.survey":
        return { step: "away", to: "survey", id: effect.survey };
      case "flow.variable": {
        const { name, label, value, sensitive } = effect;
        return { step: "variable", name, label, value, sensitive };
      }
      case "flow.language":
        return { step: "language", language: effect.language };
      case "flow.noticed":
      case "flow.cancelTimer":
      case "flow.stopRecord":
      case "flow.end":
        return undefined;
      default:
        return exhaustive(effect);
    }
  }

  heard(event: FlowEvent): Happening | undefined {
    switch (event.on) {
      case "lookedUp":
        return {
          step: "answer",
          connector: this.#asked.get(event.token) ?? "",
          outcome: event.outcome,
          values: { ...event.values },
        };
      case "recorded":
        return { step: "recorded", durationMs: event.durationMs };
      case "returned":
        return { step: "back", outcome: event.outcome };
      case "timer":
        return { step: "time-up" };
      default:
        return undefined;
    }
  }

  #spoken(item: SpokenItem): { text: string; language?: "zh" | "en"; prompt?: string } {
    switch (item.kind) {
      case "speech":
        return { text: item.text, language: item.language };
      case "prompt": {
        const text = Object.hasOwn(this.#prompts, item.prompt) ? this.#prompts[item.prompt] : undefined;
        return { text: text?.[item.language] ?? text?.zh ?? text?.en ?? "", language: item.language, prompt: item.prompt };
      }
      case "tone":
        return { text: `(${item.tone})` };
      case "silence":
        return { text: `(${item.forMs} ms)` };
      case "recording":
        return { text: `(${item.path})` };
      default:
        return exhaustive(item);
    }
  }
}
