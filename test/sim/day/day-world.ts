import type { Effect } from "../../../appliance/contract/effects.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { SimWorld } from "../../../appliance/core/box/sim/sim-world.ts";
import type { CallId, LegId } from "../../../appliance/kit/ids.ts";
import { type Dice, dice } from "../console-server/dice.ts";
import { Agenda } from "./agenda.ts";
import { DayAnswers } from "./day-answers.ts";
import { DayHands } from "./day-hands.ts";
import type { AgentPlan, CallerPlan, DayPlan } from "./day-plan.ts";

export type DayOptions = {
  plan: DayPlan;
  settings: Settings;
  /** Called after everything that happened; throws when something that must hold does not. */
  watch?: (day: DayWorld) => void;
};

const callId = (leg: LegId): CallId => leg.slice(0, leg.indexOf("/")) as CallId;

/**
 * A day in the life of the box, on a clock of its own: people do what they planned to, the edges answer late and out of
 * order as real ones do, and what the box decides sets off what follows.
 */
export class DayWorld {
  readonly world: SimWorld;
  readonly agenda = new Agenda();
  readonly plan: DayPlan;
  /** Who is behind a call, by its id. */
  readonly callers = new Map<CallId, CallerPlan>();
  readonly #random: Dice;
  readonly #hands: DayHands;
  readonly #answers: DayAnswers;
  readonly #watch: (day: DayWorld) => void;
  /** Effects seen so far. */
  #seen = 0;
  #answersDue = 0;
  /** Starts of the box: what an edge of an earlier one wanted to say is not said. */
  #life = 0;
  /** Calls whose talk has been planned. */
  readonly #talks = new Set<string>();
  happenings = 0;

  constructor({ plan, settings, watch = () => {} }: DayOptions) {
    this.plan = plan;
    this.#watch = watch;
    this.#random = dice(plan.seed ^ 0x5eed);
    this.world = new SimWorld(settings);
    this.#hands = new DayHands(this.world, this.#random, (ms, happen) => this.#in(ms, happen));
    // Dice of their own: what callers answer changes nothing else of the day.
    this.#answers = new DayAnswers(this.world, dice(plan.seed ^ 0xa115), (ms, happen) => this.#in(ms, happen));
    this.world.atMs = plan.fromMs;
    this.world.prompt = false;
    for (const caller of plan.callers) this.agenda.at(caller.atMs, () => this.#call(caller));
    for (const agent of plan.agents) this.#shift(agent);
  }

  get nowMs(): number {
    return this.world.atMs;
  }

  /** Until nothing more is ahead but timers further away than `untilMs`. */
  run(untilMs: number): void {
    while (this.step(untilMs));
  }

  /** The box fails and comes back; what its edges had still to say is lost with them, people notice and some call again. */
  crash(downMs: number): void {
    const { world } = this;
    const up = world.lines.all.filter((l) => l.direction === "in" && l.state !== "let-go").map((l) => callId(l.leg));
    world.crash({ downMs });
    this.#answersDue = 0;
    this.#life++;
    this.#react();
    this.#watch(this);
    for (const caller of up.flatMap((id) => this.callers.get(id) ?? []))
      if (this.#random.chance(0.7))
        this.#in(this.#random.between(2_000, 120_000), () => this.#call({ ...caller, atMs: this.nowMs }));
  }

  /** The next thing that happens: a person, an edge or a timer. */
  step(untilMs: number): boolean {
    const { world, agenda } = this;
    let timer = Number.POSITIVE_INFINITY;
    let key = "";
    for (const [k, atMs] of Object.entries(world.box.timers)) if (atMs < timer) [timer, key] = [atMs, k];
    const next = Math.min(timer, agenda.nextMs);
    if (next > untilMs) return false;
    world.atMs = Math.max(world.atMs, next);
    if (timer <= agenda.nextMs) world.hear({ on: "timer.due", key });
    else agenda.take()?.();
    this.happenings++;
    this.#react();
    this.#watch(this);
    return true;
  }

  #in(ms: number, happen: () => void): void {
    this.agenda.at(this.nowMs + Math.max(0, Math.round(ms)), happen);
  }

  /** What the box did sets off what people and edges do next. */
  #react(): void {
    const { world } = this;
    for (; this.#seen < world.effects.length; this.#seen++) this.#reactTo(world.effects[this.#seen]!);
    const life = this.#life;
    for (; this.#answersDue < world.answers.length; this.#answersDue++)
      this.#in(this.#random.between(1, 40), () => {
        if (life !== this.#life) return;
        this.#answersDue--;
        world.hearOne(Math.floor(this.#random.next() * 4));
      });
  }

  #reactTo(effect: Effect): void {
    switch (effect.do) {
      case "line.dial":
        if (effect.to.kind === "phone") this.#phoneRings(effect.leg, effect.to.number);
        else this.#outsideRings(effect.leg);
        return;
      case "line.answer":
        this.#welcomed(effect.leg);
        return;
      case "media.bridge":
        this.#talk(effect.legs);
        return;
      case "store":
        this.#answers.hear(effect.change);
        if (effect.change.put === "agent-state" && effect.change.row.state === "wrap-up" && effect.change.row.toMs === undefined)
          this.#wrapsUp(effect.change.row.agent, effect.change.row.fromMs);
        return;
      default:
        return;
    }
  }

  #call(caller: CallerPlan): void {
    const leg = this.world.call("96100", { from: caller.number });
    this.callers.set(callId(leg), caller);
    // Some ring off before anybody answers, most after their patience is over, unless they are talking.
    this.#in(caller.patienceMs, () => {
      if (this.#talks.has(callId(leg)) || !this.world.lines.live(leg)) return;
      this.world.hangUp(leg, "abandoned");
      const { againAfterMs, ...again } = caller;
      if (againAfterMs !== undefined) this.#in(againAfterMs, () => this.#call({ ...again, atMs: this.nowMs }));
    });
  }

  #welcomed(leg: LegId): void {
    const caller = this.callers.get(callId(leg));
    if (!caller || !leg.endsWith("/1")) return;
    let after = 0;
    const { callbackAfterMs } = caller;
    if (callbackAfterMs !== undefined)
      this.#in(callbackAfterMs, () => {
        if (this.world.lines.live(leg) && this.world.callOf(leg)?.phase === "queue") this.world.press(leg, "8");
      });
    for (const { key, afterMs } of caller.keys) {
      after += afterMs;
      this.#in(after, () => {
        if (this.world.lines.live(leg)) this.world.press(leg, key);
      });
    }
  }

  #phoneRings(leg: LegId, phone: string): void {
    const { world } = this;
    const agent = this.plan.agents.find((a) => a.phone === phone);
    if (!agent) return;
    const rings = (): boolean => world.lines.stateOf(leg) === "ringing";
    this.#in(this.#random.between(30, 200), () => {
      if (rings()) world.rings(leg);
    });
    const [least, most] = agent.answerMs;
    const afterMs = this.#random.between(least, most);
    if (this.#random.chance(agent.takes))
      this.#in(afterMs, () => {
        if (!rings()) return;
        world.answer(leg);
        // Whoever is left on the line by all others notices after a while.
        this.#in(this.#random.between(1_500_000, 2_400_000), () => world.hangUp(leg));
      });
    else if (this.#random.chance(0.3))
      this.#in(afterMs, () => {
        if (rings()) world.refuse(leg, "busy", 486);
      });
  }

  /** Somebody out in the world: answers, is busy, or lets it ring. */
  #outsideRings(leg: LegId): void {
    const { world } = this;
    const rings = (): boolean => world.lines.stateOf(leg) === "ringing";
    this.#in(this.#random.between(2_000, 20_000), () => {
      if (!rings()) return;
      if (this.#random.chance(0.6)) {
        world.answer(leg);
        this.#in(this.#random.between(5_000, 120_000), () => world.hangUp(leg));
      } else if (this.#random.chance(0.5)) world.refuse(leg, "busy", 486);
    });
  }

  /** Two people talk for the first time in this call: what they will do is planned now. */
  #talk([a, b]: [LegId, LegId]): void {
    const id = callId(a);
    const caller = this.callers.get(id);
    if (!caller || this.#talks.has(id)) return;
    this.#talks.add(id);
    const person = a.endsWith("/1") ? b : a;
    const first = `${id}/1` as LegId;
    for (const hold of caller.holds) {
      this.#in(hold.atMs, () => this.#holds(person, hold.how, true));
      this.#in(hold.atMs + hold.forMs, () => this.#holds(person, hold.how, false));
    }
    const { act } = caller;
    if (act) this.#in(act.atMs, () => this.#hands.act(person, act.what, act.thenMs));
    this.#in(caller.talkMs, () => this.world.hangUp(caller.endedBy === "caller" ? first : person));
    // Handed on, or forgotten: nobody stays for ever.
    this.#in(caller.talkMs + this.#random.between(1_000, 240_000), () => this.world.hangUp(first));
  }

  #holds(person: LegId, how: "phone" | "console", held: boolean): void {
    const { world } = this;
    if (world.lines.stateOf(person) !== "up") return;
    if (how === "phone") world.reInvite(person, held ? "sendonly" : "sendrecv");
    else {
      const agent = world.callOf(person)?.legs.find((l) => l.id === person)?.agent;
      if (agent) world.hear({ on: held ? "desk.hold" : "desk.resume", agent, by: "console" });
    }
  }

  #wrapsUp(agent: string, sinceMs: number): void {
    const plan = this.plan.agents.find((a) => a.agent === agent);
    if (!plan || !this.#random.chance(plan.endsWrapUp)) return;
    this.#in(this.#random.between(2_000, 15_000), () => {
      const live = this.world.box.agents.agents[agent];
      if (live?.state === "wrap-up" && live.sinceMs === sinceMs) this.world.hear({ on: "desk.wrapUpDone", agent, by: "console" });
    });
  }

  #shift(plan: AgentPlan): void {
    const { agent, phone, fromMs, toMs, breaks } = plan;
    this.agenda.at(fromMs, () => this.world.login(agent, phone));
    this.agenda.at(fromMs + 500, () => this.world.hear({ on: "desk.ready", agent, by: agent }));
    for (const { atMs, forMs, reason } of breaks) {
      this.agenda.at(atMs, () => this.world.hear({ on: "desk.notReady", agent, reason, by: agent }));
      this.agenda.at(atMs + forMs, () => this.world.hear({ on: "desk.ready", agent, by: agent }));
    }
    this.agenda.at(toMs, () => this.world.hear({ on: "desk.logout", agent, by: agent }));
  }
}
