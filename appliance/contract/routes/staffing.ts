import Type from "typebox";
import { Erlang, Staffing } from "../staffing.ts";
import { route } from "./route.ts";

const Share = Type.Optional(Type.Number({ minimum: 0.01, maximum: 0.999 }));
const Seconds = (maximum: number) => Type.Optional(Type.Integer({ minimum: 1, maximum }));
const Shrinkage = Type.Optional(Type.Number({ minimum: 0, maximum: 0.9 }));

export const staffingRoutes = {
  erlang: route({
    method: "GET",
    path: "/api/staffing/erlang",
    right: "see-figures",
    summary: "Agents (Erlang C) and lines (Erlang B) for so many calls",
    query: Type.Object({
      calls: Type.Number({ minimum: 0.1, maximum: 100_000 }),
      minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
      handleSec: Type.Number({ minimum: 1, maximum: 36_000 }),
      share: Share,
      withinSec: Seconds(3600),
      shrinkage: Shrinkage,
      blocking: Type.Optional(Type.Number({ minimum: 0.0001, maximum: 0.5 })),
    }),
    reply: Erlang,
  }),
  staffing: route({
    method: "GET",
    path: "/api/staffing",
    right: "see-figures",
    summary: "Agents needed by hour from the site's own calls, and what one more seat would change",
    query: Type.Object({
      from: Type.Optional(Type.String({ maxLength: 20 })),
      to: Type.Optional(Type.String({ maxLength: 20 })),
      queue: Type.Optional(Type.String({ maxLength: 40 })),
      share: Share,
      withinSec: Seconds(3600),
      shrinkage: Shrinkage,
      /** Seats to compare with one more of; without it, as many as the busiest hour needs. */
      seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
      /** Leave out the intervals after an outage instead of refusing. */
      leaveOutBursts: Type.Optional(Type.Boolean()),
    }),
    reply: Staffing,
  }),
} as const;
