import { afterAll, beforeAll, expect, test } from "vitest";
import type { CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import { Baresip } from "../sim/baresip.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { dtmfSound, joined, quiet } from "../sim/dtmf-sound.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { runSipp, type SippRun } from "../sim/sipp.ts";
import { tone, toneSpans } from "../sim/sound.ts";
import { sidesOf } from "../sim/stereo.ts";
import { startTlsBridge } from "../sim/tls-bridge.ts";

type CallPage = { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] };
const agentHz = 1100;
const callerHz = 620;
/** The notice can't be interrupted; keys count from the choice of language on. */
const noticeMs = 15_500;
const tenDownAndUp = { language: "2", information: "41", down: "111111111", up: "***", person: "0" };

let box: LabBox;
let office: ConsoleClient;
let phone: Baresip;
beforeAll(async () => {
  box = await startLabBox();
  office = await ConsoleClient.admin(box);
  phone = await Baresip.start({ user: "8001", password: passwordOf("8001"), box: box.sip, toneHz: agentHz });
  await office.post("/api/agents/agent1/login", { phone: "8001" });
});
afterAll(async () => {
  await phone?.stop();
  expect(await box?.stop()).toBe(0);
});

const passwordOf = (id: string): string => box.credentials.phones[id]!.password;

/** sipp registers 8002 with digest, then calls 96100 as 8002 and does these steps. Returns the call as the box kept it. */
async function callWithSipp(
  transport: "udp" | "tcp",
  at: { host: string; port: number },
  telephoneEvent: boolean,
  steps: SippRun["steps"],
): Promise<CallPage> {
  await office.post("/api/agents/agent1/ready").catch(() => {});
  await office.until<{ nowMs: number }[] | { id: string; state: string }[]>(
    "/api/agents/agent1/history",
    (rows) => (rows[0] as { state: string } | undefined)?.state === "ready",
    40_000,
  );
  const registered = await runSipp({
    box: at,
    transport,
    withinSec: 30,
    steps: [{ do: "register", user: "8002", password: passwordOf("8002") }],
  });
  expect(registered.code, registered.output).toBe(0);
  const before = (await office.get<CallRecord[]>("/api/calls")).length;
  const called = await runSipp({
    box: at,
    transport,
    withinSec: 90,
    authUri: `96100@${at.host}:${at.port}`,
    steps: [
      { do: "invite", from: "8002", to: "96100", password: passwordOf("8002"), telephoneEvent },
      { do: "pause", ms: noticeMs },
      ...steps,
      { do: "bye" },
    ],
  });
  expect(called.code, called.output + called.messages.slice(-3000)).toBe(0);
  const calls = await office.until<CallRecord[]>(
    "/api/calls",
    (list) => list.length > before && list[0]!.endedAtMs !== undefined,
  );
  return office.until<CallPage>(`/api/calls/${calls[0]!.id}`, (c) => c.recordings.every((r) => r.state === "complete"));
}

const nodesOf = (page: CallPage): string[] =>
  page.trace.flatMap((t) => ((t.data as { node?: string } | undefined)?.node ? [(t.data as { node: string }).node] : []));

function expectTenLevelsAndBack(page: CallPage): void {
  const levels = [
    ...new Set(
      nodesOf(page)
        .join(" ")
        .match(/level-\d+/g),
    ),
  ];
  expect(levels.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => `level-${i + 1}`));
  const walk = nodesOf(page).filter((n) => n.startsWith("level-"));
  const deepest = walk.lastIndexOf("level-10");
  expect(walk.slice(deepest).filter((n, i, all) => n !== all[i - 1])).toEqual(["level-10", "level-9", "level-8", "level-7"]);
}

function expectAnsweredByAgent(page: CallPage): void {
  expect(page.record).toMatchObject({ queue: "hotline", agent: "agent1", endReason: "hangup", endedBy: "caller" });
  // O10: the decision names every agent of the queue with a reason, in words.
  const decision = page.trace.find((t) => t.kind === "decision" && (t.data as { chosen: string[] }).chosen.length > 0);
  const lines = (decision!.data as { lines: { agent: string; words: { zh: string; en: string } }[] }).lines;
  expect(lines.map((l) => l.agent).sort()).toEqual(["agent1", "agent2"]);
  for (const line of lines) {
    expect(line.words.en.length).toBeGreaterThan(5);
    expect(line.words.zh.length).toBeGreaterThan(2);
  }
}

/** The agent's tone is on the right from the moment he answered, and nowhere on the left. */
async function expectAgentHeard(page: CallPage): Promise<{ left: Int16Array; right: Int16Array }> {
  const row = page.recordings[0]!;
  const sides = sidesOf(await office.bytes(`/api/recordings/${row.id}/audio`));
  const spans = toneSpans(sides.right, agentHz).filter((s) => s.toMs - s.fromMs > 1000);
  expect(spans.length).toBeGreaterThan(0);
  const connectedMs = page.record.connectedAtMs! - row.startedAtMs;
  expect(Math.abs(spans[0]!.fromMs - connectedMs)).toBeLessThan(700);
  expect(toneSpans(sides.left, agentHz).filter((s) => s.toMs - s.fromMs > 100)).toEqual([]);
  expect(Math.abs(sides.durationMs - (page.record.endedAtMs! - row.startedAtMs))).toBeLessThan(300);
  return sides;
}

const keysByEvents: SippRun["steps"] = [
  { do: "press", digits: tenDownAndUp.language + tenDownAndUp.information },
  { do: "press", digits: tenDownAndUp.down },
  { do: "press", digits: tenDownAndUp.up },
  { do: "press", digits: tenDownAndUp.person },
  { do: "pause", ms: 6_000 },
];

test("UDP: sipp registers, walks ten levels and back by RFC 4733 and is answered by baresip", async () => {
  const page = await callWithSipp("udp", box.sip, true, keysByEvents);
  expectTenLevelsAndBack(page);
  expectAnsweredByAgent(page);
  await expectAgentHeard(page);
});

test("TCP: the same by tones in the sound; both hear each other, in time", async () => {
  const keys = tenDownAndUp.language + tenDownAndUp.information + tenDownAndUp.down + tenDownAndUp.up + tenDownAndUp.person;
  const pressing = dtmfSound(keys, 90, 310);
  const untilTone = 5_000;
  const sound = joined(pressing, quiet(untilTone), tone(callerHz, 16_000), quiet(1_000));
  const page = await callWithSipp("tcp", box.sip, false, [{ do: "play", sound }]);
  expectTenLevelsAndBack(page);
  expectAnsweredByAgent(page);
  const { left } = await expectAgentHeard(page);
  const spoken = toneSpans(left, callerHz).filter((s) => s.toMs - s.fromMs > 500);
  expect(spoken).toHaveLength(1);
  expect(Math.abs(spoken[0]!.toMs - spoken[0]!.fromMs - 2_000)).toBeLessThan(100);
  // The first key's low tone begins the sound: what was sent so much later lies so much later on the recording.
  const firstKey = toneSpans(left, 697)[0]!;
  expect(Math.abs(spoken[0]!.fromMs - firstKey.fromMs - (pressing.length / 8 + untilTone))).toBeLessThan(60);
});

test("TLS: the same over an encrypted connection", async () => {
  const bridge = await startTlsBridge(box.tls);
  try {
    const page = await callWithSipp("tcp", bridge, true, keysByEvents);
    expectTenLevelsAndBack(page);
    expectAnsweredByAgent(page);
    await expectAgentHeard(page);
    const ladder = await office.get<{ transport: string; firstLine: string }[]>(`/api/calls/${page.record.id}/ladder`);
    expect(ladder.find((e) => e.firstLine.startsWith("INVITE sip:96100"))?.transport).toBe("tls");
  } finally {
    await bridge.stop();
  }
});

test("a meter number typed in the flow is on the record before the agent answers (A6)", async () => {
  const page = await callWithSipp("udp", box.sip, true, [
    { do: "press", digits: "21100206#" },
    { do: "press", digits: "8000#" },
    { do: "pause", ms: 12_000 },
    { do: "press", digits: "0" },
    { do: "pause", ms: 4_000 },
  ]);
  expect(page.record.fields).toContainEqual(expect.objectContaining({ name: "meter", value: "100206" }));
  const typed = page.trace.find((t) => t.words.en.includes("100206"));
  const rings = page.trace.find((t) => t.kind === "agent" && t.words.en.includes("ringing"));
  expect(typed!.n).toBeLessThan(rings!.n);
  expect(typed!.atMs).toBeLessThan(page.record.connectedAtMs!);
});
