import type { Diverted } from "../../../contract/diverted.ts";
import type { BoxEvent, Effect, Stamped } from "../../../contract/effects.ts";
import type { EndReason } from "../../../contract/end-reason.ts";
import type { Party } from "../../../contract/line.ts";
import type { MediaDescription } from "../../../contract/media.ts";
import type { Settings } from "../../../contract/settings.ts";
import type { CallId, LegId, PhoneId } from "../../../kit/ids.ts";
import { type BoxState, newBox } from "../box-state.ts";
import { stepBox } from "../step-box.ts";
import type { Answer } from "./answer.ts";
import { SimLines } from "./sim-lines.ts";
import { SimMedia } from "./sim-media.ts";
import { SimRows } from "./sim-rows.ts";
import { simSettings } from "./sim-settings.ts";

const description = (direction: MediaDescription["direction"] = "sendrecv"): MediaDescription => ({
  address: "192.0.2.10",
  port: 4000,
  codecs: [{ name: "PCMA", payloadType: 8 }],
  ptimeMs: 20,
  direction,
  rtcp: { mux: false, port: 4001 },
  sessionId: "1",
  sessionVersion: 1,
});

/** The world around the deciding half of the box: a clock, edges that answer what they are asked, and people. */
export class SimWorld {
  box: BoxState;
  atMs = Date.UTC(2026, 2, 2, 4, 0, 0);
  readonly journal: Stamped[] = [];
  readonly effects: Effect[] = [];
  readonly media = new SimMedia((answer) => this.answers.push(answer));
  readonly lines = new SimLines((answer) => this.answers.push(answer));
  readonly rows = new SimRows();
  /** What edges have still to say. */
  answers: Answer[] = [];
  /** Answers are heard as soon as they are given; else a test takes them in an order of its own (`hearOne`). */
  prompt = true;
  /** Speech that can't be made, and what the business system says. */
  speechFails = false;
  lookup: { outcome: "ok" | "not-found" | "failed"; values: Record<string, string> } = {
    outcome: "ok",
    values: { balance: "205.30" },
  };
  #calls = 0;

  constructor(settings: Settings = simSettings()) {
    this.box = newBox(settings);
  }

  hear(event: BoxEvent): void {
    const stamped: Stamped = { seq: this.journal.length + 1, atMs: this.atMs, event };
    // What is journalled must not change afterwards with the state.
    this.journal.push(JSON.parse(JSON.stringify(stamped)) as Stamped);
    this.lines.heard(event);
    this.media.heard(event);
    const effects = stepBox(this.box, stamped);
    for (const effect of effects) this.#perform(effect);
    this.effects.push(...effects);
    if (this.prompt) this.settle();
  }

  #perform(effect: Effect): void {
    if (effect.do === "store") this.rows.put(effect.change);
    else if (effect.do.startsWith("media.")) this.media.perform(effect as never);
    else if (effect.do.startsWith("line.")) this.lines.perform(effect as never);
    else if (effect.do === "speech.render") {
      const { request, items } = effect;
      const files = items.map((item, i) => (this.speechFails || item.kind === "tone" ? null : { path: `${request}/${i}.wav` }));
      this.answers.push({
        from: `speech ${request}`,
        event: { on: "speech.rendered", request, files, faults: this.speechFails ? ["no engine"] : [] },
      });
    } else if (effect.do === "lookup.ask") {
      const { request } = effect;
      this.answers.push({ from: `lookup ${request}`, event: { on: "lookup.answered", request, ...this.lookup, text: "" } });
    }
  }

  /** Hears the oldest answer of the n-th source that has one. */
  hearOne(n = 0): boolean {
    const sources = [...new Set(this.answers.map((a) => a.from))];
    const source = sources[n % sources.length];
    const at = this.answers.findIndex((a) => a.from === source);
    if (at < 0) return false;
    const [answer] = this.answers.splice(at, 1);
    this.hear(answer!.event);
    return true;
  }

  settle(): void {
    const { prompt } = this;
    this.prompt = false;
    while (this.hearOne());
    this.prompt = prompt;
  }

  /** Lets time pass; timers strike at their moments. */
  wait(ms: number): void {
    const until = this.atMs + ms;
    for (;;) {
      const next = Object.entries(this.box.timers).sort((a, b) => a[1] - b[1])[0];
      if (!next || next[1] > until) break;
      this.atMs = Math.max(this.atMs, next[1]);
      this.hear({ on: "timer.due", key: next[0] });
    }
    this.atMs = until;
  }

  /** Somebody calls; by the trunk unless a phone is named. Returns his leg. */
  call(
    to: string,
    {
      phone,
      offer = true,
      from = "13800138000",
      withheld = false,
      diverted,
      replaces,
    }: { phone?: string; offer?: boolean; from?: string; withheld?: boolean; diverted?: Diverted; replaces?: LegId } = {},
  ): LegId {
    const leg = `c${++this.#calls}/1` as LegId;
    const party: Party = phone ? { kind: "phone", phone: phone as PhoneId } : { kind: "line", line: "trunk" as never };
    this.hear({
      on: "line.ringing",
      leg,
      party,
      from: { number: phone ?? from, withheld },
      to: { number: to },
      ...(offer ? { remote: description() } : {}),
      callRef: `sip-${leg}`,
      ...(replaces ? { replaces } : {}),
      ...(diverted ? { diverted } : {}),
    });
    return leg;
  }

  press(leg: LegId, digits: string): void {
    for (const digit of digits) {
      this.atMs++;
      this.hear({ on: "media.digit", leg, digit, via: "rfc4733" });
    }
  }

  /** The far side hangs up, or a line lets it go. */
  hangUp(leg: LegId, why: EndReason = "hangup"): void {
    if (this.lines.live(leg)) this.hear({ on: "line.ended", leg, why, by: "far" });
  }
  rings(leg: LegId): void {
    this.hear({ on: "line.progressed", leg, status: 180, callRef: `sip-${leg}` });
  }
  answer(leg: LegId): void {
    this.hear({ on: "line.answered", leg, remote: description(), callRef: `sip-${leg}` });
  }
  refuse(leg: LegId, why: EndReason = "rejected", status = 603): void {
    this.hear({ on: "line.ended", leg, why, status, by: "far" });
  }
  /** re-INVITE of the far side. */
  reInvite(leg: LegId, direction: MediaDescription["direction"] | "none"): void {
    this.hear({ on: "line.offered", leg, ...(direction === "none" ? {} : { remote: description(direction) }) });
  }
  login(agent: string, phone = `800${agent.slice(1)}`): void {
    const contact = { address: "192.0.2.20:5060", transport: "udp", userAgent: "sim", expiresAtMs: this.atMs + 3_600_000 };
    this.hear({ on: "phone.state", phone: phone as PhoneId, contacts: [contact] });
    this.hear({ on: "desk.login", agent, phone, by: "console" });
  }

  /** The box fails and comes back: its edges are empty, its state is what the snapshot and the journal give. */
  crash({ downMs = 60_000, lastAliveMs = this.atMs }: { downMs?: number; lastAliveMs?: number } = {}): void {
    this.box = JSON.parse(JSON.stringify(this.box)) as BoxState;
    this.answers = [];
    this.media.lost();
    this.lines.lost();
    this.atMs += downMs;
    this.hear({ on: "box.started", bootId: `boot${this.journal.length}`, cleanStop: false, lastAliveMs });
  }

  stateOf(agent: string): string {
    return this.box.agents.agents[agent]?.state ?? "logged-out";
  }
  callOf(leg: LegId) {
    return this.box.calls.calls[leg.split("/")[0] as CallId];
  }
  record(leg: LegId) {
    return this.rows.calls.get(leg.split("/")[0]!)!;
  }
  /** The journey so far, as it is told in English. */
  told(leg: LegId): string[] {
    return this.rows.traces.filter((t) => t.call === leg.split("/")[0]).map((t) => t.words.en);
  }
}
