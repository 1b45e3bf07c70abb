import type { HostClock } from "../runtime/host-clock.ts";

const everyMs = 60_000;

/** Tells when the machine's clock was set away from the box's own time ("+7200 s": it is ahead), and, by nothing, when they agree again. */
export function watchClock(
  clock: Pick<HostClock, "nowMs" | "at" | "setByMs">,
  tell: (text: string | undefined) => void,
): () => void {
  let cancel = () => {};
  let told: string | undefined;
  const look = (): void => {
    const ms = clock.setByMs();
    const text = ms === 0 ? undefined : `${ms > 0 ? "+" : ""}${Math.round(ms / 1000)} s`;
    if ((text === undefined) !== (told === undefined)) tell(text);
    told = text;
    cancel = clock.at(clock.nowMs() + everyMs, look);
  };
  // What a former run raised is over: this one begins by the machine's clock.
  tell(undefined);
  look();
  return () => cancel();
}
