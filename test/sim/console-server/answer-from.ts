import { Value } from "typebox/value";
import { type Me, type RouteName, routes } from "../../../appliance/contract/routes.ts";
import { faultOf, replyOf } from "../../../appliance/edge/http/http-fault.ts";
import type { Handler, User } from "./asked.ts";
import type { PastHandler } from "./past.ts";

/** Answered by the box's own handlers from rows of weeks that never were. */
export const answerFrom =
  (name: Exclude<RouteName, "live">, handler: PastHandler, meOf: (user: User) => Me): Handler =>
  async ({ request, reply, me, params, query, body }) => {
    try {
      const read = (schema: unknown, value: unknown) =>
        Value.Convert(schema as never, structuredClone(value)) as Record<string, unknown>;
      const asker = { ...meOf(me), token: "" } as never;
      const route = routes[name];
      const answer = await handler({
        params: read(route.params, params),
        query: read(route.query, query),
        body,
        asker,
        request,
        reply,
      });
      return answer ?? {};
    } catch (error) {
      const { status, reply: said } = replyOf(faultOf(error));
      return reply.code(status).send(said);
    }
  };
