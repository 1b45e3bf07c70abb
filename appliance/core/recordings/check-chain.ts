import type { ChainFinding, ChainLink } from "../../contract/evidence.ts";
import type { RecordingRow } from "../../contract/records.ts";
import { linkHash, madeBody, noHash, type Sha256 } from "./chain-link.ts";

/** The chain's head as it was noted elsewhere at some moment. */
export type Anchor = { atMs: number; n: number; hash: string };
/** What is known of one recording; `found` is the SHA-256 of the sound that lies there now, missing when there is no file or its seal is broken. */
export type Held = {
  id: string;
  row?: RecordingRow;
  links: readonly ChainLink[];
  /** Its row says that it was deleted. */
  ended: boolean;
  found?: { sha256: string } | { broken: string };
};

const finding = (
  what: ChainFinding["what"],
  en: string,
  zh: string,
  where: { recording?: string; n?: number },
): ChainFinding => ({
  what,
  words: { en, zh },
  ...where,
});

/** Walks the links in order of their number and says where they no longer follow from each other. */
export class ChainWalk {
  readonly #sha256: Sha256;
  readonly #anchors: Map<number, Anchor>;
  #last: { n: number; hash: string } = { n: 0, hash: noHash };

  constructor(anchors: readonly Anchor[], sha256: Sha256) {
    this.#sha256 = sha256;
    this.#anchors = new Map(anchors.map((a) => [a.n, a]));
  }

  take(link: ChainLink): ChainFinding[] {
    const { n, recording } = link;
    const found: ChainFinding[] = [];
    const before = this.#last;
    if (n !== before.n + 1)
      found.push(
        finding("link-missing", `Links ${before.n + 1} to ${n - 1} are missing.`, `缺少第 ${before.n + 1} 至 ${n - 1} 环。`, {
          n: before.n + 1,
        }),
      );
    else if (linkHash(before.hash, link, this.#sha256(link.body), this.#sha256) !== link.hash)
      found.push(finding("link-changed", `Link ${n} was changed.`, `第 ${n} 环被改动。`, { n, recording }));
    const anchor = this.#anchors.get(n);
    if (anchor && anchor.hash !== link.hash)
      found.push(
        finding("anchor-changed", `Link ${n} is not the one that was noted elsewhere.`, `第 ${n} 环与另存的记录不符。`, { n }),
      );
    this.#last = { n, hash: link.hash };
    return found;
  }

  /** No link follows. */
  end(): ChainFinding[] {
    const { n } = this.#last;
    const furthest = Math.max(0, ...this.#anchors.keys());
    if (furthest <= n) return [];
    const words = [
      `The chain ends at ${n}, but was ${furthest} long already.`,
      `链条止于 ${n}，但此前已有 ${furthest} 环。`,
    ] as const;
    return [finding("tail-missing", ...words, { n: n + 1 })];
  }
}

/** Compares one recording with its links: the row as it was kept, the sound as it was hashed, the deletion as it was written down. */
export function checkHeld({ id, row, links, ended, found }: Held): ChainFinding[] {
  const of = { recording: id };
  const made = links.find((l) => l.kind === "made");
  const deleted = links.some((l) => l.kind === "deleted");
  if (!made) return row && isFinished(row) ? [finding("not-linked", `${id} has no link.`, `${id} 不在链中。`, of)] : [];
  const findings: ChainFinding[] = [];
  if (!row) findings.push(finding("row-missing", `The row of ${id} is gone.`, `${id} 的记录缺失。`, of));
  else if (madeBody(row) !== made.body)
    findings.push(finding("row-changed", `The row of ${id} was changed.`, `${id} 的记录被改动。`, of));
  if (ended && !deleted)
    findings.push(
      finding("deleted-without-link", `${id} is marked as deleted, but no link says so.`, `${id} 标为已删除，但链中无记录。`, of),
    );
  if (deleted) return findings;
  if (!found) findings.push(finding("file-missing", `The file of ${id} is gone.`, `${id} 的文件缺失。`, of));
  else if ("broken" in found || found.sha256 !== soundOf(links))
    findings.push(finding("file-changed", `The file of ${id} is not what was recorded.`, `${id} 的文件与录制内容不符。`, of));
  return findings;
}

const isFinished = ({ state, sha256 }: RecordingRow): boolean =>
  (state === "complete" || state === "cut") && sha256 !== undefined;

/** SHA-256 of the sound by the last link that gave it another form. */
function soundOf(links: readonly ChainLink[]): string | undefined {
  const last = links.findLast((l) => l.kind === "made" || l.kind === "derived");
  try {
    return last && (JSON.parse(last.body) as { sha256?: string }).sha256;
  } catch {
    return undefined;
  }
}
