import type { FastifyReply, FastifyRequest } from "fastify";
import type { RouteBody, RouteName, RouteParams, RouteQuery, RouteReply } from "../../contract/routes.ts";
import { HttpFault } from "./http-fault.ts";
import type { ConsoleUser } from "./http-ports.ts";
import type { LiveSocket } from "./live-hub.ts";

/** Who asks, and the token of the session it is asked in. */
export type Asker = ConsoleUser & { token: string };

export type Asked<N extends RouteName> = {
  params: RouteParams<N>;
  query: RouteQuery<N>;
  body: RouteBody<N>;
  /** undefined only on routes that are open to everyone. */
  asker: Asker | undefined;
  request: FastifyRequest;
  reply: FastifyReply;
};
/** What it returns is the reply; undefined answers 204. Refusals are thrown as HttpFault. */
export type Handler<N extends RouteName> = (asked: Asked<N>) => RouteReply<N> | Promise<RouteReply<N>>;

/** Rows that are WebSockets. */
const socketRoutes = ["live", "eventStream"] as const satisfies RouteName[];
type SocketRoute = (typeof socketRoutes)[number];
export const isSocket = (name: RouteName): name is SocketRoute => (socketRoutes as readonly string[]).includes(name);
/** Exactly one for every row of the route table: a missing one does not compile. */
export type Handlers = { [N in Exclude<RouteName, SocketRoute>]: Handler<N> } & {
  [N in SocketRoute]: (socket: LiveSocket, asker: Asker, query: RouteQuery<N>) => void;
};

/** The guard has let only people in; this says so to the compiler. */
export function signedIn(asked: { asker: Asker | undefined }): Asker {
  if (!asked.asker) throw new HttpFault("not-signed-in");
  return asked.asker;
}
