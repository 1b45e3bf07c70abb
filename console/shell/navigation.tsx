import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ErrorBoundary, lazy, useLocation } from "preact-iso";
import { open as openBulletins } from "../bulletins/my-bulletins.ts";
import { may, myself } from "../data/session.ts";
import { Icon } from "../look/icon.tsx";
import { useShortcuts } from "../parts/shortcuts.ts";
import { leaving } from "../parts/unkept.ts";
import { fill } from "../words/fill.ts";
import { words } from "../words/words.ts";
import { barPlaceOf, type Goer, isOpenTo, onPhone, type Place, places, placesFor } from "./places.ts";

const AllPlaces = lazy(async () => (await import("./all-places.tsx")).AllPlaces);

const goer = (): Goer => ({ may, agent: myself()?.agent !== undefined });
/** The pages that whoever is signed in may open. */
export const openPlaces = (): Place[] => placesFor(goer());
const shown = signal(false);

/** The daily pages in a row, by the work they belong to; all the others one press further. */
export function Navigation() {
  const { path, route } = useLocation();
  const w = words.value.nav;
  const button = useRef<HTMLButtonElement>(null);
  useShortcuts({
    ...Object.fromEntries(
      places.flatMap((place) =>
        place.keys ? [[place.keys, () => isOpenTo(place, goer()) && leaving(() => route(place.path))]] : [],
      ),
    ),
    "g g": () => {
      shown.value = !shown.value;
    },
  });
  const open = openPlaces();
  const bar = open.filter((p) => p.bar);
  const phone = onPhone(open);
  const at = barPlaceOf(path);
  const waiting = openBulletins.value.length;
  const inBar = (name: Place["name"]) => phone.has(name);
  const close = (refocus: boolean) => {
    shown.value = false;
    if (refocus) button.current?.focus();
  };
  return (
    <nav class="places" aria-label={w.main}>
      <div class="places-row">
        {bar.map((place, i) => (
          <a
            key={place.path}
            href={place.path}
            class={`${inBar(place.name) ? "on-phone" : ""} ${i > 0 && bar[i - 1]?.group !== place.group ? "begins-group" : ""}`}
            aria-current={at === place.path ? "page" : undefined}
          >
            <Icon name={place.icon} size={18} />
            <span>{w[place.name]}</span>
            {place.name === "bulletins" && waiting > 0 ? (
              <span class="places-count num" title={fill(w.unread, { n: waiting })}>
                {waiting}
              </span>
            ) : null}
          </a>
        ))}
      </div>
      <button
        ref={button}
        type="button"
        class={`places-all on-phone ${at === undefined || !bar.some((p) => p.path === at && inBar(p.name)) ? "is-beyond" : ""}`}
        aria-expanded={shown.value}
        aria-controls="all-places"
        aria-label={w.all}
        title={w.all}
        onClick={() => {
          shown.value = !shown.value;
        }}
      >
        <Icon name="menu" size={18} />
        <span class="places-all-word">{w.more}</span>
      </button>
      {shown.value ? (
        <ErrorBoundary>
          <AllPlaces open={open} close={close} />
        </ErrorBoundary>
      ) : null}
    </nav>
  );
}
