import type { FlowDocument, FlowNode, PromptItem } from "../../../contract/flow.ts";
import type { Bilingual, Language } from "../../../contract/words.ts";
import { parseExpression } from "../../expressions/parse.ts";
import type { SourceProblem, Syntax } from "../../expressions/syntax.ts";
import { isReserved } from "../../expressions/syntax.ts";
import { parseTemplate } from "../../expressions/template.ts";
import { typeOf } from "../../expressions/type-of.ts";
import { mentions } from "../../expressions/walk.ts";
import { flowVocabulary } from "../flow-vocabulary.ts";
import { sayValue } from "../say/say-value.ts";
import type { Findings, FlowCheckContext } from "./flow-problem.ts";

/** A variable that is read, and where. */
export type VariableUse = { node: string; path: string; name: string };
/** A piece of a node that speaks or computes. */
type Source =
  | { kind: "items"; path: string; items: readonly PromptItem[] }
  | { kind: "say"; path: string; say: Extract<PromptItem, { kind: "say" }> }
  | { kind: "template"; path: string; text: string }
  | { kind: "expression"; path: string; text: string; condition: boolean }
  | { kind: "variable"; path: string; name: string; label?: Bilingual };

const asks = (
  path: string,
  ask: { items: PromptItem[]; onTimeout?: { items?: PromptItem[] }; onInvalid?: { items?: PromptItem[] } },
): Source[] => [
  { kind: "items", path: `${path}/items`, items: ask.items },
  { kind: "items", path: `${path}/onTimeout/items`, items: ask.onTimeout?.items ?? [] },
  { kind: "items", path: `${path}/onInvalid/items`, items: ask.onInvalid?.items ?? [] },
];

/** What a node says, computes and names. */
function sourcesOf(path: string, node: FlowNode): Source[] {
  const items = (list: readonly PromptItem[] | undefined): Source[] =>
    list ? [{ kind: "items", path: `${path}/items`, items: list }] : [];
  const variable = (at: string, name: string, label: Bilingual | undefined): Source => ({
    kind: "variable",
    path: at,
    name,
    ...(label ? { label } : {}),
  });
  switch (node.type) {
    case "prompt":
    case "hangup":
      return items(node.items);
    case "say":
      return [
        { kind: "say", path, say: { kind: "say", as: node.as, value: node.value, ...(node.text ? { text: node.text } : {}) } },
      ];
    case "menu":
      return asks(path, node);
    case "collect":
      return [...asks(path, node), variable(`${path}/variable`, node.variable, node.label)];
    case "record":
      return [...items(node.items), variable(`${path}/variable`, node.variable, node.label)];
    case "language":
      return node.how.kind === "choose" ? asks(`${path}/how`, node.how) : [];
    case "branch":
      return node.cases.map(
        ({ when }, i): Source => ({ kind: "expression", path: `${path}/cases/${i}/when`, text: when, condition: true }),
      );
    case "lookup":
      return [
        ...items(node.items),
        ...Object.entries(node.request).map(
          ([name, text]): Source => ({ kind: "template", path: `${path}/request/${name}`, text }),
        ),
        ...Object.entries(node.results).map(([name, { label }]) => variable(`${path}/results/${name}`, name, label)),
      ];
    case "set":
      return node.set.flatMap(({ variable: name, value, label }, i): Source[] => [
        { kind: "expression", path: `${path}/set/${i}/value`, text: value, condition: false },
        variable(`${path}/set/${i}/variable`, name, label),
      ]);
    case "transfer":
      return node.to.kind === "number" ? [{ kind: "template", path: `${path}/to/number`, text: node.to.number }] : [];
    case "queue":
    case "voicemail":
    case "survey":
    case "subflow":
    case "return":
      return [];
  }
}

/** Checks all that is spoken and computed; gives back the variables that are read. */
export function checkTexts(flow: FlowDocument, context: FlowCheckContext, found: Findings): VariableUse[] {
  const uses: VariableUse[] = [];
  const languages = context.languages ?? (["zh", "en"] as const);

  const told = (path: string, { at, reason }: SourceProblem): void =>
    found.error(
      path,
      [`第 ${at + 1} 个字符：${reason.zh}`, `character ${at + 1}: ${reason.en}`],
      ["请改正表达式，写法见说明", "correct the expression; the manual shows how they are written"],
    );
  const expression = (node: string, path: string, syntax: Syntax, offset: number, except?: string): void => {
    for (const problem of typeOf(syntax, flowVocabulary).problems) told(path, { ...problem, at: problem.at + offset });
    const { variables, ids } = mentions(syntax, flowVocabulary);
    for (const { name, tested } of variables) if (!tested && name !== except) uses.push({ node, path, name });
    for (const { of, id } of ids) {
      const list = of === "calendar" ? context.calendars : context.queues;
      const [zh, en] = of === "calendar" ? ["日历", "calendar"] : ["队列", "queue"];
      if (!list.includes(id))
        found.error(path, [`没有${zh}“${id}”`, `there is no ${en} "${id}"`], [`请选择已有的${zh}`, `choose a ${en} that exists`]);
    }
  };
  const template = (node: string, path: string, text: string, except?: string): void => {
    const { parts, problems } = parseTemplate(text, flowVocabulary);
    for (const problem of problems) told(path, problem);
    for (const part of parts) if (part.kind === "value") expression(node, path, part.syntax, part.at, except);
  };
  const sentence = (node: string, path: string, text: Bilingual, only: Language | undefined, except?: string): void => {
    const wanted = only ? [only] : languages;
    const missing = wanted.filter((language) => !text[language]);
    const names = { zh: ["中文", "Chinese"], en: ["英文", "English"] } as const;
    if (!text.zh && !text.en)
      found.error(path, ["这句话没有文字", "this sentence has no text"], ["请填写文字，或删掉它", "write it, or delete it"]);
    else
      for (const language of missing)
        found.warn(
          `${path}/${language}`,
          [
            `缺少${names[language][0]}，将用另一种语言播报`,
            `${names[language][1]} is missing; the other language will be spoken`,
          ],
          [`请补上${names[language][0]}`, `add the ${names[language][1]} text`],
        );
    for (const language of ["zh", "en"] as const)
      if (text[language]) template(node, `${path}/${language}`, text[language], except);
  };
  const say = (node: string, path: string, item: Extract<PromptItem, { kind: "say" }>): void => {
    template(node, `${path}/value`, item.value);
    if (item.text) sentence(node, `${path}/text`, item.text, item.language, "value");
    const fixed = !item.value.includes("{{");
    if (fixed && sayValue(item.as, item.value, "zh", { timeZone: "UTC" }) === undefined)
      found.error(
        `${path}/value`,
        [`“${item.value}”不能这样读（${item.as}）`, `"${item.value}" can't be said as ${item.as}`],
        ["请改值或读法", "change the value or how it is said"],
      );
  };
  const items = (node: string, path: string, list: readonly PromptItem[]): void => {
    for (const [i, item] of list.entries()) {
      const at = `${path}/${i}`;
      if (item.kind === "text") sentence(node, `${at}/text`, item.text, item.language);
      else if (item.kind === "say") say(node, at, item);
      else if (item.kind === "prompt" && !context.prompts.includes(item.prompt))
        found.error(
          `${at}/prompt`,
          [`没有提示音“${item.prompt}”`, `there is no prompt "${item.prompt}"`],
          ["请选择已有的提示音", "choose a prompt that exists"],
        );
    }
  };
  const variable = (source: Extract<Source, { kind: "variable" }>): void => {
    if (isReserved(source.name, flowVocabulary))
      found.error(
        source.path,
        [`“${source.name}”另有含义，不能做变量名`, `"${source.name}" means something else and can't be a variable`],
        ["请换一个名字", "choose another name"],
      );
    if (source.label && !source.label.zh && !source.label.en)
      found.error(source.path, ["没有给座席看的名称", "there is no label for the agent"], ["请填写名称", "write a label"]);
  };

  items("", "/apology", flow.apology ?? []);
  for (const [id, node] of Object.entries(flow.nodes))
    for (const source of sourcesOf(`/nodes/${id}`, node)) {
      if (source.kind === "items") items(id, source.path, source.items);
      else if (source.kind === "say") say(id, source.path, source.say);
      else if (source.kind === "template") template(id, source.path, source.text);
      else if (source.kind === "variable") variable(source);
      else {
        const parsed = parseExpression(source.text, flowVocabulary);
        if (!parsed.ok) told(source.path, parsed.problem);
        else {
          expression(id, source.path, parsed.syntax, 0);
          const { type } = typeOf(parsed.syntax, flowVocabulary);
          if (source.condition && type !== "boolean" && type !== "any")
            found.error(
              source.path,
              ["条件的结果应当是“是”或“否”", "a condition must be either yes or no"],
              ["例如 hour >= 9", "for example hour >= 9"],
            );
        }
      }
    }
  return uses;
}
