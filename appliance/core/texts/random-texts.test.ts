import { expect, it } from "vitest";
import type { ModemLine } from "../../contract/line-settings.ts";
import type { Settings } from "../../contract/settings.ts";
import type { TextCommand, TextPart, TextRow } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";
import { stepTexts, type TextsWord } from "./step-texts.ts";
import { newTexts, type TextsState } from "./texts-state.ts";

const second = 1_000;
const hour = 3_600_000;
const lines = ["sim1", "sim2"] as const;
type Line = (typeof lines)[number];
const settings = {
  lines: lines.map(
    (id, order): ModemLine => ({
      id,
      name: id,
      enabled: true,
      port: id,
      order,
      callsOut: false,
      kind: "gsm-modem",
      sms: { send: true, receive: true, perHour: 30 },
    }),
  ),
} as unknown as Settings;

function chance(seed: number): (below: number) => number {
  let x = (seed * 2_654_435_761 + 1) >>> 0;
  return (below) => {
    x = (x + 0x6d2b79f5) >>> 0;
    let t = Math.imul(x ^ (x >>> 15), 1 | x);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Entry = { atMs: number; event: TextsWord; up: Line[] };
const step = (state: TextsState, { atMs, event, up }: Entry) =>
  stepTexts(state, event, { atMs, settings, lineUp: (line) => up.includes(line as Line) });

/** The box: what is kept is kept by `flush`, and only then do commands leave. A crash forgets the rest. */
class Box {
  nowMs = 1_900_000_000_000;
  up: Line[] = [...lines];
  /** On disk. */
  rows = new Map<string, TextRow>();
  state = newTexts();
  #snapshot = JSON.stringify(this.state);
  #journal: Entry[] = [];
  #unkept: { entry: Entry; rows: TextRow[] }[] = [];
  #commands: TextCommand[] = [];

  hear(event: TextsWord): void {
    const entry = structuredClone({ atMs: this.nowMs, event, up: this.up });
    const rows: TextRow[] = [];
    for (const effect of step(this.state, entry)) {
      if (effect.do === "store" && effect.change.put === "text") rows.push(effect.change.row);
      if (effect.do === "text.send" || effect.do === "text.delete") this.#commands.push(effect);
    }
    this.#unkept.push({ entry, rows });
  }
  flush(): TextCommand[] {
    for (const { entry, rows } of this.#unkept.splice(0)) {
      this.#journal.push(entry);
      for (const row of rows) this.rows.set(row.id, row);
    }
    return this.#commands.splice(0);
  }
  snapshot(): TextCommand[] {
    const commands = this.flush();
    this.#snapshot = JSON.stringify(this.state);
    this.#journal = [];
    return commands;
  }
  /** `anew`: the snapshot is of no use, only the rows are. */
  crash(anew: boolean): void {
    this.#unkept = [];
    this.#commands = [];
    this.state = anew ? newTexts() : (JSON.parse(this.#snapshot) as TextsState);
    if (anew) this.#journal = [];
    else for (const entry of this.#journal) step(this.state, entry);
    if (anew) this.hear({ on: "texts.loaded", rows: [...this.rows.values()].map((row) => structuredClone(row)) });
    if (anew) this.#snapshot = JSON.stringify(this.state);
    this.hear({ on: "texts.restart" });
  }
}

type Delivery = { word: (line: Line, index: number) => TextsWord; hex: string };

/** Modems, network and the people at its far ends, with everything that goes wrong there. */
class World {
  readonly box = new Box();
  readonly slots: Record<Line, Map<number, Delivery>> = { sim1: new Map(), sim2: new Map() };
  /** The service centre has these for us. */
  readonly toUs: Delivery[] = [];
  /** Parts the network took: text → how often each part. */
  readonly took = new Map<string, number[]>();
  readonly resends = new Map<string, number>();
  readonly sent: { text: string; isWhole: boolean; parts: number }[] = [];
  /** Answers on their way. */
  readonly answers: TextsWord[] = [];
  readonly #roll: (below: number) => number;
  #references: Record<Line, number> = { sim1: 0, sim2: 0 };
  #made = 0;
  calm = false;

  constructor(seed: number) {
    this.#roll = chance(seed);
  }
  #bad = (below: number): boolean => !this.calm && this.#roll(below) === 0;

  tick(): void {
    this.box.nowMs += this.calm ? 20 * second : (1 + this.#roll(60)) * second;
    if (!this.calm) this.#people();
    const line = lines[this.#roll(2)]!;
    if (this.#bad(15)) this.box.up = this.box.up.includes(line) ? this.box.up.filter((l) => l !== line) : [...this.box.up, line];
    this.#centre();
    if (this.#roll(3) === 0) for (const [index, { word }] of this.slots[line]) this.box.hear(word(line, index));
    for (const answer of this.answers.splice(0)) {
      if (this.#bad(6)) this.answers.push(answer);
      else if (!this.#bad(10)) this.box.hear(answer);
    }
    this.box.hear({ on: "texts.look" });
    if (this.#bad(25)) this.box.crash(this.#roll(3) === 0);
    else if (!this.#bad(3))
      for (const command of this.#roll(10) === 0 ? this.box.snapshot() : this.box.flush()) this.#obey(command);
  }

  #people(): void {
    const n = this.#made++;
    if (this.#roll(4) === 0) {
      const texts = [{ id: `out${n}`, number: `1380013800${this.#roll(3)}`, text: "x", parts: 1 + this.#roll(3) }];
      this.box.hear({ on: "text.asked", texts, by: "boss" });
    }
    if (this.#roll(4) === 0) this.#toBox(n);
    if (this.#roll(20) > 0) return;
    const unsure = [...this.box.rows.values()].find((row) => row.state === "unsure");
    if (!unsure) return;
    this.resends.set(unsure.id, (this.resends.get(unsure.id) ?? 0) + 1);
    this.box.hear({ on: "text.resent", text: unsure.id, by: "boss", row: structuredClone(unsure) });
  }
  /** Somebody writes to us; now and then a part is lost for ever. */
  #toBox(n: number): void {
    const total = 1 + this.#roll(4);
    const [from, sentAtMs] = [`+8613900139${this.#roll(3)}`, Math.floor(this.box.nowMs / second) * second];
    const lost = total > 1 && this.#roll(10) === 0 ? 1 + this.#roll(total) : 0;
    let text = "";
    for (let index = 1; index <= total; index++) {
      const piece = `in${n}.${index};`;
      text += index === lost ? "[…]" : piece;
      if (index === lost) continue;
      const part: TextPart = { reference: n % 65_536, total, index };
      const hex = `${from} ${piece}`;
      const rest = { from, text: piece, sentAtMs, ...(total > 1 ? { part } : {}) };
      this.toUs.push({ hex, word: (line, at) => ({ on: "text.arrived", place: placeOf(line, at, hex), ...rest }) });
    }
    this.sent.push({ text, isWhole: lost === 0, parts: total });
  }
  /** Hands over in any order, sometimes twice; a full memory takes nothing. */
  #centre(): void {
    for (let i = this.#roll(3); i >= 0 && this.toUs.length > 0; i--) {
      const line = lines[this.#roll(2)]!;
      const slots = this.slots[line];
      const free = [...Array(6).keys()].find((index) => !slots.has(index));
      if (free === undefined) continue;
      const at = this.#roll(this.toUs.length);
      const delivery = this.toUs[at]!;
      slots.set(free, delivery);
      if (!this.#bad(5)) this.toUs.splice(at, 1);
      if (this.#roll(2)) this.box.hear(delivery.word(line, free));
    }
  }
  #obey(command: TextCommand): void {
    const line = (command.do === "text.send" ? command.line : command.place.line) as string as Line;
    if (this.#bad(8)) return;
    if (command.do === "text.delete") {
      const { index, hex } = command.place;
      if (this.slots[line].get(index)?.hex === hex) this.slots[line].delete(index);
      return;
    }
    const { id } = command;
    const no = (retry: "later" | "never" | "unknown"): void =>
      void this.answers.push({ on: "text.answered", id, line: line as string as LineId, ok: false, retry, why: "cms" });
    if (this.#bad(6)) return no("later");
    if (this.#bad(20)) return no("never");
    if (this.#bad(15)) return no("unknown");
    const reference = this.#take(command, line);
    if (this.#bad(10)) no("unknown");
    else this.answers.push({ on: "text.answered", id, line: line as string as LineId, ok: true, reference });
  }
  /** The network has it; a report may follow. */
  #take({ id, to, part }: Extract<TextCommand, { do: "text.send" }>, line: Line): number {
    const text = id.split(":")[0]!;
    const took = this.took.get(text) ?? [];
    took[part] = (took[part] ?? 0) + 1;
    this.took.set(text, took);
    const reference = this.#references[line]++ & 255;
    const [sentAtMs, doneAtMs] = [this.box.nowMs, this.box.nowMs + second];
    const outcome = this.#roll(8) === 0 ? ("failed" as const) : ("delivered" as const);
    const rest = { reference, to: `+86${to}`, sentAtMs, doneAtMs, outcome, status: outcome === "failed" ? 0x41 : 0 };
    const hex = `report ${line} ${to} ${reference} ${sentAtMs}`;
    const word = (_: Line, at: number): TextsWord => ({ on: "text.reported", place: placeOf(line, at, hex), ...rest });
    // Reports come to the SIM that sent.
    const free = [...Array(6).keys()].find((index) => !this.slots[line].has(index));
    if (free !== undefined && !this.#bad(4)) this.slots[line].set(free, { hex, word });
    return reference;
  }
}
const placeOf = (line: Line, index: number, hex: string) => ({ line: line as string as LineId, index, hex });

function lived(seed: number): World {
  const world = new World(seed);
  for (let i = 0; i < 250; i++) world.tick();
  world.calm = true;
  world.box.up = [...lines];
  // Until nothing waits any more: the limit of each hour, the longest rests; then what is to be shown incomplete.
  for (let i = 0; i < 600; i++) world.tick();
  world.box.nowMs += 49 * hour;
  world.tick();
  world.tick();
  world.box.flush();
  return world;
}

it("every text comes in once and leaves once, or is seen to be unsure, whatever fails on the way", () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 40; seed++) {
    const { box, sent, took, resends, slots, toUs } = lived(seed);
    const rows = [...box.rows.values()];
    for (const { state } of rows) seen.add(state);
    expect([seed, toUs.length, slots.sim1.size, slots.sim2.size]).toEqual([seed, 0, 0, 0]);
    const came = rows.filter((r) => r.direction === "in").map((r) => `${r.state} ${r.text}`);
    const wanted = sent.map(({ text, isWhole }) => `${isWhole ? "received" : "incomplete"} ${text}`);
    expect([seed, came.sort()]).toEqual([seed, wanted.sort()]);
    for (const row of rows.filter((r) => r.direction === "out")) {
      const marked = row.marks?.length ?? 0;
      const counts = Array.from({ length: row.parts }, (_, i) => took.get(row.id)?.[i + 1] ?? 0);
      const label = [seed, row.id, row.state, ...counts];
      expect(["sent", "delivered", "undelivered", "failed", "unsure"], label.join(" ")).toContain(row.state);
      // What a person sent again knowingly may be there twice; nothing else may.
      const most = 1 + (resends.get(row.id) ?? 0);
      for (const [i, count] of counts.entries()) {
        expect(count, label.join(" ")).toBeLessThanOrEqual(most);
        if (i < marked) expect(count, label.join(" ")).toBeGreaterThanOrEqual(1);
        if (i >= marked + (row.state === "unsure" || resends.has(row.id) ? 1 : 0)) expect(count, label.join(" ")).toBe(0);
      }
      if (row.state === "sent" || row.state === "delivered") expect(marked, label.join(" ")).toBe(row.parts);
    }
  }
  expect([...seen].sort()).toEqual(
    expect.arrayContaining(["delivered", "failed", "incomplete", "received", "sent", "undelivered", "unsure"]),
  );
}, 120_000);
