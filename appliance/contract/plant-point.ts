import Type, { type Static } from "typebox";
import { Bilingual, Slug } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Amount = Type.Number({ minimum: -1e12, maximum: 1e12 });

const PlantSeverity = Type.Union([
  Type.Literal("info"),
  Type.Literal("warning"),
  Type.Literal("error"),
  Type.Literal("critical"),
]);
/** Must have lasted so long before it is an alarm; 0 without it. */
const delaySec = Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 }));

const Limit = Type.Object(
  {
    at: Amount,
    severity: Type.Optional(PlantSeverity),
    delaySec,
    /** It is over when the value is back by so much, in the value's own unit; 0 without it. */
    hysteresis: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
  },
  closed,
);
export const PlantLimits = Type.Object(
  { highHigh: Type.Optional(Limit), high: Type.Optional(Limit), low: Type.Optional(Limit), lowLow: Type.Optional(Limit) },
  closed,
);
export type PlantLimits = Static<typeof PlantLimits>;
/** Which state of a bit is an alarm. */
export const AlarmWhen = Type.Object(
  { state: Type.Union([Type.Literal("on"), Type.Literal("off")]), severity: Type.Optional(PlantSeverity), delaySec },
  closed,
);

export const pollSec = Type.Integer({ minimum: 1, maximum: 86_400 });
export const deadband = Type.Number({ minimum: 0, maximum: 1e12 });
export const scale = Type.Number({ minimum: -1e6, maximum: 1e6 });

/** Something that can be read of a device: value = raw × scale + offset. */
export const PlantPoint = Type.Object(
  {
    id: Slug,
    name: Bilingual,
    /** Function code it is read with: 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers (Modbus Application Protocol V1.1b3, 6.1–6.4). */
    fc: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(4)]),
    /** As it goes over the wire, from 0. */
    address: Type.Integer({ minimum: 0, maximum: 65_535 }),
    /** f32 is IEEE 754. */
    type: Type.Union([
      Type.Literal("bit"),
      Type.Literal("u16"),
      Type.Literal("i16"),
      Type.Literal("u32"),
      Type.Literal("i32"),
      Type.Literal("f32"),
    ]),
    /** Of two registers, which comes first; "high-first" without it. */
    wordOrder: Type.Optional(Type.Union([Type.Literal("high-first"), Type.Literal("low-first")])),
    /** The bit of a register, 0 the lowest; without it a bit is any value but 0. */
    bit: Type.Optional(Type.Integer({ minimum: 0, maximum: 15 })),
    scale: Type.Optional(scale),
    offset: Type.Optional(Amount),
    /** Digits after the point when it is shown or spoken; without it, those of the scale. */
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    unit: Type.Optional(Type.String({ maxLength: 12 })),
    /** A value outside is a fault of the sensor, never a measurement. */
    range: Type.Optional(Type.Object({ min: Amount, max: Amount }, closed)),
    /** Raw value that stands for "not available". */
    na: Type.Optional(Type.Number()),
    /** Default 5. */
    pollSec: Type.Optional(pollSec),
    /** Smaller changes are no news; 0 without it. */
    deadband: Type.Optional(deadband),
    limits: Type.Optional(PlantLimits),
    alarmWhen: Type.Optional(AlarmWhen),
    /** What a bit's states are called. */
    states: Type.Optional(Type.Object({ on: Bilingual, off: Bilingual }, closed)),
    /** May be written: coils and holding registers only. */
    writable: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type PlantPoint = Static<typeof PlantPoint>;
