import { Tabs } from "../../parts/tabs.tsx";
import { promptWords } from "../../words/prompts.ts";

/** What callers hear, in its parts. */
export function VoiceTabs({ at }: { at: "/flows" | "/prompts" }) {
  const w = promptWords.value.tabs;
  const tabs = [
    { path: "/flows", label: w.flows },
    { path: "/prompts", label: w.prompts },
  ];
  return <Tabs tabs={tabs} at={at} label={w.label} />;
}
