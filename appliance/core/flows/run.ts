import type { FlowDocument, FlowNode, PromptItem } from "../../contract/flow.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Bilingual, Language } from "../../contract/words.ts";
import { textOf } from "../expressions/evaluate.ts";
import type { Value } from "../expressions/syntax.ts";
import { fillTemplate } from "../expressions/template.ts";
import type { FlowContext, FlowLibrary } from "./flow-context.ts";
import type { ExitTaken, FlowEffect } from "./flow-effect.ts";
import { copyState, type FlowEnd, type FlowState, type Frame } from "./flow-state.ts";
import { flowVocabulary } from "./flow-vocabulary.ts";
import { speak } from "./speak.ts";
import { type Seen, surroundings } from "./surroundings.ts";

const typedLimit = 32;
const variableLimit = 200;
const valueLimit = 500;

/** Both languages, the one standing in for the other; the fallback where there is neither. */
export const bothLanguages = (text: Bilingual | undefined, fallback: string): Sentence => ({
  zh: text?.zh || text?.en || fallback,
  en: text?.en || text?.zh || fallback,
});

/** One event being worked on: a draft of the state and the effects so far. The nodes' code moves it; nobody keeps it. */
export class Run {
  readonly state: FlowState;
  readonly effects: FlowEffect[] = [];
  readonly context: FlowContext;
  readonly library: FlowLibrary;
  /** The top frame's node is to be entered. */
  moving = false;
  /** The written exit by which the last node was left. */
  #left: ExitTaken | undefined;

  constructor(library: FlowLibrary, state: FlowState, context: FlowContext) {
    this.library = library;
    this.state = copyState(state);
    this.context = context;
  }

  get frame(): Frame {
    return this.state.frames.at(-1)!;
  }

  flowOf(frame: Frame): FlowDocument | undefined {
    return this.library.flows.find((flow) => flow.id === frame.flow);
  }

  get flow(): FlowDocument | undefined {
    return this.flowOf(this.frame);
  }

  get node(): FlowNode | undefined {
    const nodes = this.flow?.nodes ?? {};
    return Object.hasOwn(nodes, this.frame.node) ? nodes[this.frame.node] : undefined;
  }

  get title(): Sentence {
    return bothLanguages(this.node?.title, this.frame.node);
  }

  get over(): boolean {
    return this.state.wait.kind === "over";
  }

  token(): string {
    return `t${this.state.nextToken++}`;
  }

  note(zh: string, en: string, kind: "flow" | "decision" | "fault" = "flow"): void {
    this.effects.push({ do: "flow.note", flow: this.frame.flow, node: this.frame.node, kind, words: { zh, en } });
  }

  /** The present node is entered: traces and coverage follow these notes. */
  noteEntry(zh: string, en: string): void {
    const { flow, node } = this.frame;
    const entered = this.#left ? { from: this.#left } : {};
    this.#left = undefined;
    this.effects.push({ do: "flow.note", flow, node, kind: "flow", words: { zh, en }, entered });
  }

  /** Leaves whatever is being waited for and goes to a node of the top frame's flow; `exit` is the path of the written exit it leaves by. */
  goTo(node: string, exit?: string): void {
    this.leave();
    this.#left = exit === undefined ? undefined : { flow: this.frame.flow, node: this.frame.node, exit };
    this.frame.node = node;
    this.moving = true;
  }

  end(why: FlowEnd): void {
    if (this.over) return;
    this.leave();
    this.moving = false;
    this.state.typed = "";
    this.state.wait = { kind: "over", why };
    this.effects.push({ do: "flow.end", why });
  }

  /** Stops what is still going on for the present wait. Parts that ended by themselves have been taken out of it. */
  leave(): void {
    const { wait } = this.state;
    if (wait.kind === "play") this.effects.push({ do: "flow.stopPlay", token: wait.token });
    if (wait.kind === "record" && wait.phase === "intro") this.effects.push({ do: "flow.stopPlay", token: wait.token });
    if (wait.kind === "record" && wait.phase === "recording") this.effects.push({ do: "flow.stopRecord", token: wait.token });
    if ((wait.kind === "ask" || wait.kind === "lookup") && wait.play !== undefined)
      this.effects.push({ do: "flow.stopPlay", token: wait.play });
    if ((wait.kind === "ask" || wait.kind === "lookup" || wait.kind === "record") && wait.timer !== undefined)
      this.effects.push({ do: "flow.cancelTimer", token: wait.timer });
    if (wait.kind !== "over") this.state.wait = { kind: "none" };
  }

  /** Starts to speak; undefined when there is nothing to say. */
  play(items: readonly PromptItem[], bargeIn: boolean): string | undefined {
    const spoken = speak(items, this.state.language, surroundings(this.state, this.context), this.context);
    if (spoken.length === 0) return undefined;
    const token = this.token();
    this.effects.push({ do: "flow.play", token, items: spoken, bargeIn });
    return token;
  }

  timer(inMs: number): string {
    const token = this.token();
    this.effects.push({ do: "flow.timer", token, inMs });
    return token;
  }

  surroundings(seen?: Seen) {
    return surroundings(this.state, this.context, seen);
  }

  /** A template with its values as they are, for machines rather than ears. */
  fill(template: string): string {
    const { text, problems } = fillTemplate(template, flowVocabulary, this.surroundings(), (_, value) => value);
    for (const { reason } of problems)
      this.note(`模板“${template}”：${reason.zh}`, `template "${template}": ${reason.en}`, "fault");
    return text.slice(0, valueLimit);
  }

  setVariable(name: string, value: Value, label: Bilingual | undefined, sensitive: boolean): void {
    const { variables } = this.state;
    if (!Object.hasOwn(variables, name) && Object.keys(variables).length >= variableLimit) {
      this.note(`变量太多，没有保存 ${name}`, `too many variables, ${name} was not kept`, "fault");
      return;
    }
    const kept = typeof value === "string" ? value.slice(0, valueLimit) : value;
    const words = label && bothLanguages(label, name);
    variables[name] = { value: kept, sensitive, ...(words ? { label: words } : {}) };
    if (words) this.effects.push({ do: "flow.variable", name, label: words, value: textOf(kept), sensitive });
  }

  setLanguage(language: Language): void {
    if (this.state.language === language) return;
    this.state.language = language;
    this.effects.push({ do: "flow.language", language });
  }

  /** Keeps a key for the next question; beyond the limit keys are dropped. */
  keepAhead(digit: string): void {
    if (this.state.typed.length < typedLimit) this.state.typed += digit;
  }
}
