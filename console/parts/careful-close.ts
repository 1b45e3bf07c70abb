import { askDrop, type DropWords, useUnkept } from "./unkept.ts";

/** Closes at once while nothing is written; asks before what is written is lost, also when the page is left. */
export function useCarefulClose(written: boolean, close: () => void, drop?: DropWords): () => void {
  useUnkept(written, drop);
  return () => (written ? askDrop(drop, close) : close());
}
