import { signal } from "@preact/signals";
import { queueName } from "../../data/names.ts";
import { whyIdle, whyWaiting } from "../../data/waiting.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { age } from "../../words/time.ts";
import { language, pick, words } from "../../words/words.ts";

type Asked = { about: "waiting"; queue: string; call: string; who: string } | { about: "idle"; agent: string; who: string };
const asked = signal<Asked | undefined>(undefined);
export const askWhyWaiting = (queue: string, call: string, who: string): void => {
  asked.value = { about: "waiting", queue, call, who };
};
export const askWhyIdle = (agent: string, who: string): void => {
  asked.value = { about: "idle", agent, who };
};

/** Why somebody waits, or why somebody gets no call, in the words of whoever decides it (O10). */
export function WhyDialog() {
  const a = asked.value;
  if (!a) return null;
  const w = words.value.floor;
  const close = () => {
    asked.value = undefined;
  };
  return (
    <Dialog title={fill(a.about === "waiting" ? w.why : w.whyIdle, { who: a.who })} onClose={close}>
      {a.about === "waiting" ? <Waiting queue={a.queue} call={a.call} /> : <Idle agent={a.agent} />}
    </Dialog>
  );
}

function Waiting({ queue, call }: { queue: string; call: string }) {
  const { state, reload } = useLoaded(() => whyWaiting(queue, call), call);
  const { value, error } = state.value;
  if (!value) return error ? <FaultNote error={error} onRetry={reload} /> : <Loading />;
  return (
    <div class="stack">
      <p>
        {pick(value.summary)}
        {value.expectedWaitMs === undefined ? null : (
          <span class="note"> {fill(words.value.floor.expected, { age: age(value.expectedWaitMs, language.value) })}</span>
        )}
      </p>
      <dl class="why-rows">
        {value.agents.map((row) => (
          <div key={row.agent}>
            <dt>{row.name}</dt>
            <dd>{pick(row.words)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Idle({ agent }: { agent: string }) {
  const { state, reload } = useLoaded(() => whyIdle(agent), agent);
  const { value, error } = state.value;
  const w = words.value.floor;
  if (!value) return error ? <FaultNote error={error} onRetry={reload} /> : <Loading />;
  if (value.length === 0) return <Empty title={w.whyNone} />;
  return (
    <dl class="why-rows">
      {value.map((row) => (
        <div key={row.queue}>
          <dt>
            {queueName(row.queue)} <span class="faint num">{fill(w.nWaiting, { n: row.waiting })}</span>
          </dt>
          <dd>{pick(row.words)}</dd>
        </div>
      ))}
    </dl>
  );
}
