import type { ComponentChildren } from "preact";

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="host-fact">
      <dt>{name}</dt>
      <dd class="num">{children}</dd>
    </div>
  );
}
