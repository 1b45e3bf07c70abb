import Type, { type Static } from "typebox";

/** One SIP message of a call. */
export const LadderEntry = Type.Object(
  {
    atMs: Type.Number(),
    direction: Type.Enum(["in", "out"]),
    leg: Type.String(),
    transport: Type.String(),
    peer: Type.String(),
    firstLine: Type.String(),
    text: Type.String(),
  },
  { additionalProperties: false },
);
export type LadderEntry = Static<typeof LadderEntry>;
