import type { LiveAgent, LiveState } from "../../../appliance/contract/live.ts";
import { agentMenu } from "../../agent-state/agent-acts.ts";
import { boxNow, tick } from "../../data/clock.ts";
import { Icon } from "../../look/icon.tsx";
import { AgentMark, stateWord } from "../../parts/marks.tsx";
import { Menu, type MenuItem } from "../../parts/menu.tsx";
import { Age, Scale } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { age, hour } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

/** Between calls: what one's state is, what may follow it as buttons, who waits, when the next break is. */
export function IdleCard({ agent, state }: { agent: LiveAgent; state: LiveState }) {
  const w = words.value;
  const waiting = state.queues.filter((q) => agent.queues.includes(q.id)).reduce((n, q) => n + q.waiting.length, 0);
  const out = agent.state === "logged-out";
  const items = agentMenu(agent, true).filter((i) => i.kind === "act");
  return (
    <section class={`card idle-card is-${agent.state}`} aria-label={w.agent.mine}>
      <p class="card-phase">
        <AgentMark state={agent.state} />
        <strong>{out ? w.desk.loggedOut : agent.reason ? pick(agent.reason) : stateWord(agent.state)}</strong>
        {out ? null : <Age since={agent.sinceMs} class="idle-age" />}
      </p>
      {agent.limitAtMs !== undefined && !out && agent.state !== "ready" ? (
        <Scale
          since={agent.sinceMs}
          limit={agent.limitAtMs}
          label={fill(w.agent.limit, { age: age(agent.limitAtMs - agent.sinceMs, language.value) })}
        />
      ) : null}
      <p class="note">
        {out ? w.desk.loggedOutNote : waiting === 0 ? w.desk.nobodyMine : fill(w.desk.waitingMine, { n: waiting })}
      </p>
      {agent.nextBreak ? <Break at={agent.nextBreak} /> : null}
      {out ? (
        <Menu
          label={w.agent.logIn}
          class="idle-login"
          align="start"
          items={agentMenu(agent, true)}
          button={
            <>
              <Icon name="phone" />
              {w.agent.logInAt}
              <Icon name="down" size={12} />
            </>
          }
        />
      ) : (
        <div class="idle-acts">
          {items.map((item, i) => (
            <StateButton key={i} item={item} />
          ))}
        </div>
      )}
    </section>
  );
}

function StateButton({ item }: { item: Extract<MenuItem, { kind: "act" }> }) {
  return (
    <button
      type="button"
      class="state-button"
      aria-disabled={item.blocked ? true : undefined}
      title={item.blocked}
      onClick={() => {
        if (!item.blocked) item.run();
      }}
    >
      {item.mark ?? (item.icon ? <Icon name={item.icon} size={14} /> : null)}
      <span class="grow">{item.label}</span>
      <span class="faint small">{item.note}</span>
    </button>
  );
}

function Break({ at }: { at: NonNullable<LiveAgent["nextBreak"]> }) {
  const w = words.value.desk;
  tick.value;
  const l = language.value;
  const now = at.fromMs <= boxNow();
  return (
    <p class={`idle-break ${now ? "is-now" : ""}`}>
      <Icon name="calendar" size={14} />
      {fill(now ? w.breakNow : w.nextBreak, { from: hour(at.fromMs, l), to: hour(at.toMs, l), reason: pick(at.reason) })}
    </p>
  );
}
