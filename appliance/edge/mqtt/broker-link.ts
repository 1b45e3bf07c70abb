import { isIP } from "node:net";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import type { MqttRow, MqttSettings } from "../../contract/mqtt.ts";
import type { Trouble } from "../../contract/trouble.ts";
import { troubleOf } from "../../runtime/trouble-of.ts";

export type MqttVersion = "5" | "3.1.1";
/** `other`: it may know this version only in the other shape. */
export type LinkEnd = { why: string; trouble: Trouble; unknownVersion: boolean; greeted: boolean };
export type BrokerLinkParts = {
  settings: MqttSettings;
  version: MqttVersion;
  prefix: string;
  password: string | undefined;
  key: string | undefined;
  /** Full topics that are listened to. */
  topics: string[];
  /** The broker took the birth message. */
  up(): void;
  heard(topic: string, payload: string): void;
  /** Comes exactly once, also when it never was up. */
  ended(end: LinkEnd): void;
};

const patienceMs = 15_000;
const keepAliveS = 30;
/** Longest command that is read. */
const mostCommandBytes = 2_048;
/** Refused for what it is, by this broker for good: not authorized, topic name, packet too large, payload format, retain (MQTT 5.0 2.4). */
const finalCodes: ReadonlySet<number> = new Set([0x87, 0x90, 0x95, 0x99, 0x9a]);

/** One connection to the broker, from CONNECT to its end; whoever wants another one makes another. */
export class BrokerLink {
  readonly #parts: BrokerLinkParts;
  readonly #client: MqttClient;
  #over = false;
  #greeted = false;
  #opened = false;

  constructor(parts: BrokerLinkParts) {
    this.#parts = parts;
    this.#client = connect(optionsOf(parts));
    this.#client.on("connect", () => this.#greet());
    this.#client.on("message", (topic, payload, packet) => {
      // A command that was kept is not meant for now.
      if (!packet.retain && payload.length <= mostCommandBytes) parts.heard(topic, payload.toString("utf8"));
    });
    this.#client.on("error", (error) => this.#fail(error));
    this.#client.on("disconnect", (packet) => {
      const { reasonCode: code = 0 } = packet;
      this.#end(`the broker disconnects (${code})`, { code: "disconnected", n: code }, code);
    });
    this.#client.on("close", () => this.#end("the connection was closed", { code: "closed" }));
  }

  /** How many may be under way at once. */
  get window(): number {
    const { receiveMaximum } = (this.#client as { serverProperties?: { receiveMaximum?: number } }).serverProperties ?? {};
    return Math.min(20, receiveMaximum ?? 20);
  }

  /** Resolves when the broker has it: "taken", or "refused" for good. Never resolves when the connection ends before. */
  send({ topic, payload, retain }: Pick<MqttRow, "topic" | "payload" | "retain">): Promise<"taken" | "refused"> {
    return new Promise((done) => {
      this.#client.publish(topic, payload, { qos: 1, retain }, (error) => {
        if (this.#over) return;
        if (!error) return done("taken");
        const code = codeOf(error);
        if (code !== undefined && finalCodes.has(code)) return done("refused");
        this.#fail(error);
      });
    });
  }

  /** Says goodbye: the last will is not sent, so it is said here. */
  async stop(): Promise<void> {
    if (this.#over) return;
    if (this.#greeted) await Promise.race([this.send(this.#status("offline")), passed(2_000)]);
    this.#over = true;
    await Promise.race([this.#client.endAsync(false).catch(() => {}), passed(2_000)]);
    this.#client.end(true);
  }

  #greet(): void {
    this.#opened = true;
    const { topics, up } = this.#parts;
    if (topics.length > 0) this.#client.subscribe(topics, { qos: 1 }, () => {});
    void this.send(this.#status("online")).then((how) => {
      if (how === "refused") return this.#end("the broker refuses what the box publishes", { code: "publishing" });
      this.#greeted = true;
      up();
    });
  }

  #status(payload: string): { topic: string; payload: string; retain: boolean } {
    return { topic: `${this.#parts.prefix}/status`, payload, retain: true };
  }

  #fail(error: Error): void {
    const code = codeOf(error);
    // A broker's return or reason code (MQTT 3.1.1 3.2.2.3, MQTT 5.0 2.4) comes with the library's words for it.
    const refused: Trouble = { code: isLogin(code) ? "login" : "refused", said: error.message };
    this.#end(error.message || String(error), code === undefined ? troubleOf(error) : refused, code);
  }

  #end(why: string, trouble: Trouble, code?: number): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.on("error", () => {});
    this.#client.end(true);
    // Brokers of 3.1.1 answer a CONNECT of 5.0 with return code 1 (MQTT 3.1.1 3.1.2.2), in a packet 5.0 can't read, or by closing.
    this.#parts.ended({
      why: why.slice(0, 200),
      trouble,
      unknownVersion: !this.#opened && !isLogin(code),
      greeted: this.#greeted,
    });
  }
}

function optionsOf({ settings, version, prefix, password, key }: BrokerLinkParts): IClientOptions {
  const { host, port, security, ca, certificate, user, clientId = "linebox" } = settings;
  const tls = {
    ...(ca ? { ca } : {}),
    ...(certificate && key ? { cert: certificate, key } : {}),
    ...(isIP(host) ? {} : { servername: host }),
    rejectUnauthorized: true,
  };
  return {
    protocol: security === "tls" ? "mqtts" : "mqtt",
    host,
    port,
    protocolVersion: version === "5" ? 5 : 4,
    clientId,
    clean: true,
    keepalive: keepAliveS,
    connectTimeout: patienceMs,
    // What is under way is known by its rows; the library keeps and repeats nothing.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    will: { topic: `${prefix}/status`, payload: Buffer.from("offline"), qos: 1, retain: true },
    ...(user ? { username: user, password: password ?? "" } : {}),
    ...(security === "tls" ? tls : {}),
  };
}

const isLogin = (code: number | undefined): boolean => code !== undefined && [4, 5, 0x86, 0x87, 0x8a].includes(code);
const codeOf = (error: unknown): number | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === "number" ? code : undefined;
};
const passed = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms).unref());
