import { asFault } from "../../data/fault.ts";
import { ask } from "../../parts/dialog.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";

/** Listens, joins or takes over; when another supervisor has the call, says who, and asks whether it shall be all the same. */
export function stepIn(act: (force: boolean) => Promise<unknown>): void {
  void act(false).catch((error: unknown) => {
    const { reply } = asFault(error);
    if (reply?.code !== "call-taken") {
      sayFault(error);
      return;
    }
    const w = words.value.floor;
    const holder = reply.problems?.[0]?.reason;
    ask({
      title: w.insistAsk,
      note: fill(w.insistNote, { holder: holder ? pick(holder) : pick(reply.message) }),
      yes: w.insist,
      danger: true,
      run: () => void act(true).catch(sayFault),
    });
  });
}
