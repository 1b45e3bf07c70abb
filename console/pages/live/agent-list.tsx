import type { LiveAgent, LiveCall } from "../../../appliance/contract/live.ts";
import { agentMenu } from "../../agent-state/agent-acts.ts";
import { may } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { AgentMark, stateWord } from "../../parts/marks.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Empty } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { Age, Scale } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { age } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

/** Those on the phone first, those who could be, then those who are away. */
const order: Record<LiveAgent["state"], number> = {
  ringing: 0,
  talking: 1,
  hold: 1,
  "wrap-up": 2,
  ready: 3,
  "not-ready": 4,
  "logged-out": 5,
};

export function AgentList({ agents, calls }: { agents: readonly LiveAgent[]; calls: readonly LiveCall[] }) {
  const w = words.value.live;
  const sorted = [...agents].sort((a, b) => order[a.state] - order[b.state] || a.sinceMs - b.sinceMs);
  return (
    <section class="live-column" id="agents" aria-label={w.agents}>
      <h2 class="column-head">
        {w.agents}
        <span class="column-count num">{agents.filter((a) => a.state !== "logged-out").length}</span>
      </h2>
      {sorted.length === 0 ? (
        <Empty icon="agents" title={w.noAgents} note={w.noAgentsNote} />
      ) : (
        <ul class="live-agents">
          {sorted.map((agent) => (
            <AgentRow key={agent.id} agent={agent} call={agent.call ? calls.find((c) => c.id === agent.call) : undefined} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AgentRow({ agent, call }: { agent: LiveAgent; call: LiveCall | undefined }) {
  const w = words.value;
  const out = agent.state === "logged-out";
  return (
    <li class={`live-agent is-${agent.state}`}>
      <a class="live-agent-body" href={`/agents/${agent.id}`}>
        <span class="live-agent-name">
          <AgentMark state={agent.state} />
          <span class="cut">{agent.name}</span>
          {agent.phone && !out ? (
            <span class={`live-agent-phone num ${agent.phoneUp ? "" : "is-bad"}`}>
              {agent.phoneUp ? agent.phone : `${agent.phone} · ${w.live.offline}`}
            </span>
          ) : null}
        </span>
        <span class="live-agent-state">
          <span class="cut">
            {agent.reason ? pick(agent.reason) : stateWord(agent.state)}
            {call ? (
              <>
                {" · "}
                <NumberText number={call.direction === "out" ? call.called : call.caller} />
              </>
            ) : null}
            {agent.next ? (
              <span class="faint"> · {fill(w.agent.next, { state: stateWord(agent.next as LiveAgent["state"]) })}</span>
            ) : null}
          </span>
          {out ? null : <Age since={agent.sinceMs} class="live-agent-age" />}
        </span>
        {agent.limitAtMs !== undefined && !out && agent.state !== "ready" ? (
          <Scale
            since={agent.sinceMs}
            quietBelow={agent.state === "talking" || agent.state === "hold" ? 0.25 : 0}
            limit={agent.limitAtMs}
            label={fill(w.agent.limit, { age: age(agent.limitAtMs - agent.sinceMs, language.value) })}
          />
        ) : null}
      </a>
      {may("supervise") ? (
        <Menu
          class="is-quiet"
          label={fill(w.agent.actions, { name: agent.name })}
          button={<Icon name="more" />}
          items={agentMenu(agent, false)}
        />
      ) : null}
    </li>
  );
}
