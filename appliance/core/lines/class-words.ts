import type { NumberClass } from "../../contract/outgoing.ts";
import type { Sentence } from "../../contract/records.ts";

/** "… is {a local number}" */
export const classWords: Record<NumberClass, Sentence> = {
  internal: { en: "an internal number", zh: "内部号码" },
  emergency: { en: "an emergency number", zh: "紧急号码" },
  local: { en: "a local number", zh: "市话号码" },
  mobile: { en: "a mobile number", zh: "手机号码" },
  "long-distance": { en: "a long-distance number", zh: "长途号码" },
  international: { en: "an international number", zh: "国际号码" },
  premium: { en: "a premium-rate number", zh: "付费信息号码" },
  blocked: { en: "a blocked number", zh: "禁拨号码" },
};
