import Type, { type Static } from "typebox";
import { DialString, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** What every line of the cabinet has. `port` names a place in the hardware profile. */
const common = {
  id: Slug,
  name: Title,
  enabled: Type.Boolean(),
  port: Slug,
  /** Order in which lines and trunks are tried for outgoing calls; lower first. */
  order: Type.Integer({ minimum: 1, maximum: 999 }),
  callsOut: Type.Boolean(),
} as const;
/** Its number, for those who are to see it and as the number that was called. */
const ownNumber = Type.Optional(DialString);
/** Where its callers are led; without it, nobody is let in. */
const flow = Type.Optional(Slug);
const sms = Type.Optional(
  Type.Object({ send: Type.Boolean(), receive: Type.Boolean(), perHour: Type.Integer({ minimum: 1, maximum: 3600 }) }, closed),
);
const gainDb = Type.Optional(Type.Number({ minimum: -12, maximum: 12 }));

const ModemLine = Type.Object(
  {
    ...common,
    kind: Type.Literal("gsm-modem"),
    ownNumber,
    flow,
    gainInDb: gainDb,
    gainOutDb: gainDb,
    /** Asked for by USSD this often (3GPP TS 22.090); none without it. */
    balance: Type.Optional(
      Type.Object(
        {
          code: Type.String({ pattern: "^[0-9*#]{1,30}$" }),
          everyHours: Type.Integer({ minimum: 1, maximum: 720 }),
          /** Alarm when the first amount in the answer is below. */
          alarmBelow: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
        },
        closed,
      ),
    ),
    sms,
  },
  closed,
);
export type ModemLine = Static<typeof ModemLine>;

/** How the exchange tells who calls: ITU-T V.23 / Bell 202 FSK, or DTMF before or between the rings. */
const CallerIdWay = Type.Union([Type.Literal("fsk"), Type.Literal("dtmf")]);
const HangUpSign = Type.Union([
  Type.Literal("busy-tone"),
  Type.Literal("reversal"),
  Type.Literal("battery-drop"),
  Type.Literal("quiet"),
]);

/** A line from the exchange. The times and tones are what the exchange does; the line doctor can measure them. */
export const AnalogLine = Type.Object(
  {
    ...common,
    kind: Type.Literal("analog-line"),
    ownNumber,
    flow,
    callerId: Type.Array(CallerIdWay, { maxItems: 2 }),
    /** Rings to wait for the caller's number before the call is offered. */
    ringsBeforeOffer: Type.Integer({ minimum: 1, maximum: 4 }),
    /** What says that the far end has answered; "assumed" is what most lines leave. */
    answer: Type.Union([Type.Literal("reversal"), Type.Literal("assumed")]),
    hangUpSigns: Type.Array(HangUpSign, { minItems: 1, maxItems: 4 }),
    /** The exchange's busy tone where it isn't the country's. */
    busyTone: Type.Optional(
      Type.Object(
        {
          frequencyHz: Type.Integer({ minimum: 300, maximum: 1200 }),
          onMs: Type.Integer({ minimum: 75, maximum: 3100 }),
          offMs: Type.Integer({ minimum: 75, maximum: 3100 }),
        },
        closed,
      ),
    ),
    /** Dial without hearing the dial tone after this long; 0: never wait for it. */
    dialToneWaitMs: Type.Integer({ minimum: 0, maximum: 10_000 }),
    gainInDb: gainDb,
    gainOutDb: gainDb,
    echoCanceller: Type.Boolean(),
  },
  closed,
);
export type AnalogLine = Static<typeof AnalogLine>;

/** A port of a gateway: `port` is `<gateway>-<number>`. */
const GatewayLine = Type.Object(
  {
    ...common,
    kind: Type.Literal("gateway-port"),
    ownNumber,
    flow,
    /** Calls it carries at once; 1 without it. */
    maxCalls: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    /** Its gateway must be spoken to about texts. */
    sms,
  },
  closed,
);
export type GatewayLine = Static<typeof GatewayLine>;

export const LineSettings = Type.Union([ModemLine, AnalogLine, GatewayLine]);
export type LineSettings = Static<typeof LineSettings>;

/** A telephone in a socket of the cabinet; it is one of the phones. */
export const AnalogPhone = Type.Object(
  {
    port: Slug,
    phone: Type.String({ pattern: "^[0-9]{2,8}$" }),
    /** How it is told who calls. */
    callerId: Type.Union([Type.Literal("fsk"), Type.Literal("dtmf"), Type.Literal("none")]),
    /** Lights its message lamp: by FSK VMWI, neon, or not at all. */
    messageLamp: Type.Union([Type.Literal("fsk"), Type.Literal("neon"), Type.Literal("none")]),
    gainInDb: gainDb,
    gainOutDb: gainDb,
  },
  closed,
);
export type AnalogPhone = Static<typeof AnalogPhone>;
