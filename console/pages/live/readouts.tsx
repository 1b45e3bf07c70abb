import type { ComponentChildren } from "preact";
import type { LiveState } from "../../../appliance/contract/live.ts";
import { Age } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { number, percent } from "../../words/time.ts";
import { language, words } from "../../words/words.ts";
import { figuresOf } from "./figures.ts";

/** The six values that a supervisor looks at first; every share says of what. */
export function Readouts({ state }: { state: LiveState }) {
  const f = figuresOf(state.queues, state.agents, state.calls);
  const w = words.value.live;
  const l = language.value;
  const levelName = f.levelSec === undefined ? w.levelNameMixed : fill(w.levelName, { sec: f.levelSec });
  return (
    <dl class="readouts">
      <Readout name={w.waiting} loud={f.waiting > 0}>
        {f.waiting}
      </Readout>
      <Readout name={w.longest} loud={f.longestSinceMs !== undefined}>
        {f.longestSinceMs === undefined ? "–" : <Age since={f.longestSinceMs} />}
      </Readout>
      <Readout name={w.inCalls}>{f.talking}</Readout>
      <Readout name={w.ready} note={fill(w.readyOf, { n: f.loggedIn })} bad={f.waiting > 0 && f.ready === 0}>
        {f.ready}
      </Readout>
      <Readout name={w.level} note={levelName} wide>
        {f.serviceLevel === undefined ? "–" : percent(f.serviceLevel, l)}
      </Readout>
      <Readout
        name={w.abandoned}
        note={
          f.abandonedShare === undefined
            ? ""
            : fill(w.abandonedName, { share: percent(f.abandonedShare, l), n: f.shortAbandoned })
        }
        wide
      >
        {number(f.abandoned, l)}
      </Readout>
    </dl>
  );
}

function Readout({
  name,
  note,
  children,
  loud,
  bad,
  wide,
}: {
  name: string;
  note?: string;
  children: ComponentChildren;
  loud?: boolean;
  bad?: boolean;
  wide?: boolean;
}) {
  return (
    <div class={`readout ${wide ? "is-wide" : ""} ${loud ? "is-loud" : ""} ${bad ? "is-bad" : ""}`}>
      <dt>{name}</dt>
      <dd>
        <span class="readout-value num">{children}</span>
        {note ? <span class="readout-note">{note}</span> : null}
      </dd>
    </div>
  );
}
