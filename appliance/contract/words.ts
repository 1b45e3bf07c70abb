import { type Static, Type } from "typebox";

/** Small schemas that several documents share. Every text from outside has a length. */
export const Language = Type.Union([Type.Literal("zh"), Type.Literal("en")]);
export type Language = "zh" | "en";
/** Identifier chosen by people: short, safe in a path, a URL and a log. */
export const Slug = Type.String({ pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" });
export const Title = Type.String({ minLength: 1, maxLength: 80 });
/** Digits, +, * and # as dialled or presented. */
export const DialString = Type.String({ pattern: "^[0-9+*#A-Da-d]{1,40}$" });
/** A sentence per language; at least one of the two must be there to be of use. */
export const Bilingual = Type.Object(
  {
    zh: Type.Optional(Type.String({ maxLength: 2000 })),
    en: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
);
export type Bilingual = { zh?: string; en?: string };
/** A number as it is dialled or presented: `X` any digit, a trailing `*` any rest. */
export const NumberPattern = Type.String({ pattern: "^[0-9+X]{0,30}\\*?$", minLength: 1, maxLength: 31 });
/** A sentence kept in both languages, so that a trace reads in whichever language the reader has chosen. */
export const Sentence = Type.Object(
  {
    zh: Type.String(),
    en: Type.String(),
  },
  { additionalProperties: false },
);
export type Sentence = Static<typeof Sentence>;
