import type { FlowDocument, FlowNode } from "../../../contract/flow.ts";
import type { ExitOf, FlowCoverage, FlowRun } from "../../../contract/flow-run.ts";
import type { Sentence } from "../../../contract/records.ts";
import { nodeName } from "../check/flow-problem.ts";
import { exitsOf } from "../flow-exits.ts";

const mostListed = 500;

/** Which written exits of the flow were taken by the runs, and in words which were not. */
export function flowCoverage(flow: FlowDocument, runs: readonly Pick<FlowRun, "path">[]): FlowCoverage {
  const taken = new Set<string>();
  for (const { path } of runs) for (const { from } of path) if (from?.flow === flow.id) taken.add(`${from.node} ${from.exit}`);
  const all = Object.entries(flow.nodes).flatMap(([node, of]) =>
    exitsOf(of).map(({ path, next }) => ({ node, of, exit: path, next })),
  );
  const open = all.filter(({ node, exit }) => !taken.has(`${node} ${exit}`));
  return {
    covered: all.length - open.length,
    total: all.length,
    uncovered: open.slice(0, mostListed).map(({ node, of, exit, next }): ExitOf & { words: Sentence } => {
      const [zh, en] = nodeName(flow, node);
      const [toZh, toEn] = nodeName(flow, next);
      const way = exitWords(of, exit);
      return { flow: flow.id, node, exit, words: { zh: `${zh}：${way.zh} → ${toZh}`, en: `${en}: ${way.en} → ${toEn}` } };
    }),
  };
}

const plain: Record<string, Sentence> = {
  next: { zh: "继续", en: "on" },
  onTimeout: { zh: "无按键、次数用完或等候超时", en: "no key, or waited too long" },
  onInvalid: { zh: "输入无效且次数用完", en: "not valid, no try left" },
  onEmpty: { zh: "没有留言", en: "nothing recorded" },
  else: { zh: "都不成立", en: "none holds" },
  ok: { zh: "查询成功", en: "found" },
  notFound: { zh: "没有查到", en: "found nothing" },
  failed: { zh: "查询失败", en: "failed" },
  onOverflow: { zh: "队列已满", en: "the queue is full" },
  onNoAgent: { zh: "没有座席", en: "nobody is logged in" },
  onClosed: { zh: "队列关闭", en: "the queue is closed" },
  onLeft: { zh: "来电人离开队列", en: "the caller left the queue" },
  onServed: { zh: "服务完毕", en: "served" },
  onBusy: { zh: "忙", en: "busy" },
  onNoAnswer: { zh: "无人接听", en: "no answer" },
  onFailed: { zh: "转接失败", en: "the transfer failed" },
};

/** An exit as people name it, e.g. "key 3" or "open". */
export function exitWords(node: FlowNode, exit: string): Sentence {
  const parts = exit.split("/").slice(1);
  if (parts[0] === "choices" && node.type === "menu") {
    const title = node.choices[parts[1]!]?.title;
    const [zh, en] = [title?.zh ?? title?.en, title?.en ?? title?.zh];
    return { zh: `按 ${parts[1]}${zh ? `（${zh}）` : ""}`, en: `key ${parts[1]}${en ? ` (${en})` : ""}` };
  }
  if (parts[0] === "cases" && node.type === "branch") {
    const one = node.cases[Number(parts[1])];
    const when = one?.when ?? "";
    return { zh: one?.title?.zh ?? one?.title?.en ?? when, en: one?.title?.en ?? one?.title?.zh ?? when };
  }
  const name = parts.find((part) => Object.hasOwn(plain, part) && part !== "next") ?? "next";
  return plain[name]!;
}
