import type { CallRecord } from "../../appliance/contract/records.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { startLabBox } from "../sim/lab-box.ts";
import { startLossyLink } from "../sim/lossy-link.ts";
import { runSipp } from "../sim/sipp.ts";
import { boxAtRest, rssMbOf } from "./bad-messages.ts";

/**
 * Calls over a network that loses, doubles and overtakes a tenth of all packets, with one seed after another.
 * `node test/soak/lossy-calls.ts [--seeds 20] [--first-seed 1] [--calls 400]`
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const seeds = option("seeds", 20);
const firstSeed = option("first-seed", 1);
const calls = option("calls", 400);
const perSecond = 10;

const box = await startLabBox({ rtp: "27000-27799" });
const office = await ConsoleClient.admin(box);

async function callsSince(startMs: number): Promise<CallRecord[]> {
  const all: CallRecord[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await office.get<CallRecord[]>(`/api/calls?limit=200${last ? `&before=${last.startedAtMs}` : ""}`);
    all.push(...page.filter((call) => call.startedAtMs >= startMs));
    if (page.length < 200 || page.at(-1)!.startedAtMs < startMs) return all;
  }
}

async function once(seed: number): Promise<string> {
  const startMs = Date.now();
  const link = await startLossyLink(box.sip, { loss: 0.1, duplicate: 0.1, reorder: 0.1, seed });
  try {
    const run = await runSipp({
      box: link,
      transport: "udp",
      calls,
      perSecond,
      tolerant: true,
      withinSec: calls / perSecond + 120,
      steps: [
        { do: "invite", from: "13900000001", to: "96100", telephoneEvent: true },
        { do: "pause", ms: 3_000 },
        { do: "bye" },
      ],
    });
    if (run.code !== 0) throw new Error(`seed ${seed}: sipp ended with ${run.code}\n${run.output.slice(-3_000)}`);
    const { lost, doubled, late } = link.passed();
    await boxAtRest(office, 90_000);
    const records = await callsSince(startMs);
    const clean = records.filter((call) => call.endReason === "hangup" && call.endedBy === "caller").length;
    if (records.length !== calls || clean !== calls)
      throw new Error(`seed ${seed}: ${records.length} records of ${calls} calls, ${clean} ended by their caller`);
    return `seed ${seed}: ${calls} calls good; ${lost} packets lost, ${doubled} doubled, ${late} late; ${rssMbOf(box.pid)} MB`;
  } finally {
    link.stop();
  }
}

try {
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) console.log(await once(seed));
} catch (error) {
  console.error(error);
  await box.stop("SIGKILL");
  process.exit(1);
}
const code = await box.stop();
console.log(`the box ended with ${code}`);
process.exit(code ?? 1);
