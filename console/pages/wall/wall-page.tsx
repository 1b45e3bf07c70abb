import "./wall.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { TargetState, Wallboard } from "../../../appliance/contract/figures.ts";
import { boxNow, tick } from "../../data/clock.ts";
import { wallboard } from "../../data/figures.ts";
import { link, live } from "../../data/live.ts";
import { Button } from "../../parts/button.tsx";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { Age } from "../../parts/ticking.tsx";
import { fill } from "../../words/fill.ts";
import { reportWords } from "../../words/reports.ts";
import { age, hour, number, percent } from "../../words/time.ts";
import { language, pick } from "../../words/words.ts";

/** Older than this the values say their age. */
const staleMs = 10_000;
/** The box works it out at most once a second, whatever is asked; between events it is asked this often. */
const everyMs = 5_000;
const soonMs = 1_000;
/** Somebody waits too long. */
const longMs = 120_000;

type Shown = { board?: Wallboard; error?: unknown };

/** What hangs on the wall: no bezel, no scrolling, always dark, readable from five metres. */
export function WallPage() {
  const { route } = useLocation();
  const shown = useSignal<Shown>({});
  const w = reportWords.value.wall;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let gone = false;
    const ask = async () => {
      try {
        const board = await wallboard();
        if (!gone) shown.value = { board };
      } catch (error) {
        if (!gone) shown.value = { ...shown.peek(), error };
      }
      if (!gone) timer = setTimeout(ask, everyMs);
    };
    void ask();
    // What the stream says of queues and agents is on the wall within a second.
    const stop = live.subscribe(() => {
      const { board } = shown.peek();
      if (!board || boxNow() - board.nowMs < soonMs) return;
      clearTimeout(timer);
      timer = setTimeout(ask, soonMs);
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      stop();
    };
  }, []);
  const { board, error } = shown.value;
  return (
    <main class="wall">
      <header class="wall-head">
        <h1>{w.title}</h1>
        <Fresh board={board} />
        <span class="grow" />
        <time class="wall-clock num">{hour(tick.value, language.value)}</time>
        <Button
          kind="quiet"
          icon="eye"
          label={w.full}
          onPress={() =>
            void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())
          }
        />
        <Button kind="quiet" icon="close" label={w.leave} onPress={() => route("/")} />
      </header>
      {board ? <Board board={board} /> : error ? <FaultNote error={error} /> : <Loading />}
    </main>
  );
}

/** Nothing while it is fresh; the age in large letters when it is not. */
function Fresh({ board }: { board: Wallboard | undefined }) {
  const w = reportWords.value.wall;
  const old = board ? tick.value - board.nowMs : 0;
  if (old < staleMs && link.value.state === "up")
    return board?.band ? <p class="wall-band">{fill(w.band, { name: pick(board.band.name) })}</p> : null;
  if (!board) return null;
  return (
    <p class="wall-stale" role="alert">
      {fill(link.value.state === "up" ? w.stale : w.lost, { age: age(old, language.value) })}
    </p>
  );
}

function Board({ board }: { board: Wallboard }) {
  const w = reportWords.value.wall;
  const l = language.value;
  const { agents, targets } = board;
  const level = board.serviceLevel;
  const band = targets.find((t) => t.id === "band");
  const length = (ms: number | undefined) => (ms === undefined ? "–" : age(ms, l));
  const oldest = board.oldestWaitingMs;
  return (
    <>
      <div class="wall-six">
        <Six
          name={w.waiting}
          value={number(board.waiting, l)}
          tone={oldest !== undefined && oldest > longMs ? "bad" : "plain"}
          note={
            oldest === undefined ? (
              w.nobody
            ) : (
              <>
                {w.longest} <Age since={board.nowMs - oldest} />
              </>
            )
          }
        />
        <Six
          name={w.ready}
          value={number(agents.ready, l)}
          tone={agents.ready === 0 && board.waiting > 0 ? "bad" : "plain"}
          note={fill(w.readyOf, { busy: agents.busy, away: agents.notReady })}
        />
        <Six
          name={w.level}
          value={level.value === undefined ? "–" : percent(level.value, l, 0)}
          tone={level.value === undefined || !band ? "plain" : level.value < band.target ? "bad" : "good"}
          note={pick(level.name)}
        />
        <Six
          name={w.abandoned}
          value={number(board.abandoned, l)}
          tone="plain"
          note={fill(w.short, { n: board.shortAbandoned })}
        />
        <Six
          name={w.volume}
          value={number(
            board.hourly.reduce((sum, h) => sum + h.callsIn, 0),
            l,
          )}
          tone="plain"
          note={<Hours hourly={board.hourly} />}
        />
        <Six name={w.wait} value={length(board.averageWaitMs)} tone="plain" note={w.ofAnswered} />
        <Six name={w.talk} value={length(board.talkTimeMs)} tone="plain" note={w.eachCall} />
        <Six name={w.handle} value={length(board.handleTimeMs)} tone="plain" note={w.withWrap} />
      </div>
      <div class="wall-low">
        <table class="wall-queues" style={{ "--rows": Math.min(6, board.queues.length) }}>
          <thead>
            <tr>
              <th scope="col">{w.queue}</th>
              <th scope="col">{w.waiting}</th>
              <th scope="col">{w.longest}</th>
              <th scope="col">{w.answered}</th>
              <th scope="col">{w.level}</th>
            </tr>
          </thead>
          <tbody>
            {board.queues.slice(0, 6).map((queue) => (
              <tr key={queue.id}>
                <th scope="row">{pick(queue.name) || queue.id}</th>
                <td class="num">{number(queue.waiting, l)}</td>
                <td class="num">
                  {queue.oldestWaitingMs === undefined ? "–" : <Age since={board.nowMs - queue.oldestWaitingMs} />}
                </td>
                <td class="num">
                  {number(queue.answered, l)}
                  <small> / {number(queue.offered, l)}</small>
                </td>
                <td class="num">
                  {queue.serviceLevel.value === undefined ? "–" : percent(queue.serviceLevel.value, l, 0)}
                  <small> {fill(w.within, { sec: queue.serviceLevelSec })}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <ul class="wall-targets" style={{ "--rows": Math.min(5, targets.length) }}>
          {targets.slice(0, 5).map((target) => (
            <Target key={target.id} target={target} />
          ))}
        </ul>
      </div>
    </>
  );
}

function Six({
  name,
  value,
  note,
  tone,
}: {
  name: string;
  value: string;
  note: ComponentChildren;
  tone: "plain" | "good" | "bad";
}) {
  return (
    <div class="six">
      <h2>{name}</h2>
      <p class={`six-value num is-${tone}`}>{value}</p>
      <p class="six-note">{note}</p>
    </div>
  );
}

/** The day's calls in by the hour, as a strip. */
function Hours({ hourly }: { hourly: Wallboard["hourly"] }) {
  const most = Math.max(1, ...hourly.map((h) => h.callsIn));
  return (
    <svg class="wall-hours" viewBox="0 0 96 20" preserveAspectRatio="none" aria-hidden="true">
      {hourly.map(({ hour: at, callsIn }) => (
        <rect key={at} x={at * 4 + 0.4} width={3.2} y={20 - (callsIn / most) * 20} height={(callsIn / most) * 20} />
      ))}
    </svg>
  );
}

function Target({ target }: { target: TargetState }) {
  const w = reportWords.value.wall;
  const l = language.value;
  const text = (value: number) =>
    target.unit === "share" ? percent(value, l, 0) : target.unit === "ms" ? age(value, l) : number(value, l);
  const word = target.met === undefined ? w.nothing : target.met ? w.met : w.unmet;
  return (
    <li class={target.met === undefined ? "" : target.met ? "is-met" : "is-unmet"}>
      <span class="cut">{pick(target.name)}</span>
      <strong class="num">{target.value === undefined ? "–" : text(target.value)}</strong>
      <span class="target-word">
        {target.met === undefined ? "" : target.met ? "● " : "▲ "}
        {word} · {fill(w.target, { value: text(target.target) })}
      </span>
    </li>
  );
}
