import type { Sentence } from "../../contract/words.ts";
import type { SimState } from "../../wire/at/status.ts";

const sims: Record<Exclude<SimState, "ready">, Sentence> = {
  pin: { en: "The SIM asks for its PIN.", zh: "SIM 卡需要 PIN 码。" },
  puk: { en: "The SIM is locked and asks for its PUK.", zh: "SIM 卡已锁定，需要 PUK 码。" },
  missing: { en: "There is no SIM in the modem.", zh: "未插入 SIM 卡。" },
  broken: { en: "The SIM doesn't work.", zh: "SIM 卡故障。" },
  unknown: { en: "The modem doesn't say what is wrong with its SIM.", zh: "SIM 卡状态未知。" },
};

/** What a modem's state is to people. */
export const modemWords = {
  absent: { en: "The modem is not in its socket.", zh: "未检测到模块。" },
  starting: { en: "The modem is being started.", zh: "模块正在启动。" },
  failing: { en: "The modem doesn't do what it should; it is being brought back.", zh: "模块异常，正在恢复。" },
  searching: { en: "The modem finds no network.", zh: "模块未注册到网络。" },
  up: { en: "Ready.", zh: "就绪。" },
  processLost: { en: "The modems' process is started again.", zh: "GSM 模块进程正在重新启动。" },
  off: { en: "Switched off.", zh: "已停用。" },
  wrongPin: { en: "The PIN was wrong; it is not tried again.", zh: "PIN 码错误，不再尝试。" },
  sim: (state: Exclude<SimState, "ready">): Sentence => sims[state],
} as const;
