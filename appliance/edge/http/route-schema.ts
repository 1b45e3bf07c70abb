import type { FastifySchema, FastifySchemaCompiler } from "fastify";
import type { FastifySerializerCompiler } from "fastify/types/schema.js";
import Type, { type TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Value } from "typebox/value";
import { isPersonal, scopeOf } from "../../contract/api-token.ts";
import { type FaultCode, faults } from "../../contract/faults.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { SettingsProblem } from "../../contract/settings.ts";
import { Sentence } from "../../contract/words.ts";
import { schemaChecker } from "../../core/settings/schema-problems.ts";
import { HttpFault } from "./http-fault.ts";

/** Every refusal there is: programs may branch on the code. */
const codes = Object.keys(faults) as FaultCode[];
const faultTable = codes
  .map((code) => `- \`${code}\` (${faults[code].status}): ${faults[code].en} ${faults[code].hintEn}`)
  .join("\n");
const FaultSchema = Type.Object(
  {
    code: Type.Unsafe<FaultCode>({ type: "string", enum: codes, description: faultTable }),
    message: Sentence,
    hint: Sentence,
    retry: Type.Boolean(),
    problems: Type.Optional(Type.Array(SettingsProblem)),
  },
  { description: "A refusal from the fault catalogue", additionalProperties: false },
);

/** Sound, files and sockets are no JSON: the document says what comes instead. */
const File = Type.Unsafe<string>({ type: "string", format: "binary" });
function responseOf({ media, reply }: (typeof routes)[RouteName]): Record<string, unknown> {
  if (media === "websocket") return { 101: { description: "It goes on as a WebSocket (RFC 6455)", type: "null" } };
  if (media) return { 200: { description: media, content: { [media]: { schema: File } } } };
  return Type.IsVoid(reply) ? { 204: { description: "Done", type: "null" } } : { 200: { description: "Done", ...reply } };
}
const isEmpty = (schema: TSchema): boolean => Object.keys((schema as { properties?: object }).properties ?? {}).length === 0;

/** How people and programs say who they are; a program's token has scopes (OpenAPI 3.1, 4.8.27 and 4.8.30). */
export const securitySchemes = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "linebox_session",
    description: "A person at the console, by POST /api/session",
  },
  token: {
    type: "http",
    scheme: "bearer",
    description:
      "A program's token, made by an administrator. Scopes are `<first part of the path>:read` for GET and `:write` for all else; signing in, people, passwords and tokens are for people alone.",
  },
} as const;

function securityOf(name: RouteName): Record<string, string[]>[] {
  const { right, path } = routes[name];
  if (right === "everyone") return [];
  return isPersonal(path) ? [{ session: [] }] : [{ session: [] }, { token: [scopeOf(routes[name])] }];
}

/** The row of the table as Fastify and OpenAPI want it. */
export function routeSchema(
  name: RouteName,
): FastifySchema & { summary: string; operationId: string; tags: string[]; security: Record<string, string[]>[] } {
  const { method, path, summary, params, query, body } = routes[name];
  return {
    operationId: name,
    summary,
    tags: [path.split("/")[2] ?? ""],
    security: securityOf(name),
    params,
    querystring: query,
    ...(method === "GET" || isEmpty(body) ? {} : { body }),
    response: { ...responseOf(routes[name]), "4xx": FaultSchema, "5xx": FaultSchema },
  };
}

/** Checks what comes in. Texts of the query and the path become the numbers that the table wants; a body is taken as it is. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = schemaChecker(schema);
  return (value: unknown) => {
    const converted = httpPart === "body" ? value : Value.Convert(schema, value);
    const problems = check(converted);
    return problems.length === 0 ? { value: converted } : { error: new HttpFault("bad-request", problems) };
  };
};

/** Checks what goes out: an answer that the table doesn't promise is a fault of ours, not something to send. */
export const serializerCompiler: FastifySerializerCompiler<TSchema> = ({ schema, url }) => {
  // Made when it is first wanted: a box starts sooner, and most faults are never met.
  let compiled: Validator | undefined;
  return (data: unknown) => {
    compiled ??= Compile(schema);
    if (!compiled.Check(data)) throw new Error(`the reply of ${url} does not fit the route table`);
    return JSON.stringify(data);
  };
};
