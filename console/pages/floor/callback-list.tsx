import type { LiveQueue } from "../../../appliance/contract/live.ts";
import { canAct } from "../../data/live.ts";
import { callbackCancel, callbackFront, callbackNow } from "../../data/waiting.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Menu } from "../../parts/menu.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age } from "../../parts/ticking.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { hour } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

type Row = NonNullable<LiveQueue["callbacks"]>[number] & { queue: string };
const run = (act: Promise<unknown>): void => void act.catch(sayFault);

/** Who was promised a call, oldest place first; one can be put first, tried at once, or called off (O7). */
export function CallbackList({ queues }: { queues: readonly LiveQueue[] }) {
  const w = words.value.floor;
  const rows = queues
    .flatMap((q) => (q.callbacks ?? []).map((c): Row => ({ ...c, queue: pick(q.name) })))
    .sort((a, b) => a.placedAtMs - b.placedAtMs);
  return (
    <section class="floor-block" aria-label={w.callbacks}>
      <h2 class="column-head">
        {w.callbacks}
        <span class="column-count num">{rows.length}</span>
      </h2>
      {rows.length === 0 ? <p class="lane-quiet">{w.noCallbacks}</p> : null}
      <ul class="callbacks">
        {rows.map((row) => (
          <CallbackLine key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function CallbackLine({ row }: { row: Row }) {
  const w = words.value.floor;
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  const waits = row.state === "waiting";
  return (
    <li class={`callback is-${row.state}`}>
      <span class="grow callback-body">
        <strong>
          <NumberText number={row.number} />
        </strong>
        <span class="note">
          {[
            row.queue,
            w.callbackState[row.state],
            row.attempts > 0 ? fill(w.attempts, { n: row.attempts }) : "",
            waits && row.nextAtMs !== undefined ? fill(w.notBefore, { time: hour(row.nextAtMs, language.value) }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <Age since={row.placedAtMs} />
      {waits ? (
        <Button small blocked={blocked} onPress={() => run(callbackNow(row.id))}>
          {w.tryNow}
        </Button>
      ) : null}
      <Menu
        class="is-quiet"
        label={fill(w.callbackActions, { number: row.number })}
        button={<Icon name="more" />}
        items={[
          { kind: "act", label: w.tryNow, icon: "phone", blocked, run: () => run(callbackNow(row.id)) },
          { kind: "act", label: w.first, icon: "up", blocked, run: () => run(callbackFront(row.id)) },
          {
            kind: "act",
            label: w.cancel,
            icon: "close",
            danger: true,
            blocked,
            run: () =>
              ask({
                title: fill(w.cancelAsk, { number: row.number }),
                note: w.cancelNote,
                yes: w.cancel,
                danger: true,
                run: () => run(callbackCancel(row.id)),
              }),
          },
        ]}
      />
    </li>
  );
}
