import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { MyState } from "../agent-state/my-state.tsx";
import { boxStatus, may, myself } from "../data/session.ts";
import { CallStrip } from "../hand/call-strip.tsx";
import { Icon, type IconName } from "../look/icon.tsx";
import { flipTheme } from "../look/theme.ts";
import { useShortcuts } from "../parts/shortcuts.ts";
import { words } from "../words/words.ts";
import { KeepBar } from "./keep-bar.tsx";
import { KeysSheet, openKeys } from "./keys-sheet.tsx";
import { LinkBar, LinkMark } from "./link.tsx";
import { PersonMenu } from "./person-menu.tsx";

type Place = {
  path: string;
  icon: IconName;
  name: "live" | "desk" | "floor" | "calls" | "agents" | "recordings" | "figures" | "flows" | "settings" | "users";
  keys: string;
};
const places = (): Place[] => [
  { path: "/", icon: "live", name: "live", keys: "g l" },
  ...(myself()?.agent ? [{ path: "/desk", icon: "desk", name: "desk", keys: "g d" } as const] : []),
  ...(may("supervise") ? [{ path: "/floor", icon: "floor", name: "floor", keys: "g b" } as const] : []),
  { path: "/calls", icon: "calls", name: "calls", keys: "g c" },
  { path: "/agents", icon: "agents", name: "agents", keys: "g a" },
  { path: "/recordings", icon: "record", name: "recordings", keys: "g e" },
  ...(may("see-figures") ? [{ path: "/figures", icon: "figures", name: "figures", keys: "g f" } as const] : []),
  ...(may("change-settings") ? [{ path: "/flows", icon: "flow", name: "flows", keys: "g v" } as const] : []),
  ...(may("change-settings") ? [{ path: "/settings", icon: "settings", name: "settings", keys: "g s" } as const] : []),
  ...(may("manage-users") ? [{ path: "/users", icon: "users", name: "users", keys: "g u" } as const] : []),
];
/** Pages that stand in a row of tabs under one place. */
const under: Record<string, string[]> = {
  "/recordings": ["/retention", "/quality", "/messages"],
  "/figures": ["/staffing", "/shifts", "/attendance"],
  "/flows": ["/prompts"],
};
const isAt = (path: string, place: string): boolean =>
  place === "/" ? path === "/" : [place, ...(under[place] ?? [])].some((p) => path === p || path.startsWith(`${p}/`));

/** The bezel around every page: where one is, whether the box is heard, what one's own state is. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { path, route } = useLocation();
  const w = words.value;
  useShortcuts({
    "?": openKeys,
    t: flipTheme,
    "g l": () => route("/"),
    "g d": () => myself()?.agent && route("/desk"),
    "g b": () => may("supervise") && route("/floor"),
    "g c": () => route("/calls"),
    "g a": () => route("/agents"),
    "g e": () => route("/recordings"),
    "g f": () => may("see-figures") && route("/figures"),
    "g v": () => may("change-settings") && route("/flows"),
    "g s": () => may("change-settings") && route("/settings"),
    "g u": () => may("manage-users") && route("/users"),
  });
  return (
    <div class="frame">
      <a class="skip" href="#content">
        {w.nav.skip}
      </a>
      <header class="bezel">
        <a class="brand" href="/" aria-label={`${w.product} — ${boxStatus.value?.name ?? ""}`}>
          <Mark />
          <span class="brand-name cut">{boxStatus.value?.name || w.product}</span>
        </a>
        <nav class="places" aria-label={w.nav.main}>
          {places().map((place) => (
            <a key={place.path} href={place.path} aria-current={isAt(path, place.path) ? "page" : undefined}>
              <Icon name={place.icon} size={18} />
              <span>{w.nav[place.name]}</span>
            </a>
          ))}
        </nav>
        <div class="bezel-end">
          <LinkMark />
          <MyState />
          <PersonMenu />
        </div>
      </header>
      <LinkBar />
      <KeepBar />
      <CallStrip />
      <main id="content" class="content" tabIndex={-1}>
        {children}
      </main>
      <KeysSheet />
    </div>
  );
}

/** A box, and a line through it that is alive. */
export function Mark() {
  return (
    <svg class="brand-mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <path d="M4 4h14v14H4z" fill="none" stroke="currentColor" stroke-width="1.6" />
      <path d="M0 12.5h6l2.3-5 3 8 2.3-4.5H22" fill="none" class="brand-line" stroke-width="1.6" stroke-linejoin="round" />
    </svg>
  );
}
