import Type, { type Static } from "typebox";

/**
 * How a phone is told which ring to use, and to answer by itself: makers read different words. "auto": by what the phone says it is when it
 * registers; "standard": RFC 7462 and RFC 5373; "none": every call rings alike.
 */
export const AlertDialect = Type.Union([
  Type.Literal("auto"),
  Type.Literal("standard"),
  Type.Literal("yealink"),
  Type.Literal("grandstream"),
  Type.Literal("fanvil"),
  Type.Literal("snom"),
  Type.Literal("cisco-spa"),
  Type.Literal("none"),
]);
export type AlertDialect = Static<typeof AlertDialect>;
