import type { Readable } from "node:stream";
import type { ChainLink } from "../contract/evidence.ts";
import { noHash } from "../core/recordings/chain-link.ts";
import type { RecordingsPort } from "../edge/http/recordings-port.ts";
import type { Store } from "../edge/store/store.ts";
import { openSound, type Sound, soundHash } from "../edge/vault/open-sound.ts";
import { proofChain, proofZip } from "../edge/vault/proof.ts";
import { callsGoing } from "./calls-going.ts";
import type { KeeperParts, RecordingKeeper } from "./recording-keeper.ts";
import { waveformOf } from "./waveform.ts";

/** Links after the recording's own that go into a proof: days of work of a small site. */
const mostFollowing = 5_000;
/** Traces can be long; a proof is to be read. */
const mostTrace = 1_000;

/** What the console's server does with recordings. */
export function recordingsPort(keeper: RecordingKeeper, { store, dataDir, clock, settings }: KeeperParts): RecordingsPort {
  const { key, signer } = keeper.keys;
  const place = (id: string) => {
    const found = store.recordingPlace(id);
    if (!found) throw new Error("it was deleted");
    return found;
  };
  const open = async (id: string): Promise<Sound> => openSound(dataDir, place(id), key);
  return {
    open,
    async peaks(id, buckets) {
      const sound = await open(id);
      return waveformOf(sound, buckets);
    },
    async proof(id, by, reason): Promise<Readable> {
      const at = place(id);
      const hashed = await soundHash(dataDir, at, key);
      if (hashed === "missing" || "broken" in hashed) throw new Error("the sound can't be read");
      const recording = store.recording(id);
      const [first] = store.chainLinksOf(id);
      if (!recording || !first) throw new Error("it is not finished yet");
      await keeper.anchor();
      const details = store.call(recording.call);
      const { site } = settings();
      const proof = {
        recording,
        call: details?.record,
        trace: (details?.trace ?? []).slice(0, mostTrace),
        chain: proofChain(id, first, hashBefore(store, first), store.chainLinks(first.n, mostFollowing)),
        sound: { name: `sound.${at.format}`, ...hashed },
        by,
        reason,
        atMs: clock.nowMs(),
        site: site.name,
        timeZone: site.timeZone,
      };
      return proofZip(proof, (await open(id)).read(), signer);
    },
    preview: () => keeper.retention.preview(),
    runRetention: (by, wanted) => keeper.retention.run(by, wanted),
    callsGoing: (keepDays) => callsGoing(store, keepDays, settings().site.timeZone, clock.nowMs()),
    verify: () => keeper.verify(),
    verifying: () => keeper.verifying(),
  };
}

const hashBefore = (store: Store, { n }: ChainLink): string => (n === 1 ? noHash : (store.chainLinks(n - 2, 1)[0]?.hash ?? ""));
