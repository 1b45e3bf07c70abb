import type { Sentence } from "../contract/words.ts";

/** What gateways call the state of a SIM in one of their ports (Dinstar HTTP API, "reg" of get_port_info). */
const known: Record<string, Sentence> = {
  POWER_OFF: { zh: "端口已关闭", en: "the port is switched off" },
  NO_SIM: { zh: "未插 SIM 卡", en: "no SIM in it" },
  NOT_REGISTER: { zh: "SIM 卡未注册到网络", en: "the SIM has no network" },
  UNREGISTER: { zh: "SIM 卡未注册到网络", en: "the SIM has no network" },
  REGISTERING: { zh: "SIM 卡正在注册网络", en: "the SIM looks for its network" },
  REG_DENIED: { zh: "网络拒绝该 SIM 卡", en: "the network refuses the SIM" },
  LIMITED: { zh: "SIM 卡只能呼叫紧急电话", en: "the SIM may only call for help" },
  UNAVAILABLE: { zh: "模块不可用", en: "its modem can't be used" },
};

/** Why a gateway's port can't be used, to people; a word nobody has told us of is handed on. */
export const simWords = (word: string): Sentence =>
  (Object.hasOwn(known, word) ? known[word] : undefined) ?? {
    zh: `SIM 卡未注册（${word}）`,
    en: `the SIM isn't registered (${word})`,
  };
