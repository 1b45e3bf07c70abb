import { join } from "node:path";
import type { BoxEvent } from "../contract/effects.ts";
import type { HardwareProfile } from "../contract/hardware.ts";
import { type HostReading, hostKind, type JudgedReading } from "../contract/host.ts";
import type { BoxState } from "../core/box/box-state.ts";
import { lightsOf } from "../core/host/lights.ts";
import { meaningOf, type Press } from "../core/host/press.ts";
import { takeUp, type HostWatch as Watch, watchHost } from "../core/host/watch-host.ts";
import { outsideLines } from "../core/lines/outside-lines.ts";
import { Buttons } from "../edge/host/buttons.ts";
import { HostWatch } from "../edge/host/host-watch.ts";
import { Lamps } from "../edge/host/lamps.ts";
import type { Clock } from "../runtime/clock.ts";
import type { AlarmBoard } from "./found-alarms.ts";
import type { Options } from "./options.ts";

export type HostDeskParts = {
  profile: HardwareProfile;
  options: Options;
  clock: Clock;
  state(): BoxState;
  hear(event: BoxEvent): void;
  /** Somebody holds the reset button, or the battery is nearly empty and the machine is to be switched off. */
  end(why: "restart" | "power-off"): void;
} & AlarmBoard;

/** A value that rests is told this often, so that one sees it is still read. */
const tellAgainMs = 60_000;
const panel = "host-panel";

/** Joins the timeline and what the cabinet feels and shows. */
export class HostDesk {
  readonly #parts: HostDeskParts;
  readonly #watch: HostWatch;
  readonly #lamps: Lamps;
  readonly #buttons: Buttons;
  readonly profile: HardwareProfile;
  readonly #beyond: Watch;
  #judged: JudgedReading[] = [];
  #atMs: number | undefined;
  #told: HostReading[] = [];
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #ending = false;

  constructor(parts: HostDeskParts) {
    this.#parts = parts;
    const { options, profile, clock, state, raise, clear } = parts;
    const { devices, data, cores } = options;
    this.profile = profile;
    const { leds = {}, buttons = {} } = this.profile.cabinet;
    const open = Object.values(state().alarms);
    this.#beyond = takeUp(open);
    this.#watch = new HostWatch({
      clock,
      ...(devices === undefined ? {} : { devices }),
      data,
      cores,
      profile: this.profile,
      settings: () => state().settings.host ?? {},
      wallMs: () => Date.now(),
      seen: Object.values(this.#beyond).map(({ id }) => id),
      measured: (readings) => this.#measured(readings),
    });
    const root = devices ?? "/";
    this.#lamps = new Lamps({ names: leds, sys: join(root, "sys"), fault: (lamp, text) => raise(panel, lamp, text) });
    for (const lamp of Object.values(leds)) clear(panel, lamp);
    this.#buttons = new Buttons({
      buttons,
      root,
      clock,
      pressed: (press) => this.#pressed(press),
      fault: (button, text) => raise(panel, button, text),
      mended: (button) => clear(panel, button),
    });
  }

  start(): void {
    this.#watch.start();
    this.light();
  }

  /** Alarms or lines may have changed. */
  light(): void {
    if (this.#ending) return;
    const { alarms, settings, lines } = this.#parts.state();
    const enabled = outsideLines(settings).filter((line) => line.enabled);
    this.#lamps.show(
      lightsOf(
        Object.values(alarms),
        enabled.map(({ id }) => ({ up: lines.lines[id]?.state === "up" })),
      ),
    );
  }

  /** What was read last, held against its limits. */
  readings(): { atMs?: number; readings: JudgedReading[] } {
    return { ...(this.#atMs === undefined ? {} : { atMs: this.#atMs }), readings: this.#judged };
  }

  async stop(): Promise<void> {
    this.#ending = true;
    this.#buttons.stop();
    await this.#watch.stop();
    await this.#lamps.stop();
  }

  #measured(readings: HostReading[]): void {
    const { clock, state, hear, raise, clear, end, options } = this.#parts;
    const now = clock.nowMs();
    const { host } = state().settings;
    const { news, judged } = watchHost(this.#beyond, readings, host?.limits ?? [], now);
    this.#judged = judged;
    this.#atMs = now;
    if (news.length > 0 || now - this.#toldAtMs >= tellAgainMs || isNews(this.#told, readings)) {
      this.#told = readings;
      this.#toldAtMs = now;
      hear({ on: "host.measured", readings });
    }
    for (const item of news)
      if (item.is === "raised") raise(item.code, item.subject, item.detail);
      else clear(item.code, item.subject);
    const says = (id: string): boolean => judged.some((r) => r.id === id && r.value === 1);
    if (host?.ups?.stopAtLow && options.powerOff && says("ups-low") && says("ups-battery") && !this.#ending) {
      this.#ending = true;
      end("power-off");
    }
  }

  #pressed(press: Press): void {
    const { state, hear, end } = this.#parts;
    switch (meaningOf(press)) {
      case "acknowledge-all":
        for (const { id, acknowledgedBy } of Object.values(state().alarms))
          if (!acknowledgedBy) hear({ on: "alarm.acknowledged", id, by: "button" });
        return;
      case "restart":
        return end("restart");
      case "nothing":
        return;
    }
  }
}

/** Something came, went, or moved by more than its deadband. */
function isNews(told: readonly HostReading[], now: readonly HostReading[]): boolean {
  if (told.length !== now.length) return true;
  const before = new Map(told.map((reading) => [reading.id, reading]));
  return now.some(({ id, kind, value }) => {
    const was = before.get(id);
    if (!was || (was.value === undefined) !== (value === undefined)) return true;
    return Math.abs((was.value ?? 0) - (value ?? 0)) >= hostKind(kind).deadband;
  });
}
