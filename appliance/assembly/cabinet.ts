import { join } from "node:path";
import type { Logger } from "pino";
import type { DoctorCommand } from "../contract/doctor.ts";
import type { BoxEvent } from "../contract/effects.ts";
import type { HardwareProfile } from "../contract/hardware.ts";
import type { LineCommand } from "../contract/line.ts";
import type { Settings } from "../contract/settings.ts";
import type { TextCommand } from "../contract/texts.ts";
import type { DahdiEvent } from "../edge/dahdi/dahdi-config.ts";
import { DahdiEdge } from "../edge/dahdi/dahdi-edge.ts";
import type { GsmEvent } from "../edge/gsm/gsm-config.ts";
import { GsmEdge } from "../edge/gsm/gsm-edge.ts";
import type { DriverHost } from "../edge/ports/driver-messages.ts";
import type { PortEdge } from "../edge/ports/port-edge.ts";
import type { LineId } from "../kit/ids.ts";
import type { Clock } from "../runtime/clock.ts";
import { type AlarmBoard, FoundAlarms } from "./found-alarms.ts";
import { LineSwitch } from "./line-switch.ts";
import { modemCommand, textEvent } from "./modem-texts.ts";
import type { PortHealth } from "./port-health.ts";

export type CabinetParts = {
  profile: HardwareProfile;
  settings: Settings;
  clock: Clock;
  log: Logger;
  /** Address of the media plane's sockets. */
  mediaAddress: string;
  /** Directory with `sys` and `dev`, where it isn't the machine's own. */
  devices?: string;
  health: PortHealth;
  /** PIN of the SIM a line has. */
  pinOf(line: LineId): string | undefined;
  hear(event: BoxEvent): void;
} & AlarmBoard;

const missingPort = "port-missing";
const memoryFull = "modem-memory";

/** The ports of this box, as far as its hardware profile has them: modems and cards, each kind in a process of its own. */
export class Cabinet {
  readonly #parts: CabinetParts;
  readonly #lines: LineSwitch;
  #gsm: GsmEdge | undefined;
  #settings: Settings;
  #dahdi: DahdiEdge | undefined;
  /** Lines whose modem has texts for us. */
  #texting: ReadonlyMap<string, { receive: boolean }> = new Map();
  readonly #missing: FoundAlarms;

  constructor(parts: CabinetParts) {
    this.#parts = parts;
    this.#settings = parts.settings;
    const { profile, raise, clear } = parts;
    this.#missing = new FoundAlarms(missingPort, { raise, clear });
    const edges: PortEdge[] = [];
    if (profile.ports.some((port) => port.driver === "gsm-modem")) edges.push(this.#modems());
    if (profile.ports.some((port) => port.driver === "fxo" || port.driver === "fxs")) edges.push(this.#cards());
    this.#lines = new LineSwitch(edges);
    this.#look(parts.settings);
  }

  /** Those whose command ports can be captured. */
  get modems(): GsmEdge | undefined {
    return this.#gsm;
  }

  /** True when a port of the cabinet took it. */
  perform(command: LineCommand): boolean {
    return this.#lines.perform(command);
  }

  /** To be called when all that led to it is on disk. */
  text(command: TextCommand): void {
    const asked = modemCommand(command);
    if ("on" in asked) this.#parts.hear(asked);
    else if (!this.#gsm?.own(asked) && command.do === "text.send")
      this.#parts.hear({
        on: "text.answered",
        id: command.id,
        line: command.line,
        ok: false,
        retry: "later",
        of: "line",
        why: "no modem",
      });
  }

  /** Lets go of a line and takes it up anew. False when no port of ours has it. */
  restart(line: string): boolean {
    const { lines = [] } = this.#settings;
    if (!lines.some(({ id, port }) => id === line && this.#parts.profile.ports.some((p) => p.id === port))) return false;
    this.#lines.configure({ ...this.#settings, lines: lines.filter(({ id }) => id !== line) });
    this.#lines.configure(this.#settings);
    return true;
  }

  /** Orders of the line doctor. Where nobody can take one, he is told that the line isn't there. */
  doctor(command: DoctorCommand): void {
    const { hear } = this.#parts;
    const { line } = command;
    switch (command.do) {
      case "doctor.probe":
        if (!this.#dahdi?.own({ do: "probe", line, order: command.order }) && command.order.do === "take")
          hear({ on: "doctor.saw", line, saw: { saw: "given-back", why: "line", atMs: 0 } });
        return;
      case "doctor.ask":
        hear({ on: "doctor.health", line, values: this.#parts.health.of(this.#portOf(line)) });
        return;
      case "doctor.askBalance":
        if (!this.#gsm?.own({ do: "ussd.ask", id: `doctor-${line}`, line, code: command.code }))
          hear({ on: "doctor.balance", line });
        return;
    }
  }

  #portOf(line: string): string {
    return this.#settings.lines?.find(({ id }) => id === line)?.port ?? "";
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.#lines.configure(settings);
    this.#look(settings);
  }

  gauges(): Promise<Record<string, number>> {
    return this.#lines.gauges();
  }

  stop(why: string): Promise<void> {
    return this.#lines.stop(why);
  }

  #modems(): GsmEdge {
    const { clock, profile, settings, mediaAddress, pinOf, devices } = this.#parts;
    const roots = devices === undefined ? {} : { roots: { sys: join(devices, "sys"), dev: join(devices, "dev") } };
    const host = { ...this.#host(() => edge, "gsm-modem"), own: (event: GsmEvent) => this.#told(event) };
    const edge: GsmEdge = new GsmEdge({ clock, profile, settings, mediaAddress, pinOf, ...roots, host });
    this.#gsm = edge;
    return edge;
  }

  /** What comes to a line without texts, or one that is not to receive any, stays in its modem. */
  #told(event: GsmEvent): void {
    const { hear, raise, clear } = this.#parts;
    if (event.on === "ussd.answer") {
      if (event.id === `doctor-${event.line}`)
        hear({ on: "doctor.balance", line: event.line, ...(event.ok ? { text: event.text } : {}) });
      return;
    }
    const sms = this.#texting.get(event.line);
    if (!sms) return;
    if (event.on === "sms.memory") {
      if (event.used >= event.total) raise(memoryFull, event.line, `${event.used}/${event.total}`);
      else clear(memoryFull, event.line);
      return;
    }
    const told = textEvent(event);
    // Reports of what was sent are told by every line that sends.
    if (told && (sms.receive || (told.on !== "text.arrived" && told.on !== "text.unreadable"))) hear(told);
  }

  #cards(): DahdiEdge {
    const { clock, profile, settings, mediaAddress, devices } = this.#parts;
    const root = devices === undefined ? {} : { root: join(devices, "dev/dahdi") };
    const edge: DahdiEdge = new DahdiEdge({
      clock,
      profile,
      settings,
      mediaAddress,
      ...root,
      host: {
        ...this.#host(() => edge, "card"),
        own: ({ line, saw }: DahdiEvent) => this.#parts.hear({ on: "doctor.saw", line, saw }),
      },
    });
    this.#dahdi = edge;
    return edge;
  }

  #host(edge: () => PortEdge, kind: string): Omit<DriverHost<unknown>, "nowMs"> {
    const { hear, raise, clear, log } = this.#parts;
    return {
      line: (event) => {
        this.#lines.heard(edge(), event);
        hear(event);
      },
      own: () => {},
      raise,
      clear,
      health: (port, values) => this.#parts.health.tell(port, values),
      note: (level, text) => log[level]({ kind }, text),
    };
  }

  /** Lines whose port this box hasn't got: told, and the rest is served. */
  #look({ lines = [], analogPhones = [] }: Settings): void {
    this.#texting = new Map(
      lines.flatMap((line) => (line.kind === "gsm-modem" && line.sms ? [[line.id, line.sms] as const] : [])),
    );
    const ports = new Set(this.#parts.profile.ports.map((port) => port.id));
    const ofCabinet = lines.filter((line) => line.kind !== "gateway-port");
    const users = [...ofCabinet, ...analogPhones.map(({ phone, port }) => ({ id: phone, port, enabled: true }))];
    this.#parts.health.keep(new Set(users.flatMap(({ port, enabled }) => (enabled ? [port] : []))));
    const missing = users.filter(({ port, enabled }) => enabled && !ports.has(port));
    this.#missing.tell(
      new Map(missing.map(({ id, port }) => [id, `"${port}"`])),
      users.map(({ id }) => id),
    );
  }
}
