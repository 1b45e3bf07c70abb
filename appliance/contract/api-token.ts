import Type, { type Static } from "typebox";

import { Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** What a program may touch: the first part of a path after /api/, to read (GET) or to change (everything else). */
export const scopeOf = ({ method, path }: { method: string; path: string }): string =>
  `${path.split("/")[2] ?? ""}:${method === "GET" ? "read" : "write"}`;

/** Signing in, people, passwords and tokens themselves stay with people: no program gets further rights by itself. */
const personal = ["session", "set-up", "users", "secrets", "tokens"];
export const isPersonal = (path: string): boolean => personal.includes(path.split("/")[2] ?? "");

/** What a new token is given. */
export const ApiTokenFields = Type.Object(
  {
    name: Title,
    /** It may do what this role may, within its scopes. */
    role: Type.Union([Type.Literal("administrator"), Type.Literal("supervisor"), Type.Literal("agent")]),
    /** With the role of an agent: which one. */
    agent: Type.Optional(Slug),
    scopes: Type.Array(Type.String({ pattern: "^[a-z-]{1,40}:(read|write)$" }), { minItems: 1, maxItems: 100 }),
    expiresAtMs: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Addresses or networks (CIDR) it may be used from; empty: from anywhere that reaches the box. */
    allowFrom: Type.Array(Type.String({ pattern: "^[0-9a-fA-F.:]+(/[0-9]{1,3})?$", maxLength: 50 }), { maxItems: 20 }),
  },
  { additionalProperties: false },
);
export type ApiTokenFields = Static<typeof ApiTokenFields>;

/** A token as it is listed: never the token itself, of which only a hash is kept. */
export const ApiToken = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    role: ApiTokenFields.properties.role,
    agent: Type.Optional(Type.String()),
    scopes: Type.Array(Type.String()),
    allowFrom: Type.Array(Type.String()),
    createdAtMs: Type.Number(),
    createdBy: Type.String(),
    expiresAtMs: Type.Optional(Type.Number()),
    lastUsedAtMs: Type.Optional(Type.Number()),
    lastUsedFrom: Type.Optional(Type.String()),
  },
  closed,
);
export type ApiToken = Static<typeof ApiToken>;
