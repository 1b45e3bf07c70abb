import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChainFinding, ChainLink } from "../../contract/evidence.ts";
import type { RecordingRow } from "../../contract/records.ts";
import { deletedBody, derivedBody, linkHash, madeBody, noHash } from "./chain-link.ts";
import { type Anchor, ChainWalk, checkHeld } from "./check-chain.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const rowOf = (n: number): RecordingRow => ({
  id: `r${n}` as never,
  call: `c${n}` as never,
  path: `recordings/r${n}.wav`,
  kind: "call",
  startedAtMs: 1_000 * n,
  state: "complete",
  durationMs: 500 + n,
  bytes: 8_000 + n,
  sha256: sha256(`sound ${n}`),
});
function chainOf(rows: RecordingRow[], more: Pick<ChainLink, "recording" | "kind" | "body">[] = []): ChainLink[] {
  let before = noHash;
  const all = [...rows.map((row) => ({ recording: row.id as string, kind: "made" as const, body: madeBody(row) })), ...more];
  return all.map((link, at) => {
    before = linkHash(before, { n: at + 1, kind: link.kind }, sha256(link.body), sha256);
    return { ...link, n: at + 1, hash: before };
  });
}
/** A house of so many recordings, all as they should be. */
type House = { rows: RecordingRow[]; links: ChainLink[]; sounds: string[]; anchors: Anchor[] };
function house(count: number): House {
  const rows = Array.from({ length: count }, (_, n) => rowOf(n));
  const links = chainOf(rows);
  const { n, hash } = links.at(-1)!;
  return { rows, links, sounds: rows.map((_, at) => `sound ${at}`), anchors: [{ atMs: 1, n, hash }] };
}
function verify({ rows, links, sounds, anchors }: House): ChainFinding[] {
  const walk = new ChainWalk(anchors, sha256);
  const found = links.flatMap((link) => walk.take(link));
  found.push(...walk.end());
  const ids = new Set([...rows.map((r) => r.id as string), ...links.map((l) => l.recording)]);
  for (const id of ids) {
    const at = rows.findIndex((r) => r.id === id);
    const sound = sounds[at];
    found.push(
      ...checkHeld({
        id,
        links: links.filter((l) => l.recording === id),
        ended: false,
        ...(rows[at] ? { row: rows[at] } : {}),
        ...(sound === undefined ? {} : { found: { sha256: sha256(sound) } }),
      }),
    );
  }
  return found;
}
const kinds = (h: House): string[] => [...new Set(verify(h).map((f) => f.what))];

describe("a chain that was left alone", () => {
  it("has nothing to find", () => {
    expect(verify(house(20))).toEqual([]);
  });
  it("also after a recording was made anew in another form, and another was deleted", () => {
    const rows = [rowOf(0), rowOf(1)];
    const opus = { id: "r0", from: rows[0]!.sha256!, sha256: sha256("opus"), format: "opus", bytes: 10, atMs: 9 };
    const links = chainOf(rows, [
      { recording: "r0", kind: "derived", body: derivedBody(opus) },
      { recording: "r1", kind: "deleted", body: deletedBody({ id: "r1", by: "box", why: "rule", atMs: 10 }) },
    ]);
    const walk = new ChainWalk([], sha256);
    expect([...links.flatMap((l) => walk.take(l)), ...walk.end()]).toEqual([]);
    const of = (id: string) => links.filter((l) => l.recording === id);
    expect(checkHeld({ id: "r0", row: rows[0]!, links: of("r0"), ended: false, found: { sha256: sha256("opus") } })).toEqual([]);
    expect(checkHeld({ id: "r1", row: rows[1]!, links: of("r1"), ended: true })).toEqual([]);
    expect(
      checkHeld({ id: "r0", row: rows[0]!, links: of("r0"), ended: false, found: { sha256: rows[0]!.sha256! } }),
    ).toMatchObject([{ what: "file-changed" }]);
  });
});

describe("what is always found", () => {
  const at = fc.nat(11);
  const tampered = (change: (h: House, at: number, other: number) => void, what: string): void => {
    fc.assert(
      fc.property(at, at, (one, two) => {
        const h = house(12);
        change(h, one, two === one ? (one + 1) % 12 : two);
        expect(kinds(h)).toContain(what);
      }),
    );
  };
  it("one character of a sound", () =>
    tampered((h, n) => {
      h.sounds[n] = `${h.sounds[n]!.slice(0, -1)}X`;
    }, "file-changed"));
  it("a removed file", () =>
    tampered((h, n) => {
      delete h.sounds[n];
    }, "file-missing"));
  it("two sounds that changed places", () =>
    tampered((h, a, b) => {
      [h.sounds[a], h.sounds[b]] = [h.sounds[b]!, h.sounds[a]!];
    }, "file-changed"));
  it("a changed row", () =>
    tampered((h, n) => {
      h.rows[n] = { ...h.rows[n]!, startedAtMs: 5 };
    }, "row-changed"));
  it("a removed row", () =>
    tampered((h, n) => {
      h.rows.splice(n, 1);
      h.sounds.splice(n, 1);
    }, "row-missing"));
  it("a changed row with its link changed to fit", () =>
    tampered((h, n) => {
      h.rows[n] = { ...h.rows[n]!, startedAtMs: 5 };
      h.links[n] = { ...h.links[n]!, body: madeBody(h.rows[n]!) };
    }, "link-changed"));
  it("a whole chain made anew, by what was noted elsewhere", () =>
    tampered((h, n) => {
      h.rows[n] = { ...h.rows[n]!, startedAtMs: 5 };
      h.links = chainOf(h.rows);
    }, "anchor-changed"));
  it("a recording that never was, put in at the end without a link", () =>
    tampered((h) => {
      h.rows.push(rowOf(99));
      h.sounds.push("sound 99");
    }, "not-linked"));
  it("a link taken out of the middle, and a tail that was cut off", () => {
    fc.assert(
      fc.property(fc.nat(10), (n) => {
        const middle = house(12);
        middle.links.splice(n, 1);
        expect(kinds(middle)).toContain("link-missing");
        const tail = house(12);
        tail.links.length = n;
        tail.rows.length = n;
        tail.sounds.length = n;
        expect(kinds(tail)).toEqual(["tail-missing"]);
      }),
    );
  });
  it("a deletion that no link tells of", () => {
    const h = house(2);
    expect(checkHeld({ id: "r0", row: h.rows[0]!, links: [h.links[0]!], ended: true })).toMatchObject([
      { what: "deleted-without-link" },
      { what: "file-missing" },
    ]);
  });
});
