import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PublicEvent, WebhookDelivery, WebhookSettings } from "../../contract/public-event.ts";
import type { Sentence } from "../../contract/words.ts";
import type { Clock } from "../../runtime/clock.ts";
import { isOwnAddress } from "./address-rule.ts";
import { Webhooks } from "./webhooks.ts";

const soon = { timeout: 15_000 };

const hour = 3_600_000;

/** Time that passes when the test says so. */
class HandClock implements Clock {
  now = 1_000_000;
  #alarms: { atMs: number; ring: () => void }[] = [];
  nowMs(): number {
    return this.now;
  }
  at(atMs: number, ring: () => void): () => void {
    const alarm = { atMs, ring };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((a) => a !== alarm);
    };
  }
  get nextMs(): number {
    return Math.min(...this.#alarms.map((a) => a.atMs));
  }
  to(atMs: number): void {
    this.now = atMs;
    for (const alarm of this.#alarms.filter((a) => a.atMs <= atMs)) {
      this.#alarms = this.#alarms.filter((a) => a !== alarm);
      alarm.ring();
    }
  }
}

/** What the store does, in memory. */
class Kept {
  events: PublicEvent[] = [];
  cursors = new Map<string, number>();
  log: WebhookDelivery[] = [];
  broken = false;
  publicEvents = (after: number, limit: number) => this.events.filter((e) => e.seq > after).slice(0, limit);
  publicEventEnds = () => (this.events.length ? { first: this.events[0]!.seq, last: this.events.at(-1)!.seq } : undefined);
  publicEventsAfter = (seq: number) => this.events.filter((e) => e.seq > seq).length;
  webhookCursor = (id: string) => (this.cursors.has(id) ? { seq: this.cursors.get(id)! } : undefined);
  moveWebhook = async (id: string, seq: number) => {
    if (this.broken) throw new Error("disk full");
    this.cursors.set(id, seq);
  };
  keepDelivery = async (row: WebhookDelivery, cursor?: number) => {
    if (this.broken) throw new Error("disk full");
    this.log.push(row);
    if (cursor !== undefined) this.cursors.set(row.hook, cursor);
  };
  add(type: "agent.state" | "call.queued"): PublicEvent {
    const seq = (this.events.at(-1)?.seq ?? 0) + 1;
    const head = { id: `${seq}`, seq, atMs: 0 };
    const event: PublicEvent =
      type === "agent.state" ? { ...head, type, agent: "a1", state: "ready" } : { ...head, type, call: `c${seq}`, queue: "q" };
    this.events.push(event);
    return event;
  }
}

let server: Server;
let heard: { event: PublicEvent; signature: string; body: string }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let clock: HandClock;
let kept: Kept;
let hooks: Webhooks;
let faults: string[];
let said: Sentence[];
let hook: WebhookSettings;

beforeEach(async () => {
  heard = [];
  answer = (_, response) => response.end("thanks");
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      heard.push({ event: JSON.parse(body) as PublicEvent, signature: String(request.headers["linebox-signature"]), body });
      answer(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  clock = new HandClock();
  kept = new Kept();
  [faults, said] = [[], []];
  hook = {
    id: "billing",
    name: "Billing",
    enabled: true,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    events: ["call.queued"],
    allowLocal: true,
  };
  hooks = open();
  kept.cursors.set("billing", 0);
});
afterEach(async () => {
  hooks.stop();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const open = (): Webhooks =>
  new Webhooks({
    clock,
    store: kept,
    secret: () => "s3cret",
    fault(code, subject, words) {
      faults.push(`${code} ${subject}`);
      said.push(words);
    },
    mended: (code, subject) => faults.push(`mended ${code} ${subject}`),
  });
const logged = (count: number) => vi.waitFor(() => expect(kept.log).toHaveLength(count), soon);

describe("a webhook", () => {
  it("hears what it asked for, in order, signed", async () => {
    const first = kept.add("call.queued");
    kept.add("agent.state");
    const second = kept.add("call.queued");
    kept.add("agent.state");
    hooks.configure([hook]);
    await vi.waitFor(() => expect(kept.cursors.get("billing")).toBe(4), soon);
    expect(heard.map((h) => h.event)).toEqual([first, second]);
    const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(heard[0]!.signature)!;
    expect(hex).toBe(createHmac("sha256", "s3cret").update(`${seconds}.${heard[0]!.body}`).digest("hex"));
    expect(kept.log).toMatchObject([
      { outcome: "delivered", status: 200, attempt: 1, text: "thanks" },
      { outcome: "delivered", event: second.id },
    ]);
  });

  it("that fails is tried again later and later; nothing behind it overtakes", async () => {
    answer = (_, response) => response.writeHead(500).end("no");
    const first = kept.add("call.queued");
    const second = kept.add("call.queued");
    hooks.configure([hook]);
    for (let attempt = 1; attempt <= 6; attempt++) {
      await logged(attempt);
      await vi.waitFor(() => expect(clock.nextMs - clock.now).toBe(1_000 * 2 ** (attempt - 1)), soon);
      if (attempt < 6) clock.to(clock.nextMs);
    }
    expect(faults).toEqual(["webhook-failing billing"]);
    expect(said).toEqual([{ en: `${hook.name}: it answered 500`, zh: `${hook.name}：返回 500` }]);
    expect(hooks.states()).toMatchObject([{ id: "billing", behind: 2, failing: { attempts: 6, text: "no" } }]);
    answer = (_, response) => response.end();
    expect(hooks.tryNow("billing")).toBe(true);
    await logged(8);
    expect(heard.slice(-2).map((h) => h.event.id)).toEqual([first.id, second.id]);
    expect(faults.at(-1)).toBe("mended webhook-failing billing");
    expect(hooks.states()).toEqual([{ id: "billing", behind: 0 }]);
  });

  it("gives one event up after a day and goes on with the next", async () => {
    answer = (_, response) => response.writeHead(404).end();
    kept.add("call.queued");
    hooks.configure([hook]);
    await logged(1);
    await vi.waitFor(() => expect(clock.nextMs).toBeLessThan(Number.POSITIVE_INFINITY), soon);
    clock.to(clock.now + 25 * hour);
    await logged(2);
    expect(kept.log.at(-1)).toMatchObject({ outcome: "given-up", attempt: 2, status: 404 });
    expect(kept.cursors.get("billing")).toBe(1);
  });

  it("loses nothing when the box starts again in the middle, nor when the disk fails", async () => {
    let count = 0;
    answer = (request, response) => (++count === 2 ? request.socket.destroy() : response.end());
    for (let i = 0; i < 3; i++) kept.add("call.queued");
    hooks.configure([hook]);
    await logged(2);
    hooks.stop();
    kept.broken = true;
    hooks = open();
    hooks.configure([hook]);
    await vi.waitFor(() => expect(clock.nextMs).toBeLessThan(Number.POSITIVE_INFINITY), soon);
    kept.broken = false;
    clock.to(clock.nextMs);
    await vi.waitFor(() => expect(kept.cursors.get("billing")).toBe(3), soon);
    // The second was told when the disk would not note it: it comes again with the same id.
    expect(new Set(heard.map((h) => h.event.id))).toEqual(new Set(["1", "2", "3"]));
  });

  it("hears from now on when it is new, and stops when it is taken out", async () => {
    kept.cursors.delete("billing");
    kept.add("call.queued");
    hooks.configure([hook]);
    await vi.waitFor(() => expect(kept.cursors.get("billing")).toBe(1), soon);
    const later = kept.add("call.queued");
    hooks.poke();
    await logged(1);
    expect(heard.map((h) => h.event)).toEqual([later]);
    hooks.configure([{ ...hook, enabled: false }]);
    kept.add("call.queued");
    hooks.poke();
    expect(hooks.states()).toEqual([]);
  });

  it("does not reach into the box itself unless it may, and follows no redirect", async () => {
    const { allowLocal: _, ...closed } = hook;
    expect(await hooks.test(closed)).toMatchObject({ delivered: false, text: expect.stringContaining("127.0.0.1") });
    expect(await hooks.test({ ...closed, url: hook.url.replace("127.0.0.1", "localhost") })).toMatchObject({ delivered: false });
    expect(heard).toEqual([]);
    answer = (_, response) => response.writeHead(302, { location: hook.url }).end();
    expect(await hooks.test(hook)).toMatchObject({ delivered: false, status: 302 });
    expect(heard).toHaveLength(1);
    for (const own of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "169.254.1.1", "fe80::1", "0.0.0.0"])
      expect(isOwnAddress(own), own).toBe(true);
    for (const other of ["192.168.1.5", "10.0.0.1", "203.0.113.4", "2001:db8::1"]) expect(isOwnAddress(other), other).toBe(false);
  });

  it("whose address can't be read says so, and does not fall over", async () => {
    expect(await hooks.test({ ...hook, url: "https://" })).toEqual({ delivered: false, text: "https:// is no address" });
  });

  it("keeps only the beginning of an endless answer", async () => {
    answer = (_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write("x".repeat(10_000), () => setImmediate(more));
      };
      more();
    };
    const posted = await hooks.test(hook);
    expect(posted).toMatchObject({ delivered: true, status: 200 });
    expect(posted.text).toHaveLength(300);
  });
});
