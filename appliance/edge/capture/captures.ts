import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, stat, statfs } from "node:fs/promises";
import { Readable } from "node:stream";
import { Value } from "typebox/value";
import { Capture, type CaptureWish } from "../../contract/diagnostics.ts";
import type { FaultCode } from "../../contract/faults.ts";
import { captureRefused, isText, placesOf, type TapPlace } from "../../core/diagnostics/capture-rules.ts";
import type { Clock } from "../../runtime/clock.ts";
import { RowFiles } from "../../runtime/row-files.ts";
import { fileHeaderBytes, pcapFileHeader } from "../../wire/capture/pcap.ts";
import { CaptureFile, segmentsOf } from "./capture-file.ts";
import { atText, type CaptureText, modbusText, type Piece } from "./capture-text.ts";

/** What a tap tells: packed packets, or pieces of ports. */
export type Tapped = { bytes: Uint8Array; packets: number; dropped: number } | { heard: readonly Piece[]; dropped: number };

/** Where one can listen. */
export type Taps = {
  /** False when there is nothing to listen to. */
  listen(place: TapPlace, wish: { subject?: string; content: boolean }, hear: (tapped: Tapped) => void): Promise<boolean>;
  leave(place: TapPlace): Promise<void>;
  isTcp(bus: string): boolean;
};

export type CapturesParts = {
  dir: string;
  clock: Clock;
  taps: Taps;
  /** Room that recordings are to have. */
  keepFreeMb(): number;
  note(text: string): void;
};

type Running = { row: Capture; file: CaptureFile; text: CaptureText | undefined; callOff: () => void };

const lookEveryMs = 1_000;
const keptForMs = 14 * 86_400_000;
const leaveLimitMs = 500;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const endingOf = (row: Capture): string => (isText(row.kind) ? "txt" : "pcap");

/** All captures, those that run and those that are over. */
export class Captures {
  readonly #parts: CapturesParts;
  readonly #files: RowFiles<Capture>;
  readonly #rows = new Map<string, Capture>();
  readonly #running = new Map<string, Running>();
  #look: (() => void) | undefined;
  #starting = false;
  #freeMb = 0;

  constructor(parts: CapturesParts) {
    this.#parts = parts;
    this.#files = new RowFiles(parts.dir, (found) => Value.Check(Capture, found));
  }

  /** Takes up what a former run left; what ran then is over. */
  async open(): Promise<void> {
    for (const row of await this.#files.open()) {
      this.#rows.set(row.id, row);
      if (row.endedAtMs === undefined) await this.#cutOff(row);
    }
    await this.#measure();
    await this.#dropOld();
  }

  /** Newest first. */
  list(): Capture[] {
    return [...this.#rows.values()].map((row) => this.#now(row)).sort((a, b) => b.startedAtMs - a.startedAtMs);
  }
  get(id: string): Capture | undefined {
    const row = this.#rows.get(id);
    return row && this.#now(row);
  }

  async start(wish: CaptureWish, by: string, mayHearContent: boolean): Promise<Capture | { fault: FaultCode }> {
    const { clock, taps, dir, keepFreeMb } = this.#parts;
    if (this.#starting) return { fault: "capture-runs" };
    this.#starting = true;
    try {
      await this.#measure();
      await this.#dropOld();
      const fault = captureRefused(wish, {
        captures: this.list(),
        mayHearContent,
        freeMb: this.#freeMb,
        keepFreeMb: keepFreeMb(),
      });
      if (fault) return { fault };
      const startedAtMs = clock.nowMs();
      const row: Capture = {
        id: `${wish.kind}-${startedAtMs.toString(36)}-${randomBytes(3).toString("hex")}`,
        kind: wish.kind,
        ...(wish.subject === undefined ? {} : { subject: wish.subject }),
        content: wish.content ?? false,
        by,
        startedAtMs,
        untilMs: startedAtMs + wish.minutes * 60_000,
        bytes: 0,
        mostBytes: wish.megabytes * 1_048_576,
        packets: 0,
        dropped: 0,
        wrapped: false,
      };
      const file = new CaptureFile({
        dir,
        id: row.id,
        ending: endingOf(row),
        mostBytes: row.mostBytes,
        header: isText(row.kind) ? encode(headLine(row)) : pcapFileHeader(),
        failed: (error) => {
          this.#parts.note(`capture ${row.id}: ${error.message}`);
          void this.#end(row.id, "disk");
        },
      });
      file.write(new Uint8Array());
      const text =
        row.kind === "at" ? atText(row.content) : row.kind === "modbus" ? modbusText((bus) => taps.isTcp(bus)) : undefined;
      const running: Running = { row, file, text, callOff: clock.at(row.untilMs, () => void this.#end(row.id, "time")) };
      const heard = await Promise.all(
        placesOf[row.kind].map((place) =>
          taps.listen(place, { ...(row.subject === undefined ? {} : { subject: row.subject }), content: row.content }, (tapped) =>
            this.#heard(running, tapped),
          ),
        ),
      );
      if (heard.includes(false)) {
        await this.#giveUp(running);
        return { fault: "nothing-to-capture" };
      }
      this.#rows.set(row.id, row);
      this.#running.set(row.id, running);
      await this.#files.keep(row);
      this.#watch();
      return this.#now(row);
    } finally {
      this.#starting = false;
    }
  }

  async stop(id: string): Promise<Capture | undefined> {
    await this.#end(id, "asked");
    return this.get(id);
  }

  /** False when it is not there. One that runs ends before it goes. */
  async drop(id: string): Promise<boolean> {
    const row = this.#rows.get(id);
    if (!row) return false;
    await this.#end(id, "asked");
    this.#rows.delete(id);
    for (const path of segmentsOf(this.#parts.dir, id)) await rm(path, { force: true });
    await this.#files.drop(id);
    return true;
  }

  /** All of it as one file; of one that runs, what is on disk by now. */
  async read(id: string): Promise<{ name: string; sound: Readable } | undefined> {
    const row = this.#rows.get(id);
    if (!row) return undefined;
    const headerBytes = isText(row.kind) ? headLine(row).length : fileHeaderBytes;
    const sound = Readable.from(joined(segmentsOf(this.#parts.dir, id), headerBytes));
    return { name: `${id}.${endingOf(row)}`, sound };
  }

  /** The box stops: what runs ends as by a restart. */
  async close(): Promise<void> {
    this.#look?.();
    await Promise.all([...this.#running.keys()].map((id) => this.#end(id, "restart")));
  }

  #heard({ row, file, text }: Running, tapped: Tapped): void {
    row.dropped += tapped.dropped;
    if ("bytes" in tapped) {
      if (tapped.bytes.length === 0) return;
      if (file.write(tapped.bytes)) row.packets += tapped.packets;
      else row.dropped += tapped.packets;
      return;
    }
    for (const piece of tapped.heard) {
      if (row.subject !== undefined && row.subject !== piece.port) continue;
      const lines = text?.take(piece) ?? "";
      if (lines === "") continue;
      if (file.write(encode(lines))) row.packets += lines.split("\n").length - 1;
      else row.dropped++;
    }
  }

  async #end(id: string, how: NonNullable<Capture["ended"]>): Promise<void> {
    const running = this.#running.get(id);
    if (!running || running.row.endedAtMs !== undefined) return;
    const { row, file, text } = running;
    row.endedAtMs = this.#parts.clock.nowMs();
    row.ended = how;
    await this.#giveUp(running);
    const rest = text?.end() ?? "";
    if (rest !== "") file.write(encode(rest));
    await file.close();
    row.bytes = file.bytes;
    row.wrapped = file.wrapped;
    this.#running.delete(id);
    await this.#files.keep(row).catch((error: Error) => this.#parts.note(`capture ${id}: ${error.message}`));
  }

  /** Nobody listens any more; what was under way has its moment to come. */
  async #giveUp({ row, callOff }: Running): Promise<void> {
    const { taps, clock } = this.#parts;
    callOff();
    await Promise.all(placesOf[row.kind].map((place) => taps.leave(place)));
    await new Promise<void>((done) => clock.at(clock.nowMs() + leaveLimitMs, done));
  }

  #watch(): void {
    this.#look?.();
    const { clock, keepFreeMb } = this.#parts;
    if (this.#running.size === 0) return;
    this.#look = clock.at(clock.nowMs() + lookEveryMs, () => {
      void this.#measure().then(async () => {
        for (const { row } of [...this.#running.values()]) {
          if (this.#freeMb < keepFreeMb()) await this.#end(row.id, "disk");
          else await this.#files.keep(this.#now(row)).catch(() => undefined);
        }
        this.#watch();
      });
    });
  }

  async #measure(): Promise<void> {
    const found = await statfs(this.#parts.dir).catch(() => undefined);
    if (found) this.#freeMb = Math.floor((found.bavail * found.bsize) / 1_048_576);
  }

  #now(row: Capture): Capture {
    const file = this.#running.get(row.id)?.file;
    return file ? { ...row, bytes: file.bytes, wrapped: file.wrapped } : { ...row };
  }

  async #cutOff(row: Capture): Promise<void> {
    const found = await Promise.all(segmentsOf(this.#parts.dir, row.id).map((path) => stat(path)));
    row.bytes = found.reduce((sum, { size }) => sum + size, 0);
    row.endedAtMs = Math.round(Math.max(row.startedAtMs, ...found.map(({ mtimeMs }) => mtimeMs)));
    row.ended = "restart";
    await this.#files.keep(row);
  }

  async #dropOld(): Promise<void> {
    const beforeMs = this.#parts.clock.nowMs() - keptForMs;
    for (const row of [...this.#rows.values()])
      if ((row.endedAtMs ?? Number.POSITIVE_INFINITY) < beforeMs) await this.drop(row.id);
  }
}

const headLine = ({ kind, subject, content, startedAtMs }: Capture): string =>
  `# ${kind} ${subject ?? "all"} ${new Date(startedAtMs).toISOString()}${kind === "at" && !content ? " numbers and texts hidden" : ""}\n`;

/** Files behind one another; the beginning that each has stays on the first only. */
async function* joined(paths: string[], headerBytes: number): AsyncGenerator<Buffer> {
  for (const [n, path] of paths.entries()) {
    // The ring may have gone on meanwhile: what is gone is left out.
    try {
      for await (const part of createReadStream(path, { start: n === 0 ? 0 : headerBytes })) yield part as Buffer;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
