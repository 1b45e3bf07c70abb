import type { AgentState } from "../../contract/agent.ts";
import type { Sentence } from "../../contract/records.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { RingEnd, Why } from "./agent-event.ts";
import type { Roster } from "./roster.ts";

const stateWords: Record<AgentState, Sentence> = {
  "logged-out": { zh: "未签入", en: "logged out" },
  ready: { zh: "就绪", en: "ready" },
  "not-ready": { zh: "未就绪", en: "not ready" },
  ringing: { zh: "振铃中", en: "ringing" },
  talking: { zh: "通话中", en: "talking" },
  hold: { zh: "保持中", en: "on hold" },
  "wrap-up": { zh: "话后整理", en: "wrap-up" },
};

export const ringEndWords: Record<RingEnd, Sentence> = {
  answered: { zh: "已接听", en: "answered" },
  missed: { zh: "未接听", en: "missed" },
  refused: { zh: "拒接", en: "refused" },
  phoneUnreachable: { zh: "话机不可达", en: "the phone could not be reached" },
  callGone: { zh: "主叫已挂断", en: "the caller was gone" },
  answeredElsewhere: { zh: "他人已接听", en: "somebody else answered" },
  withdrawn: { zh: "已撤回", en: "withdrawn" },
};

/** A not-ready reason as people read it; both languages are always there. */
export function reasonWords(code: string, roster: Roster): Sentence {
  const name = roster.reasons.get(code)?.name;
  return { zh: name?.zh ?? name?.en ?? code, en: name?.en ?? name?.zh ?? code };
}

/** Why he is in his state, as one sentence. */
export function whyWords(why: Why): Sentence {
  switch (why.kind) {
    case "asked":
      return { zh: `由 ${why.by} 操作`, en: `asked by ${why.by}` };
    case "asked-earlier":
      return { zh: `由 ${why.by} 预约，通话后生效`, en: `asked by ${why.by} for after the call` };
    case "offered":
      return why.queue
        ? { zh: `队列 ${why.queue} 来电`, en: `a call from queue ${why.queue}` }
        : { zh: "直接来电", en: "a direct call" };
    case "talk":
      return { zh: "开始通话", en: "the talk began" };
    case "held":
      return { zh: "保持通话", en: "put the call on hold" };
    case "resumed":
      return { zh: "恢复通话", en: "took the call back" };
    case "ring-ended":
      return why.inRow === undefined
        ? { zh: `振铃结束：${ringEndWords[why.how].zh}`, en: `the ring ended: ${ringEndWords[why.how].en}` }
        : {
            zh: `来电${ringEndWords[why.how].zh}（连续第 ${why.inRow} 次）`,
            en: `${ringEndWords[why.how].en} a call (${why.inRow} in a row)`,
          };
    case "call-ended":
      return { zh: "通话结束", en: "the call ended" };
    case "wrap-up-over":
      return { zh: "话后整理时间到", en: "the wrap-up time was over" };
    case "limit":
      return { zh: `“${stateWords[why.of].zh}”达到时限`, en: `the time limit of “${stateWords[why.of].en}” was reached` };
    case "phone-gone":
      return { zh: "话机掉线", en: "the phone went away" };
    case "phone-back":
      return { zh: "话机恢复", en: "the phone came back" };
    case "phone-taken":
      return { zh: `${why.by} 在同一话机签入`, en: `${why.by} logged in at the same phone` };
    case "moved-desk":
      return { zh: `换到话机 ${why.phone}`, en: `moved to phone ${why.phone}` };
    case "forced":
      return { zh: `${why.by} 强制设置：${why.text}`, en: `set by ${why.by}: ${why.text}` };
    case "removed":
      return { zh: "坐席已从设置中删除", en: "removed from the settings" };
    default:
      return exhaustive(why);
  }
}
