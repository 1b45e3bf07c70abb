import type { PushEffect } from "../contract/effects.ts";
import type { LiveState, LiveTopic } from "../contract/live.ts";
import { liveAlarms } from "../core/box/alarm-care.ts";
import type { BoxState } from "../core/box/box-state.ts";
import {
  type BreakOf,
  type HealthOf,
  liveAgents,
  liveCalls,
  liveLines,
  livePhones,
  liveQueues,
  liveState,
  type TodayOf,
} from "../core/box/live-view.ts";
import { bulletinsOf, officeOf } from "../core/box/office.ts";
import { liveBulletins } from "../core/bulletins/bulletins-state.ts";
import { liveDoctor } from "../core/doctor/exam.ts";
import { liveItems } from "../core/items/items-state.ts";
import { outsideLines } from "../core/lines/outside-lines.ts";
import { livePlant } from "../core/plant/plant-state.ts";
import { liveTexts } from "../core/texts/texts-state.ts";
import type { Clock } from "../runtime/clock.ts";

/** One topic's items that changed, whole, and the ids of those that are gone. */
export type LivePatch = { [T in LiveTopic]: { topic: T; set: LiveState[T]; gone: string[] } }[LiveTopic];
const gatherMs = 120;

/** Gathers what changed for a moment and tells the viewers once: ten events in a burst are one patch. */
export class LiveFeed {
  readonly #box: BoxState;
  readonly #clock: Clock;
  readonly #todayOf: TodayOf;
  readonly #breakOf: BreakOf;
  readonly #healthOf: HealthOf;
  readonly #listeners = new Set<(patch: LivePatch) => void>();
  #changed = new Map<LiveTopic, Set<string>>();
  #waiting = false;

  constructor(box: BoxState, clock: Clock, todayOf: TodayOf, breakOf: BreakOf, healthOf: HealthOf) {
    this.#box = box;
    this.#clock = clock;
    this.#todayOf = todayOf;
    this.#breakOf = breakOf;
    this.#healthOf = healthOf;
  }

  state(): LiveState {
    return liveState(this.#box, this.#clock.nowMs(), this.#todayOf, this.#breakOf, this.#healthOf);
  }

  onChange(listener: (patch: LivePatch) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  push(effect: PushEffect): void {
    if (this.#listeners.size === 0) return;
    const ids = this.#changed.get(effect.topic) ?? new Set();
    this.#changed.set(effect.topic, ids.add(effect.id));
    // A call that moves changes the load of its line too.
    if (effect.topic === "calls") for (const { id } of outsideLines(this.#box.settings)) this.#also("lines", id);
    if (this.#waiting) return;
    this.#waiting = true;
    this.#clock.at(this.#clock.nowMs() + gatherMs, () => this.#tell());
  }

  #also(topic: LiveTopic, id: string): void {
    this.#changed.set(topic, (this.#changed.get(topic) ?? new Set()).add(id));
  }

  #tell(): void {
    this.#waiting = false;
    const changed = this.#changed;
    this.#changed = new Map();
    for (const [topic, ids] of changed) {
      const set = this.#now(topic).filter((item) => ids.has(item.id));
      const there = new Set(set.map((item) => item.id));
      const patch = { topic, set, gone: [...ids].filter((id) => !there.has(id)) } as LivePatch;
      for (const listener of this.#listeners) listener(patch);
    }
  }

  #now(topic: LiveTopic): { id: string }[] {
    switch (topic) {
      case "calls":
        return liveCalls(this.#box);
      case "queues":
        return liveQueues(this.#box, this.#clock.nowMs(), this.#todayOf);
      case "agents":
        return liveAgents(this.#box, this.#breakOf);
      case "lines":
        return liveLines(this.#box, this.#healthOf);
      case "phones":
        return livePhones(this.#box);
      case "alarms":
        return liveAlarms(this.#box);
      case "items":
        return liveItems(officeOf(this.#box).items);
      case "bulletins":
        return liveBulletins(bulletinsOf(this.#box));
      case "doctor":
        return liveDoctor(this.#box.doctor);
      case "plant":
        return livePlant(this.#box.plant);
      case "texts":
        return liveTexts(this.#box.office?.texts);
    }
  }
}
