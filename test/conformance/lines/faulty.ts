import { setTimeout as wait } from "node:timers/promises";
import type { LineId } from "../../../appliance/kit/ids.ts";
import { BoxSide } from "./box-side.ts";
import { gsmLine } from "./gsm-line.ts";
import { lineOf, ModemBench, type OpenModem } from "./modem-bench.ts";

/** A faulty modem, the box's side of its line, and the bench both stand on. */
export type Faulty = {
  bench: ModemBench;
  box: BoxSide;
  line: LineId;
  /** Resolves when the line has come up for the `n`th time. */
  up(n: number): Promise<void>;
};

const upMs = 60_000;

/** Resolves when it has become so. */
export async function until(so: () => boolean, timeoutMs = upMs): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!so()) {
    if (performance.now() > endMs) throw new Error(`not so within ${timeoutMs} ms: ${so}`);
    await wait(20);
  }
}

/** Runs a test with one modem and its true driver, from the line's coming up (unless `asIs`) to a clean end. */
export async function openFaulty(
  { asIs, ...wanted }: Partial<OpenModem> & { asIs?: true },
  body: (faulty: Faulty) => Promise<void>,
): Promise<void> {
  const bench = new ModemBench([{ family: "quectel-ec2x", ...wanted }]);
  const box = await BoxSide.open(gsmLine(bench));
  const ups = (): number => box.events.filter((e) => e.on === "line.state" && e.state === "up").length;
  const up = (n: number): Promise<void> => until(() => ups() >= n);
  try {
    if (!asIs) await up(1);
    await body({ bench, box, line: lineOf(1), up });
  } catch (error) {
    // What the driver said is half of what is to be known.
    throw new Error(`${(error as Error).message}\n${bench.notes.join("\n")}`, { cause: error });
  } finally {
    await box.stop();
  }
}
