import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Anchor } from "../../core/recordings/check-chain.ts";
import { isSigned, type Signer } from "./signer.ts";

const fileOf = (dataDir: string): string => join(dataDir, "recording-anchors.log");
const textOf = ({ atMs, n, hash }: Anchor): string => `linebox recording chain ${n} ${hash} ${atMs}`;

/** Notes the chain's head outside the database, signed: one line each. Copied elsewhere, it also shows a chain that was made anew. */
export async function noteAnchor(dataDir: string, anchor: Anchor, signer: Signer): Promise<void> {
  const line = JSON.stringify({ ...anchor, signature: signer.sign(textOf(anchor)) });
  await appendFile(fileOf(dataDir), `${line}\n`, { mode: 0o640 });
}

/** What was noted, and how many lines are not ours. */
export async function readAnchors(dataDir: string, publicKey: string): Promise<{ anchors: Anchor[]; forged: number }> {
  const text = await readFile(fileOf(dataDir), "utf8").catch(() => "");
  const anchors: Anchor[] = [];
  let forged = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const anchor = parse(line);
    if (anchor && isSigned(publicKey, textOf(anchor), anchor.signature)) anchors.push(anchor);
    else forged++;
  }
  return { anchors, forged };
}

function parse(line: string): (Anchor & { signature: string }) | undefined {
  try {
    return JSON.parse(line) as Anchor & { signature: string };
  } catch {
    return undefined;
  }
}
