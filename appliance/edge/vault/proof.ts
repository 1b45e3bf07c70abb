import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import yazl from "yazl";
import type { ChainLink } from "../../contract/evidence.ts";
import type { Proof, ProofChain } from "./proof-contents.ts";
import { proofPage } from "./proof-page.ts";
import type { Signer } from "./signer.ts";

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** A zip with the sound and everything that shows what it is, signed with the box's key. `scripts/verify proof` checks it without the box. */
export function proofZip(proof: Proof, sound: Readable, signer: Signer): Readable {
  const { recording, call, trace, chain, by, reason, atMs, site } = proof;
  const texts: Record<string, string> = {
    "recording.json": json(recording),
    "call.json": json(call ?? null),
    "trace.json": json(trace),
    "chain.json": json(chain),
    "index.html": proofPage(proof, signer.publicKey),
  };
  const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, sha256(text)]));
  const statement = json({
    what: "linebox recording proof",
    version: 1,
    recording: recording.id,
    site,
    exportedAtMs: atMs,
    exportedBy: by,
    reason,
    files: { ...files, [proof.sound.name]: proof.sound.sha256 },
  });
  const zip = new yazl.ZipFile();
  const mtime = new Date(atMs);
  zip.addReadStream(sound, proof.sound.name, { mtime, compress: false });
  const all = {
    ...texts,
    "proof.json": statement,
    "proof.sig": `${signer.sign(statement)}\n`,
    "public-key.pem": signer.publicKey,
  };
  for (const [name, text] of Object.entries(all)) zip.addBuffer(Buffer.from(text, "utf8"), name, { mtime });
  zip.end();
  // A seal that turns out broken half-way ends the zip before its end: nobody takes it for whole.
  sound.on("error", (error) => (zip.outputStream as Readable).destroy(error));
  return zip.outputStream as Readable;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What the chain says of one recording. `following` are the links after the recording's first one, in order. */
export function proofChain(id: string, first: ChainLink, before: string, following: ChainLink[]): ProofChain {
  const own: ProofChain["own"] = [{ ...first, before }];
  const after: ProofChain["after"] = [];
  let last = first.hash;
  for (const link of following) {
    if (link.recording === id) own.push({ ...link, before: last });
    else after.push({ n: link.n, kind: link.kind, bodyHash: sha256(link.body), hash: link.hash });
    last = link.hash;
  }
  return { own, after };
}
