import { useLayoutEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { isUnkept, leaving } from "../parts/unkept.ts";

/** A link that would show another page in this window. */
function pageBehind(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return undefined;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || pathname === location.pathname || pathname.startsWith("/api/")) return undefined;
  return pathname + search + hash;
}

/** Asks before a link, the browser's way back, or closing the window loses what is written on the page. */
export function LeaveGuard() {
  const { url, route } = useLocation();
  const here = useRef(url);
  here.current = url;
  useLayoutEffect(() => {
    const onClick = (event: MouseEvent) => {
      const to = isUnkept() ? pageBehind(event) : undefined;
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      leaving(() => route(to));
    };
    const onBack = (event: PopStateEvent) => {
      const to = location.pathname + location.search;
      if (!isUnkept() || location.pathname === here.current.split("?")[0]) return;
      // The address has changed already: it is put back until the question is answered.
      event.stopImmediatePropagation();
      history.pushState(null, "", here.current);
      leaving(() => route(to));
    };
    const onClose = (event: BeforeUnloadEvent) => {
      if (isUnkept()) event.preventDefault();
    };
    // Before the router hears of it.
    document.addEventListener("click", onClick, true);
    addEventListener("popstate", onBack, true);
    addEventListener("beforeunload", onClose);
    return () => {
      document.removeEventListener("click", onClick, true);
      removeEventListener("popstate", onBack, true);
      removeEventListener("beforeunload", onClose);
    };
  }, []);
  return null;
}
