import "./ladder.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LadderEntry } from "../../appliance/contract/routes.ts";
import { callLadder } from "../data/calls.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { useLoaded } from "../parts/loaded.ts";
import { Empty, FaultNote, Loading } from "../parts/notices.tsx";
import { say } from "../parts/toasts.tsx";
import { fill } from "../words/fill.ts";
import { clock, span } from "../words/time.ts";
import { language, words } from "../words/words.ts";
import { type LadderArrow, type LadderLayout, layLadder, shortLine } from "./ladder-layout.ts";

const rowHigh = 26;
const headHigh = 44;
const timeWide = 66;
/** From this width on the message stands beside the drawing instead of over it. */
const besideWide = 1000;

/** Who said what to whom: one column for every party, one arrow for every message. */
export function Ladder({ id, version }: { id: string; version: string }) {
  const w = words.value.call;
  const { state, reload } = useLoaded(() => callLadder(id), `${id} ${version}`);
  const open = useSignal<number | undefined>(undefined);
  const root = useRef<HTMLElement>(null);
  const wide = useWidth(root);
  const beside = wide >= besideWide;
  const { value: entries, error, loading } = state.value;
  const chosen = open.value ?? (beside ? 0 : undefined);
  const go = (to: number | undefined) => {
    open.value = to;
  };
  return (
    <section class="ladder" aria-label={w.ladder} ref={root}>
      <header class="column-head">
        <h2>{w.ladder}</h2>
        <span class="note grow">{entries?.length ? w.ladderNote : ""}</span>
        {entries?.length ? <span class="note num">{fill(w.messageList, { n: entries.length })}</span> : null}
      </header>
      {loading && !entries ? <Loading /> : null}
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {entries?.length === 0 ? <Empty icon="ladder" title={w.noLadder} /> : null}
      {entries && entries.length > 0 && wide > 0 ? (
        <div class={beside ? "ladder-beside" : ""}>
          <Drawing entries={entries} open={go} chosen={chosen} room={beside ? Math.min(wide * 0.6, 860) : wide} />
          {beside && chosen !== undefined ? (
            <aside class="ladder-message">
              <MessageText entry={entries[chosen]} />
            </aside>
          ) : null}
        </div>
      ) : null}
      {entries && !beside && chosen !== undefined ? <MessageDialog entries={entries} at={chosen} go={go} /> : null}
    </section>
  );
}

function useWidth(ref: { current: HTMLElement | null }): number {
  const width = useSignal(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      width.value = Math.round(entry?.contentRect.width ?? 0);
    });
    if (ref.current) watch.observe(ref.current);
    return () => watch.disconnect();
  }, []);
  return width.value;
}

function Drawing({
  entries,
  open,
  chosen,
  room,
}: {
  entries: readonly LadderEntry[];
  open: (entry: number) => void;
  chosen: number | undefined;
  room: number;
}) {
  const layout = layLadder(entries);
  const columns = layout.columns.length;
  const columnWide = Math.max(90, Math.min(300, (room - timeWide) / columns));
  const wide = timeWide + columnWide * columns;
  const high = headHigh + layout.rows.length * rowHigh + 8;
  const x = (column: number) => timeWide + columnWide * (column + 0.5);
  const y = (row: number) => headHigh + rowHigh * (row + 0.5);
  return (
    <div class="ladder-scroll">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't hold a drawing */}
      <svg width={wide} height={high} viewBox={`0 0 ${wide} ${high}`} role="group" aria-label={words.value.call.ladder}>
        {layout.columns.map((column, i) => (
          <g key={column.peer} class={column.isBox ? "is-box" : ""}>
            <line class="ladder-life" x1={x(i)} x2={x(i)} y1={headHigh - 6} y2={high} />
            <ColumnHead column={column} at={x(i)} entries={entries} />
          </g>
        ))}
        {layout.rows.map((row, i) =>
          row.kind === "pause" ? (
            <g key={i} class="ladder-pause">
              <line x1={timeWide} x2={wide} y1={y(i)} y2={y(i)} />
              <text x={timeWide - 10} y={y(i) + 4} text-anchor="end">
                {`+${span(row.forMs, language.value)}`}
              </text>
            </g>
          ) : (
            <Arrow
              key={row.entry}
              row={row}
              entry={entries[row.entry]}
              x={x}
              y={y(i)}
              first={i === 0 || layout.rows[i - 1]?.kind === "pause"}
              from={entries[0]?.atMs ?? 0}
              open={open}
              wide={wide}
              chosen={row.entry === chosen}
            />
          ),
        )}
      </svg>
    </div>
  );
}

function ColumnHead({
  column,
  at,
  entries,
}: {
  column: LadderLayout["columns"][number];
  at: number;
  entries: readonly LadderEntry[];
}) {
  const first = entries.find((e) => e.peer === column.peer);
  const [host = "", port = ""] = column.peer.split(/:(?=\d+$)/);
  return (
    <g class="ladder-head" text-anchor="middle">
      <text x={at} y={16} class="ladder-name">
        {column.isBox ? words.value.call.ladderBox : host}
      </text>
      <text x={at} y={31} class="ladder-sub">
        {column.isBox ? "" : `${port} ${first?.transport ?? ""} · ${first?.leg ?? ""}`}
      </text>
    </g>
  );
}

function Arrow({
  row,
  entry,
  x,
  y,
  first,
  from,
  open,
  wide,
  chosen,
}: {
  row: LadderArrow;
  entry: LadderEntry | undefined;
  x: (c: number) => number;
  y: number;
  first: boolean;
  from: number;
  open: (entry: number) => void;
  wide: number;
  chosen: boolean;
}) {
  if (!entry) return null;
  const [x1, x2] = [x(row.from), x(row.to)];
  const way = Math.sign(x2 - x1);
  const label = shortLine(entry.firstLine);
  const time = `${((entry.atMs - from) / 1000).toFixed(3)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button can't be drawn inside a picture
    <g
      class={`ladder-row is-${row.tone} ${row.again ? "is-again" : ""} ${chosen ? "is-chosen" : ""}`}
      role="button"
      tabIndex={0}
      aria-label={`${time} s, ${label}${row.again ? `, ${words.value.call.again}` : ""}`}
      onClick={() => open(row.entry)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open(row.entry);
      }}
    >
      <rect class="ladder-hit" x={0} y={y - rowHigh / 2} width={wide} height={rowHigh} />
      <text class={`ladder-time ${first ? "is-first" : ""}`} x={timeWide - 10} y={y + 4} text-anchor="end">
        {time}
      </text>
      <line class="ladder-arrow" x1={x1 + way * 2} x2={x2 - way * 7} y1={y + 5} y2={y + 5} />
      <path class="ladder-tip" d={`M${x2 - way} ${y + 5}l${-way * 8} -4v8z`} />
      <text class="ladder-label" x={(x1 + x2) / 2} y={y} text-anchor="middle">
        {label}
        {row.again ? ` (${words.value.call.again})` : ""}
      </text>
    </g>
  );
}

function MessageDialog({
  entries,
  at,
  go,
}: {
  entries: readonly LadderEntry[];
  at: number;
  go: (to: number | undefined) => void;
}) {
  const entry = entries[at];
  const w = words.value;
  if (!entry) return null;
  return (
    <Dialog
      wide
      title={shortLine(entry.firstLine)}
      onClose={() => go(undefined)}
      actions={
        <>
          <Button icon="back" label={w.keys.prevRow} blocked={at === 0 ? w.common.none : undefined} onPress={() => go(at - 1)} />
          <Button
            icon="forward"
            label={w.keys.nextRow}
            blocked={at === entries.length - 1 ? w.common.none : undefined}
            onPress={() => go(at + 1)}
          />
        </>
      }
    >
      <MessageText entry={entry} />
    </Dialog>
  );
}

function MessageText({ entry }: { entry: LadderEntry | undefined }) {
  const w = words.value;
  if (!entry) return null;
  const [headers = "", ...rest] = entry.text.split(/\r?\n\r?\n/);
  const body = rest.join("\n\n").trim();
  return (
    <>
      <div class="row">
        <p class="note grow num">
          {clock(entry.atMs, language.value)}.{String(Math.floor(entry.atMs) % 1000).padStart(3, "0")} ·{" "}
          {entry.direction === "in" ? `${entry.peer} → ${w.call.ladderBox}` : `${w.call.ladderBox} → ${entry.peer}`}
        </p>
        <Button
          small
          kind="quiet"
          icon="copy"
          onPress={() => void navigator.clipboard?.writeText(entry.text).then(() => say(w.common.copied))}
        >
          {w.common.copy}
        </Button>
      </div>
      <pre class="sip">
        {headers.split(/\r?\n/).map((line, i) => {
          const colon = i === 0 ? -1 : line.indexOf(":");
          return (
            <span key={i} class={i === 0 ? "sip-first" : "sip-header"}>
              {colon > 0 ? (
                <>
                  <b>{line.slice(0, colon)}</b>
                  {line.slice(colon)}
                </>
              ) : (
                line
              )}
              {"\n"}
            </span>
          );
        })}
        {body ? <span class="sip-body">{`\n${body}`}</span> : null}
      </pre>
    </>
  );
}
