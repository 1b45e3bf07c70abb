import { words } from "../../words/words.ts";

/** Marks what was changed here, or what the box refused. */
export function Dot({ changed, bad }: { changed: boolean; bad: boolean }) {
  const w = words.value.settings;
  if (bad)
    return (
      <span class="dot is-bad" title={w.openIssues}>
        <span class="unseen">{w.openIssues}</span>
      </span>
    );
  if (changed)
    return (
      <span class="dot" title={w.changedHere}>
        <span class="unseen">{w.changedHere}</span>
      </span>
    );
  return null;
}
