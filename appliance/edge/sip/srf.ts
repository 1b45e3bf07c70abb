import type { EventEmitter } from "node:events";
import DrachtioSrf from "drachtio-srf";

/** What of drachtio-srf this folder uses, typed as it behaves. Nothing of it leaves the folder. */
export type SipHeaders = Record<string, string>;
type Parsed = { name?: string; uri: string; params?: Record<string, string> };

export interface SipMessageView {
  body: string;
  source_address: string;
  source_port: number | string;
  protocol: string;
  calledNumber: string;
  get(name: string): string | undefined;
  has(name: string): boolean;
  getParsedHeader(name: "from" | "to" | "refer-to"): Parsed;
  getParsedHeader(name: "contact"): Parsed[];
}
export interface SipRequestView extends SipMessageView {
  method: string;
  uri: string;
  canceled?: boolean;
  on(event: "cancel", heard: (cancel: SipMessageView) => void): void;
  on(event: "response", heard: (response: SipResponseView, ack: () => void) => void): void;
  cancel(done: (error: unknown) => void): void;
}
export interface SipResponseView extends SipMessageView {
  status: number;
  reason: string;
}
export interface SipReply {
  send(
    status: number,
    options?: { headers?: SipHeaders; body?: string },
    done?: (error: unknown, sent: SipMessageView) => void,
  ): void;
  finalResponseSent: boolean;
}
export interface SipDialog extends EventEmitter {
  id: string;
  sip: { callId: string; localTag: string; remoteTag: string };
  local: { uri: string; sdp: string; contact: string };
  remote: { uri: string; sdp: string };
  connected: boolean;
  destroy(options: { headers?: SipHeaders }, done: (error: unknown) => void): void;
  request(
    options: { method: string; headers?: SipHeaders; body?: string },
    done: (error: unknown, response?: SipResponseView) => void,
  ): void;
}
export type DialOptions = {
  localSdp: string;
  headers: SipHeaders;
  proxy?: string;
  auth?: { username: string; password: string };
};
type Handler = (req: SipRequestView, res: SipReply) => void;

export interface Srf extends EventEmitter {
  invite(handler: Handler): void;
  register(handler: Handler): void;
  options(handler: Handler): void;
  subscribe(handler: Handler): void;
  message(handler: Handler): void;
  publish(handler: Handler): void;
  refer(handler: Handler): void;
  notify(handler: Handler): void;
  connect(options: { host: string; port: number; secret: string; reconnect?: { retryMaxDelay: number } }): void;
  disconnect(): void;
  request(
    uri: string,
    options: {
      method: string;
      headers?: SipHeaders;
      body?: string;
      proxy?: string;
      auth?: { username: string; password: string };
    },
    done: (error: unknown, request?: SipRequestView) => void,
  ): void;
  createUAS(
    req: SipRequestView,
    res: SipReply,
    options: { localSdp: string; headers?: SipHeaders },
    done: (error: unknown, dialog?: SipDialog) => void,
  ): void;
  createUAC(
    uri: string,
    options: DialOptions,
    progress: {
      cbRequest: (error: unknown, request: SipRequestView) => void;
      cbProvisional: (response: SipResponseView) => void;
    },
    done: (error: SipFailure | null, dialog?: SipDialog) => void,
  ): void;
}
/** A final answer that wasn't 2xx, or anything else that went wrong. */
export type SipFailure = Error & { status?: number; reason?: string; res?: SipResponseView };

export const newSrf = (): Srf => new (DrachtioSrf as unknown as new () => Srf)();
