import type { ComponentChildren } from "preact";
import { asFault } from "../data/fault.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { pick, words } from "../words/words.ts";
import { Button } from "./button.tsx";

/** What went wrong and what to do about it. */
export function FaultNote({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const fault = asFault(error);
  const w = words.value;
  const said = fault.reply
    ? { text: pick(fault.reply.message), hint: pick(fault.reply.hint) }
    : fault.kind === "unreachable"
      ? { text: w.fault.unreachable, hint: w.fault.unreachableHint }
      : { text: w.fault.strange, hint: w.fault.strangeHint };
  const retry = onRetry && (fault.kind !== "refused" || fault.reply?.retry);
  return (
    <div class="notice is-bad" role="alert">
      <Icon name="alarm" />
      <div class="grow">
        <p>{said.text}</p>
        <p class="note">{said.hint}</p>
      </div>
      {retry ? (
        <Button small onPress={onRetry}>
          {w.common.retry}
        </Button>
      ) : null}
    </div>
  );
}

/** Nothing here, and what that means. */
export function Empty({
  icon,
  title,
  note,
  children,
}: {
  icon?: IconName;
  title: string;
  note?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      {icon ? <Icon name={icon} size={20} /> : null}
      <p>{title}</p>
      {note ? <p class="note">{note}</p> : null}
      {children}
    </div>
  );
}

/** Appears only when waiting becomes noticeable. */
export function Loading() {
  return (
    <p class="loading" role="status">
      <span class="loading-bar" aria-hidden="true" />
      <span class="unseen">{words.value.common.loading}</span>
    </p>
  );
}
