import type { FlowDocument, FlowNode } from "../../../contract/flow.ts";
import { parsePattern } from "../digit-pattern.ts";
import { exitsOf } from "../flow-exits.ts";
import { type Findings, type FlowCheckContext, nodeName } from "./flow-problem.ts";

const nodeHint: [string, string] = ["请选择一个已有的节点", "choose a node that exists"];

/** Every exit and every reference leads somewhere, and the keys don't contradict each other. */
export function checkLinks(flow: FlowDocument, context: FlowCheckContext, found: Findings): void {
  const exists = (id: string) => Object.hasOwn(flow.nodes, id);
  const noNode = (path: string, id: string) => found.error(path, [`没有节点“${id}”`, `there is no node "${id}"`], nodeHint);
  if (!exists(flow.start)) noNode("/start", flow.start);
  if (flow.person && !exists(flow.person.next)) noNode("/person/next", flow.person.next);
  if (flow.person && flow.person.key === flow.back?.key)
    found.error(
      "/back/key",
      ["返回键和人工键相同", "the back key is also the person's key"],
      ["请换一个键", "choose another key"],
    );
  const called = context.flows.some((f) => Object.values(f.nodes).some((n) => n.type === "subflow" && n.flow === flow.id));
  if (!flow.person && !called)
    found.warn(
      "/person",
      ["来电人无法随时转人工", "callers can't reach a person at any moment"],
      ["请设置人工键和目标节点", "set a person's key and its node"],
    );
  for (const [id, node] of Object.entries(flow.nodes)) {
    for (const exit of exitsOf(node)) if (!exists(exit.next)) noNode(`/nodes/${id}${exit.path}`, exit.next);
    checkReference(`/nodes/${id}`, node, flow, context, found);
    checkKeys(flow, id, node, found);
    checkNumbers(`/nodes/${id}`, node, found);
  }
}

function checkReference(path: string, node: FlowNode, flow: FlowDocument, context: FlowCheckContext, found: Findings): void {
  const want = (list: readonly string[], id: string, at: string, zh: string, en: string): void => {
    if (!list.includes(id))
      found.error(
        `${path}/${at}`,
        [`没有${zh}“${id}”`, `there is no ${en} "${id}"`],
        [`请选择已有的${zh}`, `choose a ${en} that exists`],
      );
  };
  if (node.type === "queue") want(context.queues, node.queue, "queue", "队列", "queue");
  if (node.type === "lookup") want(context.connectors, node.connector, "connector", "业务接口", "connector");
  if (node.type === "subflow")
    want(
      [...context.flows, flow].map((f) => f.id),
      node.flow,
      "flow",
      "流程",
      "flow",
    );
  if (node.type === "transfer" && node.to.kind === "phone") want(context.phones, node.to.phone, "to/phone", "话机", "phone");
}

function checkKeys(flow: FlowDocument, id: string, node: FlowNode, found: Findings): void {
  const person = node.person === false ? undefined : flow.person?.key;
  const [zh, en] = nodeName(flow, id);
  if (
    node.type === "menu" &&
    person !== undefined &&
    Object.hasOwn(node.choices, person) &&
    node.choices[person]?.next !== flow.person?.next
  )
    found.warn(
      `/nodes/${id}/choices/${person}`,
      [`在${zh}按 ${person} 不能转人工`, `in ${en}, ${person} doesn't lead to a person`],
      ["请换一个键，或把这个节点的“人工”关掉", "use another key, or switch this node's person off"],
    );
  if (node.type === "collect" && node.terminator === flow.back?.key && node.back !== false)
    found.warn(
      `/nodes/${id}/terminator`,
      [`${zh}的结束键也是返回键，这里不能返回`, `the terminator of ${en} is the back key: there is no way back here`],
      ["结束键请用 #", "use # as terminator"],
    );
}

function checkNumbers(path: string, node: FlowNode, found: Findings): void {
  if (node.type !== "collect") return;
  const { minLength, maxLength, check } = node;
  if (minLength > maxLength)
    found.error(
      `${path}/minLength`,
      ["最少位数大于最多位数", "the least length is above the greatest"],
      ["请调换两个数", "swap the two numbers"],
    );
  if (check?.kind === "range" && check.min > check.max)
    found.error(
      `${path}/check/min`,
      ["最小值大于最大值", "the least value is above the greatest"],
      ["请调换两个数", "swap the two numbers"],
    );
  if (check?.kind === "pattern") {
    const pattern = parsePattern(check.pattern);
    if (!pattern.ok) {
      const { at, reason } = pattern.problem;
      found.error(
        `${path}/check/pattern`,
        [`第 ${at + 1} 个字符：${reason.zh}`, `character ${at + 1}: ${reason.en}`],
        ["例如 1[3-9]d{9}", "for example 1[3-9]d{9}"],
      );
    }
  }
  const dateLength = check?.kind === "date" ? check.form.length : undefined;
  if (dateLength !== undefined && (dateLength < minLength || dateLength > maxLength))
    found.error(
      `${path}/check/form`,
      [`日期是 ${dateLength} 位，不在长度范围内`, `the date has ${dateLength} digits, outside the length`],
      ["请修改长度", "change the length"],
    );
}
