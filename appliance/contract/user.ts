import Type, { type Static } from "typebox";
import { Language } from "./words.ts";

/** Somebody who may sign in at the console. */
export const UserRow = Type.Object(
  {
    user: Type.String(),
    name: Type.String(),
    role: Type.Enum(["administrator", "supervisor", "agent"]),
    agent: Type.Optional(Type.String()),
    language: Language,
    createdAtMs: Type.Number(),
  },
  { additionalProperties: false },
);
export type UserRow = Static<typeof UserRow>;
