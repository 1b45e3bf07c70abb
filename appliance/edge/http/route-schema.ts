import type { FastifySchema, FastifySchemaCompiler } from "fastify";
import type { FastifySerializerCompiler } from "fastify/types/schema.js";
import Type, { type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import { isPersonal, scopeOf } from "../../contract/api-token.ts";
import { type FaultCode, faults } from "../../contract/faults.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { schemaChecker } from "../../core/settings/schema-problems.ts";
import { HttpFault } from "./http-fault.ts";

/** Every refusal there is: programs may branch on the code. */
const codes = Object.keys(faults) as FaultCode[];
const faultTable = codes
  .map((code) => `- \`${code}\` (${faults[code].status}): ${faults[code].en} ${faults[code].hintEn}`)
  .join("\n");
const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const FaultSchema = Type.Object(
  {
    code: Type.Unsafe<FaultCode>({ type: "string", enum: codes, description: faultTable }),
    message: Words,
    hint: Words,
    retry: Type.Boolean(),
    problems: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), severity: Type.String(), reason: Words, hint: Words })),
    ),
  },
  { description: "A refusal from the fault catalogue" },
);

/** Rows whose reply is not described by the table: files, sockets, and record rows. */
const isOpen = (schema: TSchema): boolean => Object.keys(schema).length === 0;
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
  const { method, path, summary, params, query, body, reply } = routes[name];
  return {
    operationId: name,
    summary,
    tags: [path.split("/")[2] ?? ""],
    security: securityOf(name),
    params,
    querystring: query,
    ...(method === "GET" || isEmpty(body) ? {} : { body }),
    response: { ...(isOpen(reply) ? {} : { 200: reply }), "4xx": FaultSchema, "5xx": FaultSchema },
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
  const compiled = Compile(schema);
  return (data: unknown) => {
    if (!compiled.Check(data)) throw new Error(`the reply of ${url} does not fit the route table`);
    return JSON.stringify(data);
  };
};
