import type { TargetsSettings } from "./targets.ts";

/** What holds where the settings say nothing. */
export const defaultTargets = {
  formula: "of-offered-less-short",
  bands: [
    { id: "day", name: { zh: "白天", en: "Day" }, from: "08:00", to: "20:00", answerSec: 30, share: 0.8 },
    { id: "night", name: { zh: "夜间", en: "Night" }, from: "20:00", to: "08:00", answerSec: 60, share: 0.8 },
  ],
  longestAnswerSec: 120,
  meanWaitSec: 300,
  answerRate: 1,
  shortTalkSec: 10,
  repeatDays: 7,
  shrinkage: 0.3,
  alerts: {
    nobodyReadySec: 60,
    serviceLevelBelow: 0.6,
    serviceLevelBack: 0.7,
    serviceLevelMin: 30,
    serviceLevelCalls: 10,
    holdSec: 180,
    ringSec: 60,
    waitSec: 120,
  },
} as const satisfies TargetsSettings;
