import type { ChainLink } from "../../contract/evidence.ts";
import type { RecordingRow } from "../../contract/records.ts";

/** SHA-256 of a text (UTF-8), in lower-case hexadecimal. */
export type Sha256 = (text: string) => string;

/** What comes before the first link. */
export const noHash = "0".repeat(64);

/** Covers the link before, so that nothing in between can be taken out, put in or changed. The body goes in by its own hash: a proof can show the links after it without what they are about. */
export const linkHash = (before: string, link: Pick<ChainLink, "n" | "kind">, bodyHash: string, sha256: Sha256): string =>
  sha256(`${before}\n${link.n}\n${link.kind}\n${bodyHash}`);

/** The facts of a finished recording, in an order that never changes. */
export const madeBody = (row: RecordingRow): string => {
  const { id, call, kind, path, startedAtMs, durationMs, bytes, sha256, gaps = [] } = row;
  return JSON.stringify({ id, call, kind, path, startedAtMs, durationMs, bytes, sha256, gaps });
};
export const derivedBody = (facts: { id: string; from: string; sha256: string; format: string; bytes: number; atMs: number }) => {
  const { id, from, sha256, format, bytes, atMs } = facts;
  return JSON.stringify({ id, from, sha256, format, bytes, atMs });
};
export const deletedBody = (facts: { id: string; by: string; why: string; atMs: number }): string => {
  const { id, by, why, atMs } = facts;
  return JSON.stringify({ id, by, why, atMs });
};
