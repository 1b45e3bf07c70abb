import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { consult, transfer } from "../../data/hand.ts";
import { live } from "../../data/live.ts";
import { me } from "../../hand/my-desk.ts";
import { Icon } from "../../look/icon.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { AgentMark, stateWord } from "../../parts/marks.tsx";
import { Empty } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age } from "../../parts/ticking.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";
import { choosing } from "./desk-acts.ts";
import { asHandTarget, type Target, targetsFor } from "./target-list.ts";

/** To whom the caller goes, or who is asked: one field, one list, Enter. */
export function TargetDialog() {
  const purpose = choosing.value;
  return purpose ? <Choose purpose={purpose} /> : null;
}

function Choose({ purpose }: { purpose: "transfer" | "consult" }) {
  const w = words.value.desk;
  const typed = useSignal("");
  const at = useSignal(0);
  const busy = useSignal(false);
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const state = live.value;
  const found = state ? targetsFor(state, purpose, me.value?.id, typed.value, pick) : [];
  const chosen = Math.min(at.value, found.length - 1);
  const close = () => {
    choosing.value = undefined;
  };
  const go = async (target: Target | undefined) => {
    const agent = me.value?.id;
    if (!target || !agent || busy.value) return;
    busy.value = true;
    try {
      await (purpose === "transfer" ? transfer : consult)(agent, asHandTarget(target));
      if (purpose === "transfer") say(fill(w.transferred, { who: target.kind === "number" ? target.id : target.name }));
      close();
    } catch (error) {
      sayFault(error);
    } finally {
      busy.value = false;
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp")
      at.value = Math.max(0, Math.min(found.length - 1, chosen + (event.key === "ArrowDown" ? 1 : -1)));
    else if (event.key === "Enter" && !event.isComposing) void go(found[chosen]);
    else return;
    event.preventDefault();
    document.getElementById(`${list}-${at.value}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog title={purpose === "transfer" ? w.toTransfer : w.toConsult} onClose={close} form>
      <input
        ref={field}
        class="input"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        aria-label={w.to}
        placeholder={w.to}
        autoComplete="off"
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={keys}
      />
      <p class="field-note target-note">{w.toNote}</p>
      {found.length === 0 ? <Empty title={w.noTarget} /> : null}
      <div class="targets" id={list} role="listbox" aria-label={w.to}>
        {found.map((target, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys; the rows are its options
          // biome-ignore lint/a11y/useFocusableInteractive: options of a combobox keep the focus in its field
          <div
            key={`${target.kind} ${target.id}`}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === chosen}
            class={`target ${i === chosen ? "is-chosen" : ""}`}
            onClick={() => void go(target)}
          >
            <Row target={target} />
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function Row({ target }: { target: Target }) {
  const w = words.value;
  switch (target.kind) {
    case "agent":
      return (
        <>
          <AgentMark state={target.state} />
          <strong class="cut">{target.name}</strong>
          <span class="faint num">{target.phone}</span>
          <span class="target-state">
            {stateWord(target.state)} <Age since={target.sinceMs} />
          </span>
        </>
      );
    case "phone":
      return (
        <>
          <Icon name="phone" size={14} />
          <strong class="cut">{target.name}</strong>
          <span class="faint num">{target.id}</span>
          <span class="target-state">{target.up ? "" : w.live.offline}</span>
        </>
      );
    case "queue":
      return (
        <>
          <Icon name="queue" size={14} />
          <strong class="cut">{target.name}</strong>
          <span class="target-state">{fill(w.desk.queueState, { waiting: target.waiting, ready: target.ready })}</span>
        </>
      );
    case "number":
      return (
        <>
          <Icon name="out" size={14} />
          <strong>
            <NumberText number={target.id} />
          </strong>
          <span class="target-state">{w.desk.outside}</span>
        </>
      );
  }
}
