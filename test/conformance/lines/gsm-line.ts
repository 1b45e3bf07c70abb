import type { LineUnderTest, OpenLine } from "./line-under-test.ts";
import { lineOf, ModemBench, type OpenModem } from "./modem-bench.ts";

/** The `n`th modem of a bench as a line for the suite; the bench is stopped with it. */
export function gsmLine(bench: ModemBench, n = 1): OpenLine {
  return async (hear): Promise<LineUnderTest> => {
    const perform = bench.side(n, hear);
    const modem = bench.modems[n - 1]!;
    return {
      far: {
        callIn: async (from) => modem.callIn(from),
        nextCall: () => modem.nextCall(),
        pull: async () => bench.pull(n),
        putBack: async () => bench.putBack(n),
        stop: async () => bench.pull(n),
      },
      party: { kind: "line", line: lineOf(n) },
      limits: {},
      perform,
      gauges: () => bench.edge.gauges(),
      stop: () => bench.stop(),
    };
  };
}

/** A modem on two ptys, its driver in the child process, as a line for the suite. */
export const gsmLineUnderTest =
  (wanted: OpenModem): OpenLine =>
  (hear) =>
    gsmLine(new ModemBench([wanted]))(hear);
