import { statfsSync } from "node:fs";
import { join } from "node:path";
import type { BundleChoices, Capture, CaptureSubject, Diagnostics, SupportBundle } from "../contract/diagnostics.ts";
import type { Settings } from "../contract/settings.ts";
import { foundDevices } from "../edge/bundle/host-report.ts";
import { segmentsOf } from "../edge/capture/capture-file.ts";
import { Captures, type Taps } from "../edge/capture/captures.ts";
import type { DiagnosticsPort } from "../edge/http/diagnostics-port.ts";
import { ReportReader } from "../edge/store/report-reader.ts";
import type { Clock } from "../runtime/clock.ts";
import type { BundleJob } from "./bundle-messages.ts";
import type { Hardware } from "./hardware.ts";
import type { Options } from "./options.ts";
import { SupportBundles } from "./support-bundles.ts";

export type DiagnosticsParts = {
  hardware: Hardware;
  options: Options;
  version: string;
  clock: Clock;
  settings(): Settings;
  taps: Taps;
  /** Phones and carriers with where they are now. */
  places(): { name: string; address: string }[];
  /** What the box holds and shows at this moment. */
  live(): Promise<unknown>;
  note(text: string): void;
};

const mostSubjects = 200;

/** What helps to find a fault: captures, the trace of events, support bundles. */
export class DiagnosticsDesk implements DiagnosticsPort {
  readonly #parts: DiagnosticsParts;
  readonly #captures: Captures;
  readonly #bundles: SupportBundles;

  constructor(parts: DiagnosticsParts) {
    this.#parts = parts;
    const { options, clock, taps, note } = parts;
    this.#captures = new Captures({
      dir: join(options.data, "captures"),
      clock,
      taps,
      keepFreeMb: () => parts.settings().recording.keepFreeMb,
      note,
    });
    this.#bundles = new SupportBundles({ dir: join(options.data, "bundles"), clock, note });
  }

  /** A disk that can't take captures is no reason not to take calls. */
  async start(): Promise<void> {
    const { note } = this.#parts;
    await this.#captures.open().catch((error: Error) => note(`captures: ${error.message}`));
    await this.#bundles.open().catch((error: Error) => note(`support bundles: ${error.message}`));
  }

  async stop(): Promise<void> {
    this.#bundles.stop();
    await this.#captures.close();
  }

  overview(): Diagnostics {
    const fromMs = this.#eventsFromMs();
    return {
      captures: this.#captures.list(),
      subjects: this.#subjects(),
      bundles: this.#bundles.list(),
      freeMb: freeMb(this.#parts.options.data),
      keepFreeMb: this.#parts.settings().recording.keepFreeMb,
      ...(fromMs === undefined ? {} : { eventsFromMs: Math.floor(fromMs) }),
    };
  }

  startCapture: DiagnosticsPort["startCapture"] = (wish, by, mayHearContent) => this.#captures.start(wish, by, mayHearContent);
  stopCapture = (id: string) => this.#captures.stop(id);
  dropCapture = (id: string) => this.#captures.drop(id);
  capture = (id: string): Capture | undefined => this.#captures.get(id);
  captureFile = (id: string) => this.#captures.read(id);

  events: DiagnosticsPort["events"] = (fromMs, toMs) =>
    this.#bundles.events(this.#job("", { hideNumbers: false, hideNames: false, hours: 1, captures: [] }), fromMs, toMs);

  async gather(choices: BundleChoices, by: string): Promise<SupportBundle> {
    const live = await this.#parts.live().catch((error: Error) => ({ fault: error.message }));
    return this.#bundles.gather({ ...this.#job(by, choices), live });
  }
  bundle = (id: string) => this.#bundles.get(id);
  bundlePart = (id: string, name: string) => this.#bundles.part(id, name);
  makeBundle = (id: string) => this.#bundles.make(id);
  dropBundle = (id: string) => this.#bundles.drop(id);
  bundleFile = (id: string) => this.#bundles.read(id);

  #job(by: string, choices: BundleChoices): BundleJob {
    const { options, version, clock } = this.#parts;
    const { devices } = options;
    const captures = choices.captures.flatMap((id) => {
      const row = this.#captures.get(id);
      return row ? [{ row, paths: segmentsOf(join(options.data, "captures"), id) }] : [];
    });
    return {
      version,
      dataDir: options.data,
      by,
      atMs: clock.nowMs(),
      choices,
      captures,
      hardware: {
        ...this.#parts.hardware,
        found: foundDevices(devices === undefined ? undefined : { sys: join(devices, "sys"), dev: join(devices, "dev") }),
      },
    };
  }

  #subjects(): CaptureSubject[] {
    const { profile } = this.#parts.hardware;
    const { lines = [] } = this.#parts.settings();
    const nameOf = (port: string): string => {
      const line = lines.find((one) => "port" in one && one.port === port);
      return line ? `${line.name} (${port})` : port;
    };
    const seen = new Set<string>();
    const addresses = this.#parts.places().filter(({ address }) => !seen.has(address) && seen.add(address));
    return [
      ...profile.ports.flatMap((port): CaptureSubject[] =>
        port.driver === "gsm-modem" ? [{ of: "modem", id: port.id, name: nameOf(port.id) }] : [],
      ),
      ...profile.buses.map((bus): CaptureSubject => ({ of: "bus", id: bus.id, name: bus.id })),
      ...addresses.map(({ name, address }): CaptureSubject => ({ of: "address", id: address, name })),
    ].slice(0, mostSubjects);
  }

  #eventsFromMs(): number | undefined {
    try {
      const reader = new ReportReader(this.#parts.options.data);
      try {
        return reader.eventsFromMs();
      } finally {
        reader.close();
      }
    } catch {
      return undefined;
    }
  }
}

function freeMb(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return Math.floor((bavail * bsize) / 1_048_576);
  } catch {
    return 0;
  }
}
