import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type DropPlace, dropWish } from "./drop-wish.ts";
import { dragged, move } from "./floor-acts.ts";

/** A place where a dragged caller may be let go. The menu of his row does the same for those who don't drag. */
export function DropZone({
  onto,
  as: Tag = "div",
  class: extra,
  children,
}: {
  onto: DropPlace;
  as?: "div" | "li" | "article";
  class?: string;
  children: ComponentChildren;
}) {
  const over = useSignal(false);
  const wish = dropWish(dragged.value, onto);
  return (
    <Tag
      class={`${extra ?? ""} ${wish ? "is-open" : ""} ${wish && over.value ? "is-over" : ""}`}
      onDragOver={(event: DragEvent) => {
        if (!wish) return;
        event.preventDefault();
        event.stopPropagation();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event: DragEvent) => {
        over.value = false;
        const from = dragged.value;
        if (!wish || !from) return;
        event.preventDefault();
        event.stopPropagation();
        dragged.value = undefined;
        move(from, wish);
      }}
    >
      {children}
    </Tag>
  );
}
