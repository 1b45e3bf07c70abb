import { signal } from "@preact/signals";
import type { Bulletin } from "../../appliance/contract/bulletins.ts";
import { myself } from "../data/session.ts";
import { playTones } from "../hand/tones.ts";
import { toneOf } from "./open-bulletins.ts";

/** Each person's own on this computer, as two may share it. */
const storeKey = (): string => `linebox.bulletin-sound.${myself()?.user ?? ""}`;
const changed = signal(0);
/** Whether a new bulletin is heard too; off until somebody wants it. */
export const isHeard = (): boolean => {
  changed.value;
  return localStorage.getItem(storeKey()) === "on";
};
export function turnHeard(on: boolean): void {
  localStorage.setItem(storeKey(), on ? "on" : "off");
  changed.value += 1;
  if (on) chime("important");
}

/** One soft high tone, so that nobody takes it for a call; two for what is urgent. */
function chime(tone: ReturnType<typeof toneOf>): void {
  playTones({ volume: 0.4, hertz: [tone === "quiet" ? 990 : 1320], sec: 0.18 });
  if (tone === "urgent") setTimeout(() => playTones({ volume: 0.4, hertz: [1320], sec: 0.18 }), 240);
}

const heard = new Set<string>();
const mostHeard = 500;
/** Sounds once for each bulletin, however often the stream tells of it. */
export function hearNew(open: readonly Bulletin[]): void {
  const fresh = open.filter((b) => !heard.has(b.id));
  if (fresh.length === 0) return;
  if (heard.size > mostHeard) heard.clear();
  for (const b of open) heard.add(b.id);
  if (isHeard() && fresh[0]) chime(toneOf(fresh[0]));
}
