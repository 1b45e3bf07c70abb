import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BaseCount, baseCounts, type Counts, type FigureBy, sourceOf } from "../../contract/base-counts.ts";
import type { AgentStateRow, CallRecord, HandlingRow, OfferRow, QueueRow, StoreChange } from "../../contract/records.ts";
import type { ScoreRow } from "../../contract/survey.ts";
import { figureCatalogue } from "../../core/reports/catalogue.ts";
import { addCounts, partValue, sourceOfPart } from "../../core/reports/figure-value.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import { type FigureStretch, figureReader } from "./figure-reader.ts";
import type { SqlSource } from "./figure-sql.ts";
import { migrate } from "./migrate.ts";
import { changeWriter, pendingChange } from "./put-change.ts";

const bounds = { inTimeMs: 20, shortMs: 5, limitWaitMs: 60, shortTalkMs: 10, repeatMs: 150 };
const boundsOf = (queue: string) => (queue === "b" ? { ...bounds, inTimeMs: 40, shortMs: 8 } : bounds);
const nowMs = 1_000;

type Rows = {
  scores: ScoreRow[];
  calls: CallRecord[];
  stays: QueueRow[];
  handling: HandlingRow[];
  offers: OfferRow[];
  states: AgentStateRow[];
};
const agents = ["li", "wang", "zhao"] as AgentId[];
const states = ["ready", "not-ready", "ringing", "talking", "hold", "wrap-up", "logged-out"];
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Calls with a stay now and then, what an agent did with them, and each agent's states one after the other. */
const anyRows: fc.Arbitrary<Rows> = fc
  .record({
    calls: fc.array(
      fc.record({
        direction: fc.constantFrom("in" as const, "in" as const, "out" as const, "internal" as const),
        line: fc.constantFrom("north", "south"),
        at: fc.nat(900),
        queue: optional(fc.constantFrom("a", "b")),
        agent: fc.constantFrom(...agents),
        wait: fc.nat(100),
        outcome: optional(fc.constantFrom("answered", "answered", "abandoned", "overflow", "returned", "moved", "cut-off")),
        talk: fc.nat(60),
        hold: fc.nat(3),
        wrap: fc.nat(20),
        done: fc.boolean(),
        caller: fc.constantFrom("138", "139", "anonymous"),
        endedBy: fc.constantFrom("caller" as const, "agent" as const),
        marks: fc.array(
          fc.record({ kind: fc.constantFrom("scale" as const, "closed" as const), value: fc.integer({ min: 1, max: 5 }) }),
          { maxLength: 2 },
        ),
        passedTo: optional(fc.constantFrom(...agents)),
        answered: fc.boolean(),
        ended: fc.boolean(),
        ring: optional(fc.constantFrom("answered" as const, "missed" as const, "refused" as const, "phoneUnreachable" as const)),
      }),
      { maxLength: 40 },
    ),
    states: fc.array(
      fc.array(
        fc.record({ state: fc.constantFrom(...states), ms: fc.nat(200), reason: optional(fc.constantFrom("lunch", "meeting")) }),
        { maxLength: 20 },
      ),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
  })
  .map((made) => {
    const rows: Rows = { scores: [], calls: [], stays: [], handling: [], offers: [], states: [] };
    for (const [i, c] of made.calls.entries()) {
      const id = `c${i}` as CallId;
      const queue = c.queue as QueueId | undefined;
      const answered = queue ? c.outcome === "answered" : c.answered;
      const talkFromMs = c.at + c.wait;
      rows.calls.push({
        id,
        direction: c.direction,
        line: c.line,
        caller: c.caller,
        called: "1",
        language: "zh",
        startedAtMs: c.at,
        ...(c.answered ? { answeredAtMs: c.at + 1 } : {}),
        ...(queue ? { queue } : {}),
        ...(answered ? { connectedAtMs: talkFromMs, agent: c.agent, talkMs: c.talk, holdMs: c.hold } : {}),
        ...(c.ended ? { endedAtMs: talkFromMs + c.talk, endedBy: c.endedBy } : {}),
        fields: [],
        legs: [],
      });
      if (queue)
        rows.stays.push({
          call: id,
          queue,
          enteredAtMs: c.at,
          ...(c.outcome ? { leftAtMs: talkFromMs, outcome: c.outcome as NonNullable<QueueRow["outcome"]>, waitMs: c.wait } : {}),
          ...(answered ? { agent: c.agent } : {}),
        });
      const parts = { offeredAtMs: c.at, ringMs: 1, talkMs: c.talk, holdMs: c.hold, wrapMs: c.wrap, doneAtMs: talkFromMs + 99 };
      const of = queue ? { queue } : {};
      if (answered && c.done) rows.handling.push({ agent: c.agent, call: id, talkFromMs, ...of, ...parts });
      if (answered && c.done && c.passedTo)
        rows.handling.push({ agent: c.passedTo, call: id, talkFromMs: talkFromMs + c.talk + 1, ...of, ...parts });
      for (const [n, { kind, value }] of c.marks.entries())
        rows.scores.push({
          call: id,
          question: `q${n}`,
          survey: "s",
          kind,
          value: kind === "closed" ? 1 + (value % 2) : value,
          agent: c.agent,
          ...(queue ? { queue } : {}),
          language: "zh",
          atMs: talkFromMs + c.talk,
        });
      if (queue && c.ring) rows.offers.push({ agent: c.agent, call: id, queue, atMs: c.at, ringMs: c.wait, how: c.ring });
    }
    // One of them is held until his call ends, by somebody who does nothing else.
    const held = rows.handling.find((h) => h.queue !== undefined && h.holdMs > 0);
    const heldCall = rows.calls.find((c) => c.id === held?.call);
    if (held && heldCall?.endedAtMs !== undefined) {
      held.agent = "sun" as AgentId;
      rows.states.push({ agent: held.agent, state: "hold", fromMs: heldCall.endedAtMs - held.holdMs, toMs: heldCall.endedAtMs });
    }
    for (const [i, list] of made.states.entries()) {
      let at = 0;
      for (const [n, { state, ms, reason }] of list.entries()) {
        const last = n === list.length - 1;
        rows.states.push({
          agent: agents[i]!,
          state,
          ...(reason ? { reason } : {}),
          fromMs: at,
          ...(last ? {} : { toMs: at + ms }),
        });
        at += ms;
      }
    }
    return rows;
  });

const db = new Database(":memory:");
migrate(db, join(import.meta.dirname, "migrations"), 0);
const put = changeWriter(db);
const reader = figureReader(db);

/** The one database with these rows and no others. */
function storeOf(rows: Rows) {
  for (const table of ["call", "queue_stay", "handling", "offer", "agent_state", "score"]) db.exec(`DELETE FROM ${table}`);
  const changes: StoreChange[] = [
    ...rows.calls.map((row) => ({ put: "call", row }) as const),
    ...rows.stays.map((row) => ({ put: "queue", row }) as const),
    ...rows.handling.map((row) => ({ put: "handling", row }) as const),
    ...rows.offers.map((row) => ({ put: "offer", row }) as const),
    ...rows.scores.map((row) => ({ put: "score", row }) as const),
    ...rows.states.map((row) => ({ put: "agent-state", row }) as const),
  ];
  db.transaction(() => {
    for (const change of changes) put(pendingChange(change));
  })();
  return { reader };
}

/** The same counts again, by hand, from the rows themselves. */
function recount(rows: Rows, { fromMs, toMs }: { fromMs: number; toMs: number }): Counts {
  const within = (at: number): boolean => at >= fromMs && at < toMs;
  const stays = rows.stays
    .filter((s) => within(s.enteredAtMs))
    .map((s) => {
      const own = boundsOf(s.queue);
      const waitMs = s.waitMs ?? nowMs - s.enteredAtMs;
      const answered = s.outcome === "answered";
      const gone = s.outcome === "abandoned";
      const handled = rows.handling.find(
        (h) => answered && h.agent === s.agent && h.call === s.call && h.talkFromMs === s.leftAtMs,
      );
      const shortTalk = handled !== undefined && handled.talkMs < own.shortTalkMs;
      return { ...s, own, waitMs, answered, gone, shortTalk, open: s.leftAtMs === undefined };
    });
  const handling = rows.handling.filter((h) => within(h.offeredAtMs));
  const ofQueues = handling.filter((h) => h.queue !== undefined);
  const own = handling.filter((h) => h.queue === undefined);
  const offers = rows.offers.filter((o) => within(o.atMs));
  const calls = rows.calls.filter((c) => within(c.startedAtMs));
  const calledIn = calls.filter((c) => c.direction === "in");
  const out = calls.filter((c) => c.direction === "out");
  const sum = <T>(list: T[], of: (item: T) => number): number => list.reduce((all, item) => all + of(item), 0);
  const spent = (state: string): number =>
    sum(
      rows.states.filter((s) => s.state === state),
      (s) => Math.max(0, Math.min(s.toMs ?? nowMs, toMs) - Math.max(s.fromMs, fromMs)),
    );
  const count = <T>(list: T[], fits: (item: T) => boolean): number => list.filter(fits).length;
  const answers = rows.scores.filter((s) => within(s.atMs));
  const contacts = stays.flatMap((s) => {
    const call = rows.calls.find((c) => c.id === s.call)!;
    const over = s.leftAtMs !== undefined && s.leftAtMs + 150 <= nowMs;
    return s.answered && over && call.direction === "in" && call.caller !== "anonymous" ? [{ s, call }] : [];
  });
  const cameBack = ({ s, call }: (typeof contacts)[number]): boolean =>
    rows.calls.some(
      (c) =>
        c.caller === call.caller &&
        c.direction === "in" &&
        c.queue === s.queue &&
        c.startedAtMs > call.startedAtMs &&
        c.startedAtMs <= s.leftAtMs! + 150,
    );
  const undecided = count(stays, (s) => s.open && s.waitMs <= s.own.inTimeMs);
  const inTime = count(stays, (s) => s.answered && s.waitMs <= s.own.inTimeMs);
  return {
    offered: stays.length,
    answered: count(stays, (s) => s.answered),
    answeredInTime: inTime,
    answeredInLimit: count(stays, (s) => s.answered && s.waitMs <= 60),
    abandoned: count(stays, (s) => s.gone),
    shortAbandoned: count(stays, (s) => s.gone && s.waitMs < s.own.shortMs),
    abandonedInTime: count(stays, (s) => s.gone && s.waitMs <= s.own.inTimeMs),
    overflowed: count(stays, (s) => s.outcome === "overflow"),
    sentOn: count(stays, (s) => s.outcome === "returned" || s.outcome === "moved"),
    callbackTaken: 0,
    cutOff: count(stays, (s) => s.outcome === "cut-off"),
    waiting: count(stays, (s) => s.open),
    undecided,
    left: count(stays, (s) => !s.open),
    waitAnsweredMs: sum(stays, (s) => (s.answered ? s.waitMs : 0)),
    waitLeftMs: sum(stays, (s) => (s.open ? 0 : s.waitMs)),
    longestWaitMs: Math.max(0, ...stays.map((s) => s.waitMs)),
    shortTalk: count(stays, (s) => s.shortTalk),
    shortTalkInTime: count(stays, (s) => s.shortTalk && s.waitMs <= s.own.inTimeMs),
    offeredForTalk: stays.length,
    undecidedForTalk: undecided,
    answeredInTimeForTalk: inTime,
    handled: ofQueues.length,
    handledTalkMs: sum(ofQueues, (h) => h.talkMs),
    handledHoldMs: sum(ofQueues, (h) => h.holdMs),
    handledWrapMs: sum(ofQueues, (h) => h.wrapMs),
    heldCalls: count(ofQueues, (h) => h.holdMs > 0),
    ownCalls: own.length,
    ownTalkMs: sum(own, (h) => h.talkMs),
    passedOn: count(ofQueues, (h) =>
      rows.handling.some((n) => n.call === h.call && n.talkFromMs > h.talkFromMs && n.agent !== h.agent),
    ),
    handledForPassing: ofQueues.length,
    heldAbandoned: count(ofQueues, (h) => {
      const call = rows.calls.find((c) => c.id === h.call)!;
      const ended = call.endedAtMs;
      return (
        h.holdMs > 0 &&
        ended !== undefined &&
        call.endedBy === "caller" &&
        rows.states.some(
          (s) => s.agent === h.agent && s.state === "hold" && s.fromMs >= h.talkFromMs && s.fromMs <= ended && s.toMs === ended,
        )
      );
    }),
    contacts: contacts.length,
    resolvedFirst: count(
      contacts,
      (c) => !cameBack(c) && !rows.scores.some((q) => q.call === c.s.call && q.kind === "closed" && q.value === 2),
    ),
    scores: count(answers, (a) => a.kind === "scale"),
    satisfied: count(answers, (a) => a.kind === "scale" && a.value > 3),
    scoreSum: sum(answers, (a) => (a.kind === "scale" ? a.value : 0)),
    settledAsked: count(answers, (a) => a.kind === "closed"),
    settled: count(answers, (a) => a.kind === "closed" && a.value === 1),
    loggedInMs: states.filter((s) => s !== "logged-out").reduce((all, s) => all + spent(s), 0),
    offersMade: offers.length,
    offersAnswered: count(offers, (o) => o.how === "answered"),
    offersMissed: count(offers, (o) => o.how === "missed"),
    offersRefused: count(offers, (o) => o.how === "refused"),
    offersUnreachable: count(offers, (o) => o.how === "phoneUnreachable"),
    offerRingMs: sum(offers, (o) => o.ringMs),
    callsIn: calledIn.length,
    endedInMenu: count(calledIn, (c) => !!c.answeredAtMs && !!c.endedAtMs && !c.queue && c.connectedAtMs === undefined),
    connectedIn: count(calledIn, (c) => c.connectedAtMs !== undefined),
    callsOut: out.length,
    connectedOut: count(out, (c) => c.connectedAtMs !== undefined),
    talkOutMs: sum(out, (c) => (c.connectedAtMs === undefined ? 0 : (c.talkMs ?? 0))),
    callsInternal: count(calls, (c) => c.direction === "internal"),
    readyMs: spent("ready"),
    ringingMs: spent("ringing"),
    talkingMs: spent("talking"),
    holdMs: spent("hold"),
    wrapUpMs: spent("wrap-up"),
    notReadyMs: spent("not-ready"),
  };
}

const sources: SqlSource[] = [
  "stay",
  "stay-talk",
  "handling",
  "passed-on",
  "held-end",
  "contact",
  "score",
  "offer",
  "call",
  "agent-state",
];
const span = fc.tuple(fc.nat(1_000), fc.nat(1_000)).map(([a, b]) => ({ fromMs: Math.min(a, b), toMs: Math.max(a, b) + 1 }));

describe("figures from rows", () => {
  it("equal a recount by hand, and open into exactly their rows", { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyRows, span, (rows, { fromMs, toMs }) => {
        const { reader } = storeOf(rows);
        const stretch = (source: SqlSource): FigureStretch => ({ source, fromMs, toMs, nowMs, filter: {}, boundsOf });
        const counted: Counts = {};
        for (const source of sources) addCounts(counted, reader.figureCounts(stretch(source)).get("") ?? {});
        const expected = recount(rows, { fromMs, toMs });
        for (const base of Object.keys(expected) as BaseCount[])
          expect([base, counted[base] ?? 0]).toEqual([base, expected[base]]);
        for (const { id, formulas } of figureCatalogue)
          for (const { over, under } of formulas)
            for (const part of [over, ...(under ? [under] : [])]) {
              const source = sourceOfPart(part);
              if (source === "shift" || id === "longestWaitMs") continue;
              const behind = reader.figureRows(stretch(source), part, 0, 10_000);
              expect([id, behind.reduce((sum, row) => sum + row.value, 0)]).toEqual([id, partValue(part, counted) ?? 0]);
              expect([id, reader.figureTotal(stretch(source), part)]).toEqual([id, behind.length]);
              const pages = [0, 7, 14, 21, 28, 35].flatMap((offset) => reader.figureRows(stretch(source), part, offset, 7));
              expect(pages).toEqual(behind.slice(0, 42));
            }
      }),
      { numRuns: 60 },
    );
  });

  it("add up over intervals, and over queues, agents and lines", () => {
    fc.assert(
      fc.property(anyRows, fc.nat(1_000), (rows, cut) => {
        const { reader } = storeOf(rows);
        const total = (source: SqlSource, fromMs: number, toMs: number, by?: FigureBy): Counts => {
          const found = reader.figureCounts({ source, fromMs, toMs, nowMs, ...(by ? { by } : {}), filter: {}, boundsOf });
          const sum: Counts = Object.fromEntries(baseCounts.filter((b) => sourceOf(b) === source).map((b) => [b, 0]));
          for (const counts of found.values()) addCounts(sum, counts);
          return sum;
        };
        for (const source of sources) {
          const whole = total(source, 0, 1_001);
          expect(addCounts(total(source, 0, cut), total(source, cut, 1_001))).toEqual(whole);
          for (const by of ["queue", "agent", "line", "direction", "reason"] as const)
            if (reader.figureApplies(source, [by])) expect([by, total(source, 0, 1_001, by)]).toEqual([by, whole]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
