import { type EventEmitter, once } from "node:events";
import { createRequire } from "node:module";
import type { Signalling } from "../start-signalling.ts";

/** For tests: what they use of the real drachtio-srf. */
export interface SrfMessage {
  body: string;
  get(name: string): string | undefined;
}
export interface SrfRequest extends SrfMessage, EventEmitter {
  method: string;
  uri: string;
  stackDialogId: string;
  protocol: string;
  source_address: string;
  receivedOn: string;
  cancel(done: (error: unknown, cancel: SrfRequest) => void): void;
}
export interface SrfResponse extends SrfMessage {
  status: number;
  send(
    status: number,
    options?: { headers?: Record<string, string>; body?: string },
    done?: (error: unknown, sent: SrfMessage) => void,
    pracked?: (prack: SrfRequest) => void,
  ): void;
}
export interface SrfDialog extends EventEmitter {
  id: string;
  sip: { callId: string; localTag: string; remoteTag: string };
  local: { sdp: string };
  remote: { uri: string; sdp: string };
  destroy(): Promise<unknown>;
  modify(sdp: string): Promise<string>;
  request(options: { method: string; headers?: Record<string, string>; body?: string }): Promise<SrfResponse>;
}
type DialOptions = {
  localSdp?: string;
  headers?: Record<string, string>;
  proxy?: string;
  auth?: { username: string; password: string };
};
type Handler = (req: SrfRequest, res: SrfResponse) => void;
export interface SrfApp extends EventEmitter {
  connect(options: { host: string; port: number; secret: string }): void;
  disconnect(): void;
  use(verb: string, handler: Handler): void;
  createUAS(
    req: SrfRequest,
    res: SrfResponse,
    options: { localSdp?: string; headers?: Record<string, string> },
  ): Promise<SrfDialog>;
  createUAC(
    uri: string,
    options: DialOptions,
    hear?: { cbRequest?: (error: unknown, req: SrfRequest) => void; cbProvisional?: (res: SrfResponse) => void },
  ): Promise<SrfDialog>;
  createB2BUA(req: SrfRequest, res: SrfResponse, uri: string, options: object): Promise<{ uas: SrfDialog; uac: SrfDialog }>;
  request(
    uri: string,
    options: { method: string; stackDialogId?: string; headers?: Record<string, string>; body?: string },
  ): Promise<SrfRequest>;
}

const Srf = createRequire(import.meta.url)("drachtio-srf") as new () => SrfApp;

/** A drachtio-srf application connected to that server. Requests nobody listens for by name are emitted as `verb` events. */
export async function srfApp(
  { host, port, secret }: Pick<Signalling, "host" | "port" | "secret">,
  verbs: readonly string[],
): Promise<SrfApp> {
  const srf = new Srf();
  srf.on("error", () => undefined);
  for (const verb of verbs) srf.use(verb, (req, res) => srf.emit(`got ${verb}`, req, res));
  const connected = once(srf, "connect");
  srf.connect({ host, port, secret });
  const [error] = (await connected) as [unknown];
  if (error !== null && error !== undefined) throw error;
  return srf;
}

/** Closes the connection for good, also when the server was faster. */
export function leave(srf: SrfApp): void {
  try {
    srf.disconnect();
  } catch {
    (srf as unknown as { _app: { client: { wp: { closing: boolean } } } })._app.client.wp.closing = true;
  }
}

export async function got(srf: SrfApp, verb: string): Promise<{ req: SrfRequest; res: SrfResponse }> {
  const [req, res] = (await once(srf, `got ${verb}`)) as [SrfRequest, SrfResponse];
  return { req, res };
}
