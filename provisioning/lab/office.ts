import type { CallbackSettings } from "../../appliance/contract/callback.ts";
import type { ShiftSettings } from "../../appliance/contract/shift.ts";
import type { SpecialNumber } from "../../appliance/contract/special-number.ts";
import type { SurveySettings } from "../../appliance/contract/survey.ts";
import type { VoicemailBoxSettings } from "../../appliance/contract/voicemail.ts";

/** Where callers leave what is to be worked on: the hotline's agents hear both. */
export const labBoxes: VoicemailBoxSettings[] = [
  {
    id: "complaints",
    name: "Complaints 投诉留言",
    owner: { kind: "queue", queue: "hotline" as never },
    number: "8500",
    complaint: true,
    greeting: {
      text: {
        zh: "请在提示音后说明您的问题，按井号键结束。",
        en: "Please tell us what is wrong after the tone, then press hash.",
      },
    },
  },
  {
    id: "faults",
    name: "Faults 报修留言",
    owner: { kind: "queue", queue: "hotline" as never },
    number: "8510",
    complaint: true,
    greeting: {
      text: {
        zh: "请在提示音后说明地址和情况，按井号键结束。",
        en: "Please say where it is and what you see after the tone, then press hash.",
      },
    },
  },
];

/** Two questions when the agent has hung up: how it was, and whether the matter is settled (R7, A28). */
export const labSurveys: SurveySettings[] = [
  {
    id: "after-call",
    name: "After the call 通话后评价",
    intro: { text: { zh: "请评价本次服务。", en: "Please rate this call." } },
    questions: [
      {
        id: "service",
        kind: "scale",
        ask: {
          text: {
            zh: "非常满意请按五，很不满意请按一，其余按二到四。",
            en: "Press five for very good, one for very bad, or a key between.",
          },
        },
      },
      {
        id: "settled",
        kind: "closed",
        ask: {
          text: { zh: "问题已解决请按一，未解决请按二。", en: "Is your matter settled? Yes, press one. No, two." },
        },
      },
    ],
    thanks: { text: { zh: "谢谢，再见。", en: "Thank you. Goodbye." } },
  },
];

/** Offered after twenty seconds in the line; the key works at once. */
export const labCallback: CallbackSettings = {
  key: "1",
  offerAfterMs: 20_000,
  maxAttempts: 3,
  retryMs: 300_000,
  hours: "office",
  giveUpMs: 28_800_000,
  liveFirst: 2,
  askNumber: false,
};

export const labSpecialNumbers: SpecialNumber[] = [
  {
    number: "13900000088",
    name: "市第一医院 City Hospital",
    class: "vip",
    vip: true,
    headStartMs: 600_000,
    note: "停水须提前通知 Tell them before any outage",
  },
  { number: "13900000099", name: "Harbour Hotel 海港酒店", class: "contact", language: "en" },
  { number: "13700000044", name: "骚扰电话 Nuisance caller", class: "blocked" },
];

/** Early and late; who works which is planned in the console. */
export const labShifts: ShiftSettings = {
  templates: [
    {
      id: "early",
      name: "Early 早班",
      from: "08:00",
      to: "16:00",
      breaks: [{ from: "12:00", minutes: 30, reason: "lunch", paid: false }],
    },
    {
      id: "late",
      name: "Late 晚班",
      from: "14:00",
      to: "22:00",
      breaks: [{ from: "18:00", minutes: 30, reason: "lunch", paid: false }],
    },
  ],
};
