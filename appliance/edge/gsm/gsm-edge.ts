import type { HardwareProfile, ModemPort } from "../../contract/hardware.ts";
import type { LineCommand, Party } from "../../contract/line.ts";
import type { Settings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { DriverHost } from "../ports/driver-messages.ts";
import { DriverProcess } from "../ports/driver-process.ts";
import type { PortEdge } from "../ports/port-edge.ts";
import type { TapChunk } from "../ports/port-tap.ts";
import { type DeviceRoots, hostRoots } from "./find-ports.ts";
import type { GsmCommand, GsmConfig, GsmEvent, ModemConfig } from "./gsm-config.ts";
import { modemWords } from "./modem-words.ts";

export type GsmEdgeParts = {
  clock: Clock;
  profile: HardwareProfile;
  settings: Settings;
  mediaAddress: string;
  host: Omit<DriverHost<GsmEvent>, "nowMs">;
  /** The PIN of the SIM a line has, where one is kept. */
  pinOf?: (line: LineId) => string | undefined;
  roots?: DeviceRoots;
};

/** Sound goes through the pool of threads file I/O has, two reads and a write for each modem. */
const poolSize = "16";

/** The modems of the box, in a process of their own. */
export class GsmEdge implements PortEdge {
  readonly #parts: GsmEdgeParts;
  readonly #process: DriverProcess<GsmConfig, GsmCommand, GsmEvent>;
  #lines: ReadonlySet<LineId>;
  /** Texts the process has in hand, and whose line each is. */
  readonly #sending = new Map<string, LineId>();

  constructor(parts: GsmEdgeParts) {
    this.#parts = parts;
    const config = this.#configOf(parts.settings);
    this.#lines = linesOf(config);
    this.#process = new DriverProcess({
      name: "modems",
      program: new URL("./gsm-process.ts", import.meta.url),
      environment: { UV_THREADPOOL_SIZE: poolSize },
      clock: parts.clock,
      config,
      host: { ...parts.host, own: (event) => this.#told(event) },
      lost: () => {
        this.#answerForLost();
        for (const line of this.#lines) this.#down(line);
      },
    });
  }

  get processId(): number | undefined {
    return this.#process.processId;
  }

  owns(party: Party): boolean {
    return party.kind === "line" && this.#lines.has(party.line);
  }

  perform(command: LineCommand): void {
    this.#process.line(command);
  }

  /** False when it can't be kept until the process is there again. */
  own(command: GsmCommand): boolean {
    const kept = this.#process.own(command);
    if (kept && command.do === "sms.send") this.#sending.set(command.id, command.line);
    return kept;
  }

  configure(settings: Settings): void {
    const config = this.#configOf(settings);
    this.#lines = linesOf(config);
    this.#process.configure(config);
  }

  gauges(): Promise<Record<string, number>> {
    return this.#process.gauges();
  }

  /** What passes over the command ports; only while somebody captures it. */
  tap(hear: ((chunk: TapChunk) => void) | undefined): void {
    this.#process.tap(hear);
  }

  stop(why: string): Promise<void> {
    return this.#process.stop(why);
  }

  #told(event: GsmEvent): void {
    if (event.on === "sms.sent") this.#sending.delete(event.id);
    this.#parts.host.own(event);
  }

  /** The network may have what a process had in hand when it died. */
  #answerForLost(): void {
    const sending = [...this.#sending];
    this.#sending.clear();
    for (const [id, line] of sending)
      this.#parts.host.own({ on: "sms.sent", id, line, ok: false, retry: "unknown", of: "line", why: { kind: "gone" } });
  }

  #down(line: LineId): void {
    const words = modemWords.processLost;
    this.#parts.host.line({ on: "line.state", line, state: "down", text: words.en, words, busy: 0 });
  }

  /** Lines that are switched on and whose port the profile has. */
  #configOf({ lines = [] }: Settings): GsmConfig {
    const { profile, mediaAddress, roots = hostRoots, pinOf } = this.#parts;
    const ports = new Map(profile.ports.filter((p): p is ModemPort => p.driver === "gsm-modem").map((p) => [p.id, p]));
    const modems = lines.flatMap((line): ModemConfig[] => {
      const port = ports.get(line.port);
      if (line.kind !== "gsm-modem" || !line.enabled || !port) return [];
      const id = line.id as LineId;
      const pin = pinOf?.(id);
      const { gainInDb = 0, gainOutDb = 0, balance } = line;
      return [{ port, line: id, gainInDb, gainOutDb, ...(pin ? { pin } : {}), ...(balance ? { balance } : {}) }];
    });
    return { mediaAddress, roots, modems };
  }
}

const linesOf = ({ modems }: GsmConfig): ReadonlySet<LineId> => new Set(modems.map(({ line }) => line));
