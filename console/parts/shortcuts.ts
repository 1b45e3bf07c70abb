import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** A key or two keys in a row ("g l"). Single letters, so they can be switched off (WCAG 2.1.4). */
type Shortcut = { keys: string; run: () => void };
const active: Shortcut[] = [];
const storeKey = "linebox.shortcuts";
export const shortcutsOn = signal(localStorage.getItem(storeKey) !== "off");
export function turnShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  localStorage.setItem(storeKey, on ? "on" : "off");
}

/** Whether keys belong to what the person is typing or choosing in. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu] *, [role=slider]"));

let first: { key: string; atMs: number } | undefined;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // Function keys write nothing, so they work in the middle of a note too, and can't be pressed by accident while dictating.
  if (!/^F\d+$/.test(event.key) && (!shortcutsOn.value || isTyping(event.target))) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const pair = first && event.timeStamp - first.atMs < 1500 ? `${first.key} ${key}` : undefined;
  first = undefined;
  const found = active.findLast((s) => s.keys === pair) ?? active.findLast((s) => s.keys === key);
  if (found) {
    event.preventDefault();
    found.run();
  } else if (active.some((s) => s.keys.startsWith(`${key} `))) first = { key, atMs: event.timeStamp };
});

/** While the component is shown these keys work; later ones win over earlier ones. */
export function useShortcuts(map: Record<string, (() => void) | undefined>): void {
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => {
    const mine = Object.keys(latest.current).map((keys) => ({ keys, run: () => latest.current[keys]?.() }));
    active.push(...mine);
    return () => {
      for (const one of mine) active.splice(active.indexOf(one), 1);
    };
  }, []);
}
