import type { FlowDocument } from "../../../contract/flow.ts";
import type { FlowChange } from "../../../contract/flow-change.ts";
import type { Sentence } from "../../../contract/records.ts";
import { nodeName } from "../check/flow-problem.ts";
import { exitWords } from "../dry-run/flow-coverage.ts";

const longest = 80;

/** Names of the fields, as the editor shows them. Keys, cases and entries of lists are named by `partWords`. */
const fields: Record<string, [zh: string, en: string]> = {
  name: ["名称", "name"],
  languageDefault: ["默认语言", "default language"],
  start: ["起始节点", "first node"],
  back: ["返回键", "back key"],
  person: ["人工键", "key for a person"],
  apology: ["致歉语", "apology"],
  title: ["标题", "title"],
  items: ["播放内容", "what is said"],
  text: ["文本", "text"],
  zh: ["中文", "Chinese"],
  en: ["英文", "English"],
  prompt: ["语音", "prompt"],
  language: ["语言", "language"],
  forMs: ["时长", "length"],
  as: ["播报方式", "way of saying"],
  value: ["值", "value"],
  bargeIn: ["可打断", "may be interrupted"],
  tries: ["次数", "tries"],
  onTimeout: ["无按键", "no key"],
  onInvalid: ["输入无效", "not valid"],
  choices: ["选项", "choice"],
  timeoutMs: ["等待时间", "patience"],
  variable: ["变量", "variable"],
  label: ["显示名称", "label"],
  sensitive: ["敏感", "sensitive"],
  minLength: ["最少位数", "fewest digits"],
  maxLength: ["最多位数", "most digits"],
  terminator: ["结束键", "ending key"],
  firstDigitMs: ["首位等待", "patience for the first digit"],
  interDigitMs: ["位间等待", "patience between digits"],
  check: ["校验", "check"],
  maxMs: ["最长时间", "longest time"],
  silenceMs: ["静音结束", "ends after quiet"],
  beep: ["提示音", "beep"],
  cases: ["条件", "case"],
  when: ["条件", "condition"],
  else: ["其他", "otherwise"],
  connector: ["业务接口", "connector"],
  request: ["请求参数", "request"],
  results: ["结果", "results"],
  from: ["取自", "taken from"],
  optional: ["可缺省", "optional"],
  set: ["赋值", "assignment"],
  queue: ["队列", "queue"],
  priority: ["优先级", "priority"],
  to: ["转接目标", "target"],
  ringMs: ["振铃时间", "ringing time"],
  box: ["信箱", "box"],
  flow: ["子流程", "sub-flow"],
  how: ["方式", "way"],
  keys: ["按键", "keys"],
  key: ["按键", "key"],
  next: ["去向", "next"],
};

function partWords(part: string, before: string | undefined): Sentence {
  if (before === "choices" || before === "keys") return { zh: `按 ${part}`, en: `key ${part}` };
  if (/^\d+$/.test(part)) return { zh: `第 ${Number(part) + 1} 项`, en: `no. ${Number(part) + 1}` };
  const known = Object.hasOwn(fields, part) ? fields[part]! : [part, part];
  return { zh: known[0]!, en: known[1]! };
}

const valueText = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

function fromTo({ op, from, to }: Pick<FlowChange, "op" | "from" | "to">): Sentence {
  if (op === "add") return { zh: `新增“${valueText(to)}”`, en: `"${valueText(to)}" is added` };
  if (op === "remove") return { zh: `删除“${valueText(from)}”`, en: `"${valueText(from)}" is removed` };
  return { zh: `“${valueText(from)}”改为“${valueText(to)}”`, en: `"${valueText(from)}" becomes "${valueText(to)}"` };
}

const fieldWords = (parts: readonly string[]): Sentence => {
  const words = parts.map((part, i) => partWords(part, parts[i - 1]));
  return { zh: words.map((w) => w.zh).join("·"), en: words.map((w) => w.en).join(", ") };
};

/** A change as people say it. */
export function changeWords(
  change: Omit<FlowChange, "words">,
  parts: readonly string[],
  before: FlowDocument,
  after: FlowDocument,
): Sentence {
  const { kind, node = "", op, from, to } = change;
  const holder = kind === "node-removed" || !Object.hasOwn(after.nodes, node) ? before : after;
  const [zh, en] = nodeName(holder, node);
  switch (kind) {
    case "node-added":
      return { zh: `新增节点${zh}`, en: `node ${en} is added` };
    case "node-removed":
      return { zh: `删除节点${zh}`, en: `node ${en} is removed` };
    case "place":
      return { zh: `节点${zh}在图上移动`, en: `node ${en} is moved on the drawing` };
    case "exit": {
      const exit = `/${parts.slice(2).join("/")}`;
      const way = exitWords((op === "remove" ? before : after).nodes[node]!, exit);
      const target = (flow: FlowDocument, id: unknown, i: 0 | 1): string =>
        typeof id === "string" ? nodeName(flow, id)[i] : "—";
      return {
        zh: `节点${zh}：${way.zh} 由 ${target(before, from, 0)} 改到 ${target(after, to, 0)}`,
        en: `node ${en}: ${way.en} leads to ${target(after, to, 1)} instead of ${target(before, from, 1)}`,
      };
    }
    case "node": {
      if (parts.length === 2) {
        const type = (value: unknown): string => (value as { type: string }).type;
        return { zh: `节点${zh}：类型 ${type(from)} 改为 ${type(to)}`, en: `node ${en}: ${type(from)} becomes ${type(to)}` };
      }
      const [field, change] = [fieldWords(parts.slice(2)), fromTo({ op, from, to })];
      return { zh: `节点${zh}：${field.zh} ${change.zh}`, en: `node ${en}: ${field.en}: ${change.en}` };
    }
    case "flow": {
      const [field, change] = [fieldWords(parts), fromTo({ op, from, to })];
      return { zh: `流程：${field.zh} ${change.zh}`, en: `flow: ${field.en}: ${change.en}` };
    }
  }
}
