import { useRef } from "preact/hooks";
import { live } from "../data/live.ts";
import { myself } from "../data/session.ts";
import { Icon } from "../look/icon.tsx";
import { AgentMark, stateWord } from "../parts/marks.tsx";
import { Menu } from "../parts/menu.tsx";
import { useShortcuts } from "../parts/shortcuts.ts";
import { Age, Scale } from "../parts/ticking.tsx";
import { fill } from "../words/fill.ts";
import { age } from "../words/time.ts";
import { language, pick, words } from "../words/words.ts";
import { actReady, actWrapUpDone, agentMenu } from "./agent-acts.ts";

/** The state button of whoever is an agent: state, reason, running time, and what may follow. */
export function MyState() {
  const id = myself()?.agent;
  const me = id ? live.value?.agents.find((a) => a.id === id) : undefined;
  const open = useRef<() => void>(undefined);
  useShortcuts({ r: () => me && actReady(me), w: () => me && actWrapUpDone(me), n: () => open.current?.() });
  if (!me) return null;
  const w = words.value;
  const word = me.reason ? pick(me.reason) : stateWord(me.state);
  return (
    <Menu
      label={`${w.agent.mine}: ${word}`}
      class={`my-state is-${me.state}`}
      opener={(o) => {
        open.current = o;
      }}
      button={
        <>
          <AgentMark state={me.state} />
          <span class="my-state-word">{word}</span>
          <Age since={me.sinceMs} class="my-state-age" />
          <Icon name="down" size={12} />
          {me.limitAtMs !== undefined && me.state !== "ready" ? (
            <Scale
              since={me.sinceMs}
              quietBelow={me.state === "talking" || me.state === "hold" ? 0.25 : 0}
              limit={me.limitAtMs}
              label={fill(w.agent.limit, { age: age(me.limitAtMs - me.sinceMs, language.value) })}
            />
          ) : null}
        </>
      }
      items={agentMenu(me, true)}
    />
  );
}
