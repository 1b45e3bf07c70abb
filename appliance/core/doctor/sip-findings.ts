import type { DoctorValue } from "../../contract/doctor.ts";
import type { Exam, Seen } from "./exam.ts";
import type { Judged, Judging } from "./judging.ts";
import { signal } from "./modem-findings.ts";

/** Beyond this, calls are set up late, and the way to the far side is long or full. */
const slowMs = 500;

const value = (name: string, value: number | string): DoctorValue => ({ name, value });

/** Of a trunk, or of a gateway by one of its ports. */
export function sipFindings({ seen }: Exam): Judging[] {
  if (!seen.values) return [];
  return [
    // Who is known by his address has nothing to register.
    { test: "registration", judged: seen.values.registers === undefined ? undefined : registration(seen) },
    { test: "options", judged: options(seen.values) },
    // Gateways with SIMs tell it of each port.
    { test: "signal", judged: seen.values.signalDbm === undefined ? undefined : signal(seen.values) },
  ];
}

function registration({ state = "unknown" }: Seen): Judged {
  const values = [value("state", state)];
  if (state === "up") return { verdict: "good", values, words: { en: "It is registered.", zh: "已注册。" } };
  return {
    verdict: state === "unknown" ? "not-measured" : "bad",
    values,
    words: { en: "It is not registered.", zh: "未注册。" },
    hint: { en: "Check the account, its password and the network.", zh: "请检查账号、密码和网络。" },
  };
}

/** RFC 3261 11: whatever is answered, somebody is there. */
function options({ optionsMs, optionsStatus, optionsAsked }: NonNullable<Seen["values"]>): Judged {
  if (optionsAsked === undefined)
    return {
      verdict: "not-measured",
      words: { en: "It has no address to be asked at.", zh: "未配置对端地址，无法询问。" },
    };
  if (typeof optionsMs !== "number")
    return {
      verdict: "bad",
      words: { en: "It does not answer OPTIONS.", zh: "对 OPTIONS 无应答。" },
      hint: {
        en: "Check that the address is right and that nothing between drops SIP.",
        zh: "请检查地址是否正确，以及途中有无设备拦截 SIP。",
      },
    };
  const values = [value("optionsMs", optionsMs), ...(optionsStatus === undefined ? [] : [value("status", optionsStatus)])];
  if (optionsMs <= slowMs)
    return { verdict: "good", values, words: { en: "It answers OPTIONS soon.", zh: "对 OPTIONS 应答及时。" } };
  return {
    verdict: "weak",
    values,
    words: { en: "It answers OPTIONS late.", zh: "对 OPTIONS 应答较慢。" },
    hint: {
      en: "Look for a full or long way to it; calls are set up as late.",
      zh: "请检查到对端的网络是否拥塞，呼叫建立同样会变慢。",
    },
  };
}
