import Type, { type Static } from "typebox";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** One thing typed or set in the flow, shown on the agent's page before he answers (A6). */
export const CallField = Type.Object(
  {
    name: Type.String(),
    label: Sentence,
    value: Type.String(),
    sensitive: Type.Boolean(),
  },
  closed,
);
export type CallField = Static<typeof CallField>;
