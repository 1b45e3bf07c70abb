import type { ComponentChildren } from "preact";
import { MyState } from "../agent-state/my-state.tsx";
import { BulletinPlace } from "../bulletins/bulletin-place.tsx";
import { boxStatus } from "../data/session.ts";
import { CallStrip } from "../hand/call-strip.tsx";
import { DueStrip } from "../items/due-strip.tsx";
import { flipTheme } from "../look/theme.ts";
import { useShortcuts } from "../parts/shortcuts.ts";
import { words } from "../words/words.ts";
import { AlarmMark } from "./alarm-mark.tsx";
import { KeepBar } from "./keep-bar.tsx";
import { KeysSheet, openKeys } from "./keys-sheet.tsx";
import { LinkBar, LinkMark } from "./link.tsx";
import { Navigation } from "./navigation.tsx";
import { PersonMenu } from "./person-menu.tsx";

/** The bezel around every page: where one is, whether the box is heard, what one's own state is. */
export function Frame({ children }: { children: ComponentChildren }) {
  const w = words.value;
  useShortcuts({ "?": openKeys, t: flipTheme });
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
        <Navigation />
        <div class="bezel-end">
          <AlarmMark />
          <LinkMark />
          <MyState />
          <PersonMenu />
        </div>
      </header>
      <div class="bars">
        <LinkBar />
        <KeepBar />
        <CallStrip />
        <DueStrip />
        <BulletinPlace />
      </div>
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
