import "./all-places.css";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Icon } from "../look/icon.tsx";
import { words } from "../words/words.ts";
import { groups, isWithin, type Place } from "./places.ts";

/** Every page one may open, by the work it belongs to. Arrow keys move, Escape closes. */
export function AllPlaces({ open, close }: { open: readonly Place[]; close: (refocus: boolean) => void }) {
  const root = useRef<HTMLDivElement>(null);
  const { path } = useLocation();
  const w = words.value.nav;
  useEffect(() => {
    const links = () => [...(root.current?.querySelectorAll<HTMLElement>("a") ?? [])];
    (root.current?.querySelector<HTMLElement>("a[aria-current]") ?? links()[0])?.focus();
    const outside = (event: Event) => {
      const target = event.target as HTMLElement;
      if (!root.current?.contains(target) && !target.closest(".places-all")) close(false);
    };
    const keys = (event: KeyboardEvent) => {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (event.key === "Escape") close(true);
      else if (step !== 0) {
        const all = links();
        all.at((all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length)?.focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    root.current?.addEventListener("keydown", keys);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, []);
  return (
    <div class="all-places" id="all-places" ref={root}>
      {groups.map((group) => {
        const members = open.filter((p) => p.group === group);
        return members.length === 0 ? null : (
          <section key={group} aria-label={w.groups[group]}>
            <h2>{w.groups[group]}</h2>
            <ul>
              {members.map((place) => (
                <li key={place.path}>
                  <a
                    href={place.path}
                    aria-current={isWithin(path, place.path) ? "page" : undefined}
                    onClick={() => close(false)}
                  >
                    <Icon name={place.icon} />
                    <span>{w[place.name]}</span>
                    {place.keys ? <span class="all-places-keys">{place.keys}</span> : null}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
