import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import type { RecordingRow } from "../../contract/records.ts";
import { linkHash, madeBody } from "../../core/recordings/chain-link.ts";
import type { ProofChain } from "./proof-contents.ts";
import { isSigned } from "./signer.ts";

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
export type ProofCheck = { recording: string; keyFingerprint: string; problems: string[] };

/** Checks a proof by itself: signature, every file, the chain around the recording, and that the sound is what the chain says. `publicKey`: the box's key, known from elsewhere. */
export function checkProof(zip: Buffer, publicKey?: string): ProofCheck {
  const files = filesOf(zip);
  const text = (name: string): string => files.get(name)?.toString("utf8") ?? "";
  const key = text("public-key.pem");
  const problems: string[] = [];
  const fail = (bad: boolean, problem: string): void => void (bad && problems.push(problem));
  fail(publicKey !== undefined && publicKey.trim() !== key.trim(), "the key in the proof is not the one of this box");
  fail(!isSigned(publicKey ?? key, text("proof.json"), text("proof.sig").trim()), "the signature does not fit proof.json");
  const statement = parsed<{ recording: string; files: Record<string, string> }>(text("proof.json"));
  if (!statement) return { recording: "", keyFingerprint: sha256(key), problems: [...problems, "proof.json can't be read"] };
  for (const [name, hash] of Object.entries(statement.files)) {
    const file = files.get(name);
    fail(!file || sha256(file) !== hash, `${name} is missing or was changed`);
  }
  for (const name of files.keys())
    fail(
      !Object.hasOwn(statement.files, name) && !/^(?:proof\.json|proof\.sig|public-key\.pem)$/.test(name),
      `${name} was added`,
    );
  const row = parsed<RecordingRow>(text("recording.json"));
  const chain = parsed<ProofChain>(text("chain.json"));
  if (!row || !chain) problems.push("recording.json or chain.json can't be read");
  else
    problems.push(...chainProblems(row, chain, Object.entries(statement.files).find(([name]) => name.startsWith("sound."))?.[1]));
  return { recording: statement.recording, keyFingerprint: sha256(key), problems };
}

function chainProblems(row: RecordingRow, { own, after }: ProofChain, sound: string | undefined): string[] {
  const problems: string[] = [];
  const [first] = own;
  if (first?.kind !== "made" || first.body !== madeBody(row)) problems.push("the recording's facts are not those of its link");
  const links = [...own.map((l) => ({ ...l, bodyHash: sha256(l.body) })), ...after].sort((a, b) => a.n - b.n);
  let before = first?.before ?? "";
  for (const [at, link] of links.entries()) {
    if (link.n !== (first?.n ?? 0) + at || linkHash(before, link as never, link.bodyHash, sha256) !== link.hash)
      problems.push(`link ${link.n} does not follow from the one before`);
    before = link.hash;
  }
  const last = own.findLast((l) => l.kind !== "deleted");
  if (parsed<{ sha256: string }>(last?.body ?? "")?.sha256 !== sound) problems.push("the sound is not the one of the chain");
  return problems;
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

const entryLimit = 100;
/** Files of a zip by its central directory (PKWARE APPNOTE 4.3.12 and 4.3.16); stored or deflated, nothing else. Throws when it is none. */
function filesOf(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length) throw new Error("this is no zip file");
  const count = zip.readUInt16LE(end + 10);
  if (count > entryLimit) throw new Error("this is no proof: too many files");
  const files = new Map<string, Buffer>();
  for (let at = zip.readUInt32LE(end + 16), n = 0; n < count; n++) {
    const [method, packed, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameBytes, extraBytes, noteBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString("utf8", at + 46, at + 46 + nameBytes);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + packed);
    files.set(name, method === 8 ? inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) }) : bytes);
    at += 46 + nameBytes + extraBytes + noteBytes;
  }
  return files;
}
