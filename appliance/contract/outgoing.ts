import Type, { type Static } from "typebox";
import { NumberPattern, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** Kinds of numbers that may be called. `blocked`: by nobody. `emergency`: by everybody, always. */
export const numberClasses = [
  "internal",
  "emergency",
  "local",
  "mobile",
  "long-distance",
  "international",
  "premium",
  "blocked",
] as const;
export type NumberClass = (typeof numberClasses)[number];
const NumberClassName = Type.Unsafe<NumberClass>(Type.Union(numberClasses.map((name) => Type.Literal(name))));
const Classes = Type.Array(NumberClassName, { maxItems: numberClasses.length });

/** What somebody may call. A class in neither list is refused, except emergency numbers. */
const OutgoingRole = Type.Object(
  {
    id: Slug,
    name: Title,
    allow: Classes,
    /** Allowed to who gives his PIN. */
    withPin: Classes,
  },
  closed,
);
export type OutgoingRole = Static<typeof OutgoingRole>;

export const OutgoingSettings = Type.Object(
  {
    /** Digits that lead outside; without it, a number that is nobody's in the house goes outside as it is. */
    prefix: Type.Optional(Type.String({ pattern: "^[0-9]{1,3}$" })),
    /** Before the classes of the country; first match wins. Emergency numbers of the country stay what they are. */
    classes: Type.Array(Type.Object({ pattern: NumberPattern, class: NumberClassName }, closed), { maxItems: 500 }),
    roles: Type.Array(OutgoingRole, { maxItems: 50 }),
    /** Role of who has no other; without it: local, mobile and long-distance. */
    usual: Type.Optional(Slug),
    /** How long a PIN is locked after three wrong tries. */
    pinLockMs: Type.Optional(Type.Integer({ minimum: 60_000, maximum: 86_400_000 })),
    /** What a trunk carries and how it wants numbers; a trunk not named carries all, as dialled. Order is the trunks' own. */
    trunks: Type.Array(
      Type.Object(
        {
          trunk: Slug,
          classes: Type.Optional(Classes),
          /** First match wins: so many characters are cut from the front, then the digits put before. */
          rewrite: Type.Array(
            Type.Object(
              {
                pattern: NumberPattern,
                strip: Type.Integer({ minimum: 0, maximum: 20 }),
                prepend: Type.String({ pattern: "^[0-9+*#]{0,20}$" }),
              },
              closed,
            ),
            { maxItems: 100 },
          ),
        },
        closed,
      ),
      { maxItems: 50 },
    ),
  },
  closed,
);
export type OutgoingSettings = Static<typeof OutgoingSettings>;
export const defaultOutgoing: OutgoingSettings = { classes: [], roles: [], trunks: [] };
/** What who has no role may call. Expensive numbers are closed until somebody opens them. */
export const usualRole: OutgoingRole = {
  id: "usual",
  name: "Usual",
  allow: ["internal", "emergency", "local", "mobile", "long-distance"],
  withPin: [],
};
export const defaultPinLockMs = 900_000;
