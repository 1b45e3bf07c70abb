import { useSignalEffect } from "@preact/signals";
import { ErrorBoundary, lazy } from "preact-iso";
import { useShortcuts } from "../parts/shortcuts.ts";
import { hearNew } from "./bulletin-sound.ts";
import { acknowledgeFront, front, noteFront, open, writingTo } from "./my-bulletins.ts";
import { toneOf } from "./open-bulletins.ts";

const BulletinBar = lazy(async () => (await import("./bulletin-bar.tsx")).BulletinBar);
const BulletinDialog = lazy(async () => (await import("./bulletin-dialog.tsx")).BulletinDialog);

/**
 * Where texts to oneself appear, on every page (B9, B10). The live regions are there before anything is in them, or a screen reader
 * says nothing; what is seen comes when there is something to see.
 */
export function BulletinPlace() {
  useShortcuts({ F6: acknowledgeFront });
  useSignalEffect(() => {
    noteFront(front.value?.id);
    hearNew(open.value);
  });
  const first = front.value;
  const said = first ? `${first.sentByName ?? first.sentBy}: ${first.text}` : "";
  const loud = first !== undefined && toneOf(first) !== "quiet";
  return (
    <>
      <p class="unseen" role="alert">
        {loud ? said : ""}
      </p>
      <p class="unseen" role="status">
        {loud ? "" : said}
      </p>
      {first ? (
        <ErrorBoundary>
          <BulletinBar />
        </ErrorBoundary>
      ) : null}
      {writingTo.value ? (
        <ErrorBoundary>
          <BulletinDialog />
        </ErrorBoundary>
      ) : null}
    </>
  );
}
