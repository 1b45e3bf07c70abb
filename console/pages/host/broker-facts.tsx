import type { MqttLink } from "../../../appliance/contract/mqtt.ts";
import { LineMark } from "../../parts/marks.tsx";
import { Age } from "../../parts/ticking.tsx";
import { hostWords } from "../../words/host.ts";
import { number } from "../../words/time.ts";
import { language } from "../../words/words.ts";
import { Fact } from "./fact.tsx";

/** How the connection to the broker is, and what waits for it. */
export function BrokerFacts({ link }: { link: MqttLink }) {
  const w = hostWords.value;
  const { state, sinceMs, version, waiting, oldestMs, sent, refused, dropped, why } = link;
  const count = (n: number): string => number(n, language.value, 0);
  return (
    <dl class="host-facts">
      <Fact name={w.linkStates[state]}>
        <LineMark state={state === "up" ? "up" : state === "off" ? "off" : "down"} />
        {state === "off" ? null : <Age since={sinceMs} />}
      </Fact>
      {version ? <Fact name={w.version}>MQTT {version}</Fact> : null}
      {state === "off" ? null : (
        <>
          <Fact name={w.waiting}>
            {count(waiting)}
            {oldestMs === undefined ? null : (
              <span class="host-since">
                {w.oldest} <Age since={oldestMs} />
              </span>
            )}
          </Fact>
          <Fact name={w.sent}>{count(sent)}</Fact>
          {refused > 0 ? <Fact name={w.refused}>{count(refused)}</Fact> : null}
          {dropped > 0 ? <Fact name={w.dropped}>{count(dropped)}</Fact> : null}
        </>
      )}
      {why ? <Fact name={w.why}>{why}</Fact> : null}
    </dl>
  );
}
