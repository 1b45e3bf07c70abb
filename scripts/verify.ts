import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { BoxKey, type Sealed } from "../appliance/edge/store/box-key.ts";
import { recordingStore } from "../appliance/edge/store/recording-store.ts";
import { checkProof } from "../appliance/edge/vault/check-proof.ts";
import { Signer } from "../appliance/edge/vault/signer.ts";
import { verifyRecordings } from "../appliance/edge/vault/verify-recordings.ts";

const help = `scripts/verify recordings --data DIR            all recordings of a box, running or not
scripts/verify proof FILE.zip [--key KEY.pem]   an exported proof, without the box
Ends with 0: all as it was recorded; 1: not so; 2: could not be checked.`;

/** All recordings of a data folder, read only. */
async function recordings(data: string): Promise<number> {
  for (const name of ["linebox.db", "box.key"])
    if (!existsSync(join(data, name))) throw new Error(`${join(data, name)} is not there`);
  const db = new Database(join(data, "linebox.db"), { readonly: true, fileMustExist: true });
  const boxKey = new BoxKey(data);
  const secret = (kind: string): string => {
    const row = db.prepare<[string], Sealed>("SELECT nonce, sealed FROM secret WHERE kind = ? AND id = 'recordings'").get(kind);
    const text = row && boxKey.unseal(kind, "recordings", row);
    if (text === undefined) throw new Error(`the ${kind} can't be read with this box.key`);
    return text;
  };
  const { publicKey } = new Signer(secret("signing-key"));
  const key = Buffer.from(secret("recording-key"), "hex");
  // Nothing is written: the store's own writer has no part in this.
  const store = recordingStore(db, undefined as never);
  const show = process.stderr.isTTY;
  const progress = (n: number): void => void (show && process.stderr.write(`\r${n}`));
  const {
    links,
    recordings: count,
    anchors,
    findings,
    more,
  } = await verifyRecordings({ store, dataDir: data, key, publicKey, progress });
  if (show) process.stderr.write("\r");
  for (const { what, words } of findings) console.log(`${what}: ${words.en} ${words.zh}`);
  if (more) console.log("… and more");
  console.log(
    `${count} recordings, ${links} links, ${anchors} noted heads: ${findings.length === 0 ? "all as recorded" : `${findings.length} findings`}`,
  );
  db.close();
  return findings.length === 0 ? 0 : 1;
}

function proof(file: string, keyFile: string | undefined): number {
  const { recording, keyFingerprint, problems } = checkProof(
    readFileSync(file),
    keyFile === undefined ? undefined : readFileSync(keyFile, "utf8"),
  );
  for (const problem of problems) console.log(problem);
  console.log(`${recording || file}: ${problems.length === 0 ? "proven" : "not proven"}; key ${keyFingerprint}`);
  return problems.length === 0 ? 0 : 1;
}

try {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: text, key: text } });
  const [what, file] = positionals;
  if (what === "recordings") process.exitCode = await recordings(resolve(values.data ?? "data"));
  else if (what === "proof" && file) process.exitCode = proof(file, values.key);
  else throw new Error(help);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
