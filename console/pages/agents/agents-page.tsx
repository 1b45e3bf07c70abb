import "./agents.css";
import { useRef } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { LiveAgent } from "../../../appliance/contract/live.ts";
import { agentMenu } from "../../agent-state/agent-acts.ts";
import { bulletinItem } from "../../bulletins/bulletin-item.ts";
import { askBulletin } from "../../bulletins/my-bulletins.ts";
import { live } from "../../data/live.ts";
import { byName, queueName } from "../../data/names.ts";
import { may, myself } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { AgentMark, stateWord } from "../../parts/marks.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Empty, Loading } from "../../parts/notices.tsx";
import { NumberText } from "../../parts/number-text.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { Age } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { pick, words } from "../../words/words.ts";
import { AgentDetail } from "./agent-detail.tsx";

/** Everybody who answers; one of them in detail when the address names one. */
export function AgentsPage() {
  const id = useRoute().params.id;
  const root = useRef<HTMLUListElement>(null);
  useRowKeys(root);
  const agents = live.value?.agents;
  const w = words.value;
  if (!agents) return <Loading />;
  const chosen = id ? agents.find((a) => a.id === id) : undefined;
  return (
    <div class={`page agents ${chosen ? "has-detail" : ""}`}>
      <section class="agents-list" aria-label={w.nav.agents}>
        <header class="page-head">
          <h1>{w.nav.agents}</h1>
        </header>
        {agents.length === 0 ? <Empty icon="agents" title={w.live.noAgents} note={w.live.noAgentsNote} /> : null}
        <div class="agent-head" aria-hidden="true">
          <span>{w.call.agent}</span>
          <span>{w.agent.state}</span>
          <span class="right">{w.agent.for}</span>
          <span class="agent-phone">{w.field.phone}</span>
          <span class="agent-queues">{w.agent.queues}</span>
        </div>
        <ul class="agent-rows" ref={root}>
          {byName(agents).map((agent) => (
            <Row key={agent.id} agent={agent} chosen={agent.id === id} />
          ))}
        </ul>
      </section>
      {chosen ? <AgentDetail agent={chosen} /> : id ? <Empty icon="search" title={w.fault.missing} /> : null}
    </div>
  );
}

function Row({ agent, chosen }: { agent: LiveAgent; chosen: boolean }) {
  const w = words.value;
  const call = agent.call ? live.value?.calls.find((c) => c.id === agent.call) : undefined;
  const out = agent.state === "logged-out";
  const mine = myself()?.agent === agent.id;
  return (
    <li class={`agent-row is-${agent.state} ${chosen ? "is-chosen" : ""}`}>
      <a href={`/agents/${agent.id}`} data-row aria-current={chosen ? "true" : undefined}>
        <span class="agent-name">
          <AgentMark state={agent.state} />
          <strong class="cut">{agent.name}</strong>
        </span>
        <span class="agent-state cut">
          {agent.reason ? pick(agent.reason) : stateWord(agent.state)}
          {call ? (
            <>
              {" · "}
              <NumberText number={call.direction === "out" ? call.called : call.caller} />
            </>
          ) : null}
        </span>
        <span class="agent-age num">{out ? "" : <Age since={agent.sinceMs} />}</span>
        <span class={`agent-phone num ${agent.phoneUp || out ? "" : "is-bad"}`}>
          {agent.phone ? (agent.phoneUp || out ? agent.phone : `${agent.phone} · ${w.live.offline}`) : w.agent.noPhone}
        </span>
        <span class="agent-queues cut">{agent.queues.map(queueName).join(" · ")}</span>
      </a>
      {may("supervise") || mine ? (
        <Menu
          class="is-quiet"
          label={fill(w.agent.actions, { name: agent.name })}
          button={<Icon name="more" />}
          items={[...bulletinItem(agent), ...agentMenu(agent, mine)]}
        />
      ) : (
        <Button
          kind="quiet"
          icon="letter"
          label={`${w.nav.text}: ${agent.name}`}
          onPress={() => askBulletin({ kind: "agent", agent: agent.id as never })}
        />
      )}
    </li>
  );
}
