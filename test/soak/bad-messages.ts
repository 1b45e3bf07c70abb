import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { parseMessage } from "../../appliance/wire/sip/message/parse-message.ts";
import { mutated } from "../../appliance/wire/sip/test-data/mutated.ts";
import { Random } from "../../appliance/wire/sip/test-data/random.ts";
import { invalidTorture } from "../../appliance/wire/sip/test-data/torture-invalid.ts";
import { semanticTorture } from "../../appliance/wire/sip/test-data/torture-semantic.ts";
import { validTorture } from "../../appliance/wire/sip/test-data/torture-valid.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { runSipp } from "../sim/sipp.ts";
import { leadsAway, ownMessages } from "./own-messages.ts";
import { Pulse } from "./pulse.ts";
import { RotatingSources } from "./rotating-sources.ts";

/**
 * Broken messages against the running box, over UDP and TCP, while proper calls go on: all of RFC 4475, then mutations of them by a seed.
 * `node test/soak/bad-messages.ts [--messages 20000] [--seed 4475] [--per-second 800]`
 */
export type StormOptions = {
  messages: number;
  seed: number;
  /** At most; the box is also waited for every fifty messages. */
  perSecond: number;
  callEveryMs: number;
  say?: (line: string) => void;
};
export type StormResult = {
  sent: { udp: number; tcp: number; trunk: number };
  addresses: number;
  /** What the box said to them. */
  answers: number;
  seconds: number;
  calls: number;
  slowestPulseMs: number;
  /** Resident memory of the box when a tenth of the messages was through, and after each further tenth. */
  rssMb: number[];
};
type Gauges = Record<string, Record<string, number>>;

const pulseEvery = 50;
/** Calls made by broken INVITEs stand until their 32 s without ACK are over: there must be room for proper ones. */
const trunkEveryMs = 100;
const tcpShare = 0.25;

const torture = [...validTorture, ...invalidTorture, ...semanticTorture].map(({ bytes }) => bytes);
const readable = torture.filter((bytes) => parseMessage(bytes).kind !== "fault");

export async function stormOfBadMessages(box: LabBox, options: StormOptions): Promise<StormResult> {
  const { messages, seed, perSecond, callEveryMs, say = () => undefined } = options;
  const sources = new RotatingSources(box.sip);
  const pulse = await Pulse.open(box.sip);
  const trunk = createSocket("udp4").bind(0, "127.0.0.1");
  await once(trunk, "listening");
  const random = new Random(seed);
  const strangers = ownMessages(box.sip, trunk.address().port, `stranger-${seed}`);
  const sent = { udp: 0, tcp: 0, trunk: 0 };
  const rssMb: number[] = [];
  const startMs = performance.now();
  let over = false;
  let slowestPulseMs = 0;
  const calls = properCalls(box, callEveryMs, () => over);
  let trouble: unknown;
  calls.catch((error: unknown) => {
    trouble = error;
  });
  let nextTrunkMs = startMs;
  /** What was sent since the box last answered: on a failure, one of these did it. */
  let recent: Uint8Array[] = [];
  try {
    for (let i = 0; i < messages; i++) {
      const broken = random.chance(0.2) ? mutated(random, strangers, torture) : mutated(random, readable, torture);
      const bytes = torture[i] ?? (random.chance(0.5) ? asNew(broken, `${seed}-${i}-`) : broken);
      recent.push(bytes);
      if (random.chance(tcpShare)) {
        await sources.sendTcp(bytes);
        sent.tcp++;
      } else if (bytes.length > 0 && bytes.length < 65_000) {
        await sources.sendUdp(bytes);
        sent.udp++;
      }
      if (performance.now() >= nextTrunkMs) {
        nextTrunkMs = performance.now() + trunkEveryMs;
        const own = ownMessages(box.sip, trunk.address().port, `own-${seed}-${sent.trunk}`);
        const call = mutated(random, own, own);
        if (!leadsAway(call) && call.length > 0) {
          recent.push(call);
          trunk.send(call, box.sip.port, box.sip.host);
          sent.trunk++;
        }
      }
      if (i % pulseEvery === 0) {
        if (trouble) throw trouble;
        slowestPulseMs = Math.max(slowestPulseMs, await pulse.feel());
        recent = [];
        const aheadMs = (i / perSecond) * 1_000 - (performance.now() - startMs);
        if (aheadMs > 0) await new Promise((done) => setTimeout(done, aheadMs));
      }
      if ((i + 1) % Math.ceil(messages / 10) === 0) {
        rssMb.push(rssMbOf(box.pid));
        say(
          `${i + 1} messages, ${Math.round((performance.now() - startMs) / 1000)} s, ${rssMb.at(-1)} MB, slowest answer ${slowestPulseMs.toFixed(0)} ms`,
        );
      }
    }
    await pulse.feel();
  } catch (error) {
    const last = recent.map((bytes) => Buffer.from(bytes).toString("base64")).join("\n");
    throw new Error(
      `seed ${seed}: ${String(error)}\nbox: ${box.output().slice(-3_000)}\nsent since it last answered, base64:\n${last}`,
    );
  } finally {
    over = true;
    sources.close();
    pulse.close();
    trunk.close();
  }
  return {
    sent,
    addresses: sources.addresses,
    answers: sources.answers,
    seconds: (performance.now() - startMs) / 1000,
    calls: await calls,
    slowestPulseMs,
    rssMb,
  };
}

/** With a branch and a Call-ID of its own it is no repetition of an earlier one, which the transactions would take (RFC 3261 17.2.3). */
function asNew(bytes: Uint8Array, id: string): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  return Buffer.from(text.replace(/branch=z9hG4bK/gi, `$&${id}`).replace(/^(call-id|i)([ \t]*:[ \t]*)/gim, `$&${id}`), "latin1");
}

/** A short call every so often; each must be answered and end by its own BYE. Resolves with their number. */
async function properCalls(box: LabBox, everyMs: number, over: () => boolean): Promise<number> {
  let made = 0;
  while (!over()) {
    const nextMs = performance.now() + everyMs;
    const run = await runSipp({
      box: box.sip,
      transport: made % 2 === 0 ? "udp" : "tcp",
      withinSec: 30,
      steps: [{ do: "invite", from: "13700000000", to: "96100", telephoneEvent: true }, { do: "pause", ms: 800 }, { do: "bye" }],
    });
    made++;
    if (run.code !== 0)
      throw new Error(`proper call ${made} failed (${run.code}):\n${run.output.slice(-3_000)}\n${run.messages.slice(-3_000)}`);
    while (!over() && performance.now() < nextMs) await new Promise((done) => setTimeout(done, 50));
  }
  return made;
}

export const rssMbOf = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);

/** What must go back to nothing when the last transaction is forgotten. */
const left = ({ calls, signalling, sip, media }: Gauges) => ({
  calls: calls!.live,
  timers: calls!.timers,
  transactions: signalling!.transactions,
  dialogs: signalling!.dialogs,
  connections: signalling!.connections,
  legs: sip!.legs,
  mediaLegs: media!.legs,
  sockets: media!.sockets,
  recordings: media!.recordings,
});

/** Waits until the box holds nothing any more; fails with what is left. */
export async function boxAtRest(office: ConsoleClient, withinMs: number): Promise<Gauges> {
  return office.until<Gauges>("/api/gauges", (gauges) => Object.values(left(gauges)).every((n) => n === 0), withinMs);
}

if (import.meta.main) {
  const option = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
  };
  const messages = option("messages", 20_000);
  const box = await startLabBox({ rtp: "27000-27799" });
  const office = await ConsoleClient.admin(box);
  try {
    const result = await stormOfBadMessages(box, {
      messages,
      seed: option("seed", 4475),
      perSecond: option("per-second", 800),
      callEveryMs: 3_000,
      say: (line) => console.log(line),
    });
    console.log(JSON.stringify(result));
    const gauges = await boxAtRest(office, 120_000);
    const alarms = await office.get<{ code: string; words: { en: string } }[]>("/api/alarms");
    console.log(
      `at rest: ${JSON.stringify(left(gauges))}, ${rssMbOf(box.pid)} MB, SIP server faults ${gauges.signalling!.faults}, alarms ${JSON.stringify(alarms)}`,
    );
    const grown = result.rssMb.at(-1)! - result.rssMb[0]!;
    if (grown > 100) throw new Error(`memory grew by ${grown} MB`);
    if (gauges.signalling!.faults !== 0) throw new Error("a message met a defect in the SIP server");
  } catch (error) {
    console.error(error);
    await box.stop("SIGKILL");
    process.exit(1);
  }
  const code = await box.stop();
  console.log(`the box ended with ${code}`);
  process.exit(code ?? 1);
}
