import { may } from "../../data/session.ts";
import { Tabs } from "../../parts/tabs.tsx";
import { recordingWords } from "../../words/recordings.ts";

export function RecordingTabs({ at }: { at: "/recordings" | "/retention" | "/quality" }) {
  const w = recordingWords.value.tabs;
  const tabs = [
    { path: "/recordings", label: w.find },
    ...(may("hear-recordings") ? [{ path: "/retention", label: w.keep }] : []),
    ...(may("supervise") ? [{ path: "/quality", label: w.quality }] : []),
  ];
  return tabs.length > 1 ? <Tabs tabs={tabs} at={at} label={w.label} /> : null;
}
