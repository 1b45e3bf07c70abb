import type { FlowNode, FlowNodeType } from "../../contract/flow.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { enterAsk } from "./nodes/ask.ts";
import { enterAway } from "./nodes/away.ts";
import { enterBranch, enterReturn, enterSet, enterSubflow } from "./nodes/decide.ts";
import { enterLookup } from "./nodes/lookup.ts";
import { enterRecord } from "./nodes/record.ts";
import { enterTalk } from "./nodes/talk.ts";
import type { Run } from "./run.ts";
import { secretAhead } from "./secret-ahead.ts";
import { rescue } from "./ways.ts";

const stepLimit = 100;
const quietLimit = 200;

const words: Record<FlowNodeType, [zh: string, en: string]> = {
  prompt: ["播放", "prompt"],
  say: ["播报", "say"],
  menu: ["菜单", "menu"],
  collect: ["输入", "input"],
  record: ["录音", "record"],
  branch: ["分支", "branch"],
  lookup: ["查询", "lookup"],
  set: ["赋值", "set"],
  queue: ["排队", "queue"],
  transfer: ["转接", "transfer"],
  voicemail: ["语音信箱", "voicemail"],
  survey: ["满意度评价", "survey"],
  subflow: ["子流程", "sub-flow"],
  return: ["返回", "return"],
  language: ["语言", "language"],
  hangup: ["挂机", "hang up"],
};

function enterNode(run: Run, node: FlowNode): void {
  switch (node.type) {
    case "prompt":
    case "say":
    case "hangup":
      enterTalk(run, node);
      return;
    case "menu":
    case "collect":
      enterAsk(run, node);
      return;
    case "language":
      if (node.how.kind === "choose") enterAsk(run, node.how);
      else {
        run.setLanguage(node.how.language);
        run.goTo(node.next, "/next");
      }
      return;
    case "record":
      enterRecord(run, node);
      return;
    case "branch":
      enterBranch(run, node);
      return;
    case "lookup":
      enterLookup(run, node);
      return;
    case "set":
      enterSet(run, node);
      return;
    case "queue":
    case "transfer":
    case "voicemail":
    case "survey":
      enterAway(run, node);
      return;
    case "subflow":
      enterSubflow(run, node);
      return;
    case "return":
      enterReturn(run);
      return;
    default:
      exhaustive(node);
      return;
  }
}

/** Keys that were pressed before the recording paused may be on it as tones: they are not taken for a secret, he is asked for it anew. */
function guardSecret(run: Run): void {
  const { state } = run;
  const secret = secretAhead(run.flow, run.frame.node);
  if (secret && !state.secret && state.typed !== "") {
    state.typed = "";
    run.note("提前输入的按键不作为保密信息使用", "keys pressed too early are not taken for a secret");
  }
  if (secret) state.secret = true;
  else delete state.secret;
}

/** Enters nodes until one waits. Neither a loop without a wait nor one that nobody answers goes on for ever. */
export function settle(run: Run): void {
  for (let steps = 0; run.moving && !run.over; steps++) {
    run.moving = false;
    const { node } = run;
    if (steps >= stepLimit + 20) run.end("fault");
    else if (steps === stepLimit) rescue(run, "流程原地打转", "the flow runs in circles");
    else if (++run.state.quietSteps > quietLimit) {
      run.state.quietSteps = 0;
      rescue(run, "很久没有任何按键", "no key was pressed for long", "apology");
    } else if (node) {
      const [zh, en] = words[node.type];
      const title = run.title;
      run.noteEntry(`${zh}“${title.zh}”`, `${en} "${title.en}"`);
      guardSecret(run);
      enterNode(run, node);
    } else rescue(run, `没有节点“${run.frame.node}”`, `there is no node "${run.frame.node}"`);
  }
}
