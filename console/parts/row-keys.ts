import type { RefObject } from "preact";
import { useShortcuts } from "./shortcuts.ts";

/** `j` and `k` move the focus through the rows (`[data-row]`) of a list; Enter is the row's own. */
export function useRowKeys(root: RefObject<HTMLElement | null>): void {
  const move = (by: number) => {
    const rows = [...(root.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    rows.at(at === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by)))?.focus();
  };
  useShortcuts({ j: () => move(1), k: () => move(-1) });
}
