import Type, { type Static } from "typebox";
import { Bilingual, Language, Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** A place that plays a prompt. `path` is a JSON pointer into the settings, or into the draft of a flow. */
export const PromptUse = Type.Object(
  {
    in: Type.Enum(["settings", "draft"]),
    draft: Type.Optional(Type.String()),
    path: Type.String(),
    words: Sentence,
  },
  closed,
);
export type PromptUse = Static<typeof PromptUse>;

/** One recording of a prompt in one language; the newest that the settings name is played. */
export const PromptFileRow = Type.Object(
  {
    prompt: Type.String(),
    language: Language,
    n: Type.Number(),
    /** Name in the prompts folder: the hash of what it holds. */
    file: Type.String(),
    /** Name it was uploaded under, for people only. */
    original: Type.String(),
    durationMs: Type.Number(),
    bytes: Type.Number(),
    by: Type.String(),
    atMs: Type.Number(),
  },
  closed,
);
export type PromptFileRow = Static<typeof PromptFileRow>;

const InLanguage = Type.Object(
  {
    state: Type.Enum(["recorded", "spoken", "missing"]),
    file: Type.Optional(Type.String()),
    durationMs: Type.Optional(Type.Number()),
    versions: Type.Number(),
  },
  closed,
);

/** A line of the prompt library. `spoken`: no recording, the text is spoken. `missing`: callers hear the other language, or nothing. */
export const PromptListRow = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    category: Type.String(),
    text: Bilingual,
    languages: Type.Object({ zh: InLanguage, en: InLanguage }, closed),
    uses: Type.Array(PromptUse),
  },
  closed,
);
export type PromptListRow = Static<typeof PromptListRow>;

/** What became of an upload. Gain and loudness tell what was done to it (EBU R 128). */
export const ConvertedSound = Type.Object(
  {
    file: Type.String(),
    durationMs: Type.Number(),
    bytes: Type.Number(),
    from: Type.Object(
      {
        format: Type.String(),
        codec: Type.String(),
        rateHz: Type.Number(),
        channels: Type.Number(),
      },
      closed,
    ),
    gainDb: Type.Number(),
  },
  closed,
);
export type ConvertedSound = Static<typeof ConvertedSound>;
