import { useEffect } from "preact/hooks";
import { redo, undo } from "../../settings/draft.ts";

/** Ctrl Z and Ctrl Shift Z step through the edits; inside a text field they stay the browser's. */
export function useUndoKeys(): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      if (event.target instanceof HTMLElement && event.target.matches("input[type=text], input[type=password], textarea")) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
}
