import type { FastifyReply, FastifyRequest } from "fastify";
import type { FaultCode, faultReply } from "../../../appliance/contract/faults.ts";
import type { Role, RouteName } from "../../../appliance/contract/routes.ts";

export type User = { user: string; name: string; role: Role; agent?: string; language: "zh" | "en"; password: string };
/** One request to the made-up box. */
export type Asked = {
  request: FastifyRequest;
  reply: FastifyReply;
  me: User;
  params: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, unknown>;
};
export type Handler = (asked: Asked) => unknown;
export type Answers = Partial<Record<Exclude<RouteName, "live">, Handler>>;
export type Refuse = (reply: FastifyReply, code: FaultCode, problems?: Parameters<typeof faultReply>[1]) => FastifyReply;
