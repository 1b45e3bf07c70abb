import { useEffect, useRef } from "preact/hooks";
import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { words } from "../words/words.ts";
import { layFlow, type MapBox, type MapWire } from "./flow-map.ts";
import { exitWord, stepTitle, stepTypeWord } from "./flow-words.ts";

const boxWide = 132;
const boxHigh = 42;
const gapX = 88;
const gapY = 20;
const edge = 12;

const x = (box: MapBox) => edge + box.column * (boxWide + gapX);
const y = (box: MapBox) => edge + box.row * (boxHigh + gapY);

/** What a dry run or the scripts show on the map. Ways are named "step /way", as flow-run.ts does. */
export type FlowMarks = { taken: ReadonlySet<string>; steps: ReadonlySet<string>; now?: string; untaken?: ReadonlySet<string> };

/** The whole flow at a glance, from the start on the left; a step is chosen by clicking. */
export function FlowMapView({
  flow,
  chosen,
  choose,
  bad,
  marks,
  aiming,
  onKey,
}: {
  flow: FlowDocument;
  chosen: string | undefined;
  choose: (id: string) => void;
  bad: ReadonlySet<string>;
  marks?: FlowMarks | undefined;
  /** A way out looks for its target: the next step that is pressed is it. */
  aiming?: boolean;
  /** A key pressed on a step. */
  onKey?: (id: string, event: KeyboardEvent) => void;
}) {
  const map = layFlow(flow);
  const wide = map.columns * (boxWide + gapX) - gapX + edge * 2;
  const high = map.rows * (boxHigh + gapY) - gapY + edge * 2;
  const box = new Map(map.boxes.map((b) => [b.id, b]));
  const near = (wire: MapWire) => chosen !== undefined && (wire.from === chosen || wire.to === chosen);
  // Wires of the chosen step lie above the others.
  const wires = [...map.wires].sort((a, b) => Number(near(a)) - Number(near(b)));
  const count = (of: (wire: MapWire) => string, name: string) => map.wires.filter((w) => !w.back && of(w) === name).length;
  const field = useRef<HTMLDivElement>(null);
  const look = marks?.now ?? chosen;
  const target = look === undefined ? undefined : box.get(look);
  useEffect(() => {
    const el = field.current;
    if (el && target)
      el.scrollTo({ left: x(target) + boxWide / 2 - el.clientWidth / 2, top: y(target) + boxHigh / 2 - el.clientHeight / 2 });
  }, [look]);
  return (
    <div class={`flow-map ${aiming ? "is-aiming" : ""} ${marks ? "is-marked" : ""}`} ref={field}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't hold a drawing */}
      <svg width={wide} height={high} viewBox={`0 0 ${wide} ${high}`} role="group" aria-label={words.value.flow.map}>
        {wires.map((wire) => {
          const [from, to] = [box.get(wire.from), box.get(wire.to)];
          return from && to ? (
            <Wire
              key={`${wire.from} ${wire.to}`}
              wire={wire}
              from={from}
              to={to}
              near={near(wire)}
              faint={marks === undefined && chosen !== undefined && !near(wire)}
              mark={markOf(wire, marks)}
              labelAtEnd={count((w) => w.from, wire.from) > count((w) => w.to, wire.to)}
            />
          ) : null;
        })}
        {map.boxes.map((b) => (
          <Step
            key={b.id}
            flow={flow}
            box={b}
            chosen={b.id === chosen}
            choose={choose}
            bad={bad.has(b.id)}
            marks={marks}
            onKey={onKey}
          />
        ))}
      </svg>
    </div>
  );
}

function markOf(wire: MapWire, marks: FlowMarks | undefined): string {
  const has = (set: ReadonlySet<string> | undefined) => wire.exits.some((e) => set?.has(`${wire.from} ${e.at}`));
  return has(marks?.taken) ? "is-taken" : has(marks?.untaken) ? "is-untaken" : "";
}

function Wire({
  wire,
  from,
  to,
  near,
  faint,
  mark,
  labelAtEnd,
}: {
  wire: MapWire;
  from: MapBox;
  to: MapBox;
  near: boolean;
  faint: boolean;
  mark: string;
  labelAtEnd: boolean;
}) {
  const [x1, y1] = [x(from) + boxWide, y(from) + boxHigh / 2];
  const [x2, y2] = [x(to), y(to) + boxHigh / 2];
  const path = wire.back ? backPath(from, to) : `M${x1} ${y1}C${x1 + gapX * 0.5} ${y1} ${x2 - gapX * 0.5} ${y2} ${x2 - 5} ${y2}`;
  const said = wire.exits.map(exitWord);
  const first = wire.exits[0];
  const plain = wire.exits.length === 1 && first !== undefined && "word" in first.label && first.label.word === "next";
  const keys = wire.exits.every((e) => "key" in e.label);
  const label = keys ? said.join(" ") : shorten(said[0] ?? "", 10) + (said.length > 1 ? ` +${said.length - 1}` : "");
  const steep = Math.abs(y2 - y1) > 10;
  return (
    <g class={`wire ${wire.back ? "is-back" : ""} ${near ? "is-near" : ""} ${faint ? "is-faint" : ""} ${mark}`}>
      <title>{said.join(" · ")}</title>
      <path class="wire-line" d={path} />
      {wire.back ? null : <path class="wire-tip" d={`M${x2 - 1} ${y2}l-6 -3.5v7z`} />}
      {plain || (wire.back && !near) ? null : wire.back ? (
        <text class="wire-label" x={x1 - boxWide * 0.3 + 5} y={y1 + boxHigh / 2 + 12}>
          {label}
        </text>
      ) : labelAtEnd ? (
        <text class="wire-label" x={x2 - 9} y={y2 - 4} text-anchor="end">
          {label}
        </text>
      ) : (
        <text class="wire-label" x={x1 + 4} y={steep && y2 > y1 ? y1 + 11 : y1 - 4}>
          {label}
        </text>
      )}
    </g>
  );
}
/** Out at the bottom, under the boxes, and in at the bottom. */
function backPath(from: MapBox, to: MapBox): string {
  const [x1, y1] = [x(from) + boxWide * 0.7, y(from) + boxHigh];
  const [x2, y2] = [x(to) + boxWide * 0.3, y(to) + boxHigh];
  const low = Math.max(y1, y2) + 14;
  return `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2 + 2}`;
}

function Step({
  flow,
  box,
  chosen,
  choose,
  bad,
  marks,
  onKey,
}: {
  flow: FlowDocument;
  box: MapBox;
  chosen: boolean;
  choose: (id: string) => void;
  bad: boolean;
  marks: FlowMarks | undefined;
  onKey: ((id: string, event: KeyboardEvent) => void) | undefined;
}) {
  const node = flow.nodes[box.id];
  if (!node) return null;
  const title = stepTitle(flow, box.id);
  const ends = node.type === "hangup" || node.type === "return" || node.type === "voicemail";
  const person = node.type === "queue" || node.type === "transfer";
  const passed = marks?.now === box.id ? "is-now" : marks?.steps.has(box.id) ? "is-passed" : "";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button can't be drawn inside a picture
    <g
      class={`map-step ${chosen ? "is-chosen" : ""} ${bad ? "is-bad" : ""} ${ends ? "is-end" : ""} ${person ? "is-person" : ""} ${passed}`}
      role="button"
      tabIndex={0}
      aria-label={`${stepTypeWord(node.type)}: ${title}`}
      aria-pressed={chosen}
      onClick={() => choose(box.id)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return onKey?.(box.id, event);
        event.preventDefault();
        choose(box.id);
      }}
    >
      <rect x={x(box)} y={y(box)} width={boxWide} height={boxHigh} rx="3" />
      {flow.start === box.id ? <path class="map-start" d={`M${x(box) - 9} ${y(box) + boxHigh / 2 - 5}l7 5l-7 5z`} /> : null}
      <text class="map-type" x={x(box) + 9} y={y(box) + 16}>
        {stepTypeWord(node.type)}
      </text>
      <text class="map-title" x={x(box) + 9} y={y(box) + 32}>
        {shorten(title, 16)}
      </text>
    </g>
  );
}

/** As much of a title as fits: a Chinese character is as wide as two letters. */
function shorten(text: string, letters: number): string {
  let wide = 0;
  let out = "";
  for (const c of text) {
    wide += c.charCodeAt(0) > 0x2e7f ? 2 : 1.05;
    if (wide > letters) return `${out}…`;
    out += c;
  }
  return out;
}
