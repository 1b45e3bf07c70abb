import Type, { type Static } from "typebox";
import { AlarmWhen, deadband, PlantLimits, PlantPoint, pollSec, scale } from "./plant-point.ts";
import { Bilingual, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** What is different here about a point of the map. */
const Adjustment = Type.Object(
  {
    point: Slug,
    /** It isn't read. */
    off: Type.Optional(Type.Boolean()),
    name: Type.Optional(Bilingual),
    scale: Type.Optional(scale),
    pollSec: Type.Optional(pollSec),
    deadband: Type.Optional(deadband),
    limits: Type.Optional(PlantLimits),
    alarmWhen: Type.Optional(AlarmWhen),
  },
  closed,
);
export type PlantAdjustment = Static<typeof Adjustment>;

const Device = Type.Object(
  {
    id: Slug,
    name: Title,
    enabled: Type.Boolean(),
    /** A bus of the hardware profile. */
    bus: Slug,
    /** Its address on the bus. Modbus over Serial Line V1.02, 2.2: 1–247; gateways take 0 and 255 for themselves. */
    unit: Type.Integer({ minimum: 0, maximum: 255 }),
    /** A register map that came with the box. */
    map: Type.Optional(Slug),
    adjust: Type.Optional(Type.Array(Adjustment, { maxItems: 100 })),
    /** Points of its own, beside those of the map. */
    points: Type.Optional(Type.Array(PlantPoint, { maxItems: 100 })),
    /** Waited so long for its answer; default 500. */
    replyMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 5000 })),
  },
  closed,
);

/** What the box watches beside its lines (D of lines): devices on the buses of its hardware profile. */
export const PlantSettings = Type.Object(
  {
    devices: Type.Array(Device, { maxItems: 64 }),
    /** Readings are kept so long; default 90. */
    keepDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
  },
  closed,
);
export type PlantSettings = Static<typeof PlantSettings>;

/** What a kind of device has in its registers: one file each under hw-profiles/devices/. To be held against the manual of the device delivered. */
export const RegisterMap = Type.Object(
  {
    map: Slug,
    name: Bilingual,
    /** How it comes from the factory, for whoever sets it up. */
    factory: Type.Optional(
      Type.Object(
        { baud: Type.Integer(), parity: Type.Enum(["none", "even", "odd"]), unit: Type.Integer({ minimum: 0, maximum: 255 }) },
        closed,
      ),
    ),
    points: Type.Array(PlantPoint, { minItems: 1, maxItems: 100 }),
  },
  closed,
);
export type RegisterMap = Static<typeof RegisterMap>;
