import Type, { type Static } from "typebox";
import { Bilingual, Slug } from "./words.ts";

const closed = { additionalProperties: false } as const;
/** Kernel's name of a USB socket: bus, then the ports on the way (`1-1.2`). It stays when a modem is changed. */
const UsbPath = Type.String({ pattern: "^[0-9]{1,3}-[0-9]{1,2}(\\.[0-9]{1,2}){0,6}$" });
const UsbInterface = Type.Integer({ minimum: 0, maximum: 31 });
const DahdiChannel = Type.Integer({ minimum: 1, maximum: 1023 });
/** A device node, or a link to one. */
const DevicePath = Type.String({ pattern: "^/dev/[A-Za-z0-9._/-]+$", maxLength: 120 });

/** Modems that are spoken with in the same way. */
const ModemFamily = Type.Union([Type.Literal("quectel-ec2x"), Type.Literal("huawei-e1xx"), Type.Literal("simcom-7600")]);
export type ModemFamily = Static<typeof ModemFamily>;

/** A GSM or 4G modem in a USB socket. Interfaces are USB interface numbers, never ttyUSB numbers. */
export const ModemPort = Type.Object(
  {
    id: Slug,
    driver: Type.Literal("gsm-modem"),
    usbPath: UsbPath,
    family: ModemFamily,
    /** Interface that takes AT commands, and the one that carries 8 kHz PCM; without them the family's own. */
    at: Type.Optional(UsbInterface),
    pcm: Type.Optional(UsbInterface),
    /** Length of a block of sound the firmware wants; 20 without it. */
    frameMs: Type.Optional(Type.Union([Type.Literal(20), Type.Literal(40)])),
    /** How its power is cut: a hub's port (`1-1:2`), or a GPIO line. Without it the last step of its recovery is a USB reset. */
    power: Type.Optional(
      Type.Object(
        {
          hubPort: Type.Optional(Type.String({ pattern: "^[0-9]{1,3}-[0-9.]{1,12}:[0-9]{1,2}$" })),
          gpio: Type.Optional(Type.Integer({ minimum: 0, maximum: 1023 })),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ModemPort = Static<typeof ModemPort>;

/** A socket for a line from the exchange (the card speaks FXS signalling there). */
const FxoPort = Type.Object({ id: Slug, driver: Type.Literal("fxo"), channel: DahdiChannel }, closed);
export type FxoPort = Static<typeof FxoPort>;
/** A socket for a telephone. */
const FxsPort = Type.Object({ id: Slug, driver: Type.Literal("fxs"), channel: DahdiChannel }, closed);
export type FxsPort = Static<typeof FxsPort>;
const LinePort = Type.Union([ModemPort, FxoPort, FxsPort]);
export type LinePort = Static<typeof LinePort>;

/** A serial bus, or the address of a Modbus TCP gateway. */
const Bus = Type.Object(
  {
    id: Slug,
    at: Type.Union([
      Type.Object(
        {
          tty: DevicePath,
          baud: Type.Integer({ minimum: 300, maximum: 1_000_000 }),
          parity: Type.Union([Type.Literal("none"), Type.Literal("even"), Type.Literal("odd")]),
          stopBits: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)])),
        },
        closed,
      ),
      Type.Object(
        {
          host: Type.String({ minLength: 1, maxLength: 253 }),
          port: Type.Integer({ minimum: 1, maximum: 65_535 }),
          /** What the gateway speaks: Modbus TCP, or the frames of the serial line over a stream. "tcp" without it. */
          framing: Type.Optional(Type.Union([Type.Literal("tcp"), Type.Literal("rtu")])),
        },
        closed,
      ),
    ]),
  },
  closed,
);
export type Bus = Static<typeof Bus>;

const Led = Type.String({ pattern: "^[A-Za-z0-9:_.-]{1,60}$" });
const CabinetButton = Type.Object({ device: DevicePath, code: Type.Integer({ minimum: 1, maximum: 767 }) }, closed);
/** What the cabinet itself has. All of it optional: a PC has none. */
const Cabinet = Type.Object(
  {
    /** Names under /sys/class/leds. */
    leds: Type.Optional(Type.Object({ run: Type.Optional(Led), alarm: Type.Optional(Led), lines: Type.Optional(Led) }, closed)),
    /** Input device and key code of a button (evdev). */
    buttons: Type.Optional(
      Type.Object({ acknowledge: Type.Optional(CabinetButton), reset: Type.Optional(CabinetButton) }, closed),
    ),
    /** Name of the UPS as upsd knows it. */
    ups: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_.-]{1,40}$" })),
    /** Fans and temperatures that must be there, by their hwmon label. */
    sensors: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 40 })),
    rtc: Type.Optional(Type.Boolean()),
  },
  closed,
);

/** What is in a box: one file per board or cabinet under hw-profiles/. What the parts are used for is in the settings. */
export const HardwareProfile = Type.Object(
  {
    model: Slug,
    name: Bilingual,
    ports: Type.Array(LinePort, { maxItems: 64 }),
    buses: Type.Array(Bus, { maxItems: 8 }),
    cabinet: Cabinet,
    /** Kernel module of the card; without it there is none. */
    dahdiModule: Type.Optional(Type.String({ pattern: "^[a-z0-9_]{1,40}$" })),
  },
  closed,
);
export type HardwareProfile = Static<typeof HardwareProfile>;
