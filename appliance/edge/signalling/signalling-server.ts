import { randomBytes, randomUUID } from "node:crypto";
import type { PacketTapParts } from "../../wire/capture/packet-tap.ts";
import type { AgentOutput, ListenPoint } from "../../wire/sip/agent/agent-types.ts";
import { defaultAgentLimits, defaultAgentTimes } from "../../wire/sip/agent/agent-types.ts";
import { SipAgent } from "../../wire/sip/agent/sip-agent.ts";
import { TransactionLayer } from "../../wire/sip/transaction/transaction-layer.ts";
import { defaultTransactionTimers, type Peer } from "../../wire/sip/transaction/types.ts";
import { BanList } from "./ban-list.ts";
import { ControlServer } from "./control-server.ts";
import type { NameService } from "./host-lookup.ts";
import { HostLookup } from "./host-lookup.ts";
import { OwnAddresses } from "./own-addresses.ts";
import type { Listening, SignallingLimits, SignallingOptions } from "./signalling-options.ts";
import { defaultSignallingLimits } from "./signalling-options.ts";
import { SipTap } from "./sip-tap.ts";
import { SourceRates } from "./source-rates.ts";
import { StreamPoints } from "./stream-points.ts";
import { TokenPool } from "./token-pool.ts";
import { UdpPoint } from "./udp-point.ts";

/** Reported to applications, whose client pings only servers it takes for v0.8.2 or later. */
const VERSION = "v0.9.10-linebox";
const STOP_MS = 2_000;
/** Shorter datagrams are keep-alives of phones behind routers (RFC 5626 3.5.2 and folklore). */
const KEEP_ALIVE_BYTES = 4;

export type Bound = { host: string; port: number; secret: string; listening: Listening[] };

/** The embedded SIP server on its thread: sockets, clock and name look-ups around the agent, which decides everything. */
export class SignallingServer {
  readonly bans: BanList;
  readonly #options: SignallingOptions;
  readonly #limits: SignallingLimits;
  readonly #own: OwnAddresses;
  readonly #lookup: HostLookup;
  readonly #rates: SourceRates;
  readonly #streams: StreamPoints;
  readonly #udp = new Map<string, UdpPoint>();
  readonly #listening: Listening[] = [];
  readonly #names = new Map<string, string>();
  #tap: SipTap | undefined;
  #agent: SipAgent | undefined;
  #control: ControlServer | undefined;
  #wake: NodeJS.Timeout | undefined;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #pumping = false;
  #faults = 0;
  #lastFault = "";
  #stopped: (() => void) | undefined;

  constructor(options: SignallingOptions, names?: NameService) {
    this.#options = options;
    this.#limits = { ...defaultSignallingLimits, ...options.limits };
    this.bans = new BanList(this.#limits.bans, options.trusted);
    this.#own = new OwnAddresses(options.externalAddress);
    this.#lookup = new HostLookup(names);
    this.#rates = new SourceRates(this.#limits.messagesPerS, this.#limits.messageBurst);
    this.#streams = new StreamPoints({
      limits: this.#limits,
      tlsCa: options.tlsCa,
      nameOf: (address) => this.#names.get(address),
      admit: (address) => !this.bans.banned(address, Date.now()),
      listener: {
        message: (bytes, from) => this.#heard(bytes, from),
        garbage: (bytes, from) => this.#heard(bytes ?? Buffer.from("garbage"), from),
        closed: ({ peer }) => this.#feed((agent, now) => agent.connectionClosed(peer.connection!, now)),
        failed: (key) => this.#sendFailed(key),
      },
    });
  }

  get agent(): SipAgent {
    if (this.#agent === undefined) throw new Error("not started");
    return this.#agent;
  }

  async start(): Promise<Bound> {
    await this.#openPoints();
    const points: ListenPoint[] = this.#listening.map(({ id, transport, host, port }) => ({
      id,
      transport,
      address: host,
      port,
    }));
    const advertised = (id: string, peer: string): { host: string; port: number } => {
      const point = this.#listening.find((listening) => listening.id === id) ?? this.#listening[0]!;
      return { host: this.#own.facing(point.host, peer, performance.now()), port: point.port };
    };
    const newToken = new TokenPool().next;
    const t1Ms = this.#options.times?.t1Ms ?? defaultTransactionTimers.t1Ms;
    this.#agent = new SipAgent(
      {
        points,
        advertised,
        transactions: new TransactionLayer({
          newId: newToken,
          sentBy: (peer) => advertised(peer.local, peer.address),
          forceRport: true,
          timers: { ...defaultTransactionTimers, t1Ms },
          limits: {
            total: this.#limits.exchanges * 10,
            perSource: this.#limits.exchanges * 8,
            client: this.#limits.exchanges * 10,
          },
        }),
        newToken,
        newId: randomUUID,
        epochMs: Date.now() - performance.now(),
        userAgent: this.#options.userAgent ?? "",
        pinNat: this.#options.pinNat ?? true,
        limits: {
          ...defaultAgentLimits,
          dialogs: this.#limits.dialogs,
          serverExchanges: this.#limits.exchanges,
          clientExchanges: this.#limits.exchanges * 10,
          ladder: {
            ...defaultAgentLimits.ladder,
            calls: this.#limits.tracedCalls,
            messagesPerCall: this.#options.tracePerCall ?? 60,
          },
        },
        times: { ...defaultAgentTimes, ...this.#options.times },
      },
      { messageBytes: this.#limits.messageBytes, headerCount: 256, headerBytes: 8_192 },
    );
    return this.#openControl(advertised);
  }

  async #openPoints(): Promise<void> {
    const { udp = [], tcp = [], tls = [] } = this.#options;
    const id = (transport: Listening["transport"], host: string, port: number): string => {
      const shown = host.includes(":") ? `[${host}]` : host;
      this.#listening.push({ id: `${transport}/${shown}:${port}`, transport, host, port });
      return this.#listening.at(-1)!.id;
    };
    for (const point of udp) {
      let local = "";
      const socket = await UdpPoint.open(
        point,
        (bytes, address, port) => {
          if (bytes.length > KEEP_ALIVE_BYTES && !this.bans.banned(address, Date.now()))
            this.#heard(bytes, { transport: "udp", address, port, local });
        },
        () => undefined,
      );
      local = id("udp", point.host, socket.bound.port);
      this.#udp.set(local, socket);
    }
    for (const point of tcp) await this.#streams.listen("tcp", point, (port) => id("tcp", point.host, port));
    for (const point of tls) await this.#streams.listen("tls", point, (port) => id("tls", point.host, port));
    if (this.#listening.length === 0) throw new Error("no listen point");
  }

  async #openControl(advertised: (id: string, peer: string) => { host: string; port: number }): Promise<Bound> {
    const secret = randomBytes(24).toString("base64url");
    const hostports = (peer: string): string =>
      this.#listening
        .map(({ id, transport }) => {
          const { host, port } = advertised(id, peer);
          return `${transport}/${host.includes(":") ? `[${host}]` : host}:${port}`;
        })
        .join(",");
    const outside = this.#options.externalAddress === undefined ? "127.0.0.1" : "192.0.2.1";
    this.#control = new ControlServer(
      { secret, version: VERSION, hostports: hostports(outside), localHostports: hostports("127.0.0.1") },
      { sockets: this.#limits.controlSockets, backlogBytes: this.#limits.controlBacklogBytes },
      {
        came: (client, routes) => this.#feed((agent, now) => agent.clientCame(client, routes, now)),
        command: (client, command) => this.#feed((agent, now) => agent.app(client, command, now)),
        gone: (client) => this.#feed((agent, now) => agent.clientGone(client, now)),
      },
    );
    const port = await this.#control.listen();
    return { host: "127.0.0.1", port, secret, listening: this.#listening };
  }

  /** Hangs up what is open, waits a moment for the answers, closes everything. */
  async stop(reason: string): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    const late = setTimeout(() => this.#stopped?.(), STOP_MS);
    this.#feed((agent, now) => agent.shutdown(reason, now));
    await done;
    clearTimeout(late);
    clearTimeout(this.#wake);
    this.#control?.flush();
    this.#control?.close();
    this.tap(undefined);
    this.#streams.close();
    for (const socket of this.#udp.values()) socket.close();
  }

  /** Every message is told from now on; nobody any more without `parts`. */
  tap(parts: PacketTapParts | undefined): void {
    this.#tap?.stop();
    this.#tap = parts && new SipTap(parts);
  }
  tapped(): void {
    this.#tap?.taken();
  }

  banSource(address: string, forMs: number, why: string): void {
    if (this.bans.ban(address, forMs, why, Date.now())) this.#streams.dropSource(address);
  }

  restoreDialogs(list: Parameters<SipAgent["restoreDialogs"]>[0]): number {
    let restored = 0;
    this.#feed((agent, now) => {
      restored = agent.restoreDialogs(list, now);
    });
    return restored;
  }

  get counts(): { sockets: number; connections: number; applications: number; faults: number; lastFault: string } {
    const [sockets, connections, applications] = [this.#listening.length, this.#streams.size, this.#control?.size ?? 0];
    return { sockets, connections, applications, faults: this.#faults, lastFault: this.#lastFault };
  }

  #heard(bytes: Uint8Array, from: Peer): void {
    if (this.#tap !== undefined) this.#tap.message(from, this.#ownEnd(from), bytes);
    if (this.#rates.admit(from.address, performance.now())) this.#feed((agent, now) => agent.receive(bytes, from, now));
  }

  /** Our end of the way to a peer. */
  #ownEnd({ local, address }: Peer): { address: string; port: number } {
    const point = this.#listening.find(({ id }) => id === local) ?? this.#listening[0]!;
    return { address: this.#own.facing(point.host, address, performance.now()), port: point.port };
  }

  #sendFailed(key: string): void {
    // May be called while outputs are carried out; the agent hears of it afterwards.
    setImmediate(() => this.#feed((agent, now) => agent.transportFailed(key, now)));
  }

  /** One input, then all it brings about. What goes wrong with it must not end every other call: it is counted and shown. */
  #feed(input: (agent: SipAgent, now: number) => void): void {
    const agent = this.#agent;
    if (agent === undefined) return;
    this.#guarded(() => input(agent, performance.now()));
    this.#pump(agent);
  }

  #pump(agent: SipAgent): void {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let empty = false, failures = 0; !empty && failures < 100; ) {
      const fine = this.#guarded(() => {
        const output = agent.poll();
        empty = output === undefined;
        if (output !== undefined) this.#carryOut(output);
      });
      if (!fine) failures++;
    }
    this.#pumping = false;
    this.#control?.flush();
    this.#arm(agent);
    if (this.#stopped !== undefined && agent.idle) this.#stopped();
  }

  #guarded(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.#faults++;
      this.#lastFault = error instanceof Error ? (error.stack ?? error.message).slice(0, 2_000) : String(error);
      return false;
    }
  }

  #carryOut(output: AgentOutput): void {
    switch (output.do) {
      case "send":
        this.#send(output.bytes, output.to, output.key);
        break;
      case "tell":
        this.#control?.tell(output.client, output.notice);
        break;
      case "resolve":
        void this.#resolve(output.query, output.target);
        break;
      case "suspect":
        if (this.bans.strike(output.address, output.why, Date.now())) this.#streams.dropSource(output.address);
        break;
    }
  }

  #send(bytes: Uint8Array, to: Peer, key: string | undefined): void {
    if (this.#tap !== undefined) this.#tap.message(this.#ownEnd(to), to, bytes);
    if (to.transport !== "udp") {
      this.#streams.send(bytes, to, key);
      return;
    }
    this.#udp.get(to.local)?.send(bytes, to.port, to.address, () => {
      if (key !== undefined) this.#sendFailed(key);
    });
  }

  async #resolve(query: number, target: Parameters<HostLookup["find"]>[0]): Promise<void> {
    const found = await this.#lookup.find(target, performance.now()).catch(() => []);
    for (const { address, transport } of found) {
      if (transport !== "tls") continue;
      if (this.#names.size > 1_000) this.#names.clear();
      this.#names.set(address, target.host);
    }
    this.#feed((agent, now) => agent.resolved(query, found, now));
  }

  /** One timer for everything. It is set anew only when something is due earlier; waking up too early costs little. */
  #arm(agent: SipAgent): void {
    const due = agent.wakeAt();
    if (due === undefined || due >= this.#wakeAtMs) return;
    clearTimeout(this.#wake);
    this.#wakeAtMs = due;
    this.#wake = setTimeout(
      () => {
        this.#wakeAtMs = Number.POSITIVE_INFINITY;
        this.#feed((running, now) => running.timeout(now));
      },
      Math.max(0, Math.ceil(due - performance.now())),
    );
  }
}
