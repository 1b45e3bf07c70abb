import { useEffect } from "preact/hooks";
import { may } from "../data/session.ts";
import { fetchSettings, keepSettings, pendingUntilMs, returnedCount } from "../data/settings.ts";
import { Icon } from "../look/icon.tsx";
import { Button } from "../parts/button.tsx";
import { Countdown } from "../parts/ticking.tsx";
import { say, sayFault } from "../parts/toasts.tsx";
import { words } from "../words/words.ts";

/** A change that may lock people out returns by itself unless somebody says that all is well. Shown on every page. */
export function KeepBar() {
  const allowed = may("change-settings");
  // After a reload at a new address the box is asked whether a change still waits to be confirmed.
  useEffect(() => {
    if (allowed) void fetchSettings().catch(() => undefined);
  }, [allowed]);
  const returned = returnedCount.value;
  useEffect(() => {
    if (returned > 0) say(words.peek().settings.returned);
  }, [returned]);
  const until = pendingUntilMs.value;
  if (until === undefined) return null;
  const w = words.value.settings;
  const [before, after] = w.keepNote.split("{age}");
  return (
    <div class="keep-bar" role="alert">
      <Icon name="alarm" />
      <span class="grow">
        {before}
        <Countdown until={until} class="keep-count" />
        {after}
      </span>
      <Button kind="main" onPress={() => void keepSettings().then(() => say(w.kept), sayFault)}>
        {w.keep}
      </Button>
    </div>
  );
}
