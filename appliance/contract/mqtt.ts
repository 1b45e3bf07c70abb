import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
/** One level of a topic or several, without wildcards (MQTT 5.0 4.7). */
const TopicPrefix = Type.String({ pattern: "^[A-Za-z0-9_.-]{1,40}(/[A-Za-z0-9_.-]{1,40}){0,5}$", maxLength: 120 });
const Pem = Type.String({ maxLength: 40_000, pattern: "^\\s*-----BEGIN CERTIFICATE-----" });

export const mqttSubjects = ["alarms", "lines", "calls", "plant", "host"] as const;
export type MqttSubject = (typeof mqttSubjects)[number];

/** A broker that is told what happens. Its password and the key of the box's certificate are secrets, not part of this. */
export const MqttSettings = Type.Object(
  {
    enabled: Type.Boolean(),
    host: Type.String({ minLength: 1, maxLength: 253, pattern: "^[A-Za-z0-9.:_-]+$" }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    security: Type.Union([Type.Literal("tls"), Type.Literal("none")]),
    /** Who signed the broker's certificate (PEM), where no public authority did. */
    ca: Type.Optional(Pem),
    /** The box's own certificate (PEM), for brokers that ask for one. */
    certificate: Type.Optional(Pem),
    /** With a user, the password is sent too. */
    user: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    /** "auto": 5.0, and 3.1.1 where the broker does not know that. */
    version: Type.Optional(Type.Union([Type.Literal("auto"), Type.Literal("5"), Type.Literal("3.1.1")])),
    /** Name of this client at the broker; `linebox` without it. Two boxes at one broker need two. */
    clientId: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_-]{1,23}$" })),
    /** What all topics begin with; `linebox` without it. */
    topic: Type.Optional(TopicPrefix),
    /** What is told; everything without it. */
    tell: Type.Optional(Type.Array(Type.Enum(mqttSubjects), { maxItems: 5, uniqueItems: true })),
    /** Each call as it begins, is answered and ends; with customers' numbers only where that is said. Without it, only how many there are. */
    callEvents: Type.Optional(Type.Union([Type.Literal("without-numbers"), Type.Literal("with-numbers")])),
    /** Messages kept while the broker is away; 20 000 without it. */
    keepMost: Type.Optional(Type.Integer({ minimum: 100, maximum: 200_000 })),
    /** What may be asked of the box; nothing without it. */
    commands: Type.Optional(Type.Object({ acknowledge: Type.Boolean() }, closed)),
    /** Home Assistant finds the box by itself under this prefix (usually `homeassistant`). */
    homeAssistant: Type.Optional(Type.Object({ prefix: TopicPrefix }, closed)),
  },
  closed,
);
export type MqttSettings = Static<typeof MqttSettings>;

export const defaultMqttTopic = "linebox";
export const defaultMqttKeepMost = 20_000;

/** A message on its way; `topic` without the prefix. A "state" says how something is now, an "event" that something happened. */
export type MqttRow = { n: number; topic: string; payload: string; retain: boolean; kind: "state" | "event"; madeAtMs: number };

/** How the connection to the broker is. */
export const MqttLink = Type.Object(
  {
    state: Type.Enum(["off", "connecting", "up", "down"]),
    sinceMs: Type.Number(),
    version: Type.Optional(Type.Enum(["5", "3.1.1"])),
    /** What went wrong last. */
    why: Type.Optional(Type.String()),
    waiting: Type.Number(),
    oldestMs: Type.Optional(Type.Number()),
    /** Since the start: taken by the broker, refused by it for good, dropped for want of room. */
    sent: Type.Number(),
    refused: Type.Number(),
    dropped: Type.Number(),
  },
  closed,
);
export type MqttLink = Static<typeof MqttLink>;
