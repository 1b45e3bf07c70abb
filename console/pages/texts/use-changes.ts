import { useEffect, useRef } from "preact/hooks";

/** However fast texts go, the page is asked for again no oftener than that. */
const leastMs = 1_000;

/** Runs `reload` when `changes` has moved: at once, then no oftener than once in a while; for a page nobody sees, when it is seen again. */
export function useChanges(changes: number | undefined, reload: () => void): void {
  const seen = useRef(changes);
  const lastMs = useRef(0);
  const run = useRef(reload);
  run.current = reload;
  useEffect(() => {
    if (changes === undefined || changes === seen.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const go = () => {
      if (document.hidden) return;
      seen.current = changes;
      lastMs.current = Date.now();
      run.current();
    };
    const plan = () => {
      clearTimeout(timer);
      timer = setTimeout(go, Math.max(0, lastMs.current + leastMs - Date.now()));
    };
    plan();
    document.addEventListener("visibilitychange", plan);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", plan);
    };
  }, [changes]);
}
