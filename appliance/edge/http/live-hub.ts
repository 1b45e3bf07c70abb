import type { Bulletin } from "../../contract/bulletins.ts";
import type { LiveMessage, LiveState, LiveTopic } from "../../contract/live.ts";
import { type Reader, shownTo } from "../../core/bulletins/shown-to.ts";
import type { LivePatch, LivePort } from "./http-ports.ts";

/** What we use of a WebSocket. */
export type LiveSocket = {
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: "pong" | "close", listener: () => void): void;
};

const beatMs = 2_000;
/** Changes within this time leave as one message per topic. */
const gatherMs = 50;
const viewerLimit = 200;
/** More than this unsent and a viewer gets nothing new until he has caught up; then he gets the whole state once. */
const slowBytes = 1_000_000;
const caughtUpBytes = 65_536;
/** Beats that a viewer may lag, or leave a ping unanswered, before he is dropped; he will connect again. */
const lagBeats = 8;
const checkSessionEveryBeats = 5;

type Viewer = { socket: LiveSocket; reader: Reader; stillIn: () => boolean; lagging: number; unanswered: number };
type Gathered = { set: Map<string, unknown>; gone: Set<string> };

/** Tells every viewer what changes: the whole state at first, then patches with a rising number. Each message is serialised once. */
export class LiveHub {
  readonly #live: LivePort;
  readonly #nowMs: () => number;
  readonly #viewers = new Set<Viewer>();
  readonly #gathered = new Map<LiveTopic, Gathered>();
  readonly #unsubscribe: () => void;
  readonly #beats: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | undefined;
  #hello: { state: LiveState; text: string } | undefined;
  #n = 0;
  #beat = 0;

  constructor(live: LivePort, nowMs: () => number) {
    this.#live = live;
    this.#nowMs = nowMs;
    this.#unsubscribe = live.onChange((patch) => this.#changed(patch));
    this.#beats = setInterval(() => this.#onBeat(), beatMs);
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** `reader` is shown his own bulletins. `stillIn` is asked now and then: who was signed out sees nothing more. */
  join(socket: LiveSocket, reader: Reader, stillIn: () => boolean): void {
    if (this.#viewers.size >= viewerLimit) {
      socket.close(1013, "too many viewers");
      return;
    }
    const viewer: Viewer = { socket, reader, stillIn, lagging: 0, unanswered: 0 };
    this.#viewers.add(viewer);
    socket.on("pong", () => {
      viewer.unanswered = 0;
    });
    socket.on("close", () => this.#viewers.delete(viewer));
    // A patch still being gathered is in the state already; hearing it again does no harm, items are whole.
    socket.send(this.#helloText(viewer));
  }

  /** The whole state once, as the first message of a viewer would have it. */
  now(reader: Reader): LiveState {
    const state = this.#live.state();
    return { ...state, bulletins: ownOf({ reader }, state.bulletins) };
  }

  stop(): void {
    clearInterval(this.#beats);
    clearTimeout(this.#gathering);
    this.#unsubscribe();
    for (const { socket } of this.#viewers) socket.close(1001, "the box is stopping");
    this.#viewers.clear();
  }

  #changed({ topic, set, gone }: LivePatch): void {
    this.#hello = undefined;
    if (this.#viewers.size === 0) return;
    const gathered = this.#gathered.get(topic) ?? { set: new Map(), gone: new Set() };
    this.#gathered.set(topic, gathered);
    for (const id of gone) {
      gathered.set.delete(id);
      gathered.gone.add(id);
    }
    for (const item of set) {
      gathered.gone.delete(item.id);
      gathered.set.set(item.id, item);
    }
    this.#gathering ??= setTimeout(() => this.#tell(), gatherMs);
  }

  #tell(): void {
    this.#gathering = undefined;
    for (const [topic, { set, gone }] of this.#gathered) {
      this.#n++;
      // The items are of the topic's kind: `LivePatch` ties them together where they come in.
      const items = [...set.values()] as LiveState[typeof topic];
      const patch = { type: "patch" as const, n: this.#n, topic, gone: [...gone], nowMs: this.#nowMs() };
      if (topic === "bulletins") this.#sendEach(patch, items as Bulletin[]);
      else this.#send({ ...patch, set: items });
    }
    this.#gathered.clear();
    this.#hello = undefined;
  }

  #onBeat(): void {
    this.#beat++;
    const check = this.#beat % checkSessionEveryBeats === 0;
    for (const viewer of this.#viewers) {
      const { socket } = viewer;
      if (check && !viewer.stillIn()) socket.close(4401, "signed out");
      else if (viewer.lagging > 0 && socket.bufferedAmount <= caughtUpBytes) {
        viewer.lagging = 0;
        socket.send(this.#helloText(viewer));
      } else if (viewer.lagging > 0) viewer.lagging++;
      if (viewer.lagging > lagBeats || viewer.unanswered > lagBeats) {
        this.#viewers.delete(viewer);
        socket.terminate();
        continue;
      }
      viewer.unanswered++;
      socket.ping();
    }
    this.#send({ type: "beat", n: this.#n, nowMs: this.#nowMs() });
  }

  #send(message: LiveMessage): void {
    const text = JSON.stringify(message);
    for (const viewer of this.#viewers) sendTo(viewer, text);
  }

  /** To each viewer what is meant for him; the number is the same for all. */
  #sendEach(patch: Omit<Extract<LiveMessage, { type: "patch" }>, "set">, bulletins: readonly Bulletin[]): void {
    const nothing = JSON.stringify({ ...patch, set: [] } satisfies LiveMessage);
    for (const viewer of this.#viewers) {
      const set = ownOf(viewer, bulletins);
      sendTo(viewer, set.length === 0 ? nothing : JSON.stringify({ ...patch, set } satisfies LiveMessage));
    }
  }

  /** Made once for all who come before the next change; only who has bulletins gets one of his own. */
  #helloText(viewer: Viewer): string {
    if (!this.#hello) {
      const state = this.#live.state();
      this.#hello = { state, text: JSON.stringify(helloOf(this.#n, { ...state, bulletins: [] })) };
    }
    const { state, text } = this.#hello;
    const bulletins = ownOf(viewer, state.bulletins);
    return bulletins.length === 0 ? text : JSON.stringify(helloOf(this.#n, { ...state, bulletins }));
  }
}

const helloOf = (n: number, state: LiveState): LiveMessage => ({ type: "hello", n, state });
const ownOf = ({ reader }: Pick<Viewer, "reader">, bulletins: readonly Bulletin[]): Bulletin[] =>
  bulletins.flatMap((bulletin) => shownTo(bulletin, reader) ?? []);

function sendTo(viewer: Viewer, text: string): void {
  if (viewer.lagging === 0 && viewer.socket.bufferedAmount > slowBytes) viewer.lagging = 1;
  if (viewer.lagging === 0) viewer.socket.send(text);
}
