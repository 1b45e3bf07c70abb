import { FiguresPart } from "../../appliance/assembly/figures-part.ts";
import type { DoctorReport } from "../../appliance/contract/doctor.ts";
import type { StoreChange } from "../../appliance/contract/records.ts";
import type { Settings } from "../../appliance/contract/settings.ts";
import type { AgentId, QueueId, RecordingId } from "../../appliance/kit/ids.ts";
import { analogLine } from "./dahdi/analog-line.ts";
import { daySettings } from "./day/day-settings.ts";
import { runDay } from "./day/run-day.ts";
import { fillPlant } from "./fill-plant.ts";
import type { Box } from "./http-box.ts";

const portion = 5_000;
const words = { zh: "话", en: "words" };

/** Fills a made-up box: the rows of a whole day as the core writes them, and by hand at least one of everything that a day does not bring. */
export async function fillBox({
  store,
  ports,
  clock,
  force,
  dataDir,
}: Box): Promise<{ known: Record<string, string>; stop(): Promise<void> }> {
  const { day } = runDay({ seed: 4, calls: 250, agents: 6 });
  const changes: StoreChange[] = day.world.effects.flatMap((e) => (e.do === "store" ? [e.change] : []));
  for (let i = 0; i < changes.length; i += portion) {
    store.put(changes.slice(i, i + portion));
    await store.flushed();
  }
  clock.nowMs = day.nowMs;
  const call = changes.flatMap((c) => (c.put === "queue" && c.row.agent ? [c.row] : []))[0]!;
  const [callId, queue, agent] = [call.call, call.queue, call.agent!];
  force.settings = filledSettings(daySettings(6), agent);
  await store.saveSettings(force.settings, "admin", 0);
  const atMs = clock.nowMs;
  const recording = "r1" as RecordingId;
  store.put([
    {
      put: "message",
      row: {
        id: "m1",
        box: "box",
        call: callId,
        recording,
        path: "recordings/r1.wav",
        caller: "138",
        language: "zh",
        atMs,
        lengthMs: 4_000,
        fields: [{ name: "meter", label: words, value: "12", sensitive: false }],
        state: "new",
        transcript: { state: "done", text: "…", atMs },
      },
    },
    {
      put: "item",
      row: {
        id: "i1",
        kind: "reminder",
        state: "taken",
        words,
        note: "",
        madeAtMs: atMs,
        madeBy: "boss",
        agent,
        dueAtMs: atMs,
        takenBy: "li",
        takenAtMs: atMs,
      },
    },
    { put: "plant-reading", row: { point: "well.level", value: 1.5, quality: "good", atMs } },
    { put: "doctor", row: report(atMs) },
    {
      put: "text",
      news: true,
      row: {
        id: "t1",
        direction: "in",
        state: "received",
        number: "+8613800138000",
        line: "sim1",
        text: "停水了吗",
        atMs,
        stateAtMs: atMs,
        parts: 2,
        reference: 7,
        sentAtMs: atMs,
        pieces: [
          { n: 1, text: "停水", sentAtMs: atMs },
          { n: 2, text: "了吗", sentAtMs: atMs },
        ],
      },
    },
    {
      put: "text",
      news: true,
      row: {
        id: "t2",
        direction: "out",
        state: "unsure",
        number: "13800138000",
        line: "sim1",
        text: "今晚停水",
        atMs,
        stateAtMs: atMs,
        parts: 2,
        reference: 8,
        by: "boss",
        sinceMs: atMs,
        tries: 1,
        dueAtMs: atMs,
        attempt: { id: "t2:2:1", atMs },
        marks: [{ n: 1, line: "sim1", reference: 3, atMs, outcome: "delivered" }],
        why: "timeout",
      },
    },
    {
      put: "score",
      row: { call: callId, question: "q1", survey: "s1", kind: "scale", value: 2, agent, queue, language: "zh", atMs },
    },
    {
      put: "mail",
      row: {
        id: "mail1",
        to: "a@example.org",
        subject: "s",
        text: "t",
        attach: { path: "x.wav", name: "x.wav", as: "wav" },
        madeAtMs: atMs,
        state: "failed",
        tries: 2,
        nextAtMs: atMs,
        fault: "no route",
      },
    },
    {
      put: "bulletin",
      row: {
        id: "b1",
        text: "x",
        importance: "urgent",
        to: { kind: "queue", queue },
        agents: [agent],
        mustAcknowledge: true,
        sentAtMs: atMs,
        sentBy: "boss",
        untilMs: atMs + 1e6,
      },
    },
    { put: "bulletin-reading", row: { bulletin: "b1", user: "li", agent, readAtMs: atMs, acknowledgedAtMs: atMs } },
    {
      put: "callback",
      row: {
        id: "cb1",
        number: "138",
        language: "zh",
        queue,
        call: callId,
        requestedAtMs: atMs,
        placedAtMs: atMs,
        state: "failed",
        attempts: [{ call: callId, agent, atMs, endedAtMs: atMs, outcome: "busy" }],
        agent,
        endedAtMs: atMs,
        by: "box",
      },
    },
    { put: "presence", row: { agent, inAtMs: atMs - 8 * 3_600_000, inBy: "console", outAtMs: atMs, outWhy: "logout" } },
  ]);
  await store.flushed();
  await evidence(store, { recording, agent, atMs });
  const shift = {
    agent: agent as string,
    date: new Date(atMs).toISOString().slice(0, 10),
    fromMs: atMs - 9 * 3_600_000,
    toMs: atMs - 3_600_000,
    breaks: [{ fromMs: atMs - 5 * 3_600_000, toMs: atMs - 4 * 3_600_000, reason: "lunch", paid: false }],
  };
  await store.putShifts([shift], [], "boss");
  await store.correctPresence({
    agent,
    inAtMs: atMs - 8 * 3_600_000,
    newInAtMs: atMs - 9 * 3_600_000,
    newOutAtMs: atMs,
    why: "forgot",
    by: "boss",
  });
  const { flows, prompts } = force.settings;
  const flow = flows[0]!;
  await store.putFlowDraft(flow.id, { ...flow, name: "Changed" }, "admin", 1, 0);
  await store.putFlowScript(
    flow.id,
    {
      id: "usual",
      name: "Usual",
      play: { call: { caller: "138", called: "96100" }, acts: [{ do: "listen" }] },
      expect: { end: "queue" },
    },
    "admin",
  );
  await store.putPromptFile({
    prompt: prompts[0]!.id,
    language: "zh",
    file: "abc.wav",
    original: "w.mp3",
    durationMs: 900,
    bytes: 7_200,
    by: "admin",
  });
  await store.keepDelivery({
    hook: "crm",
    event: "e1",
    type: "call.ended",
    atMs,
    attempt: 1,
    outcome: "failed",
    status: 500,
    text: "no",
  });
  await store.putSecret("webhook", "crm", "secret");
  await ports.numbers.putPin(`agent:${agent}`, "4711");
  const figures = fillPorts(ports, { store, clock, force, dataDir, agent, queue });
  return { known: { call: callId, recording, queue, agent }, stop: () => figures.stop() };
}

async function evidence(
  store: Box["store"],
  { recording, agent, atMs }: { recording: string; agent: string; atMs: number },
): Promise<void> {
  await store.recordingAct({ act: "note", recording, tag: "praise", text: "", by: "boss", atMs: 10, madeAtMs: atMs });
  await store.recordingAct({ act: "note", recording, text: "a note", by: "boss", madeAtMs: atMs });
  await store.recordingAct({ act: "hold", recording, reason: "court", by: "boss", atMs });
  const released = await store.recordingAct({ act: "hold", call: "c1", reason: "court", by: "boss", atMs, untilMs: atMs + 1e6 });
  await store.recordingAct({ act: "release", hold: released, by: "boss", atMs });
  await store.recordingAct({ act: "access", recording, who: "boss", address: "127.0.0.1", how: "heard", reason: "audit", atMs });
  const chosen = [{ recording, agent }];
  const drawn = { minTalkMs: 10_000, leaveOutAudited: true, talks: 1, leftOut: { tooShort: 2, audited: 0 } };
  const sample = await store.recordingAct({
    act: "sample",
    by: "boss",
    atMs,
    fromMs: 0,
    toMs: atMs,
    perAgent: 1,
    seed: "x",
    ...drawn,
    chosen,
  });
  await store.recordingAct({ act: "result", sample, recording, score: 80, note: "good", by: "boss", atMs });
  await store.recordingAct({ act: "sample", by: "boss", atMs, fromMs: 0, toMs: atMs, perAgent: 1, seed: "y", ...drawn, chosen });
  await store.recordingAct({ act: "retention", plan: "0".repeat(64), deleted: 1, bytes: 10, held: 1, by: "box", atMs });
}

/** The day's settings, with one of everything that lists show. */
const report = (atMs: number): DoctorReport => ({
  id: "d1",
  line: analogLine.id,
  kind: "analog-line",
  by: "admin",
  startedAtMs: atMs,
  endedAtMs: atMs,
  state: "done",
  findings: [{ test: "busy-tone", verdict: "good", values: [{ name: "frequencyHz", value: 425 }], words }],
  found: { callerId: ["dtmf"], hangUpSigns: ["reversal"], busyTone: { frequencyHz: 425, onMs: 500, offMs: 500 } },
});

function filledSettings(settings: Settings, agent: AgentId): Settings {
  return {
    ...settings,
    alarmCare: {
      people: [{ id: "sun", name: "孙工", language: "zh", numbers: ["13805550101"] }],
      rosters: [{ id: "duty", name: "值班", people: ["sun"] }],
      rules: [],
    },
    prompts: [{ id: "welcome", name: "Welcome", text: { zh: "您好", en: "Hello" }, file: { zh: "abc.wav" } }],
    voicemailBoxes: [{ id: "box", name: "Box", owner: { kind: "agent", agent } }],
    shifts: { templates: [{ id: "early", name: "Early", from: "06:00", to: "14:00", breaks: [] }] },
    calendars: [
      {
        id: "usual",
        name: "Usual",
        timeZone: "Asia/Shanghai",
        weekly: { mon: [{ from: "08:30", to: "17:30" }] },
        holidays: [],
        workdays: [],
      },
    ],
    surveys: [
      { id: "s1", name: "Service", questions: [{ id: "q1", kind: "scale", ask: { text: { zh: "满意吗", en: "Satisfied?" } } }] },
    ],
    webhooks: [{ id: "crm", name: "CRM", enabled: true, url: "https://192.0.2.9/x", events: ["call.ended"] }],
    lines: [analogLine],
    specialNumbers: [{ number: "13800001001", name: "VIP", class: "vip", vip: true }],
  };
}

/** What is no row: as a busy box would say it. Figures, shifts and staffing are the box's own. */
function fillPorts(
  ports: Box["ports"],
  {
    store,
    clock,
    force,
    dataDir,
    agent,
    queue,
  }: Pick<Box, "store" | "clock" | "force" | "dataDir"> & { agent: AgentId; queue: QueueId },
): FiguresPart {
  const atMs = clock.nowMs;
  const part = new FiguresPart({
    dir: dataDir,
    store,
    settings: () => force.settings,
    clock: { nowMs: () => clock.nowMs, at: () => () => undefined },
    live: () => ports.live,
    hear: () => undefined,
    push: () => undefined,
  });
  Object.assign(ports.figures, part.port);
  Object.assign(ports.shifts, part.shifts);
  const shifts = part.shifts;
  Object.assign(ports.shifts, { shifts: shifts.shifts.bind(shifts), attendance: shifts.attendance.bind(shifts) });
  Object.assign(ports.office, {
    boxes: () => [{ id: "box", new: 1, heard: 0, full: false, greeting: false, pin: true }],
    item: (id: string) => store.item(id),
  });
  Object.assign(ports.why, {
    waiting: () => ({ summary: words, expectedWaitMs: 10_000, agents: [{ agent, name: "A", words }] }),
    idle: () => [{ queue, waiting: 1, why: "level", words }],
  });
  fillPlant(ports, atMs);
  Object.assign(ports.numbers, { lockedPins: () => [{ owner: `agent:${agent}`, lockedUntilMs: atMs }] });
  Object.assign(ports.webhooks, {
    states: () => [
      { id: "crm", behind: 2, lastDeliveredAtMs: atMs, failing: { sinceMs: atMs, attempts: 3, nextTryAtMs: atMs, text: "500" } },
    ],
  });
  const going = [{ id: "r1", why: "usual", bytes: 10, startedAtMs: 5 }];
  Object.assign(ports.recordings, {
    preview: async () => ({ revision: "0".repeat(64), atMs, bytes: 10, held: 1, more: false, going }),
    verifying: () => ({
      startedAtMs: atMs,
      recordings: 3,
      endedAtMs: atMs,
      found: { links: 3, recordings: 3, anchors: 1, more: false, findings: [{ what: "file-changed", recording: "r1", words }] },
    }),
  });
  ports.prompts.sound = async () => ports.prompts.spoken("x", "zh");
  ports.ladder = async () => [
    {
      atMs,
      direction: "in",
      leg: "l1",
      transport: "udp",
      peer: "192.0.2.1:5060",
      firstLine: "BYE sip:x SIP/2.0",
      text: "BYE sip:x SIP/2.0\r\n\r\n",
    },
  ];
  return part;
}
