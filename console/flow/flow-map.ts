import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { exitsOf, type FlowExit, stepOrder } from "./flow-exits.ts";

export type MapBox = { id: string; column: number; row: number };
export type MapWire = { from: string; to: string; exits: FlowExit[]; back: boolean };
export type FlowMap = { boxes: MapBox[]; wires: MapWire[]; columns: number; rows: number };

/**
 * Where each step stands on the map: its column is how many steps lie between it and the start, its row is near those it
 * comes from. Ways back to an earlier column are marked, so that they can be drawn more quietly.
 */
export function layFlow(flow: FlowDocument): FlowMap {
  const order = stepOrder(flow);
  const deepest = Math.max(0, ...order.map((s) => s.depth ?? 0));
  const columnOf = new Map(order.map((s) => [s.id, s.depth ?? deepest + 1]));
  const wires = order.flatMap(({ id }) => wiresOf(flow, id, columnOf));
  const columns = [...new Set(columnOf.values())].sort((a, b) => a - b);
  const rowOf = new Map<string, number>();
  for (const column of columns) {
    const wanted = order
      .filter((s) => columnOf.get(s.id) === column)
      .map((s, i) => ({ id: s.id, i, want: wish(s.id, wires, rowOf, columnOf) ?? i }))
      .sort((a, b) => a.want - b.want || a.i - b.i);
    placeRows(wanted, rowOf);
  }
  const lowest = Math.min(0, ...rowOf.values());
  const boxes = order.map(({ id }) => ({ id, column: columnOf.get(id) ?? 0, row: (rowOf.get(id) ?? 0) - lowest }));
  return {
    boxes,
    wires,
    columns: Math.max(0, ...boxes.map((b) => b.column)) + 1,
    rows: Math.max(0, ...boxes.map((b) => b.row)) + 1,
  };
}

function wiresOf(flow: FlowDocument, id: string, columnOf: Map<string, number>): MapWire[] {
  const node = flow.nodes[id];
  const byTarget = new Map<string, FlowExit[]>();
  for (const exit of node ? exitsOf(node) : [])
    if (flow.nodes[exit.to]) byTarget.set(exit.to, [...(byTarget.get(exit.to) ?? []), exit]);
  return [...byTarget].map(([to, exits]) => ({ from: id, to, exits, back: (columnOf.get(to) ?? 0) <= (columnOf.get(id) ?? 0) }));
}

/** The middle of the rows it comes from. */
function wish(
  id: string,
  wires: readonly MapWire[],
  rowOf: Map<string, number>,
  columnOf: Map<string, number>,
): number | undefined {
  const from = wires
    .filter((w) => w.to === id && (columnOf.get(w.from) ?? 0) < (columnOf.get(id) ?? 0))
    .flatMap((w) => rowOf.get(w.from) ?? []);
  return from.length > 0 ? from.reduce((sum, row) => sum + row, 0) / from.length : undefined;
}

/** As near to the wish as possible, never two on one row, the group as a whole about its middle. */
function placeRows(wanted: readonly { id: string; want: number }[], rowOf: Map<string, number>): void {
  const middle = wanted.reduce((sum, w) => sum + w.want, 0) / Math.max(1, wanted.length);
  let next = Math.round(middle - (wanted.length - 1) / 2);
  for (const { id } of wanted) {
    rowOf.set(id, next);
    next += 1;
  }
}
