import { effect, signal } from "@preact/signals";
import { me } from "./my-desk.ts";
import { playTones } from "./tones.ts";

const storeKey = "linebox.ring";
const kept = Number(localStorage.getItem(storeKey) ?? 0);
/** How loud the browser rings besides the phone, 0 to 1; each person's own on this computer. */
export const ringVolume = signal(Number.isFinite(kept) ? Math.min(1, Math.max(0, kept)) : 0);
export function setRingVolume(to: number): void {
  ringVolume.value = to;
  localStorage.setItem(storeKey, String(to));
  ringOnce();
}

/** Two tones, 0.4 s, like a desk phone heard from the next room. */
const ringOnce = (): void => playTones({ volume: ringVolume.value, hertz: [660, 880], sec: 0.4 });

/** Rings as long as one's own phone does. */
export function startRinging(): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = effect(() => {
    clearInterval(timer);
    if (me.value?.state !== "ringing" || ringVolume.value === 0) return;
    ringOnce();
    timer = setInterval(ringOnce, 2_000);
  });
  return () => {
    clearInterval(timer);
    stop();
  };
}
