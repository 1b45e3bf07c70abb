import { signal } from "@preact/signals";
import { asFault } from "../data/fault.ts";
import { Icon } from "../look/icon.tsx";
import { pick, words } from "../words/words.ts";
import { Button } from "./button.tsx";

type Toast = { id: number; text: string; hint?: string; tone: "plain" | "bad"; act?: { label: string; run: () => void } };

const toasts = signal<Toast[]>([]);
const most = 4;
let last = 0;

const drop = (id: number): void => {
  toasts.value = toasts.value.filter((t) => t.id !== id);
};
const show = (toast: Omit<Toast, "id">, forMs: number): void => {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value, { ...toast, id }].slice(-most);
  setTimeout(() => drop(id), forMs);
};

/** Says shortly that something was done; `act` offers the way back. */
export const say = (text: string, act?: Toast["act"]): void =>
  show({ text, tone: "plain", ...(act ? { act } : {}) }, act ? 10_000 : 4_000);

/** Says what went wrong with an act that has no place of its own on the page. */
export function sayFault(error: unknown): void {
  const fault = asFault(error);
  const w = words.value.fault;
  const reply = fault.reply;
  if (fault.status === 401) return;
  const text = reply ? pick(reply.message) : fault.kind === "unreachable" ? w.unreachable : w.strange;
  const hint = reply ? pick(reply.hint) : fault.kind === "unreachable" ? w.unreachableHint : w.strangeHint;
  show({ text, hint, tone: "bad" }, 9_000);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast is-${toast.tone}`}>
          {toast.tone === "bad" ? <Icon name="alarm" /> : null}
          <div class="grow">
            <p>{toast.text}</p>
            {toast.hint ? <p class="toast-hint">{toast.hint}</p> : null}
          </div>
          {toast.act ? (
            <button
              type="button"
              class="toast-act"
              onClick={() => {
                toast.act?.run();
                drop(toast.id);
              }}
            >
              {toast.act.label}
            </button>
          ) : null}
          <Button kind="quiet" small icon="close" label={words.value.common.close} onPress={() => drop(toast.id)} />
        </div>
      ))}
    </div>
  );
}
