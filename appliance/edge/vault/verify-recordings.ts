import { createHash } from "node:crypto";
import type { ChainFinding, ChainLink, Verified } from "../../contract/evidence.ts";
import type { RecordingRow } from "../../contract/records.ts";
import { ChainWalk, checkHeld, type Held } from "../../core/recordings/check-chain.ts";
import { readAnchors } from "./anchor-log.ts";
import { type SoundPlace, soundHash } from "./open-sound.ts";

/** What the check reads of the store. */
export type ChainPort = {
  chainLinks(afterN: number): ChainLink[];
  chainLinksOf(id: string): ChainLink[];
  recordingPages(): Iterable<{ id: string; row: RecordingRow; ended: boolean }[]>;
  recordingsWithoutRow(): string[];
  recordingPlace(id: string): SoundPlace | undefined;
};

/** So many findings are named; beyond it only that there are more. */
const mostFindings = 1000;
const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** Walks the whole chain, then every recording's row and sound. `key` opens sealed files; `publicKey` is the box's own. */
export async function verifyRecordings(options: {
  store: ChainPort;
  dataDir: string;
  key: Uint8Array;
  publicKey: string;
  progress?: (recordings: number) => void;
}): Promise<Verified> {
  const { store, dataDir, key, publicKey, progress = () => undefined } = options;
  const { anchors, forged } = await readAnchors(dataDir, publicKey);
  const findings: ChainFinding[] = [];
  let more = false;
  const add = (found: ChainFinding[]): void => {
    more ||= findings.length + found.length > mostFindings;
    findings.push(...found.slice(0, Math.max(0, mostFindings - findings.length)));
  };
  if (forged > 0)
    add([
      {
        what: "anchor-changed",
        words: { en: `${forged} noted heads are not signed by this box.`, zh: `有 ${forged} 条另存记录不是本机签名。` },
      },
    ]);
  const walk = new ChainWalk(anchors, sha256);
  let links = 0;
  for (let page = store.chainLinks(0); page.length > 0; page = store.chainLinks(page.at(-1)!.n)) {
    for (const link of page) add(walk.take(link));
    links += page.length;
    await pause();
  }
  add(walk.end());
  let recordings = 0;
  /** A file that is just being sealed or compressed moves: it is looked for once more where it went. */
  const hashOf = async (id: string): Promise<Awaited<ReturnType<typeof soundHash>>> => {
    const place = store.recordingPlace(id);
    if (!place) return "missing";
    const found = await soundHash(dataDir, place, key);
    const later = store.recordingPlace(id);
    return later && later.path !== place.path ? soundHash(dataDir, later, key) : found;
  };
  const check = async (id: string, row: RecordingRow | undefined, ended: boolean): Promise<void> => {
    const held: Held = { id, links: store.chainLinksOf(id), ended, ...(row ? { row } : {}) };
    const found = held.links.length > 0 ? await hashOf(id) : "missing";
    add(checkHeld(found === "missing" ? held : { ...held, found }));
    progress(++recordings);
  };
  for (const page of store.recordingPages()) for (const { id, row, ended } of page) await check(id, row, ended);
  for (const id of store.recordingsWithoutRow()) await check(id, undefined, false);
  return { links, recordings, anchors: anchors.length, findings, more };
}

/** Lets calls through between pages. */
const pause = (): Promise<void> => new Promise((done) => setImmediate(done));
