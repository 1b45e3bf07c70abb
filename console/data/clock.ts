import { signal } from "@preact/signals";

/** How far the box's clock is ahead of ours; learnt from every live message. */
let aheadMs = 0;
export const hearBoxClock = (boxNowMs: number): void => {
  aheadMs = boxNowMs - Date.now();
};
/** The box's time of day: ages are measured against it, however wrong this computer's clock is. */
export const boxNow = (): number => Date.now() + aheadMs;

/** The box's time, moving once a second while the page is seen. Reading it in a component makes the component tick. */
export const tick = signal(boxNow());
const move = () => {
  if (!document.hidden) tick.value = boxNow();
};
setInterval(move, 1000);
document.addEventListener("visibilitychange", move);
