import Type, { type Static } from "typebox";
import type { AgentId } from "../kit/ids.ts";
import { Language, NumberPattern, Slug, Title } from "./words.ts";

/** A number that means something to the house: who it is, how he is treated, how he is dialled. */
export const SpecialNumber = Type.Object(
  {
    number: NumberPattern,
    name: Title,
    /** `contact`: no more than a name. `blocked`: never let in. Queues treat classes as their settings say. */
    class: Slug,
    vip: Type.Optional(Type.Boolean()),
    /** Spoken to him from the first word. */
    language: Type.Optional(Language),
    note: Type.Optional(Type.String({ maxLength: 500 })),
    /** In queues, in place of the queue's own; a higher number is served first. */
    priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
    /** Waits as if he had come so much earlier. */
    headStartMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    /** The agent whose customer he is. */
    agent: Type.Optional(Type.Unsafe<AgentId>(Slug)),
    /** Digits after the star code for speed dial. */
    speedDial: Type.Optional(Type.String({ pattern: "^[0-9]{1,4}$" })),
  },
  { additionalProperties: false },
);
export type SpecialNumber = Static<typeof SpecialNumber>;
