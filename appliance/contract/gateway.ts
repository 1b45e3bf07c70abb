import Type, { type Static } from "typebox";
import { Bilingual, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Host = Type.String({ minLength: 1, maxLength: 253, pattern: "^[A-Za-z0-9.:_\\[\\]-]+$" });
const TcpPort = Type.Integer({ minimum: 1, maximum: 65_535 });
const maxPorts = 128;

/** `{port}` stands for the number of the port, `{port:2}` for the same with at least so many digits, `{port0}` when the gateway counts from 0. */
const PortPattern = Type.String({
  pattern: "^[0-9A-Za-z*#+._-]{0,20}\\{port0?(:[1-4])?\\}[0-9A-Za-z*#+._-]{0,20}$",
  maxLength: 60,
});
const HeaderName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9-]{0,39}$" });

/** What says by which port a call came: the whole number that was called, its beginning, the user part of From, or a header. */
const PortIn = Type.Union([
  Type.Object({ by: Type.Literal("called"), pattern: PortPattern }, closed),
  Type.Object({ by: Type.Literal("prefix"), pattern: PortPattern }, closed),
  Type.Object({ by: Type.Literal("from"), pattern: PortPattern }, closed),
  Type.Object({ by: Type.Literal("header"), name: HeaderName, pattern: PortPattern }, closed),
]);
export type PortIn = Static<typeof PortIn>;

/** How a gateway is told which port a call shall leave by: what stands before the number, a header, or a SIP port for each of its ports. */
const PortOut = Type.Union([
  Type.Object({ by: Type.Literal("prefix"), pattern: PortPattern }, closed),
  Type.Object({ by: Type.Literal("header"), name: HeaderName, pattern: PortPattern }, closed),
  Type.Object({ by: Type.Literal("sip-port"), first: TcpPort, step: Type.Integer({ minimum: 1, maximum: 100 }) }, closed),
]);
export type PortOut = Static<typeof PortOut>;

/** Where the number of whoever calls stands. */
const CallerFrom = Type.Union([Type.Literal("from"), Type.Literal("asserted"), Type.Literal("remote-party-id")]);

/** How texts are spoken of with it, over HTTP (S2). Each is a way of its maker. */
const GatewayTextApi = Type.Enum(["dinstar", "synway"]);
export type GatewayTextApi = Static<typeof GatewayTextApi>;

/** Its account for texts; the password is in the vault. */
const GatewayTexts = Type.Object(
  {
    /** Default: as its maker's profile says. */
    api: Type.Optional(GatewayTextApi),
    /** Default 80, with `tls` 443. */
    port: Type.Optional(TcpPort),
    /** The gateway's certificate must be one this machine trusts. Default false. */
    tls: Type.Optional(Type.Boolean()),
    user: Type.String({ minLength: 1, maxLength: 80 }),
    /** Seconds between looks for new texts. Default 10. */
    everySec: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
  },
  closed,
);
export type GatewayTexts = Static<typeof GatewayTexts>;

/**
 * A box beside this one that turns lines into SIP. Its ports are named `<id>-1`, `<id>-2` … and are lines of their own. What is left out is as
 * its maker's profile says (hw-profiles/gateways).
 */
export const GatewaySettings = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9][a-z0-9_-]{0,35}$" }),
    name: Title,
    enabled: Type.Boolean(),
    /** Profile of its maker. */
    vendor: Slug,
    ports: Type.Integer({ minimum: 1, maximum: maxPorts }),
    host: Host,
    port: Type.Optional(TcpPort),
    transport: Type.Union([Type.Literal("udp"), Type.Literal("tcp"), Type.Literal("tls")]),
    /** `address`: it is known by where it calls from. `register`: we register with it. */
    login: Type.Optional(Type.Union([Type.Literal("address"), Type.Literal("register")])),
    /** Account it asks for when we call; the password is in the vault. */
    user: Type.Optional(Type.String({ maxLength: 80 })),
    /** Further addresses it may call from. */
    acceptFrom: Type.Optional(
      Type.Array(Type.String({ pattern: "^[0-9a-fA-F.:]+(/[0-9]{1,3})?$", maxLength: 50 }), { maxItems: 10 }),
    ),
    /** Seconds between OPTIONS pings. */
    pingSec: Type.Integer({ minimum: 5, maximum: 3600 }),
    srtp: Type.Optional(Type.Union([Type.Literal("off"), Type.Literal("optional"), Type.Literal("required")])),
    callerFrom: Type.Optional(CallerFrom),
    portIn: Type.Optional(PortIn),
    portOut: Type.Optional(PortOut),
    /** Digits are told beside the sound (RFC 4733, or INFO), or heard in it. Default "beside". */
    digits: Type.Optional(Type.Union([Type.Literal("beside"), Type.Literal("in-sound")])),
    /** Without it no texts go by it. */
    texts: Type.Optional(GatewayTexts),
  },
  closed,
);
export type GatewaySettings = Static<typeof GatewaySettings>;

/** How sure we are of what a profile says: tried with the box itself, read in its maker's manual, or passed on by others. */
const Evidence = Type.Union([Type.Literal("tried"), Type.Literal("manual"), Type.Literal("hearsay")]);

/** What is common to the gateways of a maker: one file under hw-profiles/gateways. */
export const GatewayVendor = Type.Object(
  {
    id: Slug,
    name: Bilingual,
    models: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 30 }),
    carries: Type.Array(
      Type.Union([Type.Literal("analog-line"), Type.Literal("telephone"), Type.Literal("gsm"), Type.Literal("e1")]),
      { minItems: 1, maxItems: 4 },
    ),
    login: Type.Union([Type.Literal("address"), Type.Literal("register")]),
    callerFrom: CallerFrom,
    portIn: PortIn,
    portOut: PortOut,
    /** What it can do, the best first. */
    codecs: Type.Array(Type.Union([Type.Literal("PCMA"), Type.Literal("PCMU"), Type.Literal("G722")]), {
      minItems: 1,
      maxItems: 3,
    }),
    digits: Type.Array(Type.Union([Type.Literal("rfc4733"), Type.Literal("info"), Type.Literal("in-sound")]), {
      minItems: 1,
      maxItems: 3,
    }),
    /** Without it, texts can't go by it. */
    texts: Type.Optional(GatewayTextApi),
    evidence: Evidence,
    /** What is to be set on the gateway itself, in the order one meets it. */
    hints: Type.Array(
      Type.Object(
        {
          about: Type.Union([
            Type.Literal("calls-in"),
            Type.Literal("calls-out"),
            Type.Literal("caller-id"),
            Type.Literal("disconnect"),
            Type.Literal("digits"),
            Type.Literal("codecs"),
            Type.Literal("texts"),
          ]),
          words: Bilingual,
          /** To be entered there as it is. */
          value: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        },
        closed,
      ),
      { maxItems: 20 },
    ),
  },
  closed,
);
export type GatewayVendor = Static<typeof GatewayVendor>;
