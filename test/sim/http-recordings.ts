import { Readable } from "node:stream";
import { callsGoing } from "../../appliance/assembly/calls-going.ts";
import type { RecordingsPort } from "../../appliance/edge/http/recordings-port.ts";
import type { Store } from "../../appliance/edge/store/store.ts";
import { openSound } from "../../appliance/edge/vault/open-sound.ts";

/** Recordings as the console's server asks for them, out of the data folder; no plan of retention is ever still the one that was shown. */
export function httpRecordings(store: Store, dataDir: string, nowMs: () => number): RecordingsPort {
  const placeOf = (id: string) => {
    const place = store.recordingPlace(id);
    if (!place) throw new Error("no such recording");
    return place;
  };
  return {
    open: async (id) => openSound(dataDir, placeOf(id), new Uint8Array(32)),
    peaks: async (id, buckets) => {
      const sound = await openSound(dataDir, placeOf(id), new Uint8Array(32));
      await sound.close();
      return { durationMs: sound.bytes, left: new Array<number>(buckets).fill(0), right: new Array<number>(buckets).fill(1) };
    },
    proof: async (id, by, reason) => Readable.from([`${id} ${by} ${reason}`]),
    preview: async () => ({ revision: "", atMs: 0, bytes: 0, held: 0, more: false, going: [] }),
    runRetention: async () => ({ fault: "plan-changed" as const }),
    callsGoing: (keepDays) => callsGoing(store, keepDays, "Asia/Shanghai", nowMs()),
    verify: () => ({ startedAtMs: nowMs(), recordings: 0 }),
    verifying: () => undefined,
  };
}
