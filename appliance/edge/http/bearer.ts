import type { FastifyReply, FastifyRequest } from "fastify";
import { isPersonal, scopeOf } from "../../contract/api-token.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { type LoginThrottle, loginTried, loginWaitMs, loginWorked } from "../../core/access/login-throttle.ts";
import { mayCall, type TokenPace } from "../../core/access/token-pace.ts";
import { AddressList } from "../../runtime/address-list.ts";
import type { Asker } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

/** A token is 47 characters; more is not one of ours. */
const longest = 100;

/** The token of `Authorization: Bearer` (RFC 6750 2.1). */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

/** Knows programs by their tokens: what they may, from where, and how fast. */
export class BearerGate {
  readonly #ports: Pick<HttpPorts, "store" | "nowMs">;
  readonly #wrong: LoginThrottle = new Map();
  readonly #pace: TokenPace = new Map();

  constructor(ports: Pick<HttpPorts, "store" | "nowMs">) {
    this.#ports = ports;
  }

  /** Who asks; throws what a program is to be told. */
  admit(token: string, name: RouteName, request: FastifyRequest, reply: FastifyReply): Asker {
    const { store, nowMs } = this.#ports;
    const now = nowMs();
    // Guessing is counted by address alone: there is no name to lock out, and nobody else's guesses shut this one out.
    const guesser = `token ${request.ip}`;
    const keys = { user: guesser, address: guesser };
    if (loginWaitMs(this.#wrong, keys, now) > 0) throw tooMany(reply, "too-many-attempts");
    const found = token.length > longest ? undefined : store.apiToken(token);
    if (!found) {
      loginTried(this.#wrong, keys, now);
      throw new HttpFault("wrong-token");
    }
    loginWorked(this.#wrong, keys);
    if ((found.expiresAtMs ?? Number.POSITIVE_INFINITY) <= now) throw new HttpFault("wrong-token");
    if (found.allowFrom.length > 0 && !new AddressList(found.allowFrom).has(request.ip)) throw new HttpFault("not-allowed");
    if (!mayCall(this.#pace, found.id, now)) throw tooMany(reply, "too-fast");
    if (isPersonal(routes[name].path) || !found.scopes.includes(scopeOf(routes[name]))) throw new HttpFault("out-of-scope");
    store.touchApiToken(found, request.ip);
    const { role, agent, createdAtMs } = found;
    return {
      user: `token:${found.id}`,
      name: found.name,
      role,
      ...(agent === undefined ? {} : { agent }),
      language: "en",
      createdAtMs,
      token,
    };
  }

  /** Whether a socket opened with this token may stay. */
  stands(token: string): boolean {
    const found = this.#ports.store.apiToken(token);
    return found !== undefined && (found.expiresAtMs ?? Number.POSITIVE_INFINITY) > this.#ports.nowMs();
  }
}

function tooMany(reply: FastifyReply, code: "too-many-attempts" | "too-fast"): HttpFault {
  reply.header("retry-after", "1");
  return new HttpFault(code);
}
