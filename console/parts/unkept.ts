import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../words/words.ts";
import { ask } from "./dialog.tsx";

/** What is asked before something written is lost; without it, in general words. */
export type DropWords = { title: string; note: string; yes: string };

/** What is written anywhere on the page and neither saved nor sent. */
const unkept = new Set<() => DropWords | undefined>();
export const isUnkept = (): boolean => unkept.size > 0;

/** While `written`, leaving the page asks first. */
export function useUnkept(written: boolean, drop?: DropWords): void {
  const latest = useRef(drop);
  latest.current = drop;
  useLayoutEffect(() => {
    if (!written) return;
    const mine = () => latest.current;
    unkept.add(mine);
    return () => void unkept.delete(mine);
  }, [written]);
}

export function askDrop(drop: DropWords | undefined, run: () => void): void {
  const c = words.peek().common;
  ask({ ...(drop ?? { title: c.dropAsk, note: c.dropNote, yes: c.drop }), no: c.keepWriting, danger: true, run });
}

/** Goes at once while nothing is written; asks before what is written is lost. */
export function leaving(go: () => void): void {
  const [last] = [...unkept].slice(-1);
  if (!last) return go();
  askDrop(last(), () => {
    unkept.clear();
    go();
  });
}
