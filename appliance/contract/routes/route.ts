import Type, { type TSchema } from "typebox";
import type { Right } from "../rights.ts";

export type Route<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema> = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  right: Right;
  summary: string;
  params: P;
  query: Q;
  body: B;
  /** The body is sound of at most so many bytes instead of JSON; the handler gets it as a stream. */
  soundBytes?: number;
  /** JSON reply; `Type.Unknown()` where the handler streams (audio, files). */
  reply: R;
};
const none = Type.Object({});
/** A row of the table; what is left out is empty. */
export const route = <
  P extends TSchema = typeof none,
  Q extends TSchema = typeof none,
  B extends TSchema = typeof none,
  R extends TSchema = TSchema,
>(
  r: Partial<Route<P, Q, B, R>> & Pick<Route<P, Q, B, R>, "method" | "path" | "right" | "summary">,
): Route<P, Q, B, R> => ({
  params: none as never,
  query: none as never,
  body: none as never,
  reply: Type.Unknown() as never,
  ...r,
});

export const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) });
export const UserName = Type.String({ minLength: 1, maxLength: 60, pattern: "^[A-Za-z0-9._-]+$" });
export const Password = Type.String({ minLength: 1, maxLength: 200 });
export const Words = Type.Object({ zh: Type.String(), en: Type.String() });
