import type { FastifySchema, FastifySchemaCompiler } from "fastify";
import type { FastifySerializerCompiler } from "fastify/types/schema.js";
import Type, { type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import { type RouteName, routes } from "../../contract/routes.ts";
import { schemaChecker } from "../../core/settings/schema-problems.ts";
import { HttpFault } from "./http-fault.ts";

const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const FaultSchema = Type.Object(
  {
    code: Type.String(),
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

/** The row of the table as Fastify and OpenAPI want it. */
export function routeSchema(name: RouteName): FastifySchema & { summary: string; operationId: string; tags: string[] } {
  const { method, path, summary, params, query, body, reply } = routes[name];
  return {
    operationId: name,
    summary,
    tags: [path.split("/")[2] ?? ""],
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
