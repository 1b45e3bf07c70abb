import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { LiveState } from "../../appliance/contract/live.ts";
import type { TextRow } from "../../appliance/contract/texts.ts";
import { ConsoleClient } from "../sim/console-client.ts";
import { dice } from "../sim/console-server/dice.ts";
import { hardwareFile, modemPort } from "../sim/hardware-file.ts";
import { type LabBox, startLabBox } from "../sim/lab-box.ts";
import { ModemSim } from "../sim/modem/modem-sim.ts";
import { ModemSockets } from "../sim/modem/modem-sockets.ts";
import { SimCard } from "../sim/modem/sim-card.ts";
import { NetworkOfTexts } from "./network-of-texts.ts";

export type TextsReport = {
  seed: number;
  asked: { in: number; out: number };
  parts: { in: number; out: number };
  boxKills: number;
  driverKills: number;
  pulls: number;
  refused: number;
  untold: number;
  doubled: number;
  unannounced: number;
  unsure: number;
  seconds: number;
  /** What is not as it must be; empty when all is well. */
  wrong: string[];
};
export type TextsWish = {
  seed: number;
  texts: number;
  boxKills: number;
  driverKills: number;
  pulls: number;
  untold: number;
  /**
   * Arrivals are told of again once the box and its driver were killed for the last time: one that isn't is found when a modem is next looked at,
   * which a kill brings about and which else takes up to a minute.
   */
  short?: boolean;
};

const usbPaths = ["1-1.1", "1-1.2"] as const;
const inside = { ports: usbPaths.map((path, i) => modemPort(`gsm${i + 1}`, path, i ? "huawei-e1xx" : "quectel-ec2x")) };
const lines = usbPaths.map((_, i) => ({
  id: `sim${i + 1}`,
  name: `SIM ${i + 1}`,
  kind: "gsm-modem" as const,
  enabled: true,
  port: `gsm${i + 1}`,
  order: 50 + i,
  callsOut: false,
  sms: { send: true, receive: true, perHour: 3_600 },
}));
/** Of a hundred texts so many leave; the others come. */
const outOfHundred = 30;
const patienceMs = 90 * 60_000;

/** Texts by the thousand through two modems of the true box, with faults, until all that was asked for has become what it must. */
export async function manyTexts(wish: TextsWish, tell: (text: string) => void = () => {}): Promise<TextsReport> {
  const run = new Run(wish, tell);
  try {
    return await run.play();
  } finally {
    await run.close();
  }
}

class Run {
  readonly #wish: TextsWish;
  readonly #tell: (text: string) => void;
  readonly #draw: (below: number) => number;
  readonly #sockets = new ModemSockets();
  readonly #modems: ModemSim[];
  readonly #network: NetworkOfTexts;
  readonly #done = { boxKills: 0, driverKills: 0, pulls: 0, unsure: 0 };
  #box: LabBox | undefined;
  #office: ConsoleClient | undefined;
  #over = false;

  constructor(wish: TextsWish, tell: (text: string) => void) {
    this.#wish = wish;
    this.#tell = tell;
    const { next } = dice(wish.seed);
    this.#draw = (below) => Math.floor(next() * below);
    this.#modems = [
      new ModemSim("quectel-ec2x", { splitReads: true, lateMs: 20 }, new SimCard(), "861234567890101"),
      new ModemSim("huawei-e1xx", { stuckPrompt: true }, new SimCard(), "861234567890102"),
    ];
    this.#network = new NetworkOfTexts(this.#modems, wish, this.#draw);
  }

  async play(): Promise<TextsReport> {
    const startMs = performance.now();
    usbPaths.forEach((path, i) => {
      this.#sockets.plugIn(path, this.#modems[i]!);
    });
    await this.#start();
    const out = Math.round((this.#wish.texts * outOfHundred) / 100);
    this.#network.begin(this.#wish.texts - out);
    const trouble = this.#trouble();
    await this.#askAll(out);
    await trouble;
    const { rows } = await this.#settled(startMs);
    this.#over = true;
    const { counts } = this.#network;
    return {
      seed: this.#wish.seed,
      asked: { in: this.#network.expected.size, out },
      parts: counts.parts,
      ...this.#done,
      refused: counts.refused,
      untold: counts.untold,
      doubled: counts.doubled,
      unannounced: counts.unannounced,
      seconds: Math.round((performance.now() - startMs) / 1_000),
      wrong: [...this.#wrongIn(rows), ...this.#wrongOut(rows)],
    };
  }

  async close(): Promise<void> {
    this.#over = true;
    this.#network.stop();
    const dir = this.#box?.dir;
    await this.#box?.stop();
    usbPaths.forEach((path, i) => {
      this.#sockets.pullOut(path, this.#modems[i]!);
    });
    this.#sockets.close();
    if (dir) await rm(dir, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const cabinet = hardwareFile(this.#sockets.root, inside);
    const former = this.#box;
    this.#box = await startLabBox({ keep: true, cabinet, ...(former ? { dir: former.dir } : {}) });
    const office = await ConsoleClient.admin(this.#box);
    // A text that was at a modem when its driver or the box died is waited for so long before anybody may send it again.
    const texts = { reportWaitMin: this.#wish.short ? 0.25 : 1 };
    if (!former) await office.changeSettings((settings) => ({ ...settings, lines, texts }));
    this.#office = office;
    const isUp = (now: LiveState): boolean => lines.every(({ id }) => now.lines.some((l) => l.id === id && l.state === "up"));
    await office.until<LiveState>("/api/live/now", isUp, 180_000);
  }

  /** Misfortunes, spread over the time the texts take. */
  async #trouble(): Promise<void> {
    const { boxKills, driverKills, pulls, texts } = this.#wish;
    const kinds = [
      ...Array.from({ length: boxKills }, () => "box" as const),
      ...Array.from({ length: driverKills }, () => "driver" as const),
      ...Array.from({ length: pulls }, () => "pull" as const),
    ];
    const order = kinds.map((kind) => ({ kind, at: this.#draw(1_000_000) })).sort((a, b) => a.at - b.at);
    const every = texts / (order.length + 1);
    for (const [n, { kind }] of order.entries()) {
      while (this.#network.handled < every * (n + 1) && !this.#over) await wait(20);
      if (this.#over) return;
      this.#tell(`${this.#network.handled} of about ${texts} texts; ${kind}`);
      if (kind === "box") {
        this.#office = undefined;
        await this.#box!.stop("SIGKILL");
        await this.#start();
        this.#done.boxKills++;
      } else if (kind === "driver") {
        const pid = modemProcessOf(this.#box!.pid);
        if (pid !== undefined) process.kill(pid, "SIGKILL");
        this.#done.driverKills++;
      } else {
        const which = this.#draw(2);
        this.#sockets.pullOut(usbPaths[which]!, this.#modems[which]!);
        await wait(200);
        this.#sockets.plugIn(usbPaths[which]!, this.#modems[which]!);
        this.#done.pulls++;
      }
      if (this.#wish.short && !order.slice(n + 1).some((later) => later.kind !== "pull")) this.#network.tellAll();
    }
  }

  /** Each text has a recipient of its own, so that one that was asked for while the box died is found again. */
  async #askAll(count: number): Promise<void> {
    for (let n = 0; n < count && !this.#over; ) {
      const office = this.#office;
      const { to, text } = this.#network.toSend(n);
      try {
        if (!office) throw new Error("the box is away");
        const known = await office.get<TextRow[]>(`/api/texts?direction=out&number=${encodeURIComponent(to)}`);
        if (known.length === 0) await office.post("/api/texts", { to: [to], text });
        n++;
      } catch {
        await wait(200);
      }
    }
  }

  /** Until everything is over; unsure ones are sent again by somebody who has asked the recipient. */
  async #settled(startMs: number): Promise<{ rows: TextRow[] }> {
    for (;;) {
      await wait(2_000);
      const rows = await this.#rows();
      const open = rows.filter(
        (r) => !["received", "delivered", "failed", "undelivered", "unreadable", "incomplete"].includes(r.state),
      );
      for (const row of open.filter((r) => r.state === "unsure" && !this.#network.hasNext(r))) {
        this.#done.unsure++;
        await this.#office!.post(`/api/texts/${row.id}/resend`);
      }
      if (open.length === 0 && this.#network.idle) return { rows };
      if (performance.now() - startMs > patienceMs) return { rows };
    }
  }

  async #rows(): Promise<TextRow[]> {
    const all = new Map<string, TextRow>();
    for (let before = Number.MAX_SAFE_INTEGER; ; ) {
      const query = before === Number.MAX_SAFE_INTEGER ? "" : `&before=${before}`;
      const page = await this.#office!.get<TextRow[]>(`/api/texts?limit=200${query}`);
      const fresh = page.filter((row) => !all.has(row.id));
      for (const row of page) all.set(row.id, row);
      if (page.length < 200 || fresh.length === 0) return [...all.values()];
      before = page.at(-1)!.atMs + 1;
    }
  }

  #wrongIn(rows: readonly TextRow[]): string[] {
    const wrong: string[] = [];
    const left = new Map(this.#network.expected);
    for (const row of rows.filter((r) => r.direction === "in")) {
      const key = `${row.number} ${row.text}`;
      if (row.state !== "received") wrong.push(`in ${row.state}: ${key.slice(0, 60)}`);
      else if (!left.delete(key)) wrong.push(`in twice or never sent: ${key.slice(0, 60)}`);
    }
    for (const key of left.keys()) wrong.push(`in, never came: ${key.slice(0, 60)}`);
    return wrong;
  }

  #wrongOut(rows: readonly TextRow[]): string[] {
    const out = rows.filter((r) => r.direction === "out");
    const wrong = out.filter((r) => r.state !== "delivered").map((r) => `out ${r.state}: ${r.number} ${r.why ?? ""}`);
    return [...wrong, ...this.#network.wrongTaken(out)];
  }
}

/** The modems' process of a box, among its children. */
function modemProcessOf(boxPid: number): number | undefined {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, "latin1").split(") ")[1]!.split(" ")[1]);
      if (parent === boxPid && readFileSync(`/proc/${name}/cmdline`, "latin1").includes("gsm-process")) return Number(name);
    } catch {
      // It ended while we looked.
    }
  }
  return undefined;
}
