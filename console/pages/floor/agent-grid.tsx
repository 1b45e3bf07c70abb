import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { LiveAgent, LiveCall, LiveState } from "../../../appliance/contract/live.ts";
import { askBulletin } from "../../bulletins/my-bulletins.ts";
import { SeatText } from "../../bulletins/seat-text.tsx";
import { queueName } from "../../data/names.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { AgentMark, stateWord } from "../../parts/marks.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Empty } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age, Scale } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { age, hour } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";
import { agentFloorMenu } from "./agent-floor-menu.ts";
import { DropZone } from "./drop-zone.tsx";

/** Groups in the order in which a supervisor looks: who is needed, who works, who is there, who is not. */
const groups: { of: LiveAgent["state"][]; title: LiveAgent["state"] }[] = [
  { of: ["ringing"], title: "ringing" },
  { of: ["talking", "hold"], title: "talking" },
  { of: ["wrap-up"], title: "wrap-up" },
  { of: ["ready"], title: "ready" },
  { of: ["not-ready"], title: "not-ready" },
  { of: ["logged-out"], title: "logged-out" },
];

type Placed = Pick<LiveAgent, "id" | "state" | "sinceMs">;

/** Every seat, by state and by how long it is in it; a caller can be dropped on one. */
export function AgentGrid({ state }: { state: LiveState }) {
  const w = words.value;
  // A seat keeps its place while somebody chooses from a menu: it would be gone from under his hand.
  const open = useSignal(false);
  const last = useRef<Placed[]>([]);
  if (!open.value) last.current = state.agents.map(({ id, state, sinceMs }) => ({ id, state, sinceMs }));
  const placed = last.current.toSorted((a, b) => a.sinceMs - b.sinceMs);
  return (
    <section class="floor-agents" aria-label={w.floor.agents}>
      <h2 class="column-head">
        {w.floor.agents}
        <span class="column-count num">{state.agents.filter((a) => a.state !== "logged-out").length}</span>
        <span class="grow" />
        <Button kind="quiet" small icon="letter" onPress={() => askBulletin({ kind: "all" })}>
          {w.nav.textAll}
        </Button>
      </h2>
      {state.agents.length === 0 ? <Empty icon="agents" title={w.live.noAgents} note={w.live.noAgentsNote} /> : null}
      {groups.map(({ of, title }) => {
        const members = placed.filter((p) => of.includes(p.state)).flatMap((p) => state.agents.find((a) => a.id === p.id) ?? []);
        if (members.length === 0) return null;
        return (
          <section key={title} class={`floor-group is-${title}`} aria-label={stateWord(title)}>
            <h3>
              <AgentMark state={title} /> {stateWord(title)} <span class="faint num">{members.length}</span>
            </h3>
            <ul class="seats">
              {members.map((agent) => (
                <Seat
                  key={agent.id}
                  agent={agent}
                  call={state.calls.find((c) => c.id === agent.call)}
                  state={state}
                  onMenu={(on) => (open.value = on)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

function Seat({
  agent,
  call,
  state,
  onMenu,
}: {
  agent: LiveAgent;
  call: LiveCall | undefined;
  state: LiveState;
  onMenu: (open: boolean) => void;
}) {
  const w = words.value;
  const out = agent.state === "logged-out";
  const watchers = call?.parties?.filter((p) => p.as === "watches" && !p.ringing) ?? [];
  return (
    <DropZone as="li" onto={{ agent }} class={`seat is-${agent.state}`}>
      <div class="seat-head">
        <a href={`/agents/${agent.id}`} class="seat-name cut" data-row>
          {agent.name}
        </a>
        {agent.phone && !out ? (
          <span class={`num small ${agent.phoneUp ? "faint" : "is-bad"}`}>{agent.phoneUp ? agent.phone : w.live.offline}</span>
        ) : null}
        <Menu
          class="is-quiet"
          label={fill(w.agent.actions, { name: agent.name })}
          button={<Icon name="more" />}
          items={agentFloorMenu(agent, call, state)}
          onTurn={onMenu}
        />
      </div>
      <p class="seat-state">
        <span class="cut">{agent.reason ? pick(agent.reason) : stateWord(agent.state)}</span>
        {out ? null : <Age since={agent.sinceMs} class="seat-age" />}
      </p>
      {call ? (
        <p class="seat-call cut">
          <NumberText number={call.direction === "out" ? call.called : call.caller} />
          {call.queue ? <span class="faint"> · {queueName(call.queue)}</span> : null}
        </p>
      ) : null}
      {watchers.map((p) => (
        <p key={p.leg} class="seat-watch cut">
          <Icon name="ear" size={12} /> {fill(w.floor.watchedBy, { who: p.who })}
        </p>
      ))}
      <SeatText agent={agent.id} />
      {agent.next ? (
        <p class="seat-call faint cut">{fill(w.agent.next, { state: stateWord(agent.next as LiveAgent["state"]) })}</p>
      ) : null}
      {agent.nextBreak && !out ? (
        <p class="seat-call faint cut">
          {hour(agent.nextBreak.fromMs, language.value)} {pick(agent.nextBreak.reason)}
        </p>
      ) : null}
      {agent.limitAtMs !== undefined && !out && agent.state !== "ready" ? (
        <Scale
          since={agent.sinceMs}
          quietBelow={agent.state === "talking" || agent.state === "hold" ? 0.25 : 0}
          limit={agent.limitAtMs}
          label={fill(w.agent.limit, { age: age(agent.limitAtMs - agent.sinceMs, language.value) })}
        />
      ) : null}
    </DropZone>
  );
}
