import type { Sentence } from "../../contract/records.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { Roster } from "../agents/roster.ts";
import { reasonWords, ringEndWords } from "../agents/words.ts";
import type { ChosenBy, Verdict } from "./decision.ts";
import { durationWords } from "./duration-words.ts";

/** By what he was chosen, as it stands in a headline. */
export const chosenWords: Record<ChosenBy, Sentence> = {
  "longest-idle": { zh: "空闲最久", en: "free the longest" },
  "next-in-turn": { zh: "轮到", en: "next in turn" },
  "fewest-calls": { zh: "今日接听最少", en: "fewest calls today" },
  "least-talk": { zh: "今日通话时间最短", en: "least talk today" },
  "first-in-order": { zh: "固定顺序在前", en: "first in the order" },
  drawn: { zh: "按比例抽中", en: "drawn by share" },
  "best-skilled": { zh: "技能最合适", en: "best skilled" },
  "highest-score": { zh: "规则得分最高", en: "highest score by the rule" },
  "own-agent": { zh: "主叫的专属坐席", en: "the caller's own agent" },
  everybody: { zh: "全体振铃", en: "everybody free is rung" },
  "only-one": { zh: "唯一空闲的坐席", en: "the only one free" },
};

/** What counted for the chosen, in its own measure. */
function valueWords(by: ChosenBy, value: number | undefined): Sentence {
  if (value === undefined) return { zh: "", en: "" };
  const talk = durationWords(value);
  switch (by) {
    case "fewest-calls":
      return { zh: `，${value} 个`, en: `, ${value}` };
    case "least-talk":
      return { zh: `，${talk.zh}`, en: `, ${talk.en}` };
    case "best-skilled":
      return { zh: `，${value} 分`, en: `, ${value} points` };
    case "highest-score":
      return { zh: `，${value} 分`, en: `, ${value}` };
    case "drawn":
      return { zh: `，份额 ${value}`, en: `, share ${value}` };
    default:
      return { zh: "", en: "" };
  }
}

/** `atMs`: when the decision was made. */
type Place = { roster: Roster; atMs: number };
type Words = { [K in Verdict["kind"]]: (verdict: Extract<Verdict, { kind: K }>, place: Place) => Sentence };

const nameOf = ({ roster }: Place, agent: AgentId): string => roster.agents.get(agent)?.name ?? agent;
const languageNames: Record<string, Sentence> = { zh: { zh: "中文", en: "Chinese" }, en: { zh: "英文", en: "English" } };
/** When less will be asked. */
function until(untilMs: number | undefined, { atMs }: Place): Sentence {
  if (untilMs === undefined) return { zh: "", en: "" };
  const left = durationWords(untilMs - atMs);
  return { zh: `，${left.zh}后放宽`, en: `, less is asked in ${left.en}` };
}

const words: Words = {
  chosen: ({ by, idleMs, value }) => {
    const idle = durationWords(idleMs);
    const what = valueWords(by, value);
    return {
      zh: `选中：${chosenWords[by].zh}${what.zh}（已空闲${idle.zh}）`,
      en: `chosen: ${chosenWords[by].en}${what.en} (free for ${idle.en})`,
    };
  },
  "logged-out": () => ({ zh: "未签入", en: "not logged in" }),
  "not-ready": ({ reason: code, sinceMs }, { roster, atMs }) => {
    const reason = reasonWords(code, roster);
    const since = durationWords(atMs - sinceMs);
    return { zh: `未就绪：${reason.zh}，已${since.zh}`, en: `not ready: ${reason.en}, for ${since.en}` };
  },
  talking: ({ held, sinceMs }, { atMs }) => {
    const since = durationWords(atMs - sinceMs);
    return {
      zh: `${held ? "保持中" : "通话中"}，已${since.zh}`,
      en: `${held ? "has a caller on hold" : "talking"}, for ${since.en}`,
    };
  },
  "wrap-up": ({ untilMs }, { atMs }) => {
    const left = durationWords(untilMs - atMs);
    return { zh: `话后整理，还有${left.zh}`, en: `in wrap-up, ${left.en} left` };
  },
  ringing: () => ({ zh: "另一来电正在振铃", en: "another call rings there" }),
  "phone-unregistered": () => ({ zh: "话机未注册", en: "the phone is not registered" }),
  "not-a-member": () => ({ zh: "不是该队列成员", en: "not a member of the queue" }),
  tried: ({ how: ended, untilMs }, { atMs }) => {
    const left = durationWords(untilMs - atMs);
    const how = ringEndWords[ended];
    return {
      zh: `刚才没有接这个来电（${how.zh}），${left.zh}后再试`,
      en: `did not take this call just now (${how.en}), asked again in ${left.en}`,
    };
  },
  unskilled: ({ skill, grade, has, untilMs }, place) => {
    const later = until(untilMs, place);
    return {
      zh: `技能“${skill}”需 ${grade} 级，他为 ${has} 级${later.zh}`,
      en: `skill “${skill}” wants grade ${grade}, his is ${has}${later.en}`,
    };
  },
  "grade-too-low": ({ grade, has }) => ({
    zh: `管理等级需 ${grade} 级，他为 ${has} 级`,
    en: `wants management grade ${grade}, his is ${has}`,
  }),
  "other-language": ({ language, untilMs }, place) => {
    const name = languageNames[language] ?? { zh: language, en: language };
    const later = until(untilMs, place);
    return { zh: `不会说主叫的语言（${name.zh}）${later.zh}`, en: `does not speak the caller's ${name.en}${later.en}` };
  },
  "kept-for": ({ agent, untilMs }, place) => {
    const name = nameOf(place, agent);
    const left = untilMs === undefined ? undefined : durationWords(untilMs - place.atMs);
    return {
      zh: `留给主叫的专属坐席 ${name}${left ? `，还有${left.zh}` : ""}`,
      en: `kept for the caller's own agent ${name}${left ? ` for another ${left.en}` : ""}`,
    };
  },
  "not-own-agent": ({ agent }, place) => ({
    zh: `主叫的专属坐席是 ${nameOf(place, agent)}`,
    en: `the caller's own agent is ${nameOf(place, agent)}`,
  }),
  reserved: ({ agent, untilMs }, place) => {
    const name = nameOf(place, agent);
    const left = durationWords(untilMs - place.atMs);
    return { zh: `主叫保留给${name}，还有${left.zh}`, en: `the caller is kept for ${name}, ${left.en} left` };
  },
  "caller-first": ({ queue }) => ({
    zh: `先接在线等候的来电（队列 ${queue}）`,
    en: `a caller who holds the line in queue "${queue}" comes first`,
  }),
  "rule-says-no": ({ why }) =>
    why
      ? { zh: `规则无法得出分数：${why.zh}`, en: `the rule gives no score: ${why.en}` }
      : { zh: "规则不选他", en: "the rule leaves him out" },
  "later-level": ({ level, chosenLevel }) => ({
    zh: `第${level}级，先找第${chosenLevel}级`,
    en: `level ${level}, level ${chosenLevel} is asked first`,
  }),
  "idle-shorter": ({ idleMs, chosenIdleMs }) => {
    const [own, best] = [durationWords(idleMs), durationWords(chosenIdleMs)];
    return { zh: `空闲${own.zh}，不及选中者的${best.zh}`, en: `free for ${own.en}, the chosen one for ${best.en}` };
  },
  "later-turn": ({ turns }) => ({ zh: `轮次在后（还差${turns}位）`, en: `his turn comes ${turns} later` }),
  "more-calls": ({ calls, chosenCalls }) => ({
    zh: `今日已接 ${calls} 个，选中者 ${chosenCalls} 个`,
    en: `${calls} call${calls === 1 ? "" : "s"} today, the chosen one ${chosenCalls}`,
  }),
  "more-talk": ({ talkMs, chosenTalkMs }) => {
    const [own, best] = [durationWords(talkMs), durationWords(chosenTalkMs)];
    return { zh: `今日已通话${own.zh}，选中者${best.zh}`, en: `talked ${own.en} today, the chosen one ${best.en}` };
  },
  "later-in-order": ({ after }, place) => ({
    zh: `固定顺序在 ${nameOf(place, after)} 之后`,
    en: `comes after ${nameOf(place, after)} in the order`,
  }),
  "not-drawn": ({ share, total }) => ({ zh: `未抽中（份额 ${share}/${total}）`, en: `not drawn (share ${share} of ${total})` }),
  "less-skilled": ({ points, chosenPoints }) => ({
    zh: `技能合计 ${points} 分，选中者 ${chosenPoints} 分`,
    en: `${points} points of skill, the chosen one ${chosenPoints}`,
  }),
  "lower-score": ({ score, chosenScore }) => ({
    zh: `规则得分 ${score}，选中者 ${chosenScore}`,
    en: `scores ${score} by the rule, the chosen one ${chosenScore}`,
  }),
};

/** One agent's part of a decision, as a clause. */
export const verdictWords = (verdict: Verdict, roster: Roster, atMs: number): Sentence =>
  words[verdict.kind](verdict as never, { roster, atMs });
