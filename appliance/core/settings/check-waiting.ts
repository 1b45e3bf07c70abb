import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { outsideLines } from "../lines/outside-lines.ts";
import { problemAt } from "./problem-at.ts";

type Queue = Settings["queues"][number];

/** Callbacks and overflow: what names something else in the document, and what can't work together. */
export function checkWaiting(settings: Settings): SettingsProblem[] {
  const { queues, calendars, prompts } = settings;
  const outside = outsideLines(settings).some((line) => line.enabled && line.callsOut);
  return queues.flatMap((queue, q) => [
    ...callbackProblems(queue, `/queues/${q}/callback`, new Set(calendars.map((c) => c.id)), outside),
    ...overflowProblems(queue, `/queues/${q}/overflow/to`, new Set(prompts.map((p) => p.id)), outside),
    ...circle(queue, queues, `/queues/${q}/overflow/to`),
  ]);
}

function callbackProblems(
  { callback }: Queue,
  path: string,
  calendars: ReadonlySet<string>,
  outside: boolean,
): SettingsProblem[] {
  if (!callback) return [];
  const { key, hours, askNumber, offerAfterMs, whenExpectedWaitMs, retryMs, maxAttempts, giveUpMs } = callback;
  const problems: SettingsProblem[] = [];
  if (hours !== undefined && !calendars.has(hours)) {
    const reason = { en: `There is no calendar "${hours}".`, zh: `没有日历“${hours}”。` };
    problems.push(
      problemAt(`${path}/hours`, reason, { en: "Make it first, or leave the hours out.", zh: "请先创建，或不设时段。" }),
    );
  }
  if (askNumber && (key === "#" || key === "*")) {
    const reason = { en: "This key ends or clears the number that is keyed in.", zh: "该键用于结束或清除号码输入。" };
    problems.push(problemAt(`${path}/key`, reason, { en: "Choose a digit.", zh: "请选择数字键。" }));
  }
  if (key === undefined && (askNumber || offerAfterMs !== undefined || whenExpectedWaitMs !== undefined)) {
    const reason = { en: "Without a key nobody can accept the offer.", zh: "未设按键，来电者无法接受回电。" };
    problems.push(problemAt(`${path}/key`, reason, { en: "Choose a key.", zh: "请选择按键。" }));
  }
  if (retryMs * (maxAttempts - 1) > giveUpMs) {
    const reason = {
      en: "It is given up before the last attempt can be made.",
      zh: "在最后一次呼叫之前就会放弃。",
    };
    const hint = { en: "Try sooner or less often, or give up later.", zh: "请缩短间隔、减少次数或延后放弃时间。" };
    problems.push(problemAt(`${path}/giveUpMs`, reason, hint, "warning"));
  }
  if (!outside) problems.push(noLine(path));
  return problems;
}

function overflowProblems(
  { callback, overflow: { to } }: Queue,
  path: string,
  prompts: ReadonlySet<string>,
  outside: boolean,
): SettingsProblem[] {
  if (to.kind === "callback" && !callback) {
    const reason = { en: "The queue does not say how callers are called back.", zh: "该队列未设置回电。" };
    return [problemAt(path, reason, { en: "Set its callback first.", zh: "请先设置该队列的回电。" })];
  }
  if (to.kind === "number" && !outside) return [noLine(path)];
  if (to.kind !== "message") return [];
  const { prompt, text } = to.say;
  if (prompt !== undefined && !prompts.has(prompt)) {
    const reason = { en: `There is no prompt "${prompt}".`, zh: `没有提示音“${prompt}”。` };
    return [
      problemAt(`${path}/say/prompt`, reason, {
        en: "Make it first, or choose another prompt.",
        zh: "请先创建，或选择其他提示音。",
      }),
    ];
  }
  if (prompt !== undefined || text.zh || text.en) return [];
  const reason = { en: "There is nothing to say.", zh: "没有要播报的内容。" };
  return [problemAt(`${path}/say/text`, reason, { en: "Enter a text or choose a prompt.", zh: "请输入文本或选择提示音。" })];
}

const noLine = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "No line leads outside: only phones of the house can be called.", zh: "没有可用的外线，只能呼叫内部话机。" },
    { en: "Enable a trunk with a host.", zh: "请启用带主机地址的中继。" },
    "warning",
  );

/** Queues that overflow round in a circle: a caller goes through each once and then back to the flow. */
function circle(queue: Queue, queues: readonly Queue[], path: string): SettingsProblem[] {
  const seen: string[] = [queue.id];
  for (let at: Queue | undefined = queue; at?.overflow.to.kind === "queue"; ) {
    const next: string = at.overflow.to.queue;
    if (next === queue.id && seen.length > 1) {
      const reason = {
        en: `Overflow goes in a circle: ${[...seen, next].join(" → ")}.`,
        zh: `溢出形成循环：${[...seen, next].join(" → ")}。`,
      };
      const hint = {
        en: "Callers pass each queue once, then the flow goes on; let the last queue end it otherwise if that is not meant.",
        zh: "来电在每个队列只经过一次，之后回到流程；如非本意，请为最后一个队列改设去向。",
      };
      return [problemAt(path, reason, hint, "warning")];
    }
    if (seen.includes(next)) return [];
    seen.push(next);
    at = queues.find((q) => q.id === next);
  }
  return [];
}
