import type { FlowNode, FlowNodeOf } from "../../../contract/flow.ts";
import { exhaustive } from "../../../kit/exhaustive.ts";
import type { FlowEvent } from "../flow-event.ts";
import type { Run } from "../run.ts";
import { rescue } from "../ways.ts";

type AwayNode = FlowNodeOf<"queue"> | FlowNodeOf<"transfer"> | FlowNodeOf<"voicemail"> | FlowNodeOf<"survey">;
export const isAway = (node: FlowNode): node is AwayNode => ["queue", "transfer", "voicemail", "survey"].includes(node.type);
type Outcome = Extract<FlowEvent, { on: "returned" }>["outcome"];

/** Hands the caller to the queue, the other phone, the box or the survey; the flow hears of it again by `returned`. */
export function enterAway(run: Run, node: AwayNode): void {
  run.state.typed = "";
  const token = run.token();
  switch (node.type) {
    case "queue":
      run.effects.push({
        do: "flow.queue",
        token,
        queue: node.queue,
        priority: node.priority ?? 0,
        ...(node.skills ? { skills: node.skills } : {}),
      });
      break;
    case "voicemail":
      run.effects.push({ do: "flow.voicemail", token, box: node.box });
      break;
    case "survey":
      run.effects.push({ do: "flow.survey", token, survey: node.survey });
      break;
    case "transfer": {
      const to = targetOf(run, node);
      if (!to) {
        leaveBy(run, node, "failed");
        return;
      }
      run.effects.push({ do: "flow.transfer", token, to, ringMs: node.ringMs });
      break;
    }
    default:
      exhaustive(node);
  }
  run.state.wait = { kind: "away", token, at: node.type };
}

function targetOf(run: Run, node: FlowNodeOf<"transfer">) {
  if (node.to.kind === "phone") return node.to;
  const number = run.fill(node.to.number).replace(/[\s()-]/g, "");
  // What a caller typed must not become anything but a number.
  if (/^[0-9+*#]{1,40}$/.test(number)) return { kind: "number" as const, number };
  run.note(`“${number.slice(0, 40)}”不是电话号码`, `"${number.slice(0, 40)}" is no number to dial`, "fault");
  return undefined;
}

type ExitName =
  | "next"
  | "onServed"
  | "onBusy"
  | "onNoAnswer"
  | "onFailed"
  | "onOverflow"
  | "onTimeout"
  | "onNoAgent"
  | "onLeft"
  | "onLow"
  | "onUnanswered"
  | "onClosed";

function exitOf(node: AwayNode, outcome: Outcome): ExitName {
  if (node.type === "voicemail") return "next";
  if (node.type === "survey") {
    const own = outcome === "low" ? "onLow" : outcome === "no-answer" ? "onUnanswered" : "next";
    return node[own] === undefined ? "next" : own;
  }
  if (outcome === "served") return "onServed";
  if (node.type === "transfer") return outcome === "busy" ? "onBusy" : outcome === "no-answer" ? "onNoAnswer" : "onFailed";
  switch (outcome) {
    case "overflow":
      return "onOverflow";
    case "timeout":
    case "no-answer":
      return "onTimeout";
    case "no-agent":
      return "onNoAgent";
    case "left":
      return "onLeft";
    case "closed":
    case "busy":
    case "low":
    case "failed":
      return "onClosed";
    default:
      return exhaustive(outcome);
  }
}

const words: Record<Outcome, [zh: string, en: string]> = {
  served: ["服务完毕", "served"],
  overflow: ["队列已满", "the queue is full"],
  timeout: ["等候超时", "waited too long"],
  "no-agent": ["没有座席", "nobody is logged in"],
  closed: ["队列已关闭", "the queue is closed"],
  left: ["来电人离开队列", "the caller left the queue"],
  busy: ["忙", "busy"],
  "no-answer": ["无人接听", "no answer"],
  low: ["评价不满意", "a low answer"],
  failed: ["失败", "failed"],
};

export function leaveBy(run: Run, node: AwayNode, outcome: Outcome): void {
  run.state.wait = { kind: "none" };
  const [zh, en] = words[outcome];
  run.note(`返回流程：${zh}`, `back in the flow: ${en}`, "decision");
  const exit = exitOf(node, outcome);
  const next = (node as Partial<Record<ExitName, string>>)[exit];
  if (next !== undefined) run.goTo(next, `/${exit}`);
  else if (node.type === "survey") run.end("finished");
  else if (outcome === "served") run.end("served");
  else if (node.type === "voicemail" && outcome !== "failed") run.end("finished");
  else rescue(run, `${zh}，又没有出口`, `${en}, and no exit is set`, node.type === "queue" ? "apology" : "person");
}
