import Type, { type Static } from "typebox";
import { Bilingual, Slug } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Seconds = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });
export const ClockTime = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" });

/** What live alerts watch; what is left out is not watched. */
export const AlertSettings = Type.Object(
  {
    /** Nobody of a queue at work for so long, although somebody is logged in or waits. */
    nobodyReadySec: Type.Optional(Seconds(5, 3600)),
    /** Service level of the last `serviceLevelMin` minutes; open until it is back at `serviceLevelBack`. */
    serviceLevelBelow: Type.Optional(Share),
    serviceLevelBack: Type.Optional(Share),
    serviceLevelMin: Type.Optional(Seconds(5, 240)),
    /** With fewer calls than this a share says nothing. */
    serviceLevelCalls: Type.Optional(Seconds(1, 1000)),
    holdSec: Type.Optional(Seconds(10, 7200)),
    ringSec: Type.Optional(Seconds(5, 600)),
    waitSec: Type.Optional(Seconds(5, 7200)),
  },
  closed,
);
export type AlertSettings = Static<typeof AlertSettings>;

export const TargetsSettings = Type.Object(
  {
    /** Id of the service level formula shown first. */
    formula: Type.Optional(
      Type.Union([
        Type.Literal("of-offered-less-short"),
        Type.Literal("of-answered"),
        Type.Literal("with-abandoned"),
        Type.Literal("of-offered-less-short-talks"),
      ]),
    ),
    /** Hours of the day with targets of their own (B16); the first that fits holds. `to` may lie in the next day. */
    bands: Type.Optional(
      Type.Array(
        Type.Object(
          { id: Slug, name: Bilingual, from: ClockTime, to: ClockTime, answerSec: Seconds(1, 3600), share: Share },
          closed,
        ),
        { maxItems: 12 },
      ),
    ),
    /** Nobody is to wait longer (B17). */
    longestAnswerSec: Type.Optional(Seconds(1, 7200)),
    /** Mean wait (B18). */
    meanWaitSec: Type.Optional(Seconds(1, 7200)),
    /** Answered of offered (B19). */
    answerRate: Type.Optional(Share),
    /** A talk shorter than this is left out by the formula that says so. */
    shortTalkSec: Type.Optional(Seconds(1, 120)),
    /** Who calls the same queue again within so many days was not helped the first time (FCR). */
    repeatDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    /** Paid but not available, for planning. */
    shrinkage: Type.Optional(Type.Number({ minimum: 0, maximum: 0.9 })),
    alerts: Type.Optional(AlertSettings),
  },
  closed,
);
export type TargetsSettings = Static<typeof TargetsSettings>;
