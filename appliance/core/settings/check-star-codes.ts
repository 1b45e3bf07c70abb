import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { starCodeDefaults, starNames } from "../../contract/star-codes.ts";
import { problemAt } from "./problem-at.ts";

/** Two acts by the same code: only one of them could ever be meant. */
export function checkStarCodes({ starCodes = {} }: Settings): SettingsProblem[] {
  const codeOf = (name: (typeof starNames)[number]): string => starCodes[name] ?? starCodeDefaults[name];
  return starNames.flatMap((name) => {
    const code = starCodes[name];
    const other = code && starNames.find((n) => n !== name && codeOf(n) === code);
    if (!other) return [];
    const reason = { en: `${code} already stands for "${other}".`, zh: `${code} 已用于“${other}”。` };
    return [problemAt(`/starCodes/${name}`, reason, { en: "Choose another code.", zh: "请换一个功能码。" })];
  });
}
