import type { Right } from "../../appliance/contract/rights.ts";
import type { IconName } from "../look/icon.tsx";

export const groups = ["calls", "people", "figures", "setUp"] as const;
export type Group = (typeof groups)[number];
export type PlaceName =
  | "live"
  | "desk"
  | "floor"
  | "calls"
  | "recordings"
  | "messages"
  | "texts"
  | "quality"
  | "retention"
  | "agents"
  | "bulletins"
  | "shifts"
  | "attendance"
  | "users"
  | "figures"
  | "surveys"
  | "staffing"
  | "wall"
  | "plant"
  | "alarms"
  | "flows"
  | "prompts"
  | "lines"
  | "doctor"
  | "host"
  | "settings"
  | "diagnostics";
/** A page by the work it belongs to. In the `bar` it is one press away; others are reached under one that is, and among all pages. */
export type Place = {
  path: string;
  icon: IconName;
  name: PlaceName;
  group: Group;
  keys?: string;
  right?: Right;
  /** Only for who answers calls himself. */
  agents?: true;
  bar?: true;
  /** The place in the bar whose row of tabs it stands in. */
  under?: string;
};

const report = { right: "see-figures", under: "/figures" } as const;
/** Every page that can be gone to; a new one is one row. */
export const places: readonly Place[] = [
  { path: "/", icon: "live", name: "live", group: "calls", keys: "g l", bar: true },
  { path: "/desk", icon: "desk", name: "desk", group: "calls", keys: "g d", agents: true, bar: true },
  { path: "/floor", icon: "floor", name: "floor", group: "calls", keys: "g b", right: "supervise", bar: true },
  { path: "/alarms", icon: "alarm", name: "alarms", group: "calls", keys: "g r", under: "/" },
  { path: "/calls", icon: "calls", name: "calls", group: "calls", keys: "g c", bar: true },
  { path: "/recordings", icon: "record", name: "recordings", group: "calls", keys: "g e", bar: true },
  { path: "/messages", icon: "prompt", name: "messages", group: "calls", keys: "g m", under: "/recordings" },
  { path: "/texts", icon: "letter", name: "texts", group: "calls", keys: "g x", under: "/recordings" },
  { path: "/quality", icon: "star", name: "quality", group: "calls", keys: "g q", right: "supervise", under: "/recordings" },
  { path: "/retention", icon: "lock", name: "retention", group: "calls", right: "hear-recordings", under: "/recordings" },
  { path: "/agents", icon: "agents", name: "agents", group: "people", keys: "g a", bar: true },
  { path: "/bulletins", icon: "letter", name: "bulletins", group: "people", keys: "g t", bar: true },
  { path: "/shifts", icon: "calendar", name: "shifts", group: "people", keys: "g h", ...report },
  { path: "/attendance", icon: "check", name: "attendance", group: "people", ...report },
  { path: "/users", icon: "users", name: "users", group: "people", keys: "g u", right: "manage-users" },
  { path: "/figures", icon: "figures", name: "figures", group: "figures", keys: "g f", right: "see-figures", bar: true },
  { path: "/surveys", icon: "star", name: "surveys", group: "figures", right: "supervise", under: "/figures" },
  { path: "/staffing", icon: "decision", name: "staffing", group: "figures", ...report },
  { path: "/wall", icon: "site", name: "wall", group: "figures", keys: "g w", ...report },
  { path: "/plant", icon: "decision", name: "plant", group: "figures", keys: "g o" },
  { path: "/flows", icon: "flow", name: "flows", group: "setUp", keys: "g v", right: "change-settings", bar: true },
  { path: "/prompts", icon: "media", name: "prompts", group: "setUp", keys: "g p", right: "change-settings", under: "/flows" },
  { path: "/lines", icon: "line", name: "lines", group: "setUp", keys: "g i", right: "supervise", under: "/" },
  { path: "/doctor", icon: "ear", name: "doctor", group: "setUp", keys: "g y", right: "change-settings", under: "/" },
  { path: "/host", icon: "site", name: "host", group: "setUp", keys: "g n", right: "supervise" },
  { path: "/settings", icon: "settings", name: "settings", group: "setUp", keys: "g s", right: "change-settings", bar: true },
  { path: "/diagnostics", icon: "why", name: "diagnostics", group: "setUp", keys: "g z", right: "diagnose" },
];

/** Who goes: what he may, and whether he answers calls. */
export type Goer = { may: (right: Right) => boolean; agent: boolean };
export const isOpenTo = ({ right, agents }: Place, { may, agent }: Goer): boolean =>
  (right === undefined || may(right)) && (!agents || agent);
export const placesFor = (goer: Goer): Place[] => places.filter((place) => isOpenTo(place, goer));

export const isWithin = (path: string, place: string): boolean =>
  place === "/" ? path === "/" : path === place || path.startsWith(`${place}/`);
/** The place in the bar that a page belongs to; none for a page that is reached among all pages only. */
export function barPlaceOf(path: string): string | undefined {
  const place = places.find((p) => isWithin(path, p.path));
  return place?.bar ? place.path : place?.under;
}

/** A thumb reaches four and the way to all: one's own work first. */
const phoneOrder: readonly PlaceName[] = ["desk", "floor", "live", "calls", "agents", "bulletins"];
export function onPhone(open: readonly Place[]): ReadonlySet<PlaceName> {
  const order = phoneOrder.filter((name) => open.some((p) => p.name === name));
  return new Set(order.slice(0, 4));
}
