import { words } from "../words/words.ts";

type Both = { zh?: string; en?: string };

/** The same words in both languages, one above the other. */
export function Bilingual({
  ids,
  value,
  long,
  max,
  required,
  set,
}: {
  ids: { id?: string };
  value: Both;
  long: boolean;
  max: number;
  required: boolean;
  set: (next: unknown) => void;
}) {
  const put = (language: "zh" | "en", text: string) => {
    const { [language]: _, ...other } = value;
    const next: Both = text === "" ? other : { ...value, [language]: text };
    set(!required && Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <span class="bilingual">
      {(["zh", "en"] as const).map((language) => (
        <span key={language} class="bilingual-row">
          <span class="bilingual-tag" aria-hidden="true">
            {language === "zh" ? "中" : "En"}
          </span>
          {long ? (
            <textarea
              {...(language === "zh" ? ids : {})}
              class="input"
              rows={2}
              lang={language}
              aria-label={words.value.common[language]}
              maxLength={max}
              value={value[language] ?? ""}
              onInput={(event) => put(language, event.currentTarget.value)}
            />
          ) : (
            <input
              {...(language === "zh" ? ids : {})}
              type="text"
              class="input"
              lang={language}
              aria-label={words.value.common[language]}
              maxLength={max}
              value={value[language] ?? ""}
              onInput={(event) => put(language, event.currentTarget.value)}
            />
          )}
        </span>
      ))}
    </span>
  );
}
