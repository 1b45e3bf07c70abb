import { describe, expect, it } from "vitest";
import type { ListenPoint, Notice } from "./agent-types.ts";
import { AgentWorld, ask, firstLine, giveUp, header, respond, sdp } from "./agent-world.ts";

/** Two servers with an application each, and a network between them that loses, doubles, delays and reorders. */
class BadNetwork {
  readonly a = new AgentWorld({ points: [point("192.0.2.1")] });
  readonly b = new AgentWorld({ points: [point("192.0.2.2")] });
  now = 0;
  answered = 0;
  refused = 0;
  readonly #calls = new Set<string>();
  #seed: number;
  #read = { a: 0, b: 0 };
  #flying: { atMs: number; to: "a" | "b"; text: string }[] = [];
  #later: { atMs: number; run: () => void }[] = [];

  constructor(seed: number) {
    this.#seed = seed;
    this.a.connect("app");
    this.b.connect("app", "invite");
  }

  random(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return this.#seed / 2 ** 31;
  }

  after(ms: number, run: () => void): void {
    this.#later.push({ atMs: this.now + ms, run });
  }

  run(untilMs: number): void {
    while (this.now < untilMs) {
      this.#collect("a");
      this.#collect("b");
      const next = [...this.#flying, ...this.#later].map(({ atMs }) => atMs);
      const wakes = [this.a.agent.wakeAt(), this.b.agent.wakeAt()].filter((at) => at !== undefined);
      this.now = Math.min(untilMs, Math.max(this.now, Math.min(...next, ...wakes)));
      this.a.wait(this.now - this.a.now);
      this.b.wait(this.now - this.b.now);
      for (const { to, text } of take(this.#flying, this.now)) this[to].hear(text, this.#from(to));
      for (const { run } of take(this.#later, this.now)) run();
    }
  }

  #from(to: "a" | "b") {
    return { transport: "udp", address: to === "a" ? "192.0.2.2" : "192.0.2.1", port: 5060, local: "udp" } as const;
  }

  #collect(side: "a" | "b"): void {
    const world = this[side];
    for (; this.#read[side] < world.out.length; this.#read[side]++) {
      const item = world.out[this.#read[side]]!;
      if (item.kind === "told") {
        if (side === "a") this.#caller(item.notice, item.text);
        else this.#callee(item.notice, item.text);
        continue;
      }
      const copies = this.random() < 0.2 ? 0 : this.random() < 0.1 ? 2 : 1;
      for (let i = 0; i < copies; i++) {
        this.#flying.push({ atMs: this.now + this.random() * 300, to: side === "a" ? "b" : "a", text: item.text });
      }
    }
  }

  #caller(notice: Notice, text: string): void {
    if (notice.kind === "request-sent" && text.startsWith("INVITE") && !header(text, "To")!.includes("tag=")) {
      if (this.random() < 0.3) this.after(this.random() * 3_000, () => this.a.say(giveUp(notice.transactionId)));
    }
    if (notice.kind === "dialog-request" && text.startsWith("BYE") && notice.transactionId !== "unsolicited") {
      this.after(this.random() * 50, () => this.a.say(respond(notice.transactionId, 200)));
    }
    if (notice.kind !== "answer" || !header(text, "CSeq")!.endsWith("INVITE")) return;
    const status = Number(text.slice(8, 11));
    if (status < 200) return;
    this.a.say(ask("ACK", "sip:placeholder", {}, "", { dialogId: notice.dialogId }));
    if (this.#calls.has(notice.dialogId)) return; // of the re-INVITE
    this.#calls.add(notice.dialogId);
    if (status >= 300) {
      this.refused++;
      return;
    }
    this.answered++;
    const bye = (): void => this.a.say(ask("BYE", "sip:placeholder", {}, "", { dialogId: notice.dialogId }));
    const mood = this.random();
    if (mood < 0.5) this.after(this.random() * 5_000, bye);
    else if (mood < 0.75) {
      this.after(500, () => this.a.say(ask("INVITE", "sip:placeholder", {}, sdp(3), { dialogId: notice.dialogId })));
    }
  }

  #callee(notice: Notice, text: string): void {
    if (notice.kind === "new-request") {
      const { transactionId } = notice;
      this.after(this.random() * 500, () => this.b.say(respond(transactionId, 180)));
      this.after(500 + this.random() * 3_000, () => {
        this.b.say(this.random() < 0.2 ? respond(transactionId, 486) : respond(transactionId, 200, {}, sdp(2)));
      });
    } else if (notice.kind === "dialog-request" && notice.transactionId !== "unsolicited" && !/^(?:ACK|CANCEL)/.test(text)) {
      this.after(this.random() * 50, () =>
        this.b.say(respond(notice.transactionId, 200, {}, text.startsWith("INVITE") ? sdp(4) : "")),
      );
    } else if (
      notice.kind === "response-sent" &&
      firstLine(text).startsWith("SIP/2.0 200") &&
      header(text, "CSeq")!.endsWith("INVITE")
    ) {
      // One of both must hang up in the end.
      this.after(8_000, () => this.b.say(ask("BYE", "sip:placeholder", {}, "", { dialogId: notice.dialogId })));
    }
  }
}

const point = (address: string): ListenPoint => ({ id: "udp", transport: "udp", address, port: 5060 });

function take<Item extends { atMs: number }>(items: Item[], now: number): Item[] {
  const due = items.filter(({ atMs }) => atMs <= now).sort((x, y) => x.atMs - y.atMs);
  for (const item of due) items.splice(items.indexOf(item), 1);
  return due;
}

describe("on a network that loses every fifth message", () => {
  it("every call comes to an end on both sides, and nothing is left over", () => {
    let answered = 0;
    let refused = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const network = new BadNetwork(seed * 7_919);
      for (let call = 0; call < 8; call++) {
        network.after(call * 700, () => network.a.say(ask("INVITE", "sip:box@192.0.2.2", {}, sdp())));
      }
      network.run(180_000);
      answered += network.answered;
      refused += network.refused;
      const nothing = { serverExchanges: 0, clientExchanges: 0, dialogs: 0, timers: 0, transactions: { client: 0, server: 0 } };
      expect({ seed, a: network.a.agent.gauges(), b: network.b.agent.gauges() }).toEqual({ seed, a: nothing, b: nothing });
    }
    // Each of the 200 calls was either answered or refused, once.
    expect(answered + refused).toBe(200);
    expect(answered).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(20);
  });
});
