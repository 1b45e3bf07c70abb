import Type, { type Static } from "typebox";
import { AgentLimits, AgentSettings, NotReadyReason } from "./agent.ts";
import { AlarmCare } from "./alarm-care.ts";
import { CalendarSettings } from "./calendar.ts";
import { FirewallSettings } from "./firewall.ts";
import { FlowDocument } from "./flow.ts";
import { GatewaySettings } from "./gateway.ts";
import { HandSettings } from "./hand.ts";
import { HostSettings } from "./host.ts";
import { AnalogPhone, LineSettings } from "./line-settings.ts";
import { MailSettings } from "./mail.ts";
import { MqttSettings } from "./mqtt.ts";
import { OutgoingSettings } from "./outgoing.ts";
import { AlertDialect } from "./phone-alert.ts";
import { PlantSettings } from "./plant-settings.ts";
import { WebhookSettings } from "./public-event.ts";
import { QueueSettings } from "./queue.ts";
import { AcrossQueues } from "./queue-choice.ts";
import { RecordingSettings } from "./recording.ts";
import { ShiftSettings } from "./shift.ts";
import { SpecialNumber } from "./special-number.ts";
import { StarCodes } from "./star-codes.ts";
import { SurveySettings } from "./survey.ts";
import { TargetsSettings } from "./targets.ts";
import { TextSettings } from "./texts.ts";
import { TranscriptionSettings, VoicemailBoxSettings } from "./voicemail.ts";
import { Bilingual, DialString, NumberPattern, Sentence, Slug, Title } from "./words.ts";

const Host = Type.String({ minLength: 1, maxLength: 253, pattern: "^[A-Za-z0-9.:_\\[\\]-]+$" });
const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
const closed = { additionalProperties: false } as const;

export const TrunkSettings = Type.Object(
  {
    id: Slug,
    name: Title,
    enabled: Type.Boolean(),
    /** Order in which trunks are tried for outgoing calls; lower first. */
    order: Type.Integer({ minimum: 1, maximum: 999 }),
    /** `address`: known by where it calls from. `register`: we register with the carrier. */
    kind: Type.Union([Type.Literal("address"), Type.Literal("register")]),
    host: Type.Optional(Host),
    port: Type.Optional(Port),
    transport: Type.Union([Type.Literal("udp"), Type.Literal("tcp"), Type.Literal("tls")]),
    user: Type.Optional(Type.String({ maxLength: 80 })),
    /** Addresses or networks (CIDR) that may call in over this trunk. */
    acceptFrom: Type.Array(Type.String({ pattern: "^[0-9a-fA-F.:]+(/[0-9]{1,3})?$", maxLength: 50 }), { maxItems: 50 }),
    /** Which numbers lead to which flow; first match wins. */
    numbers: Type.Array(Type.Object({ pattern: NumberPattern, flow: Slug }, closed), { maxItems: 200 }),
    callerId: Type.Optional(DialString),
    maxCalls: Type.Integer({ minimum: 1, maximum: 1000 }),
    /** Seconds between OPTIONS pings; 0 means none. */
    pingSec: Type.Integer({ minimum: 0, maximum: 3600 }),
    srtp: Type.Union([Type.Literal("off"), Type.Literal("optional"), Type.Literal("required")]),
    /** Listen for digits in the sound when the peer has no telephone-event. */
    inbandDigits: Type.Boolean(),
    /** Whose word counts on who calls: the carrier's, P-Asserted-Identity (RFC 3325) or the older Remote-Party-ID, or the caller's own, From. Without it, P-Asserted-Identity. */
    callerFrom: Type.Optional(Type.Union([Type.Literal("asserted"), Type.Literal("from"), Type.Literal("remote-party-id")])),
    /** How a carrier is told which number calls, beside From (RFC 3325 9.1, 9.2). Without it, P-Asserted-Identity. */
    identity: Type.Optional(Type.Union([Type.Literal("asserted"), Type.Literal("preferred"), Type.Literal("none")])),
    /** Whoever is called over this trunk does not see who calls (RFC 3323). */
    withhold: Type.Optional(Type.Boolean()),
    /** How a carrier is told that a call is sent on (RFC 5806, RFC 7044). Without it, "diversion". */
    diversion: Type.Optional(
      Type.Union([Type.Literal("none"), Type.Literal("diversion"), Type.Literal("history-info"), Type.Literal("both")]),
    ),
  },
  closed,
);
export type TrunkSettings = Static<typeof TrunkSettings>;

export const PhoneSettings = Type.Object(
  {
    id: Type.String({ pattern: "^[0-9]{2,8}$" }),
    name: Title,
    enabled: Type.Boolean(),
    srtp: Type.Union([Type.Literal("off"), Type.Literal("optional"), Type.Literal("required")]),
    maxContacts: Type.Integer({ minimum: 1, maximum: 10 }),
    /** May be rung while in use; without it, yes. */
    callWaiting: Type.Optional(Type.Boolean()),
    /** Phones of one group pick up each other's calls. */
    pickupGroup: Type.Optional(Slug),
    /** Role for calls to the world outside while nobody is logged in here; without it, the usual one. */
    outgoing: Type.Optional(Slug),
    /** How it is told which ring to use; without it, by its maker ("auto"). */
    alertInfo: Type.Optional(AlertDialect),
    /** Its message lamp is told without being asked (RFC 3842); without it, only by subscription. */
    lampUnasked: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type PhoneSettings = Static<typeof PhoneSettings>;

export const PromptSettings = Type.Object(
  {
    id: Slug,
    name: Title,
    /** Heading it stands under in the library; without it, none. */
    category: Type.Optional(Type.String({ maxLength: 60 })),
    /** Spoken by the speech engine where no file is given. */
    text: Bilingual,
    /** Recorded files, relative to the prompts folder. */
    file: Type.Optional(
      Type.Object(
        {
          zh: Type.Optional(Type.String({ maxLength: 200, pattern: "^[A-Za-z0-9._-]+$" })),
          en: Type.Optional(Type.String({ maxLength: 200, pattern: "^[A-Za-z0-9._-]+$" })),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type PromptSettings = Static<typeof PromptSettings>;

/** An HTTP service that answers a flow's questions. */
export const ConnectorSettings = Type.Object(
  {
    id: Slug,
    name: Title,
    /** `{name}` is replaced by the parameter, percent-encoded. */
    url: Type.String({ pattern: "^https?://", maxLength: 500 }),
    method: Type.Union([Type.Literal("GET"), Type.Literal("POST")]),
    timeoutMs: Type.Integer({ minimum: 100, maximum: 15_000 }),
  },
  closed,
);
export type ConnectorSettings = Static<typeof ConnectorSettings>;

const SiteSettings = Type.Object(
  {
    name: Title,
    language: Type.Union([Type.Literal("zh"), Type.Literal("en")]),
    /** Tones and number habits, ISO 3166. */
    country: Type.String({ pattern: "^[A-Z]{2}$" }),
    timeZone: Type.String({ pattern: "^[A-Za-z_]+(/[A-Za-z_+-]+){0,2}[0-9]*$", maxLength: 60 }),
    /** Prompt played while a caller waits; without it, music made by the box. */
    music: Type.Optional(Slug),
    /** Which caller a free agent takes when several of his queues have some; "priority" without it. */
    acrossQueues: Type.Optional(AcrossQueues),
    currency: Type.Union([Type.Literal("CNY"), Type.Literal("USD"), Type.Literal("EUR"), Type.Literal("GBP")]),
  },
  closed,
);

const SipSettings = Type.Object(
  {
    server: Type.Union([
      Type.Object({ kind: Type.Literal("embedded") }, closed),
      Type.Object({ kind: Type.Literal("drachtio"), host: Host, port: Port }, closed),
    ]),
    /** Address that callers reach us at, when it isn't the one we are bound to. */
    externalAddress: Type.Optional(Host),
    realm: Type.String({ minLength: 1, maxLength: 60, pattern: "^[A-Za-z0-9._-]+$" }),
    /** Digest algorithms offered to phones, in order (RFC 8760); many older phones understand MD5 only and only as the first. */
    digest: Type.Optional(Type.Array(Type.Union([Type.Literal("MD5"), Type.Literal("SHA-256")]), { minItems: 1, maxItems: 2 })),
    sessionExpiresSec: Type.Integer({ minimum: 90, maximum: 86_400 }),
    registerMinSec: Type.Integer({ minimum: 30, maximum: 3600 }),
    registerMaxSec: Type.Integer({ minimum: 60, maximum: 86_400 }),
    /** Wrong passwords within `banWindowSec` before the address is shut out. */
    banAfter: Type.Integer({ minimum: 3, maximum: 100 }),
    banWindowSec: Type.Integer({ minimum: 10, maximum: 3600 }),
    banForSec: Type.Integer({ minimum: 10, maximum: 86_400 }),
    maxCallSec: Type.Integer({ minimum: 60, maximum: 86_400 }),
  },
  closed,
);

const MediaSettings = Type.Object(
  {
    codecs: Type.Array(Type.Union([Type.Literal("PCMA"), Type.Literal("PCMU"), Type.Literal("G722")]), {
      minItems: 1,
      maxItems: 3,
    }),
    backend: Type.Union([Type.Literal("epoll"), Type.Literal("dgram")]),
    /** End a call whose far side sent nothing for this long. */
    silentEndSec: Type.Integer({ minimum: 10, maximum: 3600 }),
  },
  closed,
);

/** The whole configuration: one document, validated as a whole, applied as a whole. Secrets are not in it. */
export const Settings = Type.Object(
  {
    site: SiteSettings,
    sip: SipSettings,
    media: MediaSettings,
    recording: RecordingSettings,
    trunks: Type.Array(TrunkSettings, { maxItems: 50 }),
    /** Boxes that turn lines into SIP; their ports are lines. None without it. */
    gateways: Type.Optional(Type.Array(GatewaySettings, { maxItems: 16 })),
    /** Lines that end in the cabinet: modems, analog lines, primary rate. None without it. */
    lines: Type.Optional(Type.Array(LineSettings, { maxItems: 64 })),
    phones: Type.Array(PhoneSettings, { maxItems: 500 }),
    /** Telephones in sockets of the cabinet. */
    analogPhones: Type.Optional(Type.Array(AnalogPhone, { maxItems: 64 })),
    agents: Type.Array(AgentSettings, { maxItems: 200 }),
    /** Longest stay in each state; without it, the usual ones. */
    agentLimits: Type.Optional(AgentLimits),
    reasons: Type.Array(NotReadyReason, { maxItems: 30 }),
    queues: Type.Array(QueueSettings, { maxItems: 100 }),
    calendars: Type.Array(CalendarSettings, { maxItems: 50 }),
    prompts: Type.Array(PromptSettings, { maxItems: 1000 }),
    /** Programs that are told what happens; none without it. */
    webhooks: Type.Optional(Type.Array(WebhookSettings, { maxItems: 20 })),
    connectors: Type.Array(ConnectorSettings, { maxItems: 50 }),
    flows: Type.Array(FlowDocument, { maxItems: 200 }),
    /** What the figures are measured against; without it the usual ones (`defaultTargets`). */
    targets: Type.Optional(TargetsSettings),
    /** Templates of shifts; who works which one is kept as rows. */
    shifts: Type.Optional(ShiftSettings),
    /** Handing on, parking, calling back; without it, the usual times. */
    hand: Type.Optional(HandSettings),
    voicemailBoxes: Type.Optional(Type.Array(VoicemailBoxSettings, { maxItems: 200 })),
    surveys: Type.Optional(Type.Array(SurveySettings, { maxItems: 50 })),
    /** Without it no mail is sent. */
    mail: Type.Optional(MailSettings),
    /** Limits for the machine and its UPS; without it, the usual ones. */
    host: Type.Optional(HostSettings),
    /** Without it no broker is told anything. */
    mqtt: Type.Optional(MqttSettings),
    /** Who is told of alarms, and how; without it, nobody beside the console. */
    alarmCare: Type.Optional(AlarmCare),
    /** How text messages go out; without it, by the modems that may send. */
    texts: Type.Optional(TextSettings),
    /** Devices on the buses of the box; none without it. */
    plant: Type.Optional(PlantSettings),
    /** Without it messages are not written down. */
    transcription: Type.Optional(TranscriptionSettings),
    /** Without it, the usual codes. */
    starCodes: Type.Optional(StarCodes),
    /** Who is let in; without it, everybody. */
    firewall: Type.Optional(FirewallSettings),
    /** Numbers that mean something to the house; without it, none. */
    specialNumbers: Type.Optional(Type.Array(SpecialNumber, { maxItems: 2000 })),
    /** Who may call what; without it, the country's classes and the usual rights. */
    outgoing: Type.Optional(OutgoingSettings),
  },
  closed,
);
export type Settings = Static<typeof Settings>;

/** A refusal or a remark about a document. `path` is a JSON pointer (RFC 6901). */
export const SettingsProblem = Type.Object(
  {
    path: Type.String(),
    severity: Type.Enum(["error", "warning"]),
    reason: Sentence,
    hint: Sentence,
  },
  closed,
);
export type SettingsProblem = Static<typeof SettingsProblem>;

/** One thing that will happen when the document is applied. */
export const PlanStep = Type.Object(
  {
    what: Type.Enum([
      "site",
      "sip",
      "media",
      "recording",
      "trunk",
      "gateway",
      "line",
      "analog-phone",
      "phone",
      "agent",
      "reason",
      "queue",
      "calendar",
      "prompt",
      "connector",
      "flow",
      "webhook",
      "star-code",
      "hand",
      "firewall",
      "special-number",
      "outgoing",
      "targets",
      "shifts",
      "voicemail",
      "survey",
      "mail",
      "mqtt",
      "host",
      "transcription",
      "texts",
      "plant",
      "alarm-care",
    ]),
    id: Type.String(),
    change: Type.Enum(["add", "change", "remove"]),
    words: Sentence,
    /** Calls in progress feel it. */
    disturbs: Type.Boolean(),
    /** May lock people out: must be confirmed in time or it returns. */
    confirm: Type.Boolean(),
  },
  closed,
);
export type PlanStep = Static<typeof PlanStep>;
