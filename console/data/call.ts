import { signal } from "@preact/signals";
import type { RouteBody, RouteName, RouteParams, RouteQuery, RouteReply } from "../../appliance/contract/routes.ts";
import { Fault, isFaultReply } from "./fault.ts";
import { paths } from "./route-paths.ts";

type Part<Name extends string, T> = keyof T extends never
  ? { [K in Name]?: never }
  : Record<never, never> extends T
    ? { [K in Name]?: T }
    : { [K in Name]: T };
/** What a route wants; parts that a route doesn't have can't be given. */
export type CallInput<N extends RouteName> = Part<"params", RouteParams<N>> &
  Part<"query", RouteQuery<N>> &
  Part<"body", RouteBody<N>> & { ifMatch?: number; signal?: AbortSignal; sound?: Blob };
type Arguments<N extends RouteName> = Record<never, never> extends CallInput<N> ? [input?: CallInput<N>] : [input: CallInput<N>];

/** Rises each time the box says that nobody is signed in; the shell shows the sign-in page then. */
export const signedOut = signal(0);

type Loose = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: number;
  signal?: AbortSignal;
  /** Sound goes as it is, instead of a body. */
  sound?: Blob;
};

/** The address of a route with its parameters filled in, for players and links. */
export function address<N extends RouteName>(name: N, params: RouteParams<N>): string {
  const [, path] = paths[name];
  return path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent((params as Record<string, string>)[key] ?? ""));
}

/** Calls a route of the contract. Throws `Fault` when the box refuses, breaks, or can't be reached. */
export async function call<N extends RouteName>(name: N, ...[input]: Arguments<N>): Promise<RouteReply<N>> {
  const given: Loose = (input as Loose | undefined) ?? {};
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(given.query ?? {}))
    if (value !== undefined && value !== "") query.set(key, String(value));
  const url = address(name, (given.params ?? {}) as RouteParams<N>) + (query.size > 0 ? `?${query}` : "");
  const [method] = paths[name];
  const response = await send(url, method, given);
  const body = await read(response);
  if (response.ok) return body as RouteReply<N>;
  // A wrong password is a 401 too; only this code means that the session is over.
  if (isFaultReply(body) && body.code === "not-signed-in") signedOut.value += 1;
  throw isFaultReply(body) ? new Fault("refused", response.status, body) : new Fault("strange", response.status);
}

async function send(url: string, method: string, given: Loose): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (given.body !== undefined) headers["content-type"] = "application/json";
  if (given.sound) headers["content-type"] = given.sound.type || "application/octet-stream";
  if (given.ifMatch !== undefined) headers["if-match"] = `"${given.ifMatch}"`;
  try {
    return await fetch(url, {
      method,
      headers,
      credentials: "same-origin",
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      ...(given.sound ? { body: given.sound } : {}),
      ...(given.signal ? { signal: given.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Fault("unreachable");
  }
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
