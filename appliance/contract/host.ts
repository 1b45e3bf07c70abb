import Type, { type Static } from "typebox";
import type { AlarmCode } from "./alarms.ts";

const closed = { additionalProperties: false } as const;

type Kind = {
  unit: string;
  /** Alarm of a value beyond a limit; without one it is only shown. */
  code?: AlarmCode;
  high?: number;
  low?: number;
  delaySec: number;
  hysteresis: number;
  /** A smaller change is not told. */
  deadband: number;
};

/** What a box feels, and the limits where the settings name none. Yes and no are 1 and 0. */
export const hostKinds = {
  /** By label of the chip or the zone. */
  temperature: { unit: "°C", code: "host-temperature", high: 80, delaySec: 60, hysteresis: 5, deadband: 2 },
  fan: { unit: "rpm", code: "host-fan", low: 300, delaySec: 30, hysteresis: 100, deadband: 200 },
  /** Used, of all there is. */
  memory: { unit: "%", code: "host-memory", high: 92, delaySec: 120, hysteresis: 4, deadband: 5 },
  /** Of the last minute, for each core. */
  load: { unit: "", code: "host-load", high: 4, delaySec: 300, hysteresis: 1, deadband: 0.5 },
  /** Free where the data lies; its limit is the recordings' (`recording.keepFreeMb`). */
  disk: { unit: "MB", delaySec: 0, hysteresis: 0, deadband: 256 },
  /** The year the machine's clock shows; the low limit is the year this version was made in. */
  clock: { unit: "", code: "host-clock", low: 2026, delaySec: 0, hysteresis: 0, deadband: 1 },
  /** How far the clock with the battery is from the machine's. */
  rtc: { unit: "s", code: "host-rtc", high: 120, delaySec: 120, hysteresis: 60, deadband: 60 },
  /** Link of a network socket. */
  network: { unit: "", code: "host-network", low: 1, delaySec: 10, hysteresis: 0, deadband: 1 },
  /** What a disk says of itself. */
  smart: { unit: "", code: "host-disk-failing", low: 1, delaySec: 0, hysteresis: 0, deadband: 1 },
  /** Of the life of a flash disk. */
  wear: { unit: "%", code: "host-disk-worn", high: 90, delaySec: 0, hysteresis: 0, deadband: 1 },
  /** A part of the hardware profile that isn't found. */
  sensor: { unit: "", code: "host-sensor", low: 1, delaySec: 30, hysteresis: 0, deadband: 1 },
  "ups-link": { unit: "", code: "ups-lost", low: 1, delaySec: 30, hysteresis: 0, deadband: 1 },
  "ups-battery": { unit: "", code: "ups-on-battery", high: 0, delaySec: 5, hysteresis: 0, deadband: 1 },
  "ups-low": { unit: "", code: "ups-low", high: 0, delaySec: 0, hysteresis: 0, deadband: 1 },
  "ups-overload": { unit: "", code: "ups-overload", high: 0, delaySec: 5, hysteresis: 0, deadband: 1 },
  "ups-replace": { unit: "", code: "ups-replace", high: 0, delaySec: 60, hysteresis: 0, deadband: 1 },
  "ups-charge": { unit: "%", delaySec: 0, hysteresis: 0, deadband: 5 },
  "ups-load": { unit: "%", delaySec: 0, hysteresis: 0, deadband: 5 },
  /** Without a limit unless the settings name one: many estimate it badly while on mains. */
  "ups-runtime": { unit: "s", code: "ups-runtime", delaySec: 10, hysteresis: 60, deadband: 60 },
} as const satisfies Record<string, Kind>;
export type HostKind = keyof typeof hostKinds;
export const hostKindNames = Object.keys(hostKinds) as HostKind[];
export const hostKind = (kind: HostKind): Kind => hostKinds[kind];

const Amount = Type.Number({ minimum: -1e6, maximum: 1e9 });
/** What is named here takes the place of the usual limit. */
const HostLimit = Type.Object(
  {
    kind: Type.Enum(hostKindNames),
    /** Only this one, by its id; without it all of the kind. */
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    high: Type.Optional(Amount),
    low: Type.Optional(Amount),
    delaySec: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    hysteresis: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
    /** Never an alarm. */
    off: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type HostLimit = Static<typeof HostLimit>;

/** How the machine is watched; without it, by the usual limits. */
export const HostSettings = Type.Object(
  {
    limits: Type.Optional(Type.Array(HostLimit, { maxItems: 60 })),
    /** Network sockets whose link is wanted; without it those that had one since the start. */
    interfaces: Type.Optional(Type.Array(Type.String({ pattern: "^[A-Za-z0-9._-]{1,15}$" }), { maxItems: 16 })),
    ups: Type.Optional(
      Type.Object(
        {
          /** As upsd knows it; without it, the one of the hardware profile. */
          name: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_.-]{1,40}$" })),
          /** Where upsd (NUT) answers; 127.0.0.1:3493 without them. */
          host: Type.Optional(Type.String({ minLength: 1, maxLength: 253, pattern: "^[A-Za-z0-9.:_-]+$" })),
          port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
          /** On battery and that nearly empty: calls end, the database is closed, and the machine is switched off where it may be. */
          stopAtLow: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type HostSettings = Static<typeof HostSettings>;

/** `id` names it for good (`temperature:cpu`); `label` is as the machine calls it. Without a value it can't be read. */
export const HostReading = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(hostKindNames),
    label: Type.String(),
    value: Type.Optional(Type.Number()),
    text: Type.Optional(Type.String()),
  },
  closed,
);
export type HostReading = Static<typeof HostReading>;

/** A reading with what it is held against. */
export const JudgedReading = Type.Object(
  {
    ...HostReading.properties,
    unit: Type.String(),
    high: Type.Optional(Type.Number()),
    low: Type.Optional(Type.Number()),
    /** Beyond the limit since; `alarm` once that has lasted. */
    beyondSinceMs: Type.Optional(Type.Number()),
    alarm: Type.Boolean(),
  },
  closed,
);
export type JudgedReading = Static<typeof JudgedReading>;

export type HostEvent = { on: "host.measured"; readings: HostReading[] };
