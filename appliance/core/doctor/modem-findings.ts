import type { DoctorValue } from "../../contract/doctor.ts";
import type { Exam } from "./exam.ts";
import type { Judged, Judging } from "./judging.ts";

/** Below this speech breaks up, and below that calls fail (3GPP TS 27.007 8.5 gives the range). */
const weakDbm = -95;
const badDbm = -107;

type Values = Record<string, number | string>;
const one = (name: string, value: number | string): DoctorValue => ({ name, value });

/** What a modem tells of itself and its SIM. */
export function modemFindings({ seen }: Exam): Judging[] {
  const { values, balance } = seen;
  if (!values) return [];
  return [
    { test: "sim", judged: sim(values) },
    { test: "registration", judged: registration(values) },
    { test: "signal", judged: signal(values) },
    { test: "balance", judged: balance ? balanceOf(balance.text) : undefined },
  ];
}

function sim({ sim, ownNumber }: Values): Judged {
  const values = [...(sim ? [one("sim", sim)] : []), ...(ownNumber ? [one("ownNumber", ownNumber)] : [])];
  if (sim === "ready") return { verdict: "good", values, words: { en: "The SIM is ready.", zh: "SIM 卡就绪。" } };
  if (sim === undefined || sim === "unknown")
    return {
      verdict: "not-measured",
      values,
      words: { en: "The modem says nothing of its SIM.", zh: "模块未报告 SIM 卡状态。" },
    };
  return {
    verdict: "bad",
    values,
    words: { en: "The SIM can't be used.", zh: "SIM 卡不可用。" },
    hint: { en: "Check that it is in its place, and its PIN.", zh: "请检查 SIM 卡是否插好及 PIN 码。" },
  };
}

function registration({ registration, operator }: Values): Judged {
  const values = [...(registration ? [one("registration", registration)] : []), ...(operator ? [one("operator", operator)] : [])];
  switch (registration) {
    case "home":
      return { verdict: "good", values, words: { en: "It is registered in its network.", zh: "已在归属网络注册。" } };
    case "roaming":
      return {
        verdict: "weak",
        values,
        words: { en: "It is registered as a guest.", zh: "处于漫游状态。" },
        hint: { en: "Calls may cost more.", zh: "通话费用可能较高。" },
      };
    case undefined:
    case "unknown":
      return {
        verdict: "not-measured",
        values,
        words: { en: "The modem says nothing of the network.", zh: "模块未报告网络状态。" },
      };
    default:
      return {
        verdict: "bad",
        values,
        words: { en: "No network takes it.", zh: "未能注册网络。" },
        hint: { en: "Check the aerial, and whether the SIM is barred.", zh: "请检查天线，以及 SIM 卡是否停机。" },
      };
  }
}

export function signal({ signalDbm }: Values): Judged {
  if (typeof signalDbm !== "number")
    return { verdict: "not-measured", words: { en: "The signal is not known.", zh: "信号强度未知。" } };
  const values = [one("signalDbm", signalDbm)];
  if (signalDbm >= weakDbm) return { verdict: "good", values, words: { en: "The signal is strong enough.", zh: "信号良好。" } };
  return {
    verdict: signalDbm >= badDbm ? "weak" : "bad",
    values,
    words: { en: "The signal is weak.", zh: "信号较弱。" },
    hint: { en: "Put the aerial elsewhere, by a window or outside.", zh: "请将天线移至窗边或室外。" },
  };
}

function balanceOf(text: string | undefined): Judged {
  return text === undefined
    ? {
        verdict: "not-measured",
        words: { en: "The network did not answer the question for the balance.", zh: "网络未答复余额查询。" },
        hint: { en: "Check the code in the line's settings.", zh: "请检查线路设置中的查询代码。" },
      }
    : {
        verdict: "good",
        values: [one("balanceText", text.slice(0, 200))],
        words: { en: "The balance was told.", zh: "已查询到余额。" },
      };
}
