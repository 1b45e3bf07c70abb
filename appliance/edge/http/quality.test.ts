import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Box, box, refused, send } from "../../../test/sim/http-box.ts";
import type { QualityResult, QualitySample } from "../../contract/evidence.ts";
import type { CallRecord, RecordingRow } from "../../contract/records.ts";

const dayMs = 86_400_000;
// A Wednesday; the box of the test is in Shanghai.
const nowMs = Date.parse("2026-11-18T10:00:00+08:00");
const mondayMs = Date.parse("2026-11-09T00:00:00+08:00");
let it0: Box;
let cookie: string;
type Drawn = { sample: number; seed: string; results: QualityResult[] };

beforeEach(async () => {
  it0 = await box();
  it0.clock.nowMs = nowMs;
  ({ supervisor: cookie } = await it0.staff());
  // Ten talks a day of two agents, in last week and around it: every fifth is short.
  const days = Array.from({ length: 10 }, (_, i) => mondayMs - dayMs + i * dayMs + 9 * 3_600_000);
  const changes = days.flatMap((fromMs, day) =>
    Array.from({ length: 10 }, (_, n) => {
      const startedAtMs = fromMs + n * 60_000;
      const talkMs = n % 5 === 0 ? 8_000 : 60_000;
      const about = { line: "trunk", caller: "138", called: "1", language: "zh", fields: [], legs: [] };
      const id = `q${day}-${n}`;
      const record = {
        ...about,
        id,
        direction: "in",
        startedAtMs,
        talkMs,
        agent: n % 2 ? "li" : "bo",
        endedAtMs: startedAtMs + talkMs,
      };
      const row = {
        id: `rec-${id}`,
        call: id,
        path: `recordings/${id}.wav`,
        kind: "call",
        startedAtMs,
        endedAtMs: startedAtMs + talkMs,
      };
      return [
        { put: "call" as const, row: record as unknown as CallRecord },
        { put: "recording" as const, row: { ...row, state: "complete", sha256: "0".repeat(64) } as unknown as RecordingRow },
      ];
    }).flat(),
  );
  it0.store.put(changes);
  await it0.store.flushed();
});
afterEach(() => it0.close());

const draw = async (body: object) => send(it0.app, "POST", "/api/quality/samples", { cookie, body });
const drawn = async (body: object): Promise<Drawn> => {
  const answer = await draw(body);
  expect(answer.status).toBe(200);
  return answer.json as Drawn;
};
const sampleOf = async (id: number) =>
  (await send(it0.app, "GET", `/api/quality/samples/${id}`, { cookie })).json as QualitySample & { results: QualityResult[] };

describe("samples for quality (R8)", () => {
  it("last week by one word, with a seed that can be said again", async () => {
    const one = await drawn({ lastWeek: true, perAgent: 3, minTalkSec: 10 });
    expect(one.seed).toBe("week of 2026-11-09");
    expect(one.results.map((r) => r.agent)).toEqual(["bo", "bo", "bo", "li", "li", "li"]);
    const kept = await sampleOf(one.sample);
    expect(kept).toMatchObject({ fromMs: mondayMs, toMs: mondayMs + 7 * dayMs, seed: one.seed, minTalkSec: 10, perAgent: 3 });
    expect(kept).toMatchObject({ leaveOutAudited: false, talks: 56, tooShort: 14, audited: 0 });
    const again = await drawn({ fromMs: mondayMs, toMs: mondayMs + 7 * dayMs, perAgent: 3, minTalkSec: 10, seed: one.seed });
    expect(again.results.map((r) => r.recording)).toEqual(one.results.map((r) => r.recording));
  });

  it("leaves out what has a score, when that is wished", async () => {
    const one = await drawn({ lastWeek: true, perAgent: 3 });
    for (const { recording } of one.results) {
      const body = { score: 80, note: "" };
      const url = `/api/quality/samples/${one.sample}/results/${recording}`;
      expect((await send(it0.app, "PUT", url, { cookie, body })).status).toBe(204);
    }
    const two = await drawn({ lastWeek: true, perAgent: 100, leaveOutAudited: true });
    expect(two.results).toHaveLength(64);
    const heard = new Set(one.results.map((r) => r.recording));
    expect(two.results.some((r) => heard.has(r.recording))).toBe(false);
    expect(await sampleOf(two.sample)).toMatchObject({ talks: 64, tooShort: 0, audited: 6, leaveOutAudited: true });
    expect((await drawn({ lastWeek: true, perAgent: 100 })).results).toHaveLength(70);
  });

  it("wants to know from when to when", async () => {
    const reply = refused(await draw({ perAgent: 3 }), "bad-request");
    expect(reply.problems?.[0]).toMatchObject({ path: "/fromMs" });
    refused(await draw({ fromMs: 10, toMs: 10, perAgent: 3 }), "bad-request");
  });
});
