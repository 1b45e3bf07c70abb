import { may } from "../../data/session.ts";
import { Tabs } from "../../parts/tabs.tsx";
import { messageWords } from "../../words/messages.ts";
import { recordingWords } from "../../words/recordings.ts";
import { words } from "../../words/words.ts";

export function RecordingTabs({ at }: { at: "/recordings" | "/retention" | "/quality" | "/messages" | "/texts" }) {
  const w = recordingWords.value.tabs;
  const tabs = [
    { path: "/recordings", label: w.find },
    { path: "/messages", label: messageWords.value.title },
    { path: "/texts", label: words.value.nav.texts },
    ...(may("hear-recordings") ? [{ path: "/retention", label: w.keep }] : []),
    ...(may("supervise") ? [{ path: "/quality", label: w.quality }] : []),
  ];
  return tabs.length > 1 ? <Tabs tabs={tabs} at={at} label={w.label} /> : null;
}
