import type { CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import { parseWav, wavSamples } from "../../appliance/wire/audio/wav.ts";
import { ConsoleClient } from "./console-client.ts";
import { type LabBox, startLabBox } from "./lab-box.ts";
import { SipPhone } from "./sip-phone.ts";
import { heardForMs, tone } from "./sound.ts";

const callerHz = 700;
const agentHz = 1100;
const started = performance.now();
const tell = (text: string): void => console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

/** One call through the whole box, told step by step: it speaks, presses keys, waits, is answered by an agent, and hangs up. */
async function ring(box: LabBox): Promise<void> {
  const office = await ConsoleClient.admin(box);
  const agent = await SipPhone.open({ user: "8001", password: box.credentials.phones["8001"]!.password, box: box.sip });
  tell(`agent's phone 8001 registers: ${await agent.register()}`);
  await office.post("/api/agents/agent1/login", { phone: "8001" });
  tell("agent1 logs in and is ready");
  const answered = new Promise<Awaited<ReturnType<SipPhone["call"]>>>((done) => {
    agent.onCall = (call) => {
      tell(`8001 rings: ${call.from}`);
      setTimeout(() => {
        call.answer();
        done(call);
      }, 1500);
    };
  });
  const caller = await SipPhone.open({ user: "13800138000", box: box.sip });
  tell("13800138000 calls 96100");
  const call = await caller.call("96100");
  await call.up;
  tell("the box answers");
  await reached(office, "language");
  tell("caller has heard the notice and is asked for his language");
  await pressed(office, call, "2", "main", "English");
  await pressed(office, call, "1", "own", "a bill, please");
  await pressed(office, call, "2", "meter", "of another meter");
  await pressed(office, call, "12345674#", "proof", "meter 12345674");
  await pressed(office, call, "4321#", "after", "the phone number on file ends so");
  await pressed(office, call, "0", undefined, "a person, please");
  const talk = await answered;
  await talk.up;
  tell("8001 answers: both talk");
  const id = (await office.get<CallRecord[]>("/api/calls"))[0]!.id;
  await Promise.all([call.sound.say(tone(callerHz, 16_000)), talk.sound.say(tone(agentHz, 16_000))]);
  tell(
    `caller heard the agent for ${(heardForMs(call.sound.heard(), agentHz) / 1000).toFixed(1)} s, agent heard the caller for ${(heardForMs(talk.sound.heard(), callerHz) / 1000).toFixed(1)} s`,
  );
  call.hangUp();
  tell(`caller hangs up; at the agent: ${await talk.ended}`);
  const kept = await office.until<{ record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] }>(
    `/api/calls/${id}`,
    (c) => c.recordings.every((r) => r.state !== "recording") && c.record.endedAtMs !== undefined,
  );
  const wav = parseWav(await office.bytes(`/api/recordings/${kept.recordings[0]!.id}/audio`));
  if ("fault" in wav) throw new Error(wav.fault);
  const samples = wavSamples(wav);
  const channel = (offset: number) => Int16Array.from({ length: samples.length / 2 }, (_, i) => samples[2 * i + offset]!);
  tell(
    `recording ${(wav.data.length / 16_000).toFixed(1)} s: caller's tone left ${(heardForMs(channel(0), callerHz) / 1000).toFixed(1)} s, agent's tone right ${(heardForMs(channel(1), agentHz) / 1000).toFixed(1)} s`,
  );
  console.log("\nThe journey as the box kept it:");
  for (const line of kept.trace)
    console.log(`  ${new Date(line.atMs).toISOString().slice(11, 23)}  ${line.kind.padEnd(8)} ${line.words.en}`);
  agent.close();
  caller.close();
}

/** Presses keys and waits until the flow stands where they lead. */
async function pressed(
  office: ConsoleClient,
  call: { sound: { press(digits: string): Promise<void> } },
  digits: string,
  node: string | undefined,
  meaning: string,
): Promise<void> {
  tell(`caller presses ${digits} (${meaning})`);
  await call.sound.press(digits);
  if (node) await reached(office, node);
}

/** The newest call stands at, or came by, this node of the flow. */
async function reached(office: ConsoleClient, node: string): Promise<void> {
  const id = (await office.get<CallRecord[]>("/api/calls"))[0]!.id;
  await office.until<{ trace: TraceEntry[] }>(
    `/api/calls/${id}`,
    (c) => c.trace.some((t) => (t.data as { node?: string } | undefined)?.node === node),
    60_000,
  );
}

const box = await startLabBox();
try {
  await ring(box);
} finally {
  await box.stop();
}
