import Type, { type Static } from "typebox";
import type { AgentId } from "../kit/ids.ts";
import { Slug } from "./words.ts";

/**
 * Longest idle: who has been free the longest. Round robin: the next in turn. Fewest calls, least talk: today's load, since local midnight.
 * Linear: always the first of the order who is free. Weighted random: drawn by share. Skills: the best graded for what the caller needs.
 * Rule: the highest score of the queue's own expression. Ring all: every free phone, the first to answer has it.
 */
export const queueStrategies = [
  "longest-idle",
  "round-robin",
  "fewest-calls",
  "least-talk",
  "linear",
  "weighted-random",
  "skills",
  "rule",
  "ring-all",
] as const;
export type QueueStrategy = (typeof queueStrategies)[number];
export const QueueStrategy = Type.Union([
  Type.Literal("longest-idle"),
  Type.Literal("round-robin"),
  Type.Literal("fewest-calls"),
  Type.Literal("least-talk"),
  Type.Literal("linear"),
  Type.Literal("weighted-random"),
  Type.Literal("skills"),
  Type.Literal("rule"),
  Type.Literal("ring-all"),
]);

const closed = { additionalProperties: false } as const;
const Ms = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });
/** 1 is a beginner, 9 knows it best. Skills and management are graded apart (B4). */
const Grade = Type.Integer({ minimum: 1, maximum: 9 });

/** A skill, and the least grade wanted (or the grade somebody has). */
export const GradedSkill = Type.Object({ skill: Slug, grade: Grade }, closed);
export type GradedSkill = Static<typeof GradedSkill>;

/** Somebody has waited so long: less is asked of who takes his call. */
const WidenStep = Type.Object(
  {
    afterMs: Ms(1_000, 7_200_000),
    /** Of this skill; without it, of every one. */
    skill: Type.Optional(Slug),
    /** This grade will do; 0 or absent: the skill is no longer asked for. */
    grade: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
  },
  closed,
);
export type WidenStep = Static<typeof WidenStep>;

/** What importance means in a queue (B14, B15). The caller's class comes with his call; "vip" is also that of whoever is known as one. */
const CallerClass = Type.Object(
  {
    class: Slug,
    /** Served before lower ones; the highest of what flow, number and class give counts. */
    priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
    /** His place is that of somebody who came so much earlier. */
    headStartMs: Type.Optional(Ms(0, 7_200_000)),
  },
  closed,
);
export type CallerClass = Static<typeof CallerClass>;

/** The site's local time: "2026-03-15T09:00". */
const LocalMoment = Type.String({
  pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]$",
});

/** A member for announced days (A26): leaders take calls from one moment to another. */
const Guest = Type.Object(
  {
    agent: Type.Unsafe<AgentId>(Slug),
    from: LocalMoment,
    /** Not included. */
    to: LocalMoment,
    level: Type.Integer({ minimum: 1, maximum: 9 }),
  },
  closed,
);
export type Guest = Static<typeof Guest>;

/** The part of a queue's settings that says who gets a call; all of it may be absent. */
export const queueChoice = {
  /** With strategy "rule": an expression that gives each agent a number; false or nothing: not he. */
  rule: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  /** Every caller of this queue needs these; a flow or a special number may add to them. */
  skills: Type.Optional(Type.Array(GradedSkill, { maxItems: 20 })),
  widen: Type.Optional(Type.Array(WidenStep, { maxItems: 20 })),
  /** Least management grade of who takes a call. */
  managementGrade: Type.Optional(Grade),
  /** Only who speaks the caller's language is asked for so long; 0: such agents first, others at once. Absent: languages are not looked at. */
  callerLanguageMs: Type.Optional(Ms(0, 7_200_000)),
  /** So long a call is kept for the caller's own agent, while he is at work; absent: 20 s. 0: own agents are not looked at. */
  ownAgentMs: Type.Optional(Ms(0, 600_000)),
  classes: Type.Optional(Type.Array(CallerClass, { maxItems: 30 })),
  /** Calendar: outside its hours nobody is let in. Who waits already is served. */
  hours: Type.Optional(Slug),
  guests: Type.Optional(Type.Array(Guest, { maxItems: 50 })),
};

/** Which caller a free agent takes when several of his queues have some. Priority: the higher, then who came first (as without it). Longest waiting: who came first. Weights: waiting time times the queue's weight for him. */
export const AcrossQueues = Type.Union([Type.Literal("priority"), Type.Literal("longest-waiting"), Type.Literal("weights")]);
export type AcrossQueues = Static<typeof AcrossQueues>;
