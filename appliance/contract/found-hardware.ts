import Type, { type Static } from "typebox";
import { HardwareProfile } from "./hardware.ts";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Text = Type.String();
const Num = Type.Number();

/** A device in a USB socket that has serial interfaces; `interfaces` are numbers of those. */
const FoundUsb = Type.Object(
  {
    usbPath: Text,
    /** `2c7c:0125`; missing where the kernel does not say. */
    usbId: Type.Optional(Text),
    product: Type.Optional(Text),
    interfaces: Type.Array(Num),
  },
  closed,
);
/** A channel of a card. `unset`: the card's settings don't say yet what it is. */
const FoundChannel = Type.Object({ channel: Num, as: Type.Enum(["fxo", "fxs", "digital", "unset"]) }, closed);
const FoundSpan = Type.Object({ span: Num, name: Text, crc4: Type.Boolean(), channels: Type.Array(FoundChannel) }, closed);

/** What is in the machine, as far as it shows. `dahdi`: whether the driver of telephony cards is there at all. */
export const FoundHardware = Type.Object(
  {
    usb: Type.Array(FoundUsb, { maxItems: 128 }),
    spans: Type.Array(FoundSpan, { maxItems: 32 }),
    /** Channels whose device nodes are there, where no more is told of them. */
    channelNodes: Type.Array(Num, { maxItems: 1024 }),
    dahdi: Type.Boolean(),
  },
  closed,
);
export type FoundHardware = Static<typeof FoundHardware>;

/** Where profile and machine don't agree. `subject`: a port of the profile, or where something nobody knows of is. */
const HardwareDifference = Type.Object(
  {
    kind: Type.Enum(["missing", "other", "extra", "unknown"]),
    subject: Text,
    words: Sentence,
    hint: Sentence,
  },
  closed,
);
export type HardwareDifference = Static<typeof HardwareDifference>;

/** What the box was told is in it, who uses it, and what its ports measure. */
export const HardwareView = Type.Object(
  {
    model: Text,
    name: Sentence,
    /** Why the profile can't be used; the box runs without its ports then. */
    fault: Type.Optional(Text),
    ports: Type.Array(
      Type.Object(
        {
          id: Text,
          driver: Type.Enum(["gsm-modem", "fxo", "fxs", "gateway"]),
          /** Socket, channel or span; the gateway's name. */
          place: Text,
          usedBy: Type.Optional(
            Type.Object({ as: Type.Enum(["line", "phone"]), id: Text, name: Text, enabled: Type.Boolean() }, closed),
          ),
          health: Type.Record(Text, Type.Union([Num, Text])),
        },
        closed,
      ),
    ),
    differences: Type.Array(HardwareDifference),
  },
  closed,
);
export type HardwareView = Static<typeof HardwareView>;

/** `proposed`: a profile for what was found, as a document and as a file. */
export const HardwareLook = Type.Object(
  { found: FoundHardware, differences: Type.Array(HardwareDifference), proposed: HardwareProfile, file: Text },
  closed,
);
export type HardwareLook = Static<typeof HardwareLook>;
