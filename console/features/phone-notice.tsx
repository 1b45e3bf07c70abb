import "./features.css";
import { canAct } from "../data/live.ts";
import { dropForward, setDoNotDisturb, setForward } from "../data/phone-features.ts";
import { Icon } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { useShortcuts } from "../parts/shortcuts.ts";
import { say, sayFault } from "../parts/toasts.tsx";
import { fill } from "../words/fill.ts";
import { ownWords } from "../words/own.ts";
import { words } from "../words/words.ts";
import { momentText, numberText } from "./forward-text.ts";
import { activeForward, type ForwardLine, forwardLines, wishOf } from "./forwards.ts";
import { calendars, phoneNow } from "./my-phone.ts";

/** One's own phone does not ring, and why: calls go elsewhere, or it is left in peace. One key ends it. */
export function PhoneNotice({ phone }: { phone: string }) {
  const now = phoneNow(phone);
  const forward = activeForward(forwardLines(now, calendars.value));
  const quiet = now?.doNotDisturb ?? false;
  useShortcuts({
    e: () => {
      if (!canAct.peek()) return;
      if (forward) endForward(phone, forward);
      else if (quiet) endQuiet(phone);
    },
  });
  const w = ownWords.value;
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  if (!forward && !quiet) return null;
  return (
    <>
      {forward ? (
        <p class="phone-notice" role="status">
          <Icon name="transfer" />
          <strong class="grow">
            {forward.untilMs === undefined
              ? fill(w.notice, { to: numberText(forward.to) })
              : fill(w.noticeUntil, { to: numberText(forward.to), time: momentText(forward.untilMs) })}
          </strong>
          <Button small blocked={blocked} onPress={() => endForward(phone, forward)}>
            {w.noticeEnd} <kbd>E</kbd>
          </Button>
        </p>
      ) : null}
      {quiet ? (
        <p class="phone-notice" role="status">
          <Icon name="mute" />
          <strong class="grow">{w.dndOn}</strong>
          <Button small blocked={blocked} onPress={() => endQuiet(phone)}>
            {w.dndEnd} {forward ? null : <kbd>E</kbd>}
          </Button>
        </p>
      ) : null}
    </>
  );
}

function endForward(phone: string, line: ForwardLine): void {
  const w = ownWords.peek();
  const back = () => void setForward(phone, line.when, wishOf(line)).catch(sayFault);
  dropForward(phone, line.when).then(() => say(w.ended, { label: words.peek().common.undo, run: back }), sayFault);
}

function endQuiet(phone: string): void {
  const w = ownWords.peek();
  const back = () => void setDoNotDisturb(phone, true).catch(sayFault);
  setDoNotDisturb(phone, false).then(() => say(w.dndEnded, { label: words.peek().common.undo, run: back }), sayFault);
}
