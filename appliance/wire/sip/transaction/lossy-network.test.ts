import { describe, expect, it } from "vitest";
import { headerValue, headerValues } from "../message/headers.ts";
import { makeRequest } from "../message/make-request.ts";
import { makeResponse } from "../message/make-response.ts";
import { parseMessage } from "../message/parse-message.ts";
import { serialize } from "../message/serialize.ts";
import type { SipMessage, SipRequest, SipResponse } from "../message/types.ts";
import { Random } from "../test-data/random.ts";
import { TransactionLayer } from "./transaction-layer.ts";
import type { Peer, TransactionOutput } from "./types.ts";

type Network = { transport: "udp" | "tcp"; loss: number; duplicates: number; longestMs: number };
type Call = { id: string; method: string; finals: number[]; failures: string[]; ended: number; acks: number; cancelled: boolean };
type Pending = { at: number; order: number; act: () => void };

/** Two user agents with a network between them that loses, doubles and reorders; time jumps from one event to the next. */
class World {
  readonly random: Random;
  readonly network: Network;
  readonly client: TransactionLayer;
  readonly server: TransactionLayer;
  readonly calls = new Map<string, Call>();
  readonly keys = new Map<string, Call>();
  /** Requests the server's user saw, by Call-ID. */
  readonly seen = new Map<string, number>();
  readonly serverEnded = new Map<string, number>();
  readonly invites = new Map<string, SipRequest>();
  readonly unconfirmed = new Set<string>();
  sent = 0;
  now = 0;
  #order = 0;
  #agenda: Pending[] = [];

  constructor(seed: number, network: Network) {
    this.random = new Random(seed);
    this.network = network;
    let id = 0;
    const newId = (): string => `${seed}.${++id}`;
    this.client = new TransactionLayer({ newId, sentBy: () => ({ host: "192.0.2.1", port: 5060 }) });
    this.server = new TransactionLayer({ newId, sentBy: () => ({ host: "192.0.2.2", port: 5060 }) });
  }

  later(ms: number, act: () => void): void {
    this.#agenda.push({ at: this.now + ms, order: this.#order++, act });
  }

  place(call: Call): void {
    this.calls.set(call.id, call);
    const headers = [
      { name: "From", value: `<sip:a@192.0.2.1>;tag=${call.id}` },
      { name: "To", value: "<sip:b@192.0.2.2>" },
      { name: "Call-ID", value: call.id },
      { name: "CSeq", value: `1 ${call.method}` },
    ];
    const key = this.client.request(
      makeRequest({ method: call.method, uri: "sip:b@192.0.2.2", headers }),
      this.#peer("192.0.2.2"),
      this.now,
    );
    this.keys.set(key, call);
    if (call.cancelled) this.later(this.random.below(6_000), () => this.client.cancel(key, this.now));
    this.drain();
  }

  run(): void {
    for (;;) {
      this.#agenda.sort((a, b) => a.at - b.at || a.order - b.order);
      const wakes = [this.#agenda[0]?.at, this.client.wakeAt(), this.server.wakeAt()].filter((at) => at !== undefined);
      if (wakes.length === 0) return;
      this.now = Math.max(this.now, Math.min(...wakes));
      if (this.#agenda[0] && this.#agenda[0].at <= this.now) this.#agenda.shift()!.act();
      this.client.timeout(this.now);
      this.server.timeout(this.now);
      this.drain();
    }
  }

  drain(): void {
    for (let output = this.client.poll(); output; output = this.client.poll()) this.#clientHears(output);
    for (let output = this.server.poll(); output; output = this.server.poll()) this.#serverHears(output);
  }

  #peer(address: string): Peer {
    const { transport } = this.network;
    return { transport, address, port: 5060, local: "x", ...(transport === "tcp" && { connection: "c" }) };
  }

  #carry(message: SipMessage, to: TransactionLayer, source: string): void {
    this.sent++;
    const bytes = serialize(message);
    if (this.random.chance(this.network.loss)) return;
    const copies = this.random.chance(this.network.duplicates) ? 2 : 1;
    for (let n = 0; n < copies; n++) {
      this.later(this.network.transport === "tcp" ? 10 : 1 + this.random.below(this.network.longestMs), () => {
        const arrived = parseMessage(bytes);
        if (arrived.kind === "fault") throw new Error(`we wrote what we can't read: ${arrived.why}`);
        to.receive(arrived, this.#peer(source), this.now);
      });
    }
  }

  #clientHears(output: TransactionOutput): void {
    if (output.do === "send") {
      this.#carry(output.message, this.server, "192.0.2.1");
      return;
    }
    if (output.do === "request" || output.do === "ack" || output.do === "cancelled")
      throw new Error(`the client got ${output.do}`);
    const call = this.keys.get(output.key);
    if (!call) throw new Error(`the user got ${output.do} for a key it does not know`);
    if (output.do === "failed") call.failures.push(output.why);
    else if (output.do === "ended") call.ended++;
    else {
      expect(call.ended).toBe(0);
      if (output.response.status >= 200) call.finals.push(output.response.status);
      if (call.method === "INVITE" && output.response.status >= 200 && output.response.status < 300)
        this.#acknowledge(call, output.response);
    }
  }

  #acknowledge(call: Call, response: SipResponse): void {
    call.acks++;
    const headers = [
      { name: "Via", value: `SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKack.${call.id}.${call.acks}` },
      ...["From", "To", "Call-ID"].map((name) => ({ name, value: headerValue(response, name)! })),
      { name: "CSeq", value: "1 ACK" },
    ];
    this.client.sendStateless(makeRequest({ method: "ACK", uri: "sip:b@192.0.2.2", headers }), this.#peer("192.0.2.2"));
  }

  #serverHears(output: TransactionOutput): void {
    switch (output.do) {
      case "send":
        this.#carry(output.message, this.client, "192.0.2.2");
        return;
      case "request":
        this.#serve(output.key, output.request);
        return;
      case "ack":
        this.unconfirmed.delete(headerValue(output.request, "Call-ID")!);
        return;
      case "cancelled":
        this.server.respond(output.key, makeResponse(this.invites.get(output.key)!, 487), this.now);
        return;
      case "ended":
        this.serverEnded.set(output.key, (this.serverEnded.get(output.key) ?? 0) + 1);
        return;
      case "failed":
        // A cancelled INVITE may lose every ACK of a client that gave up; anything else is acknowledged in time.
        expect(output.why).toBe("no-ack");
        return;
      case "response":
        throw new Error("the server got a response");
    }
  }

  #serve(key: string, request: SipRequest): void {
    const id = headerValue(request, "Call-ID")!;
    this.seen.set(id, (this.seen.get(id) ?? 0) + 1);
    this.invites.set(key, request);
    if (request.method !== "INVITE") {
      this.later(this.random.below(3_000), () =>
        this.server.respond(key, makeResponse(request, this.random.pick([200, 404])), this.now),
      );
      return;
    }
    if (this.random.chance(0.7))
      this.later(this.random.below(500), () => this.server.respond(key, makeResponse(request, 180), this.now));
    this.later(500 + this.random.below(8_000), () => {
      const status = this.random.pick([200, 200, 486]);
      const response = makeResponse(request, status, undefined, { toTag: `t${id}` });
      if (this.server.respond(key, response, this.now) && status === 200) {
        this.unconfirmed.add(id);
        this.#repeat(id, key, response, 500, this.now);
      }
    });
  }

  /** RFC 3261 13.3.1.4: the user above repeats its 2xx until the ACK. */
  #repeat(id: string, key: string, response: SipResponse, waitMs: number, since: number): void {
    this.later(waitMs, () => {
      if (!this.unconfirmed.has(id) || this.now - since >= 32_000) return;
      this.server.respond(key, response, this.now);
      this.#repeat(id, key, response, Math.min(waitMs * 2, 4_000), since);
    });
  }
}

function play(seed: number, network: Network, count: number): World {
  const world = new World(seed, network);
  for (let i = 0; i < count; i++) {
    const method = world.random.pick(["INVITE", "INVITE", "OPTIONS", "REGISTER", "INFO"]);
    const call: Call = {
      id: `${seed}-${i}`,
      method,
      finals: [],
      failures: [],
      ended: 0,
      acks: 0,
      cancelled: method === "INVITE" && world.random.chance(0.4),
    };
    world.later(world.random.below(10_000), () => world.place(call));
  }
  world.run();
  return world;
}

function checkTidy(world: World): void {
  expect(world.client.size).toEqual({ client: 0, server: 0 });
  expect(world.server.size).toEqual({ client: 0, server: 0 });
  expect([world.client.wakeAt(), world.server.wakeAt(), world.client.poll(), world.server.poll()]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  for (const call of world.calls.values()) expect(call.ended, call.id).toBe(1);
  for (const times of world.serverEnded.values()) expect(times).toBe(1);
  for (const [id, times] of world.seen) expect(times, id).toBe(1);
}

describe("two user agents", () => {
  it("agree over a network that loses, doubles and reorders", () => {
    const tally = { accepted: 0, refused: 0, cancelled: 0 };
    for (let seed = 1; seed <= 120; seed++) {
      const world = play(seed, { transport: "udp", loss: 0.1, duplicates: 0.05, longestMs: 400 }, 15);
      checkTidy(world);
      expect(world.unconfirmed.size).toBe(0);
      for (const call of world.calls.values()) {
        expect(call.failures, call.id).toEqual([]);
        // One outcome; a 2xx may be heard again, nothing else may.
        expect(new Set(call.finals).size, call.id).toBe(1);
        const status = call.finals[0]!;
        if (status !== 200 || call.method !== "INVITE") expect(call.finals, call.id).toHaveLength(1);
        tally[status === 200 ? "accepted" : status === 487 ? "cancelled" : "refused"]++;
      }
    }
    // All ways of ending were really taken.
    expect(Math.min(tally.accepted, tally.refused, tally.cancelled)).toBeGreaterThan(50);
  });

  it("end all the same when half of everything is lost", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const world = play(seed, { transport: "udp", loss: 0.5, duplicates: 0.2, longestMs: 450 }, 15);
      checkTidy(world);
      for (const call of world.calls.values()) expect(call.finals.length + call.failures.length, call.id).toBeGreaterThan(0);
    }
  });

  it("give up when nothing arrives", () => {
    const world = play(7, { transport: "udp", loss: 1, duplicates: 0, longestMs: 1 }, 20);
    checkTidy(world);
    for (const call of world.calls.values()) expect([call.finals, call.failures]).toEqual([[], ["timeout"]]);
  });

  it("send nothing twice on a stream", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const world = play(seed, { transport: "tcp", loss: 0, duplicates: 0, longestMs: 1 }, 15);
      checkTidy(world);
      for (const call of world.calls.values()) expect([call.finals.length, call.failures.length], call.id).toEqual([1, 0]);
    }
    const alone = new World(1, { transport: "tcp", loss: 0, duplicates: 0, longestMs: 1 });
    alone.place({ id: "one", method: "OPTIONS", finals: [], failures: [], ended: 0, acks: 0, cancelled: false });
    alone.run();
    expect(alone.sent).toBe(2);
    expect(headerValues(makeRequest({ method: "A", uri: "sip:a" }), "Via")).toEqual([]);
  });
});
