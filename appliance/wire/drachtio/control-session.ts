import { exhaustive } from "../../kit/exhaustive.ts";
import type { AppMessage } from "./app-message.ts";
import { parseAppMessage } from "./app-message.ts";
import type { FrameLimits } from "./frame-reader.ts";
import { FrameReader } from "./frame-reader.ts";
import type { ServerMessage } from "./server-message.ts";
import { formatServerMessage } from "./server-message.ts";

/** What the SIP side has to carry out, and must answer with exactly one reply naming `id`. */
export type AppCommand = Extract<AppMessage, { kind: "request" | "cancel" | "response" }>;

export type ControlOutput =
  | { do: "send"; bytes: Uint8Array }
  | { do: "authenticated"; tags: string[] }
  | { do: "command"; command: AppCommand }
  /** After the bytes sent so far. */
  | { do: "close"; why: string };

export type ControlOptions = {
  secret: string;
  /** Shown to the client, which pings only servers whose version reads `vX.Y.Z` and is at least v0.8.2. */
  version: string;
  /** `udp/192.0.2.1:5060,tcp/…` as the outside sees us, and as we are bound. */
  hostports: string;
  localHostports: string;
  newId: () => string;
  frameLimits?: FrameLimits;
};

const ROUTE_LIMIT = 64;

/**
 * One application's connection, without its socket. Feed bytes, carry out what comes back in that order.
 * Nothing but `authenticate` is listened to before the secret was right; a wrong secret or garbage ends the connection.
 */
export class ControlSession {
  readonly #options: ControlOptions;
  readonly #reader: FrameReader;
  readonly #routes = new Set<string>();
  #authenticated = false;
  #closed = false;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#reader = new FrameReader(options.frameLimits);
  }

  get authenticated(): boolean {
    return this.#authenticated;
  }

  /** Verb in lower case, or `cdr:attempt` and the like. Asking twice for a verb counts once. */
  routes(verb: string): boolean {
    return this.#authenticated && this.#routes.has(verb);
  }

  get routedVerbs(): string[] {
    return [...this.#routes];
  }

  receive(bytes: Uint8Array): ControlOutput[] {
    const out: ControlOutput[] = [];
    if (this.#closed) return out;
    const payloads = this.#reader.push(bytes);
    if (!Array.isArray(payloads)) {
      this.#close(out, `frame ${payloads.why}`);
      return out;
    }
    for (const payload of payloads) {
      if (this.#closed) break;
      this.#hear(parseAppMessage(payload), out);
    }
    return out;
  }

  format(message: ServerMessage): Uint8Array {
    return formatServerMessage(this.#options.newId(), message);
  }

  #hear(message: AppMessage, out: ControlOutput[]): void {
    if (message.kind === "garbage") this.#close(out, message.why);
    else if (message.kind === "authenticate") this.#authenticate(message, out);
    else if (this.#authenticated) this.#obey(message, out);
    else {
      this.#reply(out, { kind: "unauthorised", replyTo: message.id, why: "not authenticated" });
      this.#close(out, "spoke before authenticating");
    }
  }

  #obey(message: Exclude<AppMessage, { kind: "garbage" | "authenticate" }>, out: ControlOutput[]): void {
    const failed = (why: string): void => this.#reply(out, { kind: "failed", replyTo: message.id, why });
    switch (message.kind) {
      case "ping":
        this.#reply(out, { kind: "pong", replyTo: message.id });
        break;
      case "route":
        if (!this.#routes.has(message.verb) && this.#routes.size >= ROUTE_LIMIT) {
          failed("too many routes");
          break;
        }
        this.#routes.add(message.verb);
        this.#reply(out, { kind: "ok", replyTo: message.id });
        break;
      case "remove-route":
        this.#routes.delete(message.verb);
        this.#reply(out, { kind: "ok", replyTo: message.id });
        break;
      case "proxy":
        failed("proxying is not offered by this server");
        break;
      case "refused":
        failed(message.why);
        break;
      case "request":
      case "cancel":
      case "response":
        out.push({ do: "command", command: message });
        break;
      default:
        exhaustive(message);
    }
  }

  #authenticate(message: Extract<AppMessage, { kind: "authenticate" }>, out: ControlOutput[]): void {
    if (!sameSecret(message.secret, this.#options.secret)) {
      this.#reply(out, { kind: "unauthorised", replyTo: message.id, why: "incorrect secret" });
      this.#close(out, "incorrect secret");
      return;
    }
    const first = !this.#authenticated;
    this.#authenticated = true;
    const { hostports, version, localHostports } = this.#options;
    this.#reply(out, { kind: "authenticated", replyTo: message.id, hostports, version, localHostports });
    if (first) out.push({ do: "authenticated", tags: message.tags });
  }

  #reply(out: ControlOutput[], message: ServerMessage): void {
    out.push({ do: "send", bytes: this.format(message) });
  }

  #close(out: ControlOutput[], why: string): void {
    this.#closed = true;
    out.push({ do: "close", why });
  }
}

/** Takes the same time wherever the first difference is. */
function sameSecret(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let i = 0; i < given.length; i++) difference |= given.charCodeAt(i) ^ wanted.charCodeAt(i % wanted.length);
  return difference === 0 && wanted.length > 0;
}
