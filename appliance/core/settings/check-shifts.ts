import { boxReasons } from "../../contract/agent.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Names used twice, breaks outside their shift or one over the other, reasons that aren't there. */
export function checkShifts({ shifts, reasons }: Settings): SettingsProblem[] {
  const known = new Set([...Object.keys(boxReasons), ...reasons.map((r) => r.code)]);
  const { templates = [] } = shifts ?? {};
  return templates.flatMap(({ id, from, to, breaks }, t) => {
    const path = `/shifts/templates/${t}`;
    const problems: SettingsProblem[] = [];
    if (templates.findIndex((other) => other.id === id) !== t) {
      const reason = { en: `"${id}" is used twice.`, zh: `“${id}”重复。` };
      problems.push(problemAt(`${path}/id`, reason, { en: "Choose another one.", zh: "请换一个。" }));
    }
    if (from === to) {
      const reason = { en: "This shift begins and ends at the same time.", zh: "班次的开始与结束时间相同。" };
      problems.push(problemAt(`${path}/to`, reason, { en: "Choose another end.", zh: "请修改结束时间。" }));
    }
    const lengthMin = (minutesOf(to) - minutesOf(from) + 1440) % 1440;
    const begins = (time: string): number => (minutesOf(time) - minutesOf(from) + 1440) % 1440;
    for (const [b, { from: at, minutes, reason: code }] of breaks.entries()) {
      const start = begins(at);
      if (start + minutes > lengthMin) {
        const reason = { en: "This break does not lie within the shift.", zh: "休息不在班次时间之内。" };
        problems.push(problemAt(`${path}/breaks/${b}/from`, reason, { en: "Choose another time.", zh: "请修改时间。" }));
      }
      if (breaks.some((o, i) => i < b && begins(o.from) < start + minutes && start < begins(o.from) + o.minutes)) {
        const reason = { en: "Two breaks of this shift overlap.", zh: "两段休息时间重叠。" };
        problems.push(problemAt(`${path}/breaks/${b}/from`, reason, { en: "Move one of them.", zh: "请调整其中一段。" }));
      }
      if (!known.has(code)) {
        const reason = { en: `There is no reason "${code}".`, zh: `没有未就绪原因“${code}”。` };
        problems.push(
          problemAt(`${path}/breaks/${b}/reason`, reason, {
            en: "Make it first, or choose another.",
            zh: "请先创建，或选择其他原因。",
          }),
        );
      }
    }
    return problems;
  });
}
