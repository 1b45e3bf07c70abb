import Type, { type Static } from "typebox";
import type { AgentId, PhoneId, QueueId } from "../kit/ids.ts";
import { GradedSkill } from "./queue-choice.ts";
import { Bilingual, Language, Slug, Title } from "./words.ts";

/** What an agent is doing right now. */
export const agentStates = ["logged-out", "ready", "not-ready", "ringing", "talking", "hold", "wrap-up"] as const;
export type AgentState = (typeof agentStates)[number];

const day = 24 * 60 * 60 * 1000;
/** A length of time that may end a state: never shorter than a second, never longer than a day. */
const LimitMs = Type.Integer({ minimum: 1_000, maximum: day });

export const AgentSettings = Type.Object(
  {
    id: Type.Unsafe<AgentId>(Slug),
    name: Title,
    /** The desk he usually sits at; a login may name another. */
    phone: Type.Optional(Type.Unsafe<PhoneId>(Slug)),
    /** Level 1 is asked first; a higher level only when nobody of a lower one is free. */
    queues: Type.Array(
      Type.Object(
        {
          queue: Type.Unsafe<QueueId>(Slug),
          level: Type.Integer({ minimum: 1, maximum: 9 }),
          /** How much the queue's callers weigh when several of his queues have some (`acrossQueues` "weights"); 10 without it. */
          weight: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
          /** How often he is drawn by "weighted-random"; 10 without it. */
          share: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
          /** Place in the order of "linear", smaller first; without it he comes after those who have one, in the order of the agents. */
          order: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 50 },
    ),
    /** Takes the place of the queue's own wrap-up time. */
    wrapUpMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    /** Digits after the star code for logging in at any phone. */
    loginCode: Type.Optional(Type.String({ pattern: "^[0-9]{2,8}$" })),
    /** Role for calls to the world outside, wherever he is logged in; without it, the phone's. */
    outgoing: Type.Optional(Slug),
    /** May listen to, whisper into and join others' calls from his phone. */
    supervises: Type.Optional(Type.Boolean()),
    /** Languages he speaks, best first. */
    languages: Type.Array(Language, { maxItems: 8 }),
    /** What he can do, and how well. */
    skills: Type.Optional(Type.Array(GradedSkill, { maxItems: 50 })),
    /** His rank, a scale of its own. */
    managementGrade: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
  },
  { additionalProperties: false },
);
export type AgentSettings = Static<typeof AgentSettings>;

/** Why somebody does not take calls; every reason has a limit and says what follows when it is reached. */
export const NotReadyReason = Type.Object(
  {
    code: Slug,
    name: Bilingual,
    limitMs: LimitMs,
    /** What follows at the limit; without it: logged out. */
    atLimit: Type.Optional(Type.Union([Type.Literal("ready"), Type.Literal("logged-out")])),
  },
  { additionalProperties: false },
);
export type NotReadyReason = Static<typeof NotReadyReason>;

/** The longest an agent may stay in a state. Wrap-up: the longest it may be extended to. "not-ready": for a reason without a limit of its own. */
export const AgentLimits = Type.Object(
  {
    readyMs: LimitMs,
    notReadyMs: LimitMs,
    ringingMs: LimitMs,
    talkingMs: LimitMs,
    holdMs: LimitMs,
    wrapUpMs: LimitMs,
  },
  { additionalProperties: false },
);
export type AgentLimits = Static<typeof AgentLimits>;

export const defaultAgentLimits: AgentLimits = {
  readyMs: 14 * 3_600_000,
  notReadyMs: 4 * 3_600_000,
  ringingMs: 180_000,
  talkingMs: 4 * 3_600_000,
  holdMs: 3_600_000,
  wrapUpMs: 1_800_000,
};

/** Reasons the box gives by itself. A site's reason with the same code takes its place. */
export const boxReasons = {
  "missed-call": { code: "missed-call", name: { zh: "漏接来电", en: "missed a call" }, limitMs: 300_000, atLimit: "ready" },
  "phone-gone": {
    code: "phone-gone",
    name: { zh: "话机不可达", en: "phone not reachable" },
    limitMs: 4 * 3_600_000,
    atLimit: "logged-out",
  },
  "phone-unreachable": {
    code: "phone-unreachable",
    name: { zh: "话机呼叫不通", en: "phone could not be rung" },
    limitMs: 300_000,
    atLimit: "ready",
  },
  "do-not-disturb": {
    code: "do-not-disturb",
    name: { zh: "免打扰", en: "do not disturb" },
    limitMs: 4 * 3_600_000,
    atLimit: "logged-out",
  },
  "over-limit": {
    code: "over-limit",
    name: { zh: "状态超时", en: "state lasted too long" },
    limitMs: 3_600_000,
    atLimit: "logged-out",
  },
  supervisor: {
    code: "supervisor",
    name: { zh: "班长设置", en: "set by the supervisor" },
    limitMs: 4 * 3_600_000,
    atLimit: "logged-out",
  },
  unspecified: { code: "unspecified", name: { zh: "未说明", en: "no reason given" }, limitMs: 3_600_000, atLimit: "logged-out" },
} as const satisfies Record<string, NotReadyReason>;

/** Reasons a new site begins with. */
export const defaultNotReadyReasons: NotReadyReason[] = [
  { code: "break", name: { zh: "小休", en: "break" }, limitMs: 1_800_000 },
  { code: "lunch", name: { zh: "用餐", en: "lunch" }, limitMs: 5_400_000 },
  { code: "training", name: { zh: "培训", en: "training" }, limitMs: 4 * 3_600_000 },
  { code: "back-office", name: { zh: "案头工作", en: "desk work" }, limitMs: 4 * 3_600_000 },
];
