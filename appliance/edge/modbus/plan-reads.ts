import { plantDefaults } from "../../contract/plant-defaults.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import { widthOf } from "../../core/plant/decode-point.ts";

/** What is read in one request; each point with its place in the answer. */
export type Block = {
  fc: PlantPoint["fc"];
  address: number;
  count: number;
  pollMs: number;
  points: { point: PlantPoint; at: number }[];
};

/** Registers nobody asked for that are read along rather than asking twice; many devices refuse what they have not got, see `splitBlock`. */
const widestGap = { bits: 32, registers: 8 };
/** Well within what a frame takes (2000 and 125; MAP V1.1b3, 6.1–6.4): small devices have small buffers. */
const longest = { bits: 512, registers: 64 };

/** As few requests as the points' places and turns allow. */
export function planReads(points: readonly PlantPoint[]): Block[] {
  const blocks: Block[] = [];
  const pollMsOf = (p: PlantPoint): number => (p.pollSec ?? plantDefaults.pollSec) * 1000;
  const sorted = [...points].sort((a, b) => a.fc - b.fc || pollMsOf(a) - pollMsOf(b) || a.address - b.address);
  for (const point of sorted) {
    const pollMs = pollMsOf(point);
    const end = point.address + widthOf(point);
    // The last place is 65535.
    if (end > 65_536) continue;
    const kind = point.fc <= 2 ? "bits" : "registers";
    const last = blocks.at(-1);
    const fits =
      last &&
      last.fc === point.fc &&
      last.pollMs === pollMs &&
      point.address - (last.address + last.count) <= widestGap[kind] &&
      end - last.address <= longest[kind];
    if (!fits) {
      blocks.push({ fc: point.fc, address: point.address, count: widthOf(point), pollMs, points: [{ point, at: 0 }] });
      continue;
    }
    last.count = Math.max(last.count, end - last.address);
    last.points.push({ point, at: point.address - last.address });
  }
  return blocks;
}

/** A device that refuses a block may still answer its parts: first what stands together without gaps, then each point for itself. None for one that is a single point. */
export function splitBlock({ fc, address, pollMs, points }: Block): Block[] {
  if (points.length < 2) return [];
  const partOf = (some: Block["points"]): Block => {
    const start = address + some[0]!.at;
    const count = Math.max(...some.map(({ point }) => point.address + widthOf(point))) - start;
    return { fc, address: start, count, pollMs, points: some.map(({ point }) => ({ point, at: point.address - start })) };
  };
  const runs: Block["points"][] = [];
  let end = -1;
  for (const entry of points) {
    if (end >= entry.at) runs.at(-1)!.push(entry);
    else runs.push([entry]);
    end = Math.max(end, entry.at + widthOf(entry.point));
  }
  return (runs.length > 1 ? runs : points.map((entry) => [entry])).map(partOf);
}
