import "./plant.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { LivePlant, PlantDevice } from "../../../appliance/contract/plant.ts";
import { pointIdOf } from "../../../appliance/contract/plant.ts";
import type { PlantPoint } from "../../../appliance/contract/plant-point.ts";
import type { AlarmRow } from "../../../appliance/contract/records.ts";
import { live } from "../../data/live.ts";
import { fetchPlant } from "../../data/plant.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { LineMark, SeverityMark } from "../../parts/marks.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { Age } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { plantWords } from "../../words/plant.ts";
import { pick } from "../../words/words.ts";
import { limitsText, valueText } from "./point-text.ts";
import { Trend } from "./trend.tsx";
import { WritePoint } from "./write-point.tsx";

/** Devices on the buses with their points as they read now; what they are comes once, what they read by the stream. */
export function PlantPage() {
  const w = plantWords.value;
  const { state, reload } = useLoaded(fetchPlant, "plant");
  const now = live.value?.plant ?? [];
  // A device that is new, gone or set up anew has other points.
  const standing = now.map(({ id }) => id).join(" ");
  useEffect(() => {
    if (state.peek().value) reload();
  }, [standing]);
  const { value, error, loading } = state.value;
  return (
    <div class="page">
      <header class="page-head">
        <h1>{w.title}</h1>
        <p class="note grow">{w.about}</p>
      </header>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {!value && loading ? <Loading /> : null}
      {value?.length === 0 ? <Empty icon="decision" title={w.none} note={w.noneNote} /> : null}
      {value?.map(({ device, live: first }) => (
        <Device key={device.id} device={device} now={now.find((n) => n.id === device.id) ?? first} />
      ))}
    </div>
  );
}

function Device({ device, now }: { device: PlantDevice; now: LivePlant }) {
  const w = plantWords.value;
  const mark = now.state === "up" ? "up" : now.state === "waiting" ? "off" : "down";
  return (
    <section class="plant-device" aria-labelledby={`plant-${device.id}`}>
      <header class="plant-head">
        <LineMark state={mark} />
        <h2 id={`plant-${device.id}`}>{device.name}</h2>
        <span class={now.state === "up" ? "note" : "plant-ill"}>{w.states[now.state]}</span>
        <span class="note grow">{now.state === "up" ? "" : (now.why ?? "")}</span>
        <span class="note num">{fill(w.unit, { unit: device.unit, bus: device.bus })}</span>
      </header>
      <ul class="plant-points">
        {device.points.map((point) => (
          <Point key={point.id} device={device} point={point} reading={now.readings.find((r) => r.point === point.id)} />
        ))}
      </ul>
    </section>
  );
}

const isOpenFor =
  (id: string) =>
  ({ subject, clearedAtMs }: AlarmRow): boolean =>
    subject === id && clearedAtMs === undefined;

type PointNow = { device: PlantDevice; point: PlantPoint; reading: LivePlant["readings"][number] | undefined };
function Point({ device, point, reading }: PointNow) {
  const w = plantWords.value;
  const open = useSignal(false);
  const id = pointIdOf(device.id, point.id);
  const alarm = live.value?.alarms.find(isOpenFor(id));
  const limits = limitsText(point);
  const old = reading?.quality === "stale";
  const panel = `plant-trend-${id}`;
  return (
    <li class={`plant-point ${alarm ? "is-alarm" : ""}`}>
      <button
        type="button"
        class="plant-name"
        aria-expanded={open.value}
        aria-controls={panel}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {alarm ? <SeverityMark severity={alarm.severity} /> : null}
        {pick(point.name) || point.id}
      </button>
      <span class={`plant-value num ${old ? "is-old" : ""}`}>
        {reading?.value === undefined ? "–" : valueText(point, reading.value)}
        {reading && reading.quality !== "good" ? <span class="plant-quality">{w.qualities[reading.quality]}</span> : null}
      </span>
      <span class="note plant-age">{reading ? <Age since={reading.atMs} /> : null}</span>
      <span class="note num plant-limits">{limits}</span>
      <span class="plant-act">
        <WritePoint device={device} point={point} value={reading?.value} />
      </span>
      {open.value ? (
        <div id={panel} class="plant-more">
          <Trend id={id} point={point} newest={reading?.atMs ?? 0} />
        </div>
      ) : null}
    </li>
  );
}
