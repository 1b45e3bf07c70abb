import Type, { type TProperties, type TSchema } from "typebox";
import type { Right } from "../rights.ts";
import { Sentence } from "../words.ts";

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
  /** JSON reply, closed; without one there is nothing to say (204). `Type.Unknown()` where `media` says what comes instead. */
  reply: R;
  /** Not JSON: media type of what is sent (RFC 6838), or a WebSocket. */
  media?: "audio/wav" | "application/zip" | "application/octet-stream" | "application/x-ndjson" | "text/csv" | "websocket";
};
const none = Type.Object({});
/** A row of the table; what is left out is empty. */
export const route = <
  P extends TSchema = typeof none,
  Q extends TSchema = typeof none,
  B extends TSchema = typeof none,
  R extends TSchema = Type.TVoid,
>(
  r: Partial<Route<P, Q, B, R>> & Pick<Route<P, Q, B, R>, "method" | "path" | "right" | "summary">,
): Route<P, Q, B, R> => ({
  params: none as never,
  query: none as never,
  body: none as never,
  reply: Type.Void() as never,
  ...r,
});

/** What a reply consists of: exactly this. */
export const Closed = <P extends TProperties>(properties: P): Type.TObject<P> =>
  Type.Object(properties, { additionalProperties: false });
/** A waveform: the loudest of each stretch, 0 … 1. */
export const Peaks = Closed({ durationMs: Type.Number(), left: Type.Array(Type.Number()), right: Type.Array(Type.Number()) });
export const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) });
export const UserName = Type.String({ minLength: 1, maxLength: 60, pattern: "^[A-Za-z0-9._-]+$" });
export const Password = Type.String({ minLength: 1, maxLength: 200 });
export const Words = Sentence;
