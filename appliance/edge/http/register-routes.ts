import type { FastifyReply, FastifyRequest } from "fastify";
import { type RouteName, routes } from "../../contract/routes.ts";
import { may } from "../../core/access/may.ts";
import type { App } from "./app.ts";
import { type BearerGate, bearerOf } from "./bearer.ts";
import { type Asked, type Asker, type Handler, type Handlers, isSocket } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import type { LiveSocket } from "./live-hub.ts";
import { routeSchema } from "./route-schema.ts";
import { sameOrigin } from "./same-origin.ts";
import { giveToken, tokenOf } from "./session-cookie.ts";
import { sessionOf } from "./session-of.ts";

declare module "fastify" {
  interface FastifyRequest {
    asker: Asker | undefined;
    /** Code of the fault it was answered with. */
    fault: string | undefined;
  }
  interface FastifyContextConfig {
    /** The body is sound, streamed. */
    sound?: boolean;
  }
}

const names = Object.keys(routes) as RouteName[];
/** What is listened to: every listening is noted. */
const isSound = (name: RouteName): boolean => name === "recordingAudio" || name === "messageAudio";
const changes = (name: RouteName): boolean => routes[name].method !== "GET";

/** Before anything of the body is read: where it comes from, who asks, and whether he may. */
function guard(ports: HttpPorts, gate: BearerGate, name: RouteName, request: FastifyRequest, reply: FastifyReply): void {
  const bearer = bearerOf(request);
  if (bearer !== undefined && routes[name].right !== "everyone") {
    // No page can put this header on a request of its own: where it comes from need not be asked.
    request.asker = gate.admit(bearer, name, request, reply);
    if (!may(request.asker, routes[name].right)) throw new HttpFault("not-allowed");
    reply.header("cache-control", "no-store");
    return;
  }
  if ((changes(name) || isSocket(name)) && !sameOrigin(request.headers)) throw new HttpFault("wrong-origin");
  const session = sessionOf(ports, tokenOf(request));
  request.asker = session?.asker;
  if (session?.touched) giveToken(request, reply, session.asker.token);
  if (!may(request.asker, routes[name].right)) throw new HttpFault(request.asker ? "not-allowed" : "not-signed-in");
  if (!isSound(name)) reply.header("cache-control", "no-store");
}

/** Who changed what, and who listened to which recording; a player's further ranges are the same listening. */
function note(ports: HttpPorts, name: RouteName, request: FastifyRequest): void {
  const listening = isSound(name) && /^bytes=0-|^$/.test(request.headers.range ?? "");
  if (!changes(name) && !listening) return;
  const { id } = (request.params ?? {}) as { id?: string };
  const { user } = (request.body ?? {}) as { user?: unknown };
  const subject = (id ?? (typeof user === "string" ? user : "")).slice(0, 100);
  ports.store.audit({ who: request.asker?.user ?? "", address: request.ip, what: name, subject, outcome: request.fault ?? "ok" });
}

async function serve(handler: Handler<RouteName>, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { params, query, body, asker } = request;
  const answer = await handler({ params, query, body, asker, request, reply } as Asked<RouteName>);
  return answer === undefined ? reply.code(204).send() : answer;
}

/** Every row of the table, from one table of handlers. */
export function registerRoutes(app: App, ports: HttpPorts, gate: BearerGate, handlers: Handlers): void {
  app.decorateRequest("asker", undefined);
  app.decorateRequest("fault", undefined);
  for (const name of names) {
    const { method, path } = routes[name];
    const handler = handlers[name] as Handler<RouteName>;
    app.route({
      method,
      url: path,
      schema: routeSchema(name),
      config: { sound: routes[name].soundBytes !== undefined },
      onRequest: async (request, reply) => guard(ports, gate, name, request, reply),
      // No body is an empty one: what is missing in it is then named.
      preValidation: async (request) => {
        request.body ??= {};
      },
      onResponse: async (request) => note(ports, name, request),
      handler: isSocket(name)
        ? () => {
            throw new HttpFault("bad-request");
          }
        : (request, reply) => serve(handler, request, reply),
      ...(isSocket(name)
        ? {
            wsHandler: (socket: LiveSocket, request: FastifyRequest) => {
              const join = handlers[name] as (socket: LiveSocket, asker: Asker, query: unknown) => void;
              if (request.asker) join(socket, request.asker, request.query);
            },
          }
        : {}),
    });
  }
}
