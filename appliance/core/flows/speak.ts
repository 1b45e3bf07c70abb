import type { SpokenItem } from "../../contract/effects.ts";
import type { PromptItem, SayFormat } from "../../contract/flow.ts";
import type { Bilingual, Language } from "../../contract/words.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { Surroundings } from "../expressions/evaluate.ts";
import { fillTemplate } from "../expressions/template.ts";
import { flowVocabulary } from "./flow-vocabulary.ts";
import { type SayPlace, sayValue } from "./say/say-value.ts";

/** A sentence in the wanted language, or in the one there is. */
function sentenceIn(text: Bilingual, language: Language): { text: string; language: Language } | undefined {
  const other = language === "zh" ? "en" : "zh";
  if (text[language]) return { text: text[language], language };
  return text[other] ? { text: text[other], language: other } : undefined;
}

const speechLimit = 2000;

/** A value that isn't of its kind is spoken as it stands: better than silence. */
const wordsOf = (as: SayFormat, value: string, language: Language, place: SayPlace): string =>
  sayValue(as, value, language, place) ?? value;

const fill = (source: string, language: Language, around: Surroundings, place: SayPlace): string =>
  fillTemplate(source, flowVocabulary, around, (as, value) => wordsOf(as, value, language, place)).text;

function speakSay(
  item: { as: SayFormat; value: string; text?: Bilingual },
  language: Language,
  around: Surroundings,
  place: SayPlace,
): SpokenItem | undefined {
  const sentence = item.text && sentenceIn(item.text, language);
  const spoken = sentence?.language ?? language;
  const value = fillTemplate(item.value, flowVocabulary, around, (_, part) => part).text;
  const words = value === "" ? "" : wordsOf(item.as, value, spoken, place);
  const around2: Surroundings = { ...around, variable: (name) => (name === "value" ? words : around.variable(name)) };
  const text = sentence ? fill(sentence.text, spoken, around2, place) : words;
  return text.trim() === "" ? undefined : { kind: "speech", text: text.slice(0, speechLimit), language: spoken };
}

/** What is to be heard, in the caller's language, with all values in words. Items that say nothing are left out. */
export function speak(items: readonly PromptItem[], language: Language, around: Surroundings, place: SayPlace): SpokenItem[] {
  const spoken: SpokenItem[] = [];
  for (const item of items) {
    switch (item.kind) {
      case "prompt":
        spoken.push({ kind: "prompt", prompt: item.prompt, language: item.language ?? language });
        break;
      case "silence":
        spoken.push({ kind: "silence", forMs: item.forMs });
        break;
      case "text": {
        const sentence = sentenceIn(item.text, item.language ?? language);
        const text = sentence ? fill(sentence.text, sentence.language, around, place) : "";
        if (sentence && text.trim() !== "")
          spoken.push({ kind: "speech", text: text.slice(0, speechLimit), language: sentence.language });
        break;
      }
      case "say": {
        const said = speakSay(item, item.language ?? language, around, place);
        if (said) spoken.push(said);
        break;
      }
      default:
        exhaustive(item);
    }
  }
  return spoken;
}
