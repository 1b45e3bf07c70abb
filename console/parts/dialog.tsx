import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../words/words.ts";
import { Button } from "./button.tsx";

/** A window over the page. Escape closes it; with `form`, a click beside it does not. */
export function Dialog({
  title,
  onClose,
  children,
  actions,
  wide,
  form,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  actions?: ComponentChildren;
  wide?: boolean;
  form?: boolean;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  const name = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      gone.current = true;
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog ${wide ? "is-wide" : ""}`}
      aria-labelledby={name}
      onKeyDown={(event) => {
        // A browser lets Escape be refused once only, then closes the window by itself: so it never comes to that.
        if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // The browser did close it (a gesture refused twice): what is written in it must not stay out of sight.
        if (gone.current) return;
        ref.current?.showModal();
        onClose();
      }}
      onClick={(event) => {
        if (!form && event.target === ref.current) onClose();
      }}
    >
      <div class="dialog-inside">
        <header class="dialog-head">
          <h2 id={name}>{title}</h2>
          <Button kind="quiet" icon="close" label={words.value.common.close} onPress={onClose} />
        </header>
        <div class="dialog-body">{children}</div>
        {actions ? <footer class="dialog-foot">{actions}</footer> : null}
      </div>
    </dialog>
  );
}

/** `no`: what stays as it is when it is not done; "Cancel" without it. */
type Question = { title: string; note: string; yes: string; no?: string; danger: boolean; run: () => void };
const question = signal<Question | undefined>(undefined);

/** Asks before something is lost; title and button carry the meaning. */
export const ask = (asked: Question): void => {
  question.value = asked;
};

export function QuestionDialog() {
  const asked = question.value;
  if (!asked) return null;
  const close = () => {
    question.value = undefined;
  };
  return (
    <Dialog
      title={asked.title}
      onClose={close}
      actions={
        <>
          <Button autofocus onPress={close}>
            {asked.no ?? words.value.common.cancel}
          </Button>
          <Button
            kind={asked.danger ? "danger" : "main"}
            onPress={() => {
              close();
              asked.run();
            }}
          >
            {asked.yes}
          </Button>
        </>
      }
    >
      <p>{asked.note}</p>
    </Dialog>
  );
}
