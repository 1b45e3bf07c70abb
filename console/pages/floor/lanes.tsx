import type { LiveAgent, LiveQueue, LiveState } from "../../../appliance/contract/live.ts";
import type { Language } from "../../../appliance/contract/words.ts";
import { askBulletin } from "../../bulletins/my-bulletins.ts";
import { boxNow } from "../../data/clock.ts";
import { canAct } from "../../data/live.ts";
import { agentName } from "../../data/names.ts";
import { personName } from "../../data/people.ts";
import { closeQueue, openQueue } from "../../data/waiting.ts";
import { Icon } from "../../look/icon.tsx";
import { ask } from "../../parts/dialog.tsx";
import { Menu, type MenuItem } from "../../parts/menu.tsx";
import { Empty } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age, Scale } from "../../parts/ticking.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { age, day, hour, numberGroups, percent } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { cannotGo } from "./cannot-go.ts";
import type { Waiter } from "./drop-wish.ts";
import { DropZone } from "./drop-zone.tsx";
import { dragged, move } from "./floor-acts.ts";
import { askWhyWaiting } from "./why-dialog.tsx";

/** One lane per queue: who waits, in which order, and how long; each row can be moved by drag or by its menu. */
export function Lanes({ state }: { state: LiveState }) {
  const w = words.value;
  return (
    <section class="floor-lanes" aria-label={w.floor.lanes}>
      <h2 class="column-head">
        {w.floor.lanes}
        <span class="column-count num">{state.queues.reduce((n, q) => n + q.waiting.length, 0)}</span>
      </h2>
      {state.queues.length === 0 ? <Empty icon="queue" title={w.live.noQueues} note={w.live.noQueuesNote} /> : null}
      {state.queues.map((queue) => (
        <Lane key={queue.id} queue={queue} state={state} />
      ))}
      {state.queues.length > 0 ? <p class="floor-hint">{w.floor.moveHint}</p> : null}
    </section>
  );
}

function Lane({ queue, state }: { queue: LiveQueue; state: LiveState }) {
  const w = words.value;
  const l = language.value;
  const t = queue.today;
  const staff = [
    queue.agents.ready === 0 ? w.live.noneReady : fill(w.live.free, { n: queue.agents.ready }),
    fill(w.live.busy, { n: queue.agents.busy }),
    queue.agents.notReady ? fill(w.live.away, { n: queue.agents.notReady }) : "",
  ].filter(Boolean);
  return (
    <DropZone
      as="article"
      onto={{ queue: queue.id, closed: queue.closed !== undefined }}
      class={`floor-lane ${queue.closed ? "is-closed" : ""}`}
    >
      <header class="floor-lane-head">
        <h3 class="cut">{pick(queue.name)}</h3>
        <span class={`note ${queue.agents.ready === 0 && queue.waiting.length > 0 ? "is-bad" : ""}`}>{staff.join(" · ")}</span>
        <Menu
          class="is-quiet"
          label={fill(w.floor.queueActions, { name: pick(queue.name) })}
          button={<Icon name="more" />}
          items={queueMenu(queue)}
        />
      </header>
      {queue.closed ? (
        <p class="lane-closed">
          <Icon name="lock" size={14} />
          {queue.closed.untilMs === undefined
            ? fill(w.floor.closed, { by: personName(queue.closed.by) })
            : fill(w.floor.closedUntil, { by: personName(queue.closed.by), time: hour(queue.closed.untilMs, l) })}
        </p>
      ) : queue.hours?.open === false ? (
        <p class="lane-closed">
          <Icon name="lock" size={14} />
          {queue.hours.untilMs === undefined
            ? w.floor.outOfHours
            : fill(w.floor.opensAt, { time: moment(queue.hours.untilMs, l) })}
        </p>
      ) : null}
      {queue.waiting.length === 0 ? (
        <p class="lane-quiet">{w.floor.nobody}</p>
      ) : (
        <ol class="floor-waiting">
          {queue.waiting.map((entry) => (
            <WaitingRow key={entry.call} from={{ queue: queue.id, entry }} queue={queue} state={state} />
          ))}
        </ol>
      )}
      <p class="floor-figures">
        <span>
          {fill(w.live.levelShort, { sec: queue.serviceLevelSec })}{" "}
          <strong class="num">{t.serviceLevel === undefined ? "–" : percent(t.serviceLevel, l, 0)}</strong>
        </span>
        <span>
          {w.live.offered} <span class="num">{t.offered}</span>
        </span>
        <span>
          {w.live.lost} <span class="num">{t.abandoned}</span>
        </span>
        {queue.hours?.open && !queue.closed && queue.hours.untilMs !== undefined ? (
          <span>{fill(w.floor.openUntil, { time: moment(queue.hours.untilMs, l) })}</span>
        ) : null}
        {queue.expectedWaitMs === undefined ? null : <span>{fill(w.floor.expected, { age: age(queue.expectedWaitMs, l) })}</span>}
      </p>
    </DropZone>
  );
}

/** The hour, with the day when it is not today's. */
const moment = (atMs: number, l: Language): string => {
  const today = day(atMs, l) === day(boxNow(), l);
  return today ? hour(atMs, l) : `${day(atMs, l)} ${hour(atMs, l)}`;
};

function WaitingRow({ from, queue, state }: { from: Waiter; queue: LiveQueue; state: LiveState }) {
  const w = words.value;
  const { entry } = from;
  const name = entry.caller || w.call.withheld;
  const note = [
    entry.callback ? w.floor.asCallback : "",
    entry.offeredTo.length > 0 ? fill(w.live.offeredTo, { who: entry.offeredTo.map(agentName).join(", ") }) : "",
  ].filter(Boolean);
  return (
    <DropZone as="li" onto={{ queue: queue.id, place: entry.position, closed: queue.closed !== undefined }} class="floor-waiter">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what dragging does, the menu beside it does by key */}
      <div
        class="floor-waiter-body"
        draggable={canAct.value}
        onDragStart={(event) => {
          event.dataTransfer?.setData("text/plain", entry.caller);
          if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
          // Chromium ends a drag at once when its start changes the page.
          setTimeout(() => {
            dragged.value = from;
          });
        }}
        onDragEnd={() => {
          dragged.value = undefined;
        }}
      >
        <span class="waiting-place num">{entry.position}</span>
        <a href={`/calls/${entry.call}`} draggable={false} class="floor-waiter-who" data-row>
          <NumberText number={entry.caller} class="waiting-who" />
        </a>
        <span class="waiting-note cut">{note.join(" · ")}</span>
        <Age since={entry.sinceMs} class="waiting-age" />
        <Menu
          class="is-quiet"
          label={fill(w.floor.actions, { who: name })}
          button={<Icon name="more" />}
          items={waiterMenu(from, queue, state)}
        />
        <Scale
          since={entry.sinceMs}
          limit={entry.sinceMs + queue.serviceLevelSec * 1000}
          label={fill(w.live.levelShort, { sec: queue.serviceLevelSec })}
        />
      </div>
    </DropZone>
  );
}

const run = (act: Promise<unknown>, then?: () => void): void => void act.then(() => then?.(), sayFault);

/** All that dragging can do, and why he waits. */
function waiterMenu(from: Waiter, queue: LiveQueue, state: LiveState): MenuItem[] {
  const w = words.value;
  const blocked = canAct.value ? undefined : w.link.blocked;
  const { entry } = from;
  const last = queue.waiting.length;
  const act = (label: string, icon: "up" | "down" | "queue", doing: () => void, not?: string): MenuItem => ({
    kind: "act",
    label,
    icon,
    blocked: blocked ?? not,
    run: doing,
  });
  return [
    {
      kind: "act",
      label: w.floor.whyWaits,
      icon: "why",
      run: () => askWhyWaiting(queue.id, entry.call, numberGroups(entry.caller).join(" ") || w.call.withheld),
    },
    ...(entry.position > 2 ? [act(w.floor.front, "up", () => move(from, { place: 1 }))] : []),
    ...(entry.position > 1 ? [act(w.floor.up, "up", () => move(from, { place: entry.position - 1 }))] : []),
    ...(entry.position < last ? [act(w.floor.down, "down", () => move(from, { place: entry.position + 1 }))] : []),
    { kind: "title", label: w.floor.toQueue },
    ...state.queues
      .filter((q) => q.id !== queue.id)
      .map((q) => act(pick(q.name), "queue", () => move(from, { queue: q.id }), q.closed ? w.floor.isClosed : undefined)),
    { kind: "title", label: w.floor.toAgent },
    ...agentsFor(queue.id, state).map(
      ({ agent, not }): MenuItem => ({
        kind: "act",
        label: agent.name,
        note: w.state[agent.state],
        icon: "agents",
        blocked: blocked ?? (not === "away" ? wordOf(agent) : not && w.floor.notMember),
        run: () => move(from, { agent: agent.id }),
      }),
    ),
  ];
}

const wordOf = (agent: LiveAgent): string => (agent.reason ? pick(agent.reason) : words.value.state[agent.state]);

/** Who is there: the free first, then those who are busy, last those it can't be, with the reason. */
function agentsFor(queue: string, state: LiveState) {
  const rank = ({ agent, not }: { agent: LiveAgent; not: unknown }): number => (not ? 2 : agent.state === "ready" ? 0 : 1);
  return state.agents
    .filter((agent) => agent.state !== "logged-out")
    .map((agent) => ({ agent, not: cannotGo(agent, queue) }))
    .sort((a, b) => rank(a) - rank(b));
}

const closeMinutes = [15, 30, 60];

function queueMenu(queue: LiveQueue): MenuItem[] {
  const w = words.value.floor;
  const blocked = canAct.value ? undefined : words.value.link.blocked;
  const name = pick(queue.name);
  const open = () => run(openQueue(queue.id), () => say(fill(w.opened, { name })));
  const text: MenuItem = {
    kind: "act",
    label: words.value.nav.textQueue,
    icon: "letter",
    run: () => askBulletin({ kind: "queue", queue: queue.id as never }),
  };
  if (queue.closed) return [{ kind: "act", label: w.open, icon: "check", blocked, run: open }, text];
  const close = (untilMs?: () => number): void =>
    ask({
      title: fill(w.closeAsk, { name }),
      note: w.closeNote,
      yes: words.value.common.close,
      danger: true,
      run: () => run(closeQueue(queue.id, untilMs?.())),
    });
  return [
    { kind: "act", label: w.close, icon: "lock", danger: true, blocked, run: () => close() },
    ...closeMinutes.map(
      (n): MenuItem => ({
        kind: "act",
        label: fill(w.closeFor, { n }),
        icon: "lock",
        blocked,
        run: () => close(() => Date.now() + n * 60_000),
      }),
    ),
    { kind: "rule" },
    text,
  ];
}
