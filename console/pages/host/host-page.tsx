import "./host.css";
import { useEffect } from "preact/hooks";
import type { JudgedReading } from "../../../appliance/contract/host.ts";
import { hostView } from "../../data/host.ts";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { Age } from "../../parts/ticking.tsx";
import { hostWords } from "../../words/host.ts";
import { pick } from "../../words/words.ts";
import { BrokerFacts } from "./broker-facts.tsx";
import { Fact } from "./fact.tsx";
import { ReadingRow } from "./reading-row.tsx";

const againMs = 5_000;

/** What the machine feels, its UPS, and its connection to the broker: read anew every few seconds while somebody looks. */
export function HostPage() {
  const w = hostWords.value;
  const { state, reload } = useLoaded(hostView, "host");
  useEffect(() => {
    const turn = setInterval(() => {
      if (!document.hidden) reload();
    }, againMs);
    return () => clearInterval(turn);
  }, []);
  const { value, error, loading } = state.value;
  if (!value)
    return <div class="page host">{error ? <FaultNote error={error} onRetry={reload} /> : loading ? <Loading /> : null}</div>;
  const { atMs, readings, mqtt, hardware, versions } = value;
  const ups = readings.filter(({ kind }) => kind.startsWith("ups-"));
  const machine = readings.filter(({ kind }) => !kind.startsWith("ups-"));
  return (
    <div class="page host">
      <header class="page-head">
        <h1>{w.title}</h1>
        <span class="host-read">
          {atMs === undefined ? null : (
            <>
              {w.read} <Age since={atMs} /> {w.ago}
            </>
          )}
        </span>
        <Button icon="refresh" onPress={reload}>
          {w.refresh}
        </Button>
      </header>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      <section>
        <h2>{w.machine}</h2>
        {atMs === undefined ? <Empty icon="info" title={w.notYet} /> : <Readings list={machine} />}
      </section>
      <section>
        <h2>{w.ups}</h2>
        {ups.length > 0 ? <Readings list={ups} /> : <Empty icon="info" title={w.noUps} note={w.noUpsNote} />}
      </section>
      <section>
        <h2>{w.broker}</h2>
        <BrokerFacts link={mqtt} />
      </section>
      <section>
        <h2>{w.about}</h2>
        <dl class="host-facts">
          <Fact name={w.hardware}>{pick(hardware.name) || hardware.model}</Fact>
          <Fact name={w.linebox}>{versions.linebox}</Fact>
          <Fact name={w.node}>Node {versions.node}</Fact>
          <Fact name={w.kernel}>{versions.kernel}</Fact>
        </dl>
      </section>
    </div>
  );
}

/** What is an alarm stands first, then what is beyond its limit. */
function Readings({ list }: { list: readonly JudgedReading[] }) {
  const rank = ({ alarm, beyondSinceMs }: JudgedReading): number => (alarm ? 0 : beyondSinceMs !== undefined ? 1 : 2);
  return (
    <ul class="host-rows">
      {[...list]
        .sort((a, b) => rank(a) - rank(b))
        .map((reading) => (
          <ReadingRow key={reading.id} reading={reading} />
        ))}
    </ul>
  );
}
