import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "../look/icon.tsx";

export type MenuItem =
  | {
      kind: "act";
      label: ComponentChildren;
      note?: ComponentChildren;
      icon?: IconName;
      mark?: ComponentChildren;
      run: () => void;
      blocked?: string | undefined;
      chosen?: boolean;
      danger?: boolean;
    }
  | { kind: "title"; label: string }
  | { kind: "rule" };

/** A button that opens a list of acts. Arrow keys move, Escape closes and gives the focus back. */
export function Menu({
  label,
  button,
  items,
  class: extra,
  align = "end",
  opener,
  onTurn,
}: {
  label: string;
  button: ComponentChildren;
  items: MenuItem[];
  class?: string;
  align?: "start" | "end";
  /** Gives the way to open it from elsewhere, for shortcuts. */
  opener?: (open: () => void) => void;
  /** Told when it opens and closes: what stands around it can keep still meanwhile. */
  onTurn?: (open: boolean) => void;
}) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => opener?.(() => (open.value = true)), [opener, open]);
  const close = (refocus: boolean) => {
    open.value = false;
    if (refocus) trigger.current?.focus();
  };
  useEffect(() => {
    if (!open.value) return;
    onTurn?.(true);
    if (list.current && trigger.current) placeList(list.current, trigger.current);
    list.current?.querySelector<HTMLElement>("[role^=menuitem]:not([aria-disabled])")?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) close(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      onTurn?.(false);
    };
  }, [open.value]);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") close(true);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      rows.at((at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length)?.focus();
    } else if (event.key === "Tab") open.value = false;
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class={`menu ${extra ?? ""}`} ref={root}>
      <button
        ref={trigger}
        type="button"
        class="menu-button"
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-label={label}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {button}
      </button>
      {open.value ? (
        <div class={`menu-list is-${align}`} role="menu" aria-label={label} ref={list} tabIndex={-1} onKeyDown={keys}>
          {items.map((item, i) => (
            <MenuRow key={i} item={item} done={() => close(true)} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** The bars at the edges of the window: the bezel above, the places on a phone below. */
const aboveBar = 56;
const belowBar = () => (innerWidth <= 720 ? 72 : 12);

/** Below its button; above where only there is room; no taller than that room. */
function placeList(list: HTMLElement, button: HTMLElement): void {
  const { top, bottom } = button.getBoundingClientRect();
  const below = innerHeight - bottom - belowBar();
  const above = top - aboveBar;
  const up = list.scrollHeight > below && above > below;
  list.classList.toggle("is-up", up);
  list.style.maxHeight = `${Math.max(160, up ? above : below)}px`;
}

function MenuRow({ item, done }: { item: MenuItem; done: () => void }) {
  if (item.kind === "rule") return <hr class="menu-rule" />;
  if (item.kind === "title") return <p class="menu-title">{item.label}</p>;
  return (
    <button
      type="button"
      role={item.chosen === undefined ? "menuitem" : "menuitemradio"}
      {...(item.chosen === undefined ? {} : { "aria-checked": item.chosen })}
      tabIndex={-1}
      class={`menu-item ${item.danger ? "is-danger" : ""}`}
      aria-disabled={item.blocked ? true : undefined}
      title={item.blocked}
      onClick={() => {
        if (item.blocked) return;
        done();
        item.run();
      }}
    >
      <span class="menu-mark">
        {item.mark ?? (item.icon ? <Icon name={item.icon} /> : item.chosen ? <Icon name="check" /> : null)}
      </span>
      <span class="grow">{item.label}</span>
      {item.note || item.blocked ? <span class="menu-note">{item.blocked ?? item.note}</span> : null}
    </button>
  );
}
