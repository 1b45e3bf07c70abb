type Ordered = { id: string; order: number };

/** As they are tried for a call outside. Trunks of the same order keep the order of the settings, as the box does. */
export const inOrder = <T extends Ordered>(trunks: readonly T[]): T[] => trunks.toSorted((a, b) => a.order - b.order);

/** The trunks in the order of the settings, with one of them a place earlier or later; places are counted anew from 1. */
export function trunkMoved<T extends Ordered>(trunks: readonly T[], id: string, by: -1 | 1): readonly T[] {
  const order = inOrder(trunks).map((t) => t.id);
  const from = order.indexOf(id);
  if (from === -1 || from + by < 0 || from + by >= order.length) return trunks;
  const places = order.toSpliced(from, 1).toSpliced(from + by, 0, id);
  return trunks.map((t) => {
    const place = places.indexOf(t.id) + 1;
    return t.order === place ? t : { ...t, order: place };
  });
}
