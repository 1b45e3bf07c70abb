import type { LiveItem } from "../../../appliance/contract/items.ts";
import { boxes } from "../../data/items.ts";
import { Icon } from "../../look/icon.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";

/** Boxes one may hear, and what is new in them. Asked anew whenever an item of work about a message comes or goes. */
export function VoicemailLamp({ items }: { items: readonly LiveItem[] }) {
  const w = words.value.desk;
  const about = items.filter((i) => i.kind === "voicemail" || i.kind === "complaint-recording").map((i) => `${i.id}${i.state}`);
  const { state } = useLoaded(boxes, about.join());
  const rows = state.value.value;
  if (!rows || rows.length === 0) return null;
  return (
    <ul class="lamps" aria-label={w.voicemail}>
      {rows.map((box) => (
        <li key={box.id} class={box.new > 0 ? "is-lit" : ""}>
          <Icon name="letter" />
          <a class="grow cut" href={`/messages/${encodeURIComponent(box.id)}`}>
            {box.name}
          </a>
          <span class="lamp-count">
            {box.new > 0 ? fill(w.newMessages, { n: box.new }) : w.noMessages}
            {box.full ? ` · ${w.boxFull}` : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}
