import type { PromptFileRow, PromptListRow, PromptUse } from "../../contract/prompt-library.ts";
import type { PromptSettings } from "../../contract/settings.ts";
import type { Language } from "../../contract/words.ts";

/** The library as the console shows it: what is recorded, what is spoken, what is missing, and who plays it. */
export function promptList(
  prompts: readonly PromptSettings[],
  files: readonly PromptFileRow[],
  uses: ReadonlyMap<string, PromptUse[]>,
): PromptListRow[] {
  return prompts.map(({ id, name, category = "", text, file }) => {
    const inLanguage = (language: Language): PromptListRow["languages"][Language] => {
      const own = files.filter((f) => f.prompt === id && f.language === language);
      const played = file?.[language];
      const row = own.find((f) => f.file === played);
      const state = played ? "recorded" : text[language] ? "spoken" : "missing";
      return {
        state,
        ...(played ? { file: played } : {}),
        ...(row ? { durationMs: row.durationMs } : {}),
        versions: own.length,
      };
    };
    return { id, name, category, text, languages: { zh: inLanguage("zh"), en: inLanguage("en") }, uses: uses.get(id) ?? [] };
  });
}
